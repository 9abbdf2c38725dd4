"""Connectors to the world's catalogues, with one shape: see :mod:`zhunsheng.catalogues.shape`."""

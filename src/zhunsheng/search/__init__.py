"""Finding: one interface, several engines. See :mod:`zhunsheng.search.shape`."""

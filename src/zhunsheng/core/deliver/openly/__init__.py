"""Giving it away: standards, systems and relations as RDF, SKOS, GraphML, CSV, JSON and Relaton, for anybody's programs.

What is given stands in :mod:`.shape` as plain records that whoever stores them hands over as streams; every writer
here takes such a stream and gives text piece by piece, so that a hundred thousand standards need no more memory than
one. The words of the RDF are content (``content/openly/terms.yaml``), the checks on it too (``shapes.ttl``).
"""

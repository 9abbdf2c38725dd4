"""Stored standards systems: editions, corrections, silenced findings, source files."""

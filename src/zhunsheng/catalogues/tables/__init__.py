"""Any table as a catalogue: xlsx, xls, CSV, JSON Lines, JSON; columns mapped by guess or by a remembered mapping."""

from zhunsheng.catalogues.tables.connector import Preview, Table, preview
from zhunsheng.catalogues.tables.mapping import (
    NOTES,
    TARGETS,
    Guess,
    Mapping,
    guess_mapping,
    mapping_of,
    signature,
)
from zhunsheng.catalogues.tables.opened import Opened, open_table

__all__ = [
    "NOTES",
    "TARGETS",
    "Guess",
    "Mapping",
    "Opened",
    "Preview",
    "Table",
    "guess_mapping",
    "mapping_of",
    "open_table",
    "preview",
    "signature",
]

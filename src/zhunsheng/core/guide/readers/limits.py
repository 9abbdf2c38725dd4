"""How much a reader takes in. A real guide has some hundred pages; everything here lies far above that."""

from __future__ import annotations

__all__ = [
    "MAX_BYTES",
    "MAX_CELLS",
    "MAX_LINES",
    "MAX_MEMBERS",
    "MAX_PAGES",
    "MAX_PART",
    "MAX_RATIO",
    "MAX_UNPACKED",
    "MEGABYTE",
]

MEGABYTE = 1024 * 1024
# The file itself; checked before it is read.
MAX_BYTES = 64 * MEGABYTE
# What a zip container may unpack to: in all, one XML part, its members, and the ratio above 32 MB.
MAX_UNPACKED = 512 * MEGABYTE
MAX_PART = 64 * MEGABYTE
MAX_MEMBERS = 20_000
MAX_RATIO = 200
# What is kept of a file that unpacks to a great deal of text.
MAX_PAGES = 2_000
MAX_LINES = 400_000
MAX_CELLS = 400_000

"""Zip files whose bytes depend on nothing but what is in them."""

from __future__ import annotations

import io
import zipfile

__all__ = ["steady_entry", "steady_zip"]

_WHEN = (2000, 1, 1, 0, 0, 0)


def steady_entry(name: str, *, packed: bool = False) -> zipfile.ZipInfo:
    """A member with fixed time and attributes; what is ``packed`` already is not compressed again."""
    entry = zipfile.ZipInfo(name, date_time=_WHEN)
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    entry.create_system = 0
    entry.external_attr = 0
    return entry


def steady_zip(data: bytes) -> bytes:
    """The same archive with fixed times and attributes, its members in their order: equal content, equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(steady_entry(name), old.read(name), compresslevel=6)
    return out.getvalue()

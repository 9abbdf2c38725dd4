"""Zip files whose bytes depend on nothing but what is in them."""

from __future__ import annotations

import io
import zipfile

__all__ = ["steady_zip"]

_WHEN = (2000, 1, 1, 0, 0, 0)


def steady_zip(data: bytes) -> bytes:
    """The same archive with fixed times and attributes, its members in their order: equal content, equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, date_time=_WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0
            new.writestr(entry, old.read(name), compresslevel=6)
    return out.getvalue()

"""The same input gives the same bytes: packages of office programs rewritten with fixed times."""

from __future__ import annotations

import io
import zipfile

__all__ = ["pack", "stable_package"]

_TIME = (1980, 1, 1, 0, 0, 0)


def stable_package(data: bytes) -> bytes:
    """An OOXML package with the same parts in a fixed order, all of 1980-01-01, without the writer's marks."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    return pack(sorted(parts, key=lambda part: (part[0] != "[Content_Types].xml", part[0])))


def pack(parts: list[tuple[str, bytes]]) -> bytes:
    """A zip of ``parts`` (name, content) in the order given, with fixed times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts:
            info = zipfile.ZipInfo(name, _TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 3
            package.writestr(info, content)
    return out.getvalue()

"""Zip files whose bytes depend on nothing but what is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = ["PAPERS", "PICTURES", "Marks", "pack", "stable_package", "steady_entry", "steady_zip"]


@dataclass(frozen=True, slots=True)
class Marks:
    """What every member bears in place of the time it was written at and the machine it was written on."""

    when: tuple[int, int, int, int, int, int]
    system: int
    attributes: int


#: two sets, because what has been handed out under either must come out the same again
PICTURES = Marks((2000, 1, 1, 0, 0, 0), 0, 0)
PAPERS = Marks((1980, 1, 1, 0, 0, 0), 3, 0o600 << 16)


def steady_entry(name: str, marks: Marks = PICTURES, *, packed: bool = False) -> zipfile.ZipInfo:
    """The entry of one member; ``packed`` ones are not compressed again."""
    entry = zipfile.ZipInfo(name, date_time=marks.when)
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    entry.create_system = marks.system
    entry.external_attr = marks.attributes
    return entry


def pack(parts: Iterable[tuple[str, bytes]], marks: Marks = PAPERS) -> bytes:
    """A zip of ``parts`` (name, content) in the order given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts:
            package.writestr(steady_entry(name, marks), content)
    return out.getvalue()


def stable_package(data: bytes) -> bytes:
    """An OOXML package with the same parts in a fixed order, without the writer's marks."""
    return pack(sorted(_parts(data), key=lambda part: (part[0] != "[Content_Types].xml", part[0])))


def steady_zip(data: bytes, changed: Mapping[str, bytes] | None = None) -> bytes:
    """The same archive, its members in their order, without the writer's marks; ``changed`` ones are exchanged."""
    return pack(((name, (changed or {}).get(name, held)) for name, held in _parts(data)), PICTURES)


def _parts(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [(name, package.read(name)) for name in package.namelist()]

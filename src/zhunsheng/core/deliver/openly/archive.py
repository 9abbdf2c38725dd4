"""Zip files written as they go: no member is held whole, and equal content gives equal bytes."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, cast

from zhunsheng.core.deliver.packing import steady_entry

__all__ = ["Member", "Packed", "zip_pieces"]

_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its path and its bytes piece by piece; ``packed`` ones are not compressed again."""

    path: str
    pieces: Iterable[bytes]
    packed: bool = False


@dataclass(frozen=True, slots=True)
class Packed:
    """What has been written of a member: path, length, SHA-256 (hex)."""

    path: str
    bytes: int
    sha256: str


class _Sink:
    """A file that only takes; what it took is handed on by :meth:`drain`."""

    def __init__(self) -> None:
        self._held: list[bytes] = []
        self.size = 0

    def write(self, data: bytes) -> int:
        self._held.append(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def drain(self) -> bytes:
        data = b"".join(self._held)
        self._held, self.size = [], 0
        return data


def zip_pieces(
    members: Iterable[Member], told: list[Packed] | None = None, *, large: bool = False
) -> Iterator[bytes]:
    """A zip of ``members`` in their order; each is told in ``told`` when it is through.

    With ``large`` members may exceed 2 GB.
    """
    sink = _Sink()
    with zipfile.ZipFile(cast("IO[bytes]", sink), "w") as archive:
        for member in members:
            entry = steady_entry(member.path, packed=member.packed)
            digest, size = hashlib.sha256(), 0
            with archive.open(entry, "w", force_zip64=large) as file:
                for piece in member.pieces:
                    digest.update(piece)
                    size += len(piece)
                    file.write(piece)
                    if sink.size >= _PIECE:
                        yield sink.drain()
            if told is not None:
                told.append(Packed(member.path, size, digest.hexdigest()))
    yield sink.drain()

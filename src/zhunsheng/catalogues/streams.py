"""Files as streams: plain, gzip or xz, told by their first bytes; lines with their number and the share read.

Nothing is read whole. A line has a longest length, and a file that unpacks to absurdly more than it weighs is refused.
"""

from __future__ import annotations

import gzip
import io
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from zhunsheng.catalogues.shape import Unreadable

__all__ = ["MAX_LINE", "head", "lines", "open_stream", "packing"]

#: no record of a catalogue is longer; what is longer is no record
MAX_LINE = 16 * 1024 * 1024
#: unpacked bytes for each packed one before a file is refused, once it has given ``MAX_FREE``
MAX_RATIO = 1500
MAX_FREE = 256 * 1024 * 1024

_BROKEN = (lzma.LZMAError, zlib.error, EOFError, gzip.BadGzipFile, OSError)


def packing(start: bytes) -> str:
    """``xz``, ``gz``, ``zip`` or "" by the first bytes."""
    if start.startswith(b"\xfd7zXZ\x00"):
        return "xz"
    if start.startswith(b"\x1f\x8b"):
        return "gz"
    return "zip" if start.startswith((b"PK\x03\x04", b"PK\x05\x06")) else ""


@contextmanager
def open_stream(path: Path) -> Iterator[tuple[io.BufferedReader, io.BufferedReader]]:
    """The unpacked bytes of a file and the raw file beneath; raises :class:`Unreadable` where it cannot be opened."""
    try:
        raw = path.open("rb")
    except OSError as error:
        raise Unreadable(f"打不开文件 {path.name}：{error.strerror}。请确认路径和读取权限。") from error
    with raw:
        kind = packing(raw.read(6))
        raw.seek(0)
        unpacked: Any = raw
        if kind == "xz":
            unpacked = io.BufferedReader(lzma.LZMAFile(raw), 1 << 18)  # noqa: SIM115
        elif kind == "gz":
            unpacked = io.BufferedReader(gzip.GzipFile(fileobj=raw), 1 << 18)
        yield unpacked, raw


def head(path: Path, size: int = 65536) -> bytes:
    """The first unpacked bytes of a file, fewer where it is broken; b"" where it cannot be read."""
    try:
        with path.open("rb") as raw:
            start = raw.read(size)
        kind = packing(start)
        if kind == "xz":
            return lzma.LZMADecompressor().decompress(start, size)
        if kind == "gz":
            return zlib.decompressobj(wbits=31).decompress(start, size)
    except _BROKEN:
        return b""
    return start


def lines(path: Path) -> Iterator[tuple[int, bytes, float]]:
    """(number, line without its break, share read) of each line; longer lines come cut at ``MAX_LINE`` + 1 bytes.

    Raises :class:`Unreadable` where the packing breaks off or the file unpacks without end.
    """
    with open_stream(path) as (stream, raw):
        size = max(path.stat().st_size, 1)
        number, unpacked, share = 0, 0, 0.0
        try:
            while line := stream.readline(MAX_LINE + 2):
                number += 1
                unpacked += len(line)
                rest = line
                while len(rest) > MAX_LINE and not rest.endswith(b"\n"):
                    rest = stream.readline(MAX_LINE + 2)
                    unpacked += len(rest)
                    _refuse_bomb(path, unpacked, size)
                if number & 127 == 1:
                    share = min(raw.tell() / size, 1.0)
                    _refuse_bomb(path, unpacked, size)
                yield number, line.rstrip(b"\r\n"), share
        except _BROKEN as error:
            raise Unreadable(
                f"文件 {path.name} 在第 {number + 1} 行之后损坏，解压不下去。请重新下载或重新压缩后再导入。"
            ) from error


def _refuse_bomb(path: Path, unpacked: int, size: int) -> None:
    if unpacked > MAX_FREE and unpacked / size > MAX_RATIO:
        raise Unreadable(
            f"文件 {path.name} 解压后是原来的 {unpacked // size} 倍以上，不像一份目录，已停止读取。"
            "请解压后检查内容，或分成几份。"
        )

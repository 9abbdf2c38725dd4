"""Readers: bytes of txt, md, html, docx or pdf → :class:`SourceDocument`. They never raise on any bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from zhunsheng.core.guide.readers.detect import Detected, detect
from zhunsheng.core.guide.readers.limits import MAX_BYTES, MEGABYTE
from zhunsheng.core.guide.readers.problems import Unreadable, hopeless
from zhunsheng.core.guide.source import SourceDocument

__all__ = ["read_bytes", "read_path"]


def read_bytes(data: bytes, *, name: str = "") -> SourceDocument:
    """Find out the format by content (``name`` is only a hint) and read it.

    Never raises: what cannot be read gives a document without lines and one fatal problem that says what to do.
    """
    if len(data) > MAX_BYTES:
        return _too_large(len(data))
    sha256 = hashlib.sha256(data).hexdigest()
    media = ""
    try:
        detected = detect(data, name)
        media = detected.media
        document = _read(detected, data, sha256)
    except Unreadable as error:
        return hopeless(error.code, media=error.media or media, sha256=sha256, **error.values)
    except Exception as error:  # the promise of this module: no bytes make it raise
        return hopeless("reader.failed", media=media, sha256=sha256, detail=type(error).__name__)
    return document


def read_path(path: Path) -> SourceDocument:
    """As :func:`read_bytes`; a file over the size limit is refused before it is read."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            return _too_large(size)
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)  # it may grow, or be a device without a size
    except OSError as error:
        return hopeless("reader.missing", reason=error.strerror or type(error).__name__)
    return read_bytes(data, name=path.name)


def _read(detected: Detected, data: bytes, sha256: str) -> SourceDocument:
    """Hand over to the reader of the format. The heavy ones are imported only when needed."""
    if detected.media == "pdf":
        from zhunsheng.core.guide.readers.pdf import read_pdf

        return read_pdf(data, sha256)
    if detected.media == "docx":
        from zhunsheng.core.guide.readers.docx import read_docx

        return read_docx(data, sha256)
    decoded = detected.decoded
    if decoded is None:
        raise Unreadable("reader.binary")
    if detected.media == "html":
        from zhunsheng.core.guide.readers.html import read_html

        return read_html(decoded, sha256)
    if detected.media == "md":
        from zhunsheng.core.guide.readers.markdown import read_markdown

        return read_markdown(decoded, sha256)
    from zhunsheng.core.guide.readers.plain import read_txt

    return read_txt(decoded, sha256)


def _too_large(size: int) -> SourceDocument:
    return hopeless("reader.too_large", size=-(-size // MEGABYTE))

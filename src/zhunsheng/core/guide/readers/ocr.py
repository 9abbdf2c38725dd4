"""A scanned PDF: text recognition where the optional extra is installed, else a clear word.

The extra (``pip install zhunsheng[ocr]``) brings rapidocr with its models in the package: nothing is downloaded.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from zhunsheng.core.guide.readers.build import Builder
from zhunsheng.core.guide.readers.problems import Unreadable, problem
from zhunsheng.core.guide.source import SourceDocument

__all__ = ["available", "read_scanned"]

# A page takes a second or two.
MAX_SCANNED = 200
_SCALE = 200 / 72  # 200 dots an inch


def available() -> bool:
    """True where the optional text recognition is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def read_scanned(data: bytes, sha256: str, count: int) -> SourceDocument:
    """Read the pictures of the pages; raises ``Unreadable`` where that is not installed or gives nothing."""
    if not available():
        raise Unreadable("reader.pdf_no_text", media="pdf", count=count)
    import pypdfium2
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "error"})
    builder = Builder("pdf", sha256)
    document = builder.document
    document.problems.append(problem("reader.pdf_ocr"))
    pdf = pypdfium2.PdfDocument(data)
    try:
        for index in range(min(len(pdf), MAX_SCANNED)):
            image = pdf[index].render(scale=_SCALE).to_numpy()
            for text in _recognised(engine(image)):
                builder.line(text, index + 1)
    finally:
        pdf.close()
    if not any(line.text.strip() for line in document.lines):
        raise Unreadable("reader.pdf_ocr_failed", media="pdf", count=count)
    if count > MAX_SCANNED:
        document.problems.append(problem("reader.pdf_ocr_partial", count=count, limit=MAX_SCANNED))
    return document


def _recognised(result: Any) -> list[str]:
    """The recognised pieces as lines: pieces at one height form a line, tabs between them."""
    boxes, texts = getattr(result, "boxes", None), getattr(result, "txts", None)
    if boxes is None or not texts:
        return []
    pieces = sorted(
        (
            (
                float(min(y for _, y in box)),
                float(max(y for _, y in box)),
                float(min(x for x, _ in box)),
                text,
            )
            for box, text in zip(boxes, texts, strict=False)
        ),
        key=lambda piece: piece[0] + piece[1],
    )
    rows: list[list[tuple[float, float, float, str]]] = []
    for piece in pieces:
        middle = (piece[0] + piece[1]) / 2
        if rows and middle < rows[-1][0][1] - 0.2 * (rows[-1][0][1] - rows[-1][0][0]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return ["\t".join(piece[3] for piece in sorted(row, key=lambda piece: piece[2])) for row in rows]

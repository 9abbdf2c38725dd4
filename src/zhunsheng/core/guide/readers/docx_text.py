"""The text of one Word paragraph: runs, fields, revisions, symbols, pictures and text boxes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from zhunsheng.core.guide.readers.docx_package import MC, A, R, W

__all__ = ["Paragraph", "TextReader"]

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_VML = "{urn:schemas-microsoft-com:vml}imagedata"
# ruff: noqa: SIM905 - names of elements read better as words
# Deleted or moved away, instructions of fields, and things that show nothing.
_SKIPPED = frozenset(
    W + name
    for name in (
        "del moveFrom delText instrText delInstrText pPr rPr rt sdtPr sdtEndPr commentReference annotationRef "
        "footnoteRef endnoteRef bookmarkStart bookmarkEnd proofErr softHyphen"
    ).split()
)
_SIGNS = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-"}
_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
# Private characters of symbol fonts that guides use as marks.
_SYMBOLS = {
    ("wingdings", 0xAB): "★",
    ("wingdings", 0xB6): "☆",
    ("wingdings", 0x6C): "●",
    ("wingdings", 0x6E): "■",
    ("wingdings", 0x75): "◆",
    ("wingdings", 0xA8): "□",
    ("wingdings", 0xFC): "√",
    ("wingdings", 0xFE): "☑",
    ("wingdings 2", 0x52): "☑",
    ("wingdings 2", 0xA3): "□",
    ("wingdings 2", 0x50): "√",
    ("wingdings 2", 0xEA): "★",
    ("symbol", 0xB7): "·",
    ("symbol", 0xB3): "≥",
    ("symbol", 0xA3): "≤",
}


@dataclass(slots=True)
class Paragraph:
    """``text`` has a newline at each manual line break. ``boxes`` are text-box contents standing in it."""

    text: str = ""
    page: int | None = None
    pictures: int = 0
    boxes: list[Any] = field(default_factory=list)
    diagrams: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


class TextReader:
    """Reads paragraphs in document order; keeps the page they are on where breaks are known."""

    def __init__(self, *, rendered: bool, explicit: bool) -> None:
        self.rendered, self.explicit = rendered, explicit
        self.page: int | None = 1 if rendered or explicit else None
        self._fields: list[bool] = []  # for each open field: True while its instruction is being read

    def paragraph(self, element: Any) -> Paragraph:
        """Read ``w:p``."""
        found = Paragraph(page=self.page)
        # an instruction never runs over paragraphs; a field left open must not swallow the rest of the text
        self._fields = [False] * len(self._fields)
        pieces: list[str] = []
        self._walk(element, pieces, found)
        found.text = "".join(pieces)
        return found

    def turn(self) -> None:
        """A page ends here."""
        if self.page is not None:
            self.page += 1

    def _walk(self, element: Any, pieces: list[str], found: Paragraph) -> None:
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in _SKIPPED:
                continue
            if tag == W + "r" and _vanished(child):
                continue
            if tag == W + "sdt":
                if child.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
                    self._walk(child, pieces, found)
            elif tag == MC + "AlternateContent":
                self._alternate(child, pieces, found)
            elif tag == W + "txbxContent":
                found.boxes.append(child)
            elif tag in (_PICTURE, _VML, _CHART):
                found.pictures += 1
            elif tag == _DIAGRAM:
                found.pictures += 1
                found.diagrams.append(child.get(R + "dm") or "")
            elif not self._mark(child, tag, pieces, found):
                self._walk(child, pieces, found)

    def _alternate(self, element: Any, pieces: list[str], found: Paragraph) -> None:
        """Newer and older form of the same thing: take the newer, the older only where that shows nothing."""
        choice, fallback = element.find(MC + "Choice"), element.find(MC + "Fallback")
        before = (len(pieces), found.pictures, len(found.boxes))
        if choice is not None:
            self._walk(choice, pieces, found)
        if fallback is not None and (len(pieces), found.pictures, len(found.boxes)) == before:
            self._walk(fallback, pieces, found)

    def _mark(self, child: Any, tag: str, pieces: list[str], found: Paragraph) -> bool:
        """Text and single marks; False for an element to be walked into."""
        if tag in (W + "t", _MATH + "t"):
            if child.text and not any(self._fields):
                if not "".join(pieces).strip():
                    found.page = self.page
                pieces.append(child.text.replace("\n", " "))
        elif tag in _SIGNS:
            pieces.append(_SIGNS[tag])
        elif tag == W + "br":
            self._break(child, pieces)
        elif tag == W + "lastRenderedPageBreak":
            if self.rendered:
                self.turn()
        elif tag == W + "sym":
            pieces.append(_symbol(child))
        elif tag == W + "fldChar":
            self._field(child.get(W + "fldCharType"))
        elif tag in _NOTES:
            found.notes.append((_NOTES[tag], child.get(W + "id") or ""))
        else:
            return tag == A + "t"
        return True

    def _break(self, child: Any, pieces: list[str]) -> None:
        if child.get(W + "type") != "page":
            pieces.append("\n")
        elif self.explicit:
            self.turn()

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()


def _vanished(run: Any) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(W + "val") not in ("0", "false", "off")


def _symbol(element: Any) -> str:
    """``w:sym``: a known mark, an ordinary character, or the replacement character for an unknown private one."""
    try:
        code = int(element.get(W + "char") or "", 16)
    except ValueError:
        return ""
    font = (element.get(W + "font") or "").lower()
    known = _SYMBOLS.get((font, code & 0xFF if 0xF000 <= code <= 0xF0FF else code))
    if known:
        return known
    return "\ufffd" if 0xE000 <= code <= 0xF8FF or not 0x20 <= code < 0xD800 else chr(code)

"""html: block elements become lines in reading order; headings, lists, tables and pictures keep their meaning."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from zhunsheng.core.guide.readers.build import Builder, glue
from zhunsheng.core.guide.readers.encoding import Decoded
from zhunsheng.core.guide.readers.html_flat import write_flat
from zhunsheng.core.guide.readers.html_table import (
    BLOCKS,
    SKIPPED,
    Row,
    collapse,
    hidden,
    is_data_table,
    table_rows,
)
from zhunsheng.core.guide.readers.numerals import to_letters, to_roman
from zhunsheng.core.guide.readers.problems import Unreadable, problem
from zhunsheng.core.guide.source import SourceDocument

__all__ = ["read_html", "tables_in_fragment"]

_HEADING = re.compile(r"h([1-6])")
_NUMBERED = re.compile(
    r"\s*(?:[(（]?[0-9一二三四五六七八九十]+[)）.．、]|[①-⑳]|第[0-9一二三四五六七八九十]+[章节条])"
)
_UNMARKED = re.compile(r"list-style(?:-type)?\s*:\s*none", re.IGNORECASE)
_CUT_SHORT = ("ERR_RESOURCE_LIMIT", "ERR_NO_MEMORY", "ERR_INTERNAL_ERROR")
_CHINESE = re.compile("[\u4e00-\u9fff]")


def read_html(decoded: Decoded, sha256: str) -> SourceDocument:
    """Read a page. Scripts, styles, navigation and what the page hides are left out; foot text is furniture."""
    root, whole = _parse(decoded.text or "")
    builder = Builder("html", sha256, decoded.encoding)
    builder.document.problems.extend(decoded.problems)
    if not whole:
        builder.document.problems.append(problem("reader.html_too_deep"))
        write_flat(decoded.text or "", builder)
    elif root is not None:
        _Walker(builder).walk(root)
    if not any(line.text for line in builder.document.lines):
        raise Unreadable("reader.html_no_text", media="html")
    return builder.document


def tables_in_fragment(text: str) -> list[list[Row]]:
    """The tables of a piece of html, outermost only."""
    root, _ = _parse(text)
    if root is None:
        return []
    walk = etree.iterwalk(root, events=("start",), tag="table")
    found = []
    for _, table in walk:
        walk.skip_subtree()
        found.append(table_rows(table))
    return [rows for rows in found if rows]


def _parse(text: str) -> tuple[Any, bool]:
    """The tree, and False where it is not all of the page: nested too deep, or a single text too long."""
    # always given as UTF-8: what the page says of its encoding has been used already
    parser = etree.HTMLParser(
        encoding="utf-8",
        recover=True,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = None
    return root, not any(entry.type_name in _CUT_SHORT for entry in parser.error_log)


class _Walker:
    """Walks the tree by events (never by recursion: pages may nest thousands deep) and writes lines."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.pieces: list[str] = []
        self.level: int | None = None
        self.picture: str | None = None
        self.pre = 0
        self.footer = 0
        self.tables = 0
        self.words = -1  # how much text the page has; counted when it is first asked for
        self.lists: list[list[Any]] = []  # [element, next number]
        self.label = ""

    def walk(self, root: Any) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if not isinstance(tag, str):
                    walk.skip_subtree()
                    continue
                if self._skip(element, tag) or self._table(element, tag):
                    element.set(
                        "data-read", "1"
                    )  # its end must not be taken for that of a block walked through
                    walk.skip_subtree()
                    continue
                self._start(element, tag)
                self.pieces.append(element.text or "")
            else:
                if isinstance(tag, str):
                    self._end(element, tag)
                self.pieces.append(element.tail or "")
            if self.builder.full:
                break
        self.flush()

    def _skip(self, element: Any, tag: str) -> bool:
        if tag == "nav":  # a book's own table of contents is text
            return bool(element.get("role") != "doc-toc") and not self._holds_most(element)
        return tag in SKIPPED or (hidden(element) and not self._holds_most(element))

    def _holds_most(self, element: Any) -> bool:
        """True where half of the page lies in what looks like a menu or hidden: its end tag is missing then."""
        if self.words < 0:
            self.words = _words(element.getroottree().getroot())
        return _words(element) * 2 > self.words

    def _table(self, element: Any, tag: str) -> bool:
        """Write a table of values; False for anything else."""
        if tag != "table":
            return False
        if not is_data_table(element, self.tables):
            return False
        self.flush()
        for caption in element.iterchildren("caption"):
            text = collapse("".join(caption.itertext())).strip()
            if text:
                self.builder.line(text)
        self.builder.table([row.cells for row in table_rows(element)], "html")
        return True

    def _start(self, element: Any, tag: str) -> None:
        if tag == "br":
            self._break()
        elif tag == "img":
            self.picture = (self.picture or "") + (element.get("alt") or "")
        elif tag in BLOCKS:
            self.flush()
            if found := _HEADING.fullmatch(tag):
                self.level = int(found.group(1))
            elif tag == "pre":
                self.pre += 1
            elif tag == "footer":
                self.footer += 1
            elif tag == "table":
                self.tables += 1
            elif tag in ("ol", "ul"):
                self.lists.append([element, _integer(element.get("start"), 1)])
            elif tag == "li":
                self.label = self._label(element)

    def _end(self, element: Any, tag: str) -> None:
        if tag not in BLOCKS or element.get("data-read"):
            return
        self.flush()
        if _HEADING.fullmatch(tag):
            self.level = None
        elif tag == "pre":
            self.pre -= 1
        elif tag == "footer":
            self.footer -= 1
        elif tag == "table":
            self.tables -= 1
        elif tag in ("ol", "ul") and self.lists:
            self.lists.pop()
        elif tag == "li":
            self.label = ""

    def _break(self) -> None:
        """``<br>``: a new line, but inside a heading only a broken one."""
        if self.level is None:
            self.flush()
        else:
            self.pieces.append("\n")

    def _label(self, item: Any) -> str:
        """The number of a list item as the browser shows it ("3. "); none in ``<ul>``."""
        if not self.lists or self.lists[-1][0].tag != "ol":
            return ""
        number = _integer(item.get("value"), self.lists[-1][1])
        self.lists[-1][1] = number + 1
        ordered = self.lists[-1][0]
        if _UNMARKED.search(ordered.get("style") or "") or _UNMARKED.search(item.get("style") or ""):
            return ""
        kind = ordered.get("type") or "1"
        if kind in "aA":
            return to_letters(number, upper=kind == "A") + ". "
        if kind in "iI":
            return to_roman(number, upper=kind == "I") + ". "
        return f"{number}. "

    def flush(self) -> None:
        """End the line being gathered."""
        raw, self.pieces = "".join(self.pieces), []
        picture, self.picture = self.picture, None
        if self.pre:
            lines = [line.rstrip() for line in re.split("\r\n|[\r\n]", raw)]
        else:
            lines = [
                _joined(raw) if self.level is not None else collapse(raw).strip(" \xa0\u3000\u200b\ufeff")
            ]
        for text in lines:
            if not text.strip():
                continue
            if self.label:
                # some pages number the items in the text and in the list both
                text = text if _NUMBERED.match(text) else self.label + text
                self.label = ""
            self._line(text)
        if picture is not None:
            if any(text.strip() for text in lines):
                self.builder.document.pictures.append(len(self.builder.document.lines))
            else:
                self.builder.picture(collapse(picture).strip() if _CHINESE.search(picture) else "")

    def _line(self, text: str) -> None:
        if self.level is None:
            number = self.builder.line(text)
        else:
            number = self.builder.heading(text, self.level)
        if self.footer:
            self.builder.document.furniture.add(number)


def _joined(raw: str) -> str:
    out = ""
    for piece in raw.split("\n"):
        out = glue(out, collapse(piece).strip(" \xa0\u3000\u200b\ufeff"))
    return out


def _integer(text: str | None, default: int) -> int:
    found = re.fullmatch(r"\s*(-?\d{1,6})\s*", text or "")
    return int(found.group(1)) if found else default


def _words(root: Any) -> int:
    """How many characters of text lie in an element, without scripts and the like."""
    total = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            total += len((element.tail or "").strip()) if element is not root else 0
        elif isinstance(element.tag, str) and element.tag in SKIPPED and element.tag != "nav":
            walk.skip_subtree()
        else:
            total += len((element.text or "").strip())
    return total

"""md: the file's own lines, with the headings, pipe tables and pictures that markdown marks."""

from __future__ import annotations

import re

from zhunsheng.core.guide.readers.encoding import Decoded
from zhunsheng.core.guide.readers.limits import MAX_CELLS
from zhunsheng.core.guide.readers.plain import read_lines
from zhunsheng.core.guide.readers.problems import problem
from zhunsheng.core.guide.source import Cell, SourceDocument, Table

__all__ = ["plain_line", "read_markdown"]

# "##标题" without the space is common in Chinese files and is taken as a heading too.
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t　]+|(?=[^\s#!\w]|[^\W\d_a-zA-Z])|$)(.*?)(?:[ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_DELIMITER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_PICTURE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])|<img\s", re.IGNORECASE)
_ONLY_PICTURE = re.compile(r"\s*!\[([^\[\]]*)\]\([^()]*\)\s*")
_NAMED_FIGURE = re.compile(r"\s*[图表]\s*\d")
_RULE = re.compile(r" {0,3}\\?(?:=+|(?:[-*_][ \t]*){3,})[ \t]*")
_LIST = re.compile(r" {0,12}(?:[-*+])[ \t]+")
_ENDS = re.compile(r"[。；;，,：:]\s*$")

# Repetitions are bounded so that no line, however long and odd, takes more than linear time.
_LONGEST = 2000
_LINK = re.compile(r"!?\[([^\[\]]{0,400})\]\([^()]{0,400}(?:\([^()]{0,200}\)[^()]{0,200}){0,3}\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,400}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![*\\])\*(?=[^\s*])([^*]{0,400}[^\s*])\*(?!\*)")
_CODE = re.compile(r"(`{1,3})([^`]{1,400})\1")
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:b|i|u|em|strong|span|font|sup|sub|center|p|div|a|small|big|mark|del)(?:\s[^<>]*)?>", re.I
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
# Escaped marks are parked in the last private plane while markup is taken off.
_HIDE = 0x10F000
_BAR = chr(_HIDE + ord("|"))
_HIDDEN = re.compile("[\U0010f000-\U0010f07f]")


def read_markdown(decoded: Decoded, sha256: str) -> SourceDocument:
    """Lines of a markdown file; nothing in them is changed."""
    document = read_lines(decoded, sha256, "md")
    texts = [line.text for line in document.lines]
    coded = _code_lines(texts)
    document.furniture.update(range(1, _front_matter(texts) + 1))
    tabled = _pipe_tables(document, texts, coded)
    tabled |= _html_tables(document, texts, coded)
    for index, text in enumerate(texts):
        if index in coded or index in tabled:
            continue
        if len(text) > _LONGEST:
            continue
        if found := _ATX.match(text):
            document.headings[index + 1] = len(found.group(1))
        elif level := _setext_level(texts, index, coded | tabled):
            document.headings[index + 1] = level
        if "!" in text or "<" in text:
            document.pictures.extend([index + 1] * bool(_PICTURE.search(text)))
    return document


def plain_line(media: str, text: str) -> str:
    """A line's text without markup: for md no ``#``, ``>``, bullets, ``**``, ```` ` ````, links, ``\\-``; else unchanged.

    ``### **（一）结构**`` → ``（一）结构``; ``[图1](a.png)`` → ``图1``; a setext or fence line gives "".
    """
    if media != "md":
        return text
    if len(text) > _LONGEST:  # running text, whatever it begins with
        return _inline(text).strip()
    if _RULE.fullmatch(text) or _FENCE.match(text):
        return ""
    if (found := _ONLY_PICTURE.fullmatch(text)) and not _NAMED_FIGURE.match(found.group(1)):
        return ""  # what a picture's file is called is no text of the guide; "图 1 …" is
    text = re.sub(r"^(?: {0,3}> ?)+", "", text)
    if found := _ATX.match(text):
        text = found.group(2)
    else:
        text = _LIST.sub("", text, count=1) if _LIST.match(text) else text
    return _inline(text).strip()


def _inline(text: str) -> str:
    """Inline markup off. Escaped marks are hidden first so that ``\\*`` is never taken for emphasis."""
    text = _ESCAPE.sub(lambda found: chr(_HIDE + ord(found.group(1))), text)
    text = _LINK.sub(r"\1", text)
    text = _CODE.sub(r"\2", text)
    for _ in range(3):  # ***nested*** marks
        text = _STRONG.sub(r"\2", text)
    text = _EMPHASIS.sub(r"\1", text)
    text = (
        _TAG.sub("", _BREAK_TAG.sub("\n", text))
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
    )
    return _HIDDEN.sub(lambda found: chr(ord(found.group()) - _HIDE), text.replace("&amp;", "&"))


def _code_lines(texts: list[str]) -> set[int]:
    """Indexes of lines inside fences (the fences too) and of front matter. An unclosed fence counts for nothing:
    hiding the rest of a guide behind a stray mark would lose it."""
    coded: set[int] = set()
    opened, fence = -1, ""
    for index, text in enumerate(texts):
        found = _FENCE.match(text)
        if opened < 0:
            if found:
                opened, fence = index, found.group(1)
        elif found and text.strip().startswith(fence) and not text.strip().strip(fence[0]):
            coded.update(range(opened, index + 1))
            opened = -1
    return coded | set(range(_front_matter(texts)))


def _front_matter(texts: list[str]) -> int:
    """How many lines at the top are a head of keys and values between ``---``: of the file, not of its text."""
    if texts and texts[0].strip() == "---":
        for index in range(1, min(len(texts), 60)):
            if texts[index].strip() in ("---", "..."):
                return index + 1
            if not re.match(r"[\w\-]+:|\s|#|$", texts[index]):
                break
    return 0


def _setext_level(texts: list[str], index: int, skip: set[int]) -> int:
    """1 or 2 where the next line underlines this one, else 0.

    Only a paragraph of a single short line counts: a rule typed right under running text is a rule.
    """
    if (
        index + 1 >= len(texts)
        or index + 1 in skip
        or len(texts[index + 1]) > 200
        or not (found := _SETEXT.match(texts[index + 1]))
    ):
        return 0
    text = texts[index]
    alone = index == 0 or not texts[index - 1].strip() or index - 1 in skip
    if (
        not text.strip()
        or not alone
        or len(text) > 80
        or _ENDS.search(text)
        or text.startswith(("    ", "\t"))
    ):
        return 0
    if _LIST.match(text) or text.lstrip().startswith((">", "|", "\\", "!", "#")) or _SETEXT.match(text):
        return 0
    return 1 if found.group(1)[0] == "=" else 2


def _pipe_tables(document: SourceDocument, texts: list[str], coded: set[int]) -> set[int]:
    """Find pipe tables, with or without the line under the head; returns the indexes of their lines."""
    taken: set[int] = set()
    index, cells = 0, 0
    while index < len(texts):
        end = index
        while end < len(texts) and end not in coded and _is_row(texts[end]):
            end += 1
        block = texts[index:end]
        delimited = any(_is_delimiter(text) for text in block[1:2])
        fenced = all(text.strip().startswith("|") and text.strip().endswith("|") for text in block)
        if len(block) >= 2 and (delimited or fenced):
            cells += _add_pipe_table(document, block, index)
            taken.update(range(index, end))
            if cells > MAX_CELLS:
                document.problems.append(problem("reader.too_much", detail=f"超过 {MAX_CELLS} 个单元格"))
                break
        index = max(end, index + 1)
    return taken


def _is_delimiter(text: str) -> bool:
    return "-" in text and len(text) <= _LONGEST and bool(_DELIMITER.match(text))


def _is_row(text: str) -> bool:
    return "|" in text and bool(text.strip()) and not text.lstrip().startswith(("#", ">", "```"))


def _add_pipe_table(document: SourceDocument, block: list[str], first: int) -> int:
    """Add one table; the delimiter line is no row. Returns the number of its cells."""
    rows: list[list[Cell]] = []
    for offset, text in enumerate(block):
        if offset <= 1 and _is_delimiter(text):
            continue
        number = first + offset + 1
        rows.append([Cell(_inline(piece).strip(), number, number) for piece in _split_row(text)])
    width = max((len(row) for row in rows), default=0)
    for row in rows:
        line = row[0].line_start
        row.extend(Cell("", line, line) for _ in range(width - len(row)))
    if rows:
        document.tables.append(Table(rows, first + 1, first + len(block), "pipe"))
    return width * len(rows)


def _split_row(text: str) -> list[str]:
    """The cells of a pipe row; ``\\|`` and a bar inside code do not divide."""
    text = text.strip()
    hidden = _CODE.sub(lambda found: found.group().replace("|", _BAR), text.replace("\\|", _BAR))
    hidden = hidden.removeprefix("|")
    hidden = hidden.removesuffix("|")
    return [piece.strip() for piece in hidden.split("|")]


def _html_tables(document: SourceDocument, texts: list[str], coded: set[int]) -> set[int]:
    """Tables written as html inside the markdown (PDF converters do that); their cells know their own lines."""
    taken: set[int] = set()
    starts = [i for i, text in enumerate(texts) if "<table" in text.lower() and i not in coded]
    if not starts:
        return taken
    from zhunsheng.core.guide.readers.html import tables_in_fragment

    for start in starts:
        if start in taken:
            continue
        end = next((i for i in range(start, len(texts)) if "</table" in texts[i].lower()), None)
        if end is None:
            continue
        for rows in tables_in_fragment("\n".join(texts[start : end + 1])):
            built = [
                [Cell(raw.text, start + row.line, start + row.line, raw.merged) for raw in row.cells]
                for row in rows
            ]
            document.tables.append(Table(built, start + 1, end + 1, "html"))
        taken.update(range(start, end + 1))
    return taken

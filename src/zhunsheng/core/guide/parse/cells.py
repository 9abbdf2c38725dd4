"""Which column a cell's text fits, judged by what it says; used where cells have slid."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from zhunsheng.core.guide.parse.columns import Column
from zhunsheng.core.guide.parse.evidence_codes import CODE
from zhunsheng.core.guide.source import Cell
from zhunsheng.core.identifiers import find_identifiers
from zhunsheng.core.text.normal import CJK, clean, key, squeeze, strip_ending
from zhunsheng.core.vocabulary import vocabulary

__all__ = [
    "Knowledge",
    "assign",
    "cell_score",
    "cut_closed_word",
    "is_serial",
    "no_number",
    "nothing_marks",
    "split_code",
    "star_count",
]

_CODE = re.compile(rf"^({CODE})(?:(?<=[A-Za-z])|(?!\d))\s*[、.．:：\-—]?\s*((?:[{CJK}“《A-Z\d]).*)$")
_BARE_CODE = re.compile(rf"^(?!\d{{1,2}}\.){CODE}$")
_PAREN_CODE = re.compile(r"^(.*?)\s*[（(]\s*([A-Z]{1,4}\d{0,3})\s*[)）]$")
_MARK = re.compile(r"^[★☆*＊√●○▲△\s]+$")
_SERIAL = re.compile(r"^[（(]?\d{1,4}(?:[-.]\d{1,3})?[)）]?[.、]?$")
_LATIN_WORDS = {
    "AI",
    "IT",
    "VR",
    "AR",
    "MR",
    "XR",
    "IC",
    "UI",
    "APP",
    "API",
    "IOT",
    "GPU",
    "CPU",
    "BIM",
    "GIS",
    "ICT",
}


@cache
def nothing_marks() -> frozenset[str]:
    """What a cell holds where it says that there is nothing."""
    return frozenset(vocabulary("reading")["nothing"])


@cache
def no_number() -> frozenset[str]:
    """What a cell of numbers holds where there is none, or none yet."""
    return nothing_marks() | frozenset(vocabulary("reading")["no_number"])


def star_count(text: str) -> int | None:
    """How many stars a mark has; None where it has none."""
    count = sum(text.count(star) for star in "★☆")
    return count or None


def is_serial(text: str) -> bool:
    """True for the text of a 序号 cell."""
    return bool(_SERIAL.match(squeeze(text)))


@dataclass(slots=True)
class Knowledge:
    """What is known of the names in this guide: keys of subsystem names, marks of the legend, coded columns."""

    names: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)
    coded: bool = False
    above: dict[str, str] = field(default_factory=dict)

    def reading(self, coded: bool) -> Knowledge:
        """The same knowledge for cells that do, or do not, carry codes."""
        return Knowledge(self.names, self.codes, self.marks, coded, self.above)

    def knows(self, text: str) -> bool:
        """True where ``text`` is (nearly) the name of a subsystem."""
        return key(strip_ending(clean(text))) in self.names


def _leads_with_code(text: str) -> bool:
    match = _CODE.match(text)
    return bool(match) and match.group(1).upper() not in _LATIN_WORDS  # type: ignore[union-attr]


def split_code(text: str, knowledge: Knowledge) -> tuple[str | None, str]:
    """``AA 测试评估`` → ("AA", "测试评估"). Latin words that are part of a name (AI 安全) are left alone."""
    text = clean(text)
    if _BARE_CODE.match(text):
        return (text, "") if knowledge.coded or len(text) == 1 else (None, text)
    if (match := _PAREN_CODE.match(text)) and match.group(1) and not _leads_with_code(text):
        code = match.group(2)
        short = len(code) <= 2 or code[-1].isdigit()
        if code not in _LATIN_WORDS and (short or knowledge.coded):
            return code, match.group(1).strip()
        return None, text
    match = _CODE.match(text)
    if not match:
        return None, text
    code, name = match.group(1), match.group(2).strip()
    if knowledge.knows(text) and not knowledge.knows(name):
        return None, text
    if code.upper() in _LATIN_WORDS and not (knowledge.coded and knowledge.knows(name)):
        return None, text
    if len(code) > 3 and code.isalpha():
        return None, text
    glued = text[len(code) : len(code) + 1] == name[:1]
    if (
        glued
        and code.isalpha()
        and len(code) > 1
        and (len(strip_ending(name)) < 2 or name in {"标准", "体系"})
    ):
        return None, text
    return code, name


@cache
def _word_set(name: str) -> frozenset[str]:
    return frozenset(key(word) for word in vocabulary("reading")[name])


@cache
def _endings() -> tuple[str, ...]:
    return tuple(vocabulary("reading")["standard_endings"])


def _name_score(text: str, knowledge: Knowledge) -> float:
    flat = squeeze(text)
    if 0 < len(flat) < 3 and re.fullmatch(f"[{CJK}]+", flat):
        return 0.5  # a piece of a broken name
    if len(flat) < 3 or not re.search(f"[{CJK}A-Za-z]", flat) or is_serial(flat):
        return -10
    if (
        key(flat) in _word_set("urgency_words")
        or key(flat) in _word_set("row_states")
        or key(flat) in _word_set("standard_levels")
    ):
        return -6
    score = 4.0 + (4 if flat.endswith(_endings()) else 0) + (1 if len(flat) >= 8 else 0)
    code, _ = split_code(text, knowledge)
    if code:
        score -= 5
    if knowledge.knows(text):
        score -= 2
    return score


def _category_score(text: str, knowledge: Knowledge) -> float:
    flat = squeeze(text)
    if is_serial(flat) or not re.search(f"[{CJK}A-Za-z]", flat):
        return -10
    if key(flat) in _word_set("urgency_words") and not knowledge.knows(text):
        return -4
    code, name = split_code(text, knowledge)
    if code:
        return 9 if not name or knowledge.knows(name) or knowledge.coded else 6
    if knowledge.knows(text):
        return 8
    # Long text with a standard's ending is a name that slid; a short one may be a category of no known name.
    if knowledge.coded and knowledge.names:
        return -3 if len(flat) > 6 else -1
    return -3 if flat.endswith(_endings()) and len(flat) > 9 else 3


def _closed_score(text: str, words: str) -> float:
    flat = key(text)
    if not flat:
        return -4
    if flat in _word_set(words) or any(flat.startswith(word) for word in _word_set(words)):
        return 9
    return 1 if len(flat) <= 6 else -3


def _urgency_score(text: str, knowledge: Knowledge) -> float:
    flat = squeeze(text)
    if _MARK.match(text) or flat in knowledge.marks:
        return 10
    if key(flat) in _word_set("urgency_words"):
        return 9
    if re.fullmatch(r"20\d\d(?:年|-20\d\d年?)?|[IVX]{1,3}级?|[ABCDabcd12345]级?|[高中低]", flat):
        return 4
    return 0.5 if len(flat) <= 4 and not is_serial(flat) else -6


def cell_score(text: str, column: Column, knowledge: Knowledge) -> float:
    """How well a cell's text fits a column: 10 certain, 0 or less not at all."""
    kind = column.kind
    if kind == "number":
        return 10 if is_serial(text) else (1 if re.fullmatch(r"[A-Za-z]?[\d.\-]+", squeeze(text)) else -10)
    if _MARK.match(text) and kind not in {"urgency", "other", "remark", "status"}:
        return -10
    if kind == "name":
        return _name_score(text, knowledge)
    if kind == "category":
        return _category_score(text, knowledge)
    if kind == "urgency":
        return _urgency_score(text, knowledge)
    if kind == "identifier":
        return (
            10
            if find_identifiers(text)
            else (
                6
                if squeeze(text) in no_number()
                else (2 if re.search(r"[A-Z]", text) and len(text) < 30 else -5)
            )
        )
    if kind == "status":
        return _closed_score(text, "row_states")
    if kind == "level":
        return _closed_score(text, "standard_levels")
    if kind == "code":
        return 9 if re.fullmatch(r"[A-Za-z0-9.\-]{1,12}", squeeze(text)) else -6
    if kind == "year":
        return 8 if re.search(r"\d{4}|\d+月", text) else (1 if len(text) <= 8 else -2)
    return 1.5


def assign(cells: list[Cell], columns: list[Column], knowledge: Knowledge) -> tuple[dict[int, int], bool]:
    """Give each filled cell a column: {column index: cell index}, and whether any cell had slid.

    Cells stay where they are when each fits its column; otherwise the best fit that keeps their order is taken,
    and if even that misfits, the best fit in any order.
    """
    filled = [index for index, cell in enumerate(cells) if squeeze(cell.text)]
    width = len(columns)
    if all(
        index < width and cell_score(cells[index].text, columns[index], knowledge) > 0 for index in filled
    ):
        return {index: index for index in filled}, False
    scores = {
        index: [cell_score(cells[index].text, column, knowledge) for column in columns] for index in filled
    }
    best = _ordered(filled, scores, width)
    if best is None or any(scores[cell][column] <= 0 for column, cell in best.items()):
        loose = _greedy(filled, scores, width)
        if best is None or _total(loose, scores) > _total(best, scores) + 4:
            best = loose
    slid = any(column != cell for column, cell in best.items())
    return best, slid


def _total(mapping: dict[int, int], scores: dict[int, list[float]]) -> float:
    return sum(scores[cell][column] - 0.3 * abs(cell - column) for column, cell in mapping.items())


def _ordered(filled: list[int], scores: dict[int, list[float]], width: int) -> dict[int, int] | None:
    """Best order-keeping assignment by dynamic programming; None where there are more cells than columns."""
    if len(filled) > width:
        return None
    rows = len(filled)
    low = float("-inf")
    table = [[low] * (width + 1) for _ in range(rows + 1)]
    took = [[False] * (width + 1) for _ in range(rows + 1)]
    table[0] = [0.0] * (width + 1)
    for row in range(1, rows + 1):
        cell = filled[row - 1]
        for column in range(row, width + 1):
            skip = table[row][column - 1]
            gain = table[row - 1][column - 1] + scores[cell][column - 1] - 0.3 * abs(cell - (column - 1))
            table[row][column], took[row][column] = (gain, True) if gain > skip else (skip, False)
    mapping: dict[int, int] = {}
    row, column = rows, width
    while row:
        if took[row][column]:
            mapping[column - 1] = filled[row - 1]
            row -= 1
        column -= 1
    return mapping


def _greedy(filled: list[int], scores: dict[int, list[float]], width: int) -> dict[int, int]:
    pairs = sorted(
        (
            (scores[cell][column] - 0.3 * abs(cell - column), cell, column)
            for cell in filled
            for column in range(width)
        ),
        reverse=True,
    )
    mapping: dict[int, int] = {}
    done: set[int] = set()
    for _, cell, column in pairs:
        if cell not in done and column not in mapping:
            mapping[column] = cell
            done.add(cell)
    return mapping


def cut_closed_word(values: dict[int, str], lines: dict[int, tuple[int, int]], columns: list[Column]) -> None:
    """A word of a closed set (国家标准, ★★) glued to the end of the name goes to its own column where that is blank."""
    place = next((i for i, column in enumerate(columns) if column.kind == "name"), None)
    if place is None or " " not in values.get(place, ""):
        return
    for other, column in enumerate(columns):
        if column.kind not in {"urgency", "level", "status"} or values.get(other):
            continue
        rest, _, word = values[place].rpartition(" ")
        if rest and cell_score(word, column, Knowledge()) >= 9:
            values[place], values[other] = rest, word
            lines[other] = lines.get(place, (0, 0))

"""One row of a table, its columns mapped, as a stated record: every cleaning listed, every lost value told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from zhunsheng.catalogues.clean import plain_text
from zhunsheng.catalogues.shape import BadRow
from zhunsheng.catalogues.tables.values import (
    clean_number,
    clean_title,
    degree_of,
    is_nothing,
    read_date,
    split_names,
    split_numbers,
    table_words,
)
from zhunsheng.core.identifiers.explain import why_no_number
from zhunsheng.core.identifiers.find import FoundIdentifier, find_identifiers
from zhunsheng.core.identifiers.number import read_number
from zhunsheng.core.registry.record import Repair, StatedParty, StatedRecord, StatedRelation
from zhunsheng.core.registry.words import level_word, nature_word, status_word

__all__ = ["Cell", "RowReader"]

_DATES = frozenset(("issued", "implemented", "withdrawn", "reviewed"))
#: how a date was printed → what was done to it, where more was done than writing it in another order
_DATE_REPAIRS = {"serial": "表格软件的日期序号换算为日期", "han": "汉字写的日期换成数字"}
_INVERSE = {"replaced_by": "replaces", "amended_by": "amends", "corrected_by": "corrects"}
_ELSEWHERE = frozenset(("number", "local_id", "ignore", "degree"))
_YES = frozenset(("是", "true", "yes", "1", "强制"))
_NO = frozenset(("否", "false", "no", "0", "非强制"))
_ICS = re.compile(r"(\d{2})(?:\.(\d{1,3})(?:\.(\d{1,2}))?)?")
_CCS = re.compile(r"[A-Z]\d\d(?:/\d\d)?")
_BETWEEN_CODES = re.compile(r"[、,，;；|\s]+")
_SCOPE = re.compile("适用于|规定了|适用范围|不适用")
_HAN = re.compile("[一-鿿]")
#: a national number has one form; what does not have it is a slip, no unknown body's number
_NATIONAL = re.compile(r"GB(?:/?[TZ])?\s?\d")
_BETWEEN_NUMBERS = re.compile(r"[、,，;；和及与\s]*")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value under its column's name and what the column is mapped to."""

    column: str
    target: str
    text: str


@dataclass(slots=True)
class _Draft:
    """A record while its cells are read."""

    place: str
    row: dict[str, str]
    words: dict[str, str]
    values: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    others: list[tuple[str, str]] = field(default_factory=list)
    relations: dict[StatedRelation, None] = field(default_factory=dict)
    parties: dict[StatedParty, None] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)
    printed: dict[str, str] = field(default_factory=dict)
    bad: list[BadRow] = field(default_factory=list)

    def wrong(self, cell: Cell, problem: str, mend: str) -> None:
        """Tell a value that is lost."""
        self.bad.append(BadRow(self.place, cell.column, cell.text[:500], problem, mend, self.row))


@cache
def _extra_status() -> dict[str, str]:
    return dict(table_words()["status"])


class RowReader:
    """Rows of one table read into records, one by one.

    Two rows of one number have one ``local_id``; whoever stores them tells them apart by their order, so that a number
    claimed by two records is shown and not overwritten (``apps/registry/reading``).
    """

    def __init__(self, *, epoch_1904: bool = False, status: dict[str, str] | None = None) -> None:
        """``epoch_1904``: serial days count from 1904, as on old Macintoshes; ``status``: a source's own words."""
        self._epoch_1904 = epoch_1904
        self._status = status or {}

    def read(self, cells: list[Cell], place: str) -> tuple[StatedRecord | None, tuple[BadRow, ...]]:
        """The record of a row, or None where it has no number, and what was lost."""
        draft = _Draft(place, {cell.column: cell.text for cell in cells}, self._status)
        if note := _note(cells):
            draft.wrong(note, "整行是一句话，不是一项标准", "表下的注和说明不必入库，可以不取这一行。")
            return None, tuple(draft.bad)
        number = self._number(cells, draft)
        degree = next((degree_of(cell.text)[0] for cell in cells if cell.target == "degree"), "")
        for cell in cells:
            if not is_nothing(cell.text):
                self._cell(cell, draft, number, degree)
        if not number:
            return None, tuple(draft.bad)
        return (
            StatedRecord(
                _local_id(cells),
                place,
                number,
                draft.values,
                draft.lists,
                tuple(draft.others),
                tuple(draft.relations),
                tuple(draft.parties),
                tuple(draft.repairs),
                draft.printed,
            ),
            tuple(draft.bad),
        )

    def _number(self, cells: list[Cell], draft: _Draft) -> str:
        cell = next((one for one in cells if one.target == "number" and not is_nothing(one.text)), None)
        if cell is None:
            column = next((one.column for one in cells if one.target == "number"), "")
            mend = "请补上标准编号；不是标准的文件请删去这一行。"
            draft.bad.append(BadRow(draft.place, column, "", "没有标准编号", mend, draft.row))
            return ""
        text, repairs = clean_number(cell.text)
        number = read_number(text)
        if number is not None and not number.rest:
            draft.repairs += repairs
            if repairs:
                draft.printed["number"] = cell.text
            return text
        return self._rescued(cell, text, repairs, cells, draft)

    def _rescued(self, cell: Cell, text: str, repairs: list[Repair], cells: list[Cell], draft: _Draft) -> str:
        """A number out of a field that holds more, or out of the field it was put into by mistake."""
        title = next((one for one in cells if one.target == "title_zh"), None)
        swapped = read_number(title.text.strip()) if title is not None and _HAN.search(text) else None
        if title is not None and swapped is not None and not swapped.rest:
            reason = "编号与题名填反了"
            draft.repairs.append(Repair("number", cell.text, title.text.strip(), reason))
            draft.repairs.append(Repair("title_zh", title.text, cell.text.strip(), reason))
            draft.values["title_zh"] = cell.text.strip()
            return title.text.strip()
        found = find_identifiers(text)
        if len(found) > 1 and _BETWEEN_NUMBERS.fullmatch(_without(text, found)):
            return _several(cell, list(dict.fromkeys(one.canonical for one in found)), repairs, draft)
        if len(found) == 1 and found[0].start == 0 and _HAN.search(text[found[0].end :]):
            number, rest = text[: found[0].end].strip(), text[found[0].end :].strip(" 　:：《》")
            draft.repairs += [*repairs, Repair("number", text, number, "编号后面接着题名或说明")]
            draft.printed["number"] = cell.text
            if title is None or is_nothing(title.text):
                draft.values.setdefault("title_zh", rest)
            return number
        if read_number(text) is not None:
            draft.repairs += repairs
            draft.printed["number"] = cell.text
            return text
        if _NATIONAL.match(text):
            draft.wrong(cell, "国家标准的编号认不得", why_no_number(text))
            return ""
        if re.match(r"[A-Z][A-Za-z]{0,11}[/ ]?", text) and re.search(r"\d", text) and not _HAN.search(text):
            draft.repairs += repairs
            return text
        mend = "请改成标准编号，如 GB/T 1.1-2020；法规、通知等不是标准的文件请删去这一行。"
        draft.wrong(cell, "不是标准编号", mend)
        return ""

    def _cell(self, cell: Cell, draft: _Draft, number: str, degree: str) -> None:
        """Put a value where its column belongs."""
        target = cell.target
        kind, _, name = target.partition(":")
        if target in _ELSEWHERE:
            return
        if target in _DATES:
            self._date(cell, draft)
        elif target in _READERS:
            _READERS[target](cell, draft, number)
        elif kind == "party":
            draft.parties.update((StatedParty(name, one), None) for one in split_names(cell.text))
        elif kind == "number":
            found = split_numbers(cell.text)
            draft.others += [(name, one) for one in (*(number for number, _ in found.numbers), *found.rest)]
        elif kind in ("relation", "plan"):
            _relations(cell, name, draft, number, degree)
        else:
            _text(cell, draft)

    def _date(self, cell: Cell, draft: _Draft) -> None:
        found = read_date(cell.text, epoch_1904=self._epoch_1904)
        if found is None:
            mend = "请写成 2025-03-01 这样的日期；日月次序不明的请写全。"
            draft.wrong(cell, "读不出日期", mend)
            return
        draft.values[cell.target] = found.iso
        if found.form in _DATE_REPAIRS:
            draft.repairs.append(Repair(cell.target, cell.text, found.iso, _DATE_REPAIRS[found.form]))
        if found.form != "iso":
            draft.printed[cell.target] = cell.text


def _without(text: str, found: list[FoundIdentifier]) -> str:
    """What of ``text`` is none of the numbers ``found`` in it."""
    ends = [0, *(one.end for one in found)]
    starts = [*(one.start for one in found), len(text)]
    return "".join(text[end:start] for end, start in zip(ends, starts, strict=True))


def _note(cells: list[Cell]) -> Cell | None:
    """The cell of the number where one text, merged over the columns, fills the row: a note under the table."""
    texts = [cell.text for cell in cells if cell.text]
    if len(texts) < 3 or len(set(texts)) > 1 or is_nothing(texts[0]) or find_identifiers(texts[0]):
        return None
    return next((cell for cell in cells if cell.target == "number" and cell.text), None)


def _several(cell: Cell, numbers: list[str], repairs: list[Repair], draft: _Draft) -> str:
    """What stands where one number belongs: of one text where several provinces issued it together, else of several.

    The same one twice is one.
    """
    places = [read.publisher for one in numbers if (read := read_number(one)) and read.scheme == "local"]
    if len(numbers) == 1 or len(set(places)) == len(numbers):
        reason = "几个地方共同发布的标准，其余的作为并列编号" if numbers[1:] else "编号重复写了几次"
        draft.repairs += [*repairs, Repair("number", cell.text, numbers[0], reason)]
        draft.printed["number"] = cell.text
        draft.others += [("joint", one) for one in numbers[1:]]
        return numbers[0]
    mend = "请一行只写一个编号，把这一行拆成几行；同一文本的几个编号，把其余的移到“并列编号”列。"
    draft.wrong(cell, f"一格里有 {len(numbers)} 个标准编号", mend)
    return ""


def _local_id(cells: list[Cell]) -> str:
    """The source's own id of a row, else its number as printed."""
    for wanted in ("local_id", "number"):
        for cell in cells:
            if cell.target == wanted and not is_nothing(cell.text):
                return cell.text
    return next((cell.text for cell in cells if cell.text), "")


def _text(cell: Cell, draft: _Draft) -> None:
    text = plain_text(cell.text)
    if cell.target == "note" and "note" in draft.values:
        text = f"{draft.values['note']}；{text}"
    draft.values[cell.target] = text


def _kept(cell: Cell, draft: _Draft, number: str) -> None:
    name = cell.target if cell.target.startswith("adopts_") else f"column:{cell.column}"
    draft.printed[name] = cell.text[:2000]


def _summary(cell: Cell, draft: _Draft, number: str) -> None:
    """A summary that says what the text is for is its scope; else it is a note (forewords, lists of changes)."""
    name = "scope" if _SCOPE.search(cell.text) else "note"
    draft.values.setdefault(name, plain_text(cell.text))


def _title(cell: Cell, draft: _Draft, number: str) -> None:
    if cell.target not in draft.values:
        title, repairs = clean_title(cell.text, cell.target)
        draft.repairs += repairs
        draft.values[cell.target] = title


def _status(cell: Cell, draft: _Draft, number: str) -> None:
    said = cell.text.strip()
    code = draft.words.get(said) or status_word(said) or _extra_status().get(said, "")
    draft.printed["status"] = cell.text
    if code:
        draft.values["status"] = code
    else:
        draft.wrong(cell, "不认得的标准状态", "可用：即将实施、现行、被代替、废止、在研。")


def _nature(cell: Cell, draft: _Draft, number: str) -> None:
    text = cell.text.strip()
    if text.lower() in _YES | _NO:
        draft.printed["nature"] = f"{cell.column} {text}"
        if text.lower() in _YES:
            draft.values["nature"] = "强制性"
        elif not re.match(r"T/|Q/", number) and "/Z" not in number:
            draft.values["nature"] = "推荐性"
    elif nature_word(text):
        draft.values["nature"] = text
    else:
        draft.wrong(cell, "不认得的标准性质", "可用：强制性、推荐性、指导性技术文件。")


def _level(cell: Cell, draft: _Draft, number: str) -> None:
    text = cell.text.strip()
    known = table_words()["types"].get(text)
    if known:
        draft.printed["level"] = text
        for name, value in known.items():
            draft.values.setdefault(name, value)
    elif level_word(text):
        draft.values["level"] = text
    elif nature_word(text):
        draft.values.setdefault("nature", text)
    else:
        draft.printed["level"] = text


def _ics(cell: Cell, draft: _Draft, number: str) -> None:
    found = []
    for code in filter(None, _BETWEEN_CODES.split(cell.text.upper().replace("ICS", " "))):
        match = _ICS.fullmatch(code)
        if not match:
            draft.wrong(cell, "不是 ICS 分类号", "应为 35.240.50 这样的写法，多个之间用顿号。")
            continue
        field_, group, sub = match[1], match[2], match[3]
        whole = field_ + (f".{group:0<3}" if group else "") + (f".{sub:0<2}" if sub else "")
        if whole != code:
            draft.repairs.append(Repair("ics", code, whole, "表格软件去掉了末尾的零"))
        found.append(whole)
    if found:
        draft.lists["ics"] = tuple(dict.fromkeys((*draft.lists.get("ics", ()), *found)))


def _codes(cell: Cell, draft: _Draft, number: str) -> None:
    if cell.target == "keywords":
        found = split_names(cell.text)
    else:
        found = [code for code in _BETWEEN_CODES.split(cell.text.upper()) if code and code != "CCS"]
        if wrong := [code for code in found if not _CCS.fullmatch(code)]:
            draft.wrong(cell, f"不是中国标准分类号：{'、'.join(wrong)}", "应为 L70 或 L70/84 这样的写法。")
            found = [code for code in found if _CCS.fullmatch(code)]
    if found:
        draft.lists[cell.target] = tuple(dict.fromkeys((*draft.lists.get(cell.target, ()), *found)))


def _relations(cell: Cell, name: str, draft: _Draft, number: str, degree: str) -> None:
    text = cell.text
    kind, inverse = _INVERSE.get(name, name), name in _INVERSE
    if name == "adopts":
        own, text = degree_of(text)
        degree = own or degree
    found = split_numbers(text)
    for target, partly in found.numbers:
        if target == number:
            draft.repairs.append(Repair("relations", f"{cell.column} {target}", "", "关系指向自身，没有画线"))
            continue
        stored = (
            "replaces_partly" if kind == "replaces" and partly else "related" if name == "revises" else kind
        )
        draft.relations[
            StatedRelation(stored, target, degree if kind == "adopts" else "", cell.column, inverse)
        ] = None
    for committee in found.committees:
        draft.parties[StatedParty("committee", committee)] = None
        reason = "编号栏里填的是技术委员会，移到技术委员会"
        draft.repairs.append(
            Repair("relations", f"{cell.column} {committee}", f"技术委员会 {committee}", reason)
        )
    for rest in found.rest:
        draft.wrong(
            Cell(cell.column, cell.target, rest), "读不出标准编号", "请写成标准编号，多个之间用顿号隔开。"
        )


_READERS: dict[str, Callable[[Cell, _Draft, str], None]] = {
    "": _kept,
    "adopts_title_en": _kept,
    "adopts_title_zh": _kept,
    "summary": _summary,
    "status": _status,
    "nature": _nature,
    "level": _level,
    "ics": _ics,
    "ccs": _codes,
    "keywords": _codes,
    **dict.fromkeys(("title_zh", "title_en", "title_fr", "title_ja"), _title),
}

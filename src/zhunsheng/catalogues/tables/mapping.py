"""Which column of a table is which field: guessed by the words of the head and by what the values look like."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from zhunsheng.catalogues.shape import Unreadable
from zhunsheng.catalogues.tables.values import is_nothing, read_date, table_words
from zhunsheng.core.identifiers import find_identifiers
from zhunsheng.core.identifiers.number import read_number
from zhunsheng.core.registry.record import BODY_ROLES, RELATION_TYPES, TEXT_FIELDS
from zhunsheng.core.registry.words import level_word, nature_word, status_word

__all__ = ["NOTES", "TARGETS", "Guess", "Mapping", "find_header", "guess_mapping", "mapping_of", "signature"]

_LISTS = {"ics": "ICS 分类号", "ccs": "CCS 分类号", "keywords": "关键词"}
#: what a column can be: target → Chinese label; "" is a column left out (its values are kept as printed)
TARGETS: dict[str, str] = {
    "number": "标准编号",
    **TEXT_FIELDS,
    **_LISTS,
    "number:plan": "计划号",
    "number:joint": "并列编号",
    "number:former": "曾用编号",
    **{f"party:{role}": label for role, label in BODY_ROLES.items()},
    **{f"relation:{name}": label for name, (label, _) in RELATION_TYPES.items()},
    "relation:replaced_by": "被代替（对方代替本标准）",
    "relation:amended_by": "修改单（对方修改本标准）",
    "relation:corrected_by": "勘误（对方勘误本标准）",
    "plan:revises": "修订计划",
    "degree": "采用程度",
    "adopts_title_en": "采标英文名称",
    "adopts_title_zh": "采标中文名称",
    "summary": "摘要（说适用范围的归入范围，其余归入备注）",
    "local_id": "来源的记录号",
    "ignore": "不导入",
    "": "不导入，仅保留原文",
}
#: what a file of bad rows tells of each after the row itself; ``place`` says where the row stood
NOTES: dict[str, str] = {
    "place": "原位置",
    "column": "有问题的列",
    "value": "有问题的值",
    "problem": "问题",
    "mend": "改法",
    "state": "处理情况",
}
_NOTES = frozenset(NOTES.values())
#: targets that several columns may share
_MANY = ("party:", "relation:", "number:", "plan:")
_SHARED = frozenset([*_LISTS, "note", "ignore", ""])
_ICS = re.compile(r"\d\d(?:\.\d{1,3}(?:\.\d\d)?)?")
_CCS = re.compile(r"[A-Z]\s?\d\d(?:/\d\d)?")
_OTHER_WAY = {"relation:replaces": "relation:replaced_by", "relation:replaced_by": "relation:replaces"}


@dataclass(frozen=True, slots=True)
class Guess:
    """What one column is taken for, how surely (0 to 1), and why (Chinese)."""

    column: str
    target: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a table is read: column → target, and where it stands. As JSON it is the file of ``--mapping``.

    ``header_row`` counts from 1 (0: find it), ``sheet`` is a name ("" the first with a head), ``delimiter`` and
    ``encoding`` "" mean "find out". ``source`` may hold code, name, grade, url, date, licence.
    """

    columns: dict[str, str]
    sheet: str = ""
    header_row: int = 0
    encoding: str = ""
    delimiter: str = ""
    source: dict[str, str] = field(default_factory=dict)

    def to_plain(self) -> dict[str, Any]:
        """As plain data for JSON; what is empty is left out."""
        names = ("sheet", "header_row", "encoding", "delimiter", "source")
        return {
            "columns": dict(self.columns),
            **{name: got for name in names if (got := getattr(self, name))},
        }

    @classmethod
    def from_plain(cls, data: Any) -> Mapping:
        """From plain data, ``columns`` alone also; raises :class:`Unreadable` naming what is wrong."""
        if (
            isinstance(data, dict)
            and data
            and set(data.values() if "columns" not in data else ()) <= set(TARGETS)
        ):
            data = data if "columns" in data else {"columns": data}
        if not isinstance(data, dict) or not isinstance(data.get("columns"), dict):
            raise Unreadable("列对应应为 JSON 对象，含 columns：{列名: 字段}。")
        columns = {str(key): str(value or "") for key, value in data["columns"].items()}
        unknown = sorted(set(columns.values()) - set(TARGETS))
        if unknown:
            raise Unreadable(
                f"列对应里有不认得的字段：{'、'.join(unknown)}。可用：{'、'.join(t for t in TARGETS if t)}。"
            )
        row, source = data.get("header_row") or 0, data.get("source") or {}
        if not isinstance(row, int) or row < 0 or not isinstance(source, dict):
            raise Unreadable("列对应里的 header_row 应为行号（从 1 起），source 应为键值表。")
        texts = {name: str(data.get(name) or "") for name in ("sheet", "encoding", "delimiter")}
        return cls(columns, header_row=row, source={str(k): str(v) for k, v in source.items()}, **texts)

    @classmethod
    def load(cls, path: Path) -> Mapping:
        """From a JSON file; raises :class:`Unreadable`."""
        try:
            return cls.from_plain(json.loads(path.read_text(encoding="utf-8-sig")))
        except (OSError, ValueError) as error:
            raise Unreadable(f"读不了列对应文件 {path.name}。它应为 UTF-8 的 JSON。") from error

    def save(self, path: Path) -> None:
        """Write as JSON, readable by people."""
        path.write_text(json.dumps(self.to_plain(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def head_key(text: str) -> str:
    """A column's name without blanks, brackets and punctuation, in lower case and half width."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = re.sub(r"[(\[（【].*?[)\]）】]", "", text)
    return re.sub(r"[\s:：*＊·、,.。/_\-]+", "", text)


@cache
def _words() -> dict[str, str]:
    found: dict[str, str] = {}
    for target, words in table_words()["columns"].items():
        if target not in TARGETS:
            raise ValueError(f"connectors/table.yaml：不认得的字段 {target}")
        for word in [*words, TARGETS[target]]:
            found.setdefault(head_key(word), target)
    return found


@cache
def _long_words() -> tuple[tuple[str, str], ...]:
    """Words that may stand inside a longer column name, the longest first."""
    return tuple(
        sorted(
            ((w, t) for w, t in _words().items() if len(w) >= 3 and not w.isascii()), key=lambda x: -len(x[0])
        )
    )


def signature(headers: Sequence[str]) -> str:
    """By which a table of the same columns is known again, whatever their order: 16 hex digits.

    What a file of bad rows tells beside the rows does not count.
    """
    keys = sorted(head_key(header) for header in headers if header.strip() and header not in _NOTES)
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]


def known_names(row: Sequence[str]) -> set[str]:
    """The fields that the cells of a row name, were it a head."""
    targets = {_words().get(head_key(cell)) for cell in row if cell.strip() and len(cell) <= 40}
    return {target for target in targets if target is not None}


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """Index of the row that is the head among the first rows; -1 where none is."""
    best, at = 0.0, -1
    for index, row in enumerate(rows[:40]):
        if sum(bool(cell.strip()) for cell in row) < 2:
            continue
        targets = known_names(row)
        score = len(targets) + (1.5 if "number" in targets else 0) + (0.5 if "title_zh" in targets else 0)
        score -= 0.05 * index
        if (len(targets) >= 2 or "number" in targets) and score > best:
            best, at = score, index
    return at


def guess_mapping(headers: Sequence[str], sample_rows: Sequence[Sequence[str]]) -> list[Guess]:
    """One guess for each column, in order; of two columns for one field the surer keeps it."""
    guesses = []
    for index, header in enumerate(headers):
        values = [row[index].strip() for row in sample_rows if index < len(row)]
        guesses.append(_guess(header, [value for value in values if not is_nothing(value)]))
    best: dict[str, int] = {}
    for index in sorted(range(len(guesses)), key=lambda at: -guesses[at].confidence):
        guess = guesses[index]
        if guess.target in _SHARED or guess.target.startswith(_MANY):
            continue
        first = best.setdefault(guess.target, index)
        if first != index:
            reason = f"与“{guesses[first].column}”列重复"
            guesses[index] = Guess(guess.column, "", 0.0, reason)
    return _turned(guesses, sample_rows)


def _turned(guesses: list[Guess], sample_rows: Sequence[Sequence[str]]) -> list[Guess]:
    """Replacement the other way round where the years say so: people mean either by 被代替标准, and what replaces is newer."""
    at = next((index for index, guess in enumerate(guesses) if guess.target == "number"), None)
    for index, guess in enumerate(guesses):
        other = _OTHER_WAY.get(guess.target)
        if at is None or other is None:
            continue
        pairs = [(_year(row[at]), _year(row[index])) for row in sample_rows if max(at, index) < len(row)]
        known = [(own, told) for own, told in pairs if own and told and own != told]
        older = guess.target == "relation:replaced_by"
        if known and all((told < own) == older for own, told in known):
            age = "早" if older else "晚"
            reason = f"列名“{guess.column.strip()}”，但所列的都比本行的{age}，只能是{TARGETS[other].split('（')[0]}"
            guesses[index] = Guess(guess.column, other, 0.7, reason)
    return guesses


def _year(text: str) -> int:
    """The year of the first number in a cell; 0 without one."""
    found = find_identifiers(text[:200])
    number = read_number(found[0].canonical) if found else None
    return number.year or 0 if number is not None else 0


def mapping_of(guesses: Sequence[Guess], **where: Any) -> Mapping:
    """The mapping that takes all guesses; ``where`` gives sheet, header_row, encoding, delimiter, source."""
    return Mapping({guess.column: guess.target for guess in guesses}, **where)


def _guess(header: str, values: list[str]) -> Guess:
    if header in _NOTES:
        # Where the row stood is kept, so that what was wrong there can be settled.
        return Guess(header, "" if header == NOTES["place"] else "ignore", 0.98, "导出有问题的行时加的说明")
    name = head_key(header)
    looks, share = _looks(values)
    if target := _words().get(name):
        if target == "number" and len(values) >= 5 and looks not in ("", "number") and share > 0.8:
            return Guess(header, looks, 0.6, f"列名像编号，但 {share:.0%} 的值是{TARGETS[looks]}")
        if target in ("issued", "implemented") and len(values) >= 5 and looks not in ("date", ""):
            return Guess(header, "", 0.3, "列名像日期，但值不是日期")
        return Guess(header, target, 0.98, f"列名“{header.strip()}”")
    for word, target in _long_words():
        if word in name:
            return Guess(header, target, 0.75, f"列名含“{word}”")
    if looks == "date":
        return Guess(header, "", 0.2, "值像日期，但说不准是哪种日期，请指定")
    if looks:
        return Guess(header, looks, round(0.5 + 0.3 * share, 2), f"{share:.0%} 的值像{TARGETS[looks]}")
    return Guess(header, "", 0.0, "认不出")


def _looks(values: list[str]) -> tuple[str, float]:
    """What most of the values look like, and how many of them."""
    if not values:
        return "", 0.0
    kinds = [_kind(value) for value in values[:60]]
    best = max(set(kinds), key=kinds.count)
    share = kinds.count(best) / len(kinds)
    return (best, share) if best and share >= 0.6 else ("", 0.0)


def _kind(value: str) -> str:
    if status_word(value):
        return "status"
    if nature_word(value):
        return "nature"
    if level_word(value):
        return "level"
    if _CCS.fullmatch(value):
        return "ccs"
    if _ICS.fullmatch(value) and "." in value:
        return "ics"
    if len(value) <= 40 and (number := read_number(value)) is not None and not number.rest:
        return "number"
    if read_date(value) is not None and not (value.isdigit() and len(value) < 6):
        return "date"
    if value.startswith(("http://", "https://")):
        return "url"
    han = sum("一" <= char <= "鿿" for char in value)
    return "title_zh" if han >= 5 and len(value) < 80 and "。" not in value and "、" not in value else ""

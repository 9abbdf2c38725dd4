"""Rows of a returned table against the list: which row is which, and what is different in it.

Every value is text as the 明细表 shows it. Three states take part: ``base``, the list as it was handed out (where
that is known), ``ours``, the list as it is now, and the returned table. A value that differs from ours is a change;
where ours has itself moved away from base, it is a conflict, and both are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from zhunsheng.core.returned.columns import FIELDS
from zhunsheng.core.text.normal import clean, key

__all__ = ["CellChange", "Comparison", "ListRow", "ReturnedRow", "RowChange", "compare_returned"]

_NEAR = 0.72


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of the list: ``key`` names it for good, ``values`` holds what the table shows of it, by field."""

    key: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row of the table: ``place`` for people, ``mark`` its record ("" where the row names none), ``values`` by field.

    A field that is not among the columns of the table is not in ``values``. ``base`` holds the values as the row was
    handed out, where the table carries them.
    """

    place: str
    mark: str
    values: Mapping[str, str]
    base: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class CellChange:
    """One value: as handed out (None: not known), as it is now, and as it came back."""

    field: str
    base: str | None
    ours: str
    theirs: str

    @property
    def conflict(self) -> bool:
        """Whether both sides changed it, to different ends."""
        return self.base is not None and not _same(self.base, self.ours) and not _same(self.base, self.theirs)

    @property
    def label(self) -> str:
        """The field's Chinese name."""
        return FIELDS.get(self.field, self.field)


@dataclass(frozen=True, slots=True)
class RowChange:
    """What the table says of one row. ``kind``: added, removed, changed.

    ``key`` is that of our row ("" for an added one), ``how`` how the rows were matched (Chinese), ``identity`` names
    the change when it is decided on: it is another one as soon as the values are others.
    """

    kind: str
    key: str
    label: str
    place: str = ""
    cells: tuple[CellChange, ...] = ()
    how: str = ""

    @property
    def conflict(self) -> bool:
        """Whether any value of it is in conflict."""
        return any(cell.conflict for cell in self.cells)

    @property
    def sorts(self) -> tuple[str, ...]:
        """What kinds of change it is, for counting and filtering: added, removed, renamed, moved, changed."""
        if self.kind != "changed":
            return (self.kind,)
        fields = {cell.field for cell in self.cells}
        found = [name for name, one in (("renamed", "name"), ("moved", "subsystem")) if one in fields]
        return (*found, "changed") if fields - {"name", "subsystem"} else tuple(found)

    @property
    def identity(self) -> str:
        """The same for the same change of the same row."""
        said = "\x1f".join(f"{cell.field}\x1e{cell.ours}\x1e{cell.theirs}" for cell in self.cells)
        return f"{self.kind}\x1f{self.key or self.place}\x1f{said}"


@dataclass(slots=True)
class Comparison:
    """All changes in the order of the table, then the rows that are missing from it; what could not be settled."""

    changes: list[RowChange] = field(default_factory=list)
    unchanged: int = 0
    problems: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many changes of each sort there are, and how many rows are in conflict."""
        found = dict.fromkeys(("added", "removed", "renamed", "moved", "changed"), 0)
        for change in self.changes:
            for sort in change.sorts:
                found[sort] += 1
        return found | {
            "conflicts": sum(change.conflict for change in self.changes),
            "unchanged": self.unchanged,
        }


def compare_returned(
    ours: Sequence[ListRow],
    rows: Iterable[ReturnedRow],
    *,
    base: Mapping[str, Mapping[str, str]] | None = None,
    whole: bool = True,
) -> Comparison:
    """What ``rows`` would change in ``ours``.

    ``base`` holds the values as handed out by the key of our row; what a row carries itself counts before it. ``whole``
    says that the table is meant to be the whole list: rows of ours that are not in it are then told as removed, but
    only those it was handed out with (those in ``base``, where that is known).
    """
    found = Comparison()
    matched = _match(ours, list(rows), found)
    by_key = {row.key: row for row in ours}
    seen: set[str] = set()
    for row, owner, how in matched:
        if not owner:
            cells = tuple(
                CellChange(name, None, "", value) for name, value in row.values.items() if value.strip()
            )
            found.changes.append(RowChange("added", "", row.values.get("name", ""), row.place, cells, how))
            continue
        seen.add(owner)
        cells = _cells(by_key[owner].values, row.values, row.base or (base or {}).get(owner))
        label = by_key[owner].values.get("name", "") or row.values.get("name", "")
        if cells:
            found.changes.append(RowChange("changed", owner, label, row.place, cells, how))
        else:
            found.unchanged += 1
    if whole:
        for mine in ours:
            if mine.key not in seen and (base is None or mine.key in base):
                found.changes.append(
                    RowChange("removed", mine.key, mine.values.get("name", ""), how="表中没有这一行")
                )
    return found


def _cells(
    ours: Mapping[str, str], theirs: Mapping[str, str], base: Mapping[str, str] | None
) -> tuple[CellChange, ...]:
    cells = []
    for name in FIELDS:
        if name not in theirs:
            continue
        mine, said = ours.get(name, ""), theirs[name]
        before = None if base is None else base.get(name)
        # What came back as it went out is no wish to change anything, whatever happened to ours meanwhile.
        if _same(mine, said) or (before is not None and _same(before, said)):
            continue
        cells.append(CellChange(name, before, mine, said.strip()))
    return tuple(cells)


def _same(one: str, other: str) -> bool:
    return clean(one) == clean(other)


# ---- which row is which ------------------------------------------------------------------------------------


def _match(
    ours: Sequence[ListRow], rows: list[ReturnedRow], found: Comparison
) -> list[tuple[ReturnedRow, str, str]]:
    """Each row with the key of our row ("" for none) and how it was found, by mark, then number and name, then name.

    A row whose mark stands above already is a new one, unless the list has a row of exactly its name: the one that
    was added when it was accepted.
    """
    owner: dict[int, tuple[str, str]] = {}
    left = {row.key: row for row in ours}
    marks: dict[str, str] = {}
    doubled: dict[int, str] = {}
    strange: list[str] = []
    ours_by_key = {one.key for one in ours}
    for index, row in enumerate(rows):
        if not row.mark:
            continue
        if row.mark in marks:
            doubled[index] = marks[row.mark]
        elif row.mark in left:
            marks[row.mark] = row.place
            owner[index] = (left.pop(row.mark).key, "按记录标识")
        elif row.mark not in ours_by_key:
            strange.append(f"{row.place}：记录标识“{row.mark[:60]}”不在现在的清单里，改按名称对应。")
    for how, of in (("按序号与名称", _number_and_name), ("按名称", _name)):
        unique = _once((of(row.values), key_) for key_, row in left.items())
        asked = _once((of(row.values), str(index)) for index, row in enumerate(rows) if index not in owner)
        for value, index_text in asked.items():
            if value in unique:
                owner[int(index_text)] = (unique[value], how)
                left.pop(unique[value])
    for index, place in doubled.items():
        if index not in owner:
            found.problems.append(
                f"{rows[index].place}：记录标识与{place}相同，这一行当作新增。若本来就是那一行，请删去多余的一行。"
            )
            owner[index] = ("", "记录标识重复")
    found.problems += strange
    _match_near(left, rows, owner)
    return [(row, *owner.get(index, ("", "清单里没有"))) for index, row in enumerate(rows)]


def _match_near(left: dict[str, ListRow], rows: list[ReturnedRow], owner: dict[int, tuple[str, str]]) -> None:
    """A row with the printed number of a row of ours and a name much like it is that row, renamed."""
    from rapidfuzz.fuzz import ratio

    numbered = _once((_number(row.values), key_) for key_, row in left.items())
    for index, row in enumerate(rows):
        mine = numbered.get(_number(row.values))
        if index in owner or mine is None or mine not in left:
            continue
        alike = ratio(_name(row.values), _name(left[mine].values)) / 100
        if alike >= _NEAR:
            owner[index] = (mine, f"按序号，名称相近（{alike:.0%}）")
            left.pop(mine)


def _once(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Values that stand for one thing only."""
    found: dict[str, str] = {}
    doubled: set[str] = set()
    for value, what in pairs:
        if not value:
            continue
        if value in found:
            doubled.add(value)
        found[value] = what
    return {value: what for value, what in found.items() if value not in doubled}


def _number(values: Mapping[str, str]) -> str:
    return clean(values.get("number", ""))


def _name(values: Mapping[str, str]) -> str:
    return key(values.get("name", ""))


def _number_and_name(values: Mapping[str, str]) -> str:
    number, name = _number(values), _name(values)
    return f"{number}\x1f{name}" if number and name else ""

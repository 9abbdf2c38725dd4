"""Lists of the registry: columns declared once, for the page and for every export.

Which standards are in the list, in which order, and how many there are, the search engine says; what stands in the
columns is read here for one page (or one export) of them at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhunsheng.apps.registry import queries
from zhunsheng.apps.registry.models import Classification, Participation, Relation, Standard, Statement
from zhunsheng.core.deliver.tables import Column as TableColumn
from zhunsheng.core.registry.address import standard_address
from zhunsheng.core.registry.words import DEGREES, LEVELS, NATURES, STATUSES, VERIFICATION_STATES

__all__ = ["COLUMNS", "Column", "Row", "chosen_columns", "rows_of"]

_BATCH = 500


@dataclass(slots=True)
class Row:
    """One standard of the list with what its columns may need."""

    standard: Standard
    bodies: dict[str, list[str]] = field(default_factory=dict)
    classes: dict[str, list[str]] = field(default_factory=dict)
    adopts: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    marks: tuple[tuple[int, int], ...] = ()

    @property
    def address(self) -> str:
        """Its page."""
        return standard_address(self.standard.number)


@dataclass(slots=True, frozen=True)
class Column:
    """A column: ``value`` is what is shown and exported, ``sort`` the order of the engine that sorts by it.

    ``needs`` names what must be read beside the standard itself.
    """

    key: str
    label: str
    value: Callable[[Row], str]
    default: bool = True
    sort: str = ""
    needs: str = ""
    dated: bool = False

    @property
    def exported(self) -> TableColumn:
        """The same column of a file."""
        return TableColumn(self.key, self.label, dated=self.dated)


def _joined(role: str) -> Callable[[Row], str]:
    return lambda row: "、".join(row.bodies.get(role, ()))


def _plain(name: str) -> Callable[[Row], str]:
    return lambda row: str(getattr(row.standard, name) or "")


COLUMNS: tuple[Column, ...] = (
    Column("number", "标准号", _plain("number"), sort="number"),
    Column("title", "标准名称", lambda row: row.standard.title or row.standard.title_en),
    Column("title_en", "英文名称", _plain("title_en"), default=False),
    Column("status", "状态", lambda row: STATUSES.get(row.standard.status, row.standard.status)),
    Column("level", "层级", lambda row: LEVELS.get(row.standard.level, row.standard.level)),
    Column(
        "nature", "性质", lambda row: NATURES.get(row.standard.nature, row.standard.nature), default=False
    ),
    Column("issued", "发布日期", _plain("issued"), sort="newest", dated=True),
    Column("implemented", "实施日期", _plain("implemented"), dated=True),
    Column("withdrawn", "废止日期", _plain("withdrawn"), default=False, dated=True),
    Column("administrator", "归口单位", _joined("administrator"), default=False, needs="bodies"),
    Column("competent", "主管部门", _joined("competent"), default=False, needs="bodies"),
    Column("issuer", "发布单位", _joined("issuer"), default=False, needs="bodies"),
    Column("committee", "技术委员会", _joined("committee"), default=False, needs="bodies"),
    Column("ics", "ICS", lambda row: "、".join(row.classes.get("ics", ())), default=False, needs="classes"),
    Column("ccs", "CCS", lambda row: "、".join(row.classes.get("ccs", ())), default=False, needs="classes"),
    Column("adopts", "采标", lambda row: "；".join(row.adopts), needs="adopts"),
    Column("sources", "来源", lambda row: "、".join(row.sources), default=False, needs="sources"),
    Column(
        "verification",
        "核实状态",
        lambda row: VERIFICATION_STATES.get(row.standard.verification, row.standard.verification),
    ),
)


def chosen_columns(asked: str) -> list[Column]:
    """The columns named in ``asked`` (by commas), in their fixed order; the usual ones where it names none we know."""
    wanted = set(asked.split(","))
    return [one for one in COLUMNS if one.key in wanted] or [one for one in COLUMNS if one.default]


def rows_of(
    user: Any, refs: Sequence[int], columns: Iterable[Column], marks: dict[int, Any] | None = None
) -> list[Row]:
    """The standards with these primary keys in their order, with what ``columns`` need; unknown keys are left out."""
    needs = {column.needs for column in columns}
    rows: list[Row] = []
    for start in range(0, len(refs), _BATCH):
        batch = list(refs[start : start + _BATCH])
        found = {
            one.pk: Row(one, marks=(marks or {}).get(one.pk, ()))
            for one in queries.visible_standards(user).filter(pk__in=batch).defer("scope", "note")
        }
        for need, fill in _FILLS.items():
            if need in needs:
                fill(found)
        rows += [found[ref] for ref in batch if ref in found]
    return rows


def _bodies(rows: dict[int, Row]) -> None:
    found = Participation.objects.filter(
        standard__in=list(rows), role__in=["administrator", "competent", "issuer", "committee"]
    )
    for pk, role, name in found.order_by("order").values_list("standard_id", "role", "body__name"):
        rows[pk].bodies.setdefault(role, []).append(name)


def _classes(rows: dict[int, Row]) -> None:
    found = Classification.objects.filter(standard__in=list(rows)).order_by("scheme", "code")
    for pk, scheme, code in found.values_list("standard_id", "scheme", "code"):
        rows[pk].classes.setdefault(scheme, []).append(code)


def _adopts(rows: dict[int, Row]) -> None:
    found = Relation.objects.filter(subject__in=list(rows), type="adopts").order_by("pk")
    for pk, number, other, degree in found.values_list(
        "subject_id", "target__number", "other_number", "degree"
    ):
        said = f"{DEGREES.get(degree, degree)} {number or other}".strip()
        if said not in rows[pk].adopts:
            rows[pk].adopts.append(said)


def _sources(rows: dict[int, Row]) -> None:
    found = Statement.objects.filter(standard__in=list(rows), state=Statement.LISTED)
    for pk, name in found.order_by("source__rank", "pk").values_list("standard_id", "source__name"):
        if name not in rows[pk].sources:
            rows[pk].sources.append(name)


_FILLS: dict[str, Callable[[dict[int, Row]], None]] = {
    "bodies": _bodies,
    "classes": _classes,
    "adopts": _adopts,
    "sources": _sources,
}

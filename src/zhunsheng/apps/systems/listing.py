"""The list of planned standards: columns and filters, declared once, for the page and for every export.

A view of the list is its address: what is searched, filtered, sorted, grouped and which columns are shown stand in
the query string, and an export of the same address holds the same rows and columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhunsheng.core.deliver.scale import Grade, grade_key, urgency_scale
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.guide.model import PlannedStandard, Subsystem
from zhunsheng.core.text.normal import key, squeeze

__all__ = ["GROUPS", "ROWS_A_PAGE", "Column", "Filter", "Group", "Listing", "Row", "View", "columns_for"]


@dataclass(slots=True)
class Row:
    """One item with what it lies in."""

    item: PlannedStandard
    grade: Grade
    category: Subsystem | None
    module: Subsystem | None
    hue: int
    findings: int = 0
    address: str = ""

    @property
    def number(self) -> str:
        """The 序号 as shown."""
        return "" if self.item.number is None else str(self.item.number)


@dataclass(slots=True, frozen=True)
class Column:
    """A column. ``value`` is what is exported, ``order`` what is sorted by; ``figure`` sets it to the right."""

    key: str
    label: str
    value: Callable[[Row], str | int]
    order: Callable[[Row], Any]
    default: bool = True
    figure: bool = False


@dataclass(slots=True)
class Filter:
    """A select above the list: its values as (value, label, number of rows), and the one chosen."""

    key: str
    label: str
    choices: list[tuple[str, str, int]]
    chosen: str = ""


@dataclass(slots=True)
class Group:
    """Rows under one head; ``subsystem`` is set where the head is one, ``total`` counts its rows on all pages."""

    label: str
    rows: list[Row]
    subsystem: Subsystem | None = None
    hue: int = 8
    total: int = 0


@dataclass(slots=True)
class View:
    """What the address asks for, only as far as it makes sense for this system."""

    q: str = ""
    filters: dict[str, str] = field(default_factory=dict)
    sort: str = "number"
    descending: bool = False
    group: str = "module"
    columns: tuple[str, ...] = ()
    page: int = 1


GROUPS = {"module": "按模块", "category": "按类别", "urgency": "按缓急程度", "none": "不分组"}
#: a longer list is shown in pages; its export holds all of them
ROWS_A_PAGE = 500
_FILTERS = {"module": "模块", "category": "类别", "urgency": "缓急程度", "status": "状态"}


def _number_order(row: Row) -> tuple[int, int, str]:
    number = row.item.number
    if isinstance(number, int):
        return (0, number, "")
    return (1, row.item.position, str(number or ""))


def _text(value: Callable[[Row], str]) -> Callable[[Row], Any]:
    return lambda row: (not value(row), value(row))


def _column(name: str, label: str, value: Callable[[Row], str], **more: Any) -> Column:
    return Column(name, label, value, more.pop("order", None) or _text(value), **more)


def _number_value(row: Row) -> str | int:
    return row.item.number if row.item.number is not None else ""


def columns_for(tree: SystemTree) -> list[Column]:
    """The columns a system can show: those of the 明细表, its guide's own further ones, and where it is printed."""
    items = tree.system.planned_standards
    scale = [grade.key for grade in urgency_scale(tree.system)]
    columns = [
        Column("number", "序号", _number_value, _number_order, figure=True),
        _column(
            "code", "体系编号", lambda row: row.category.code if row.category else row.item.subsystem or ""
        ),
        _column("module", "一级体系", lambda row: row.module.name if row.module else "", default=False),
        _column("category", "子体系名称", lambda row: row.category.name if row.category else ""),
        _column("name", "标准名称", lambda row: row.item.name),
        _column(
            "identifier",
            "标准编号",
            lambda row: row.item.identifier or "",
            default=any(item.identifier for item in items),
        ),
        _column(
            "urgency",
            "缓急程度",
            lambda row: row.grade.label,
            order=lambda row: (scale.index(row.grade.key), _number_order(row)),
        ),
        _column(
            "status", "状态", lambda row: row.item.status or "", default=any(item.status for item in items)
        ),
        Column("findings", "校核", lambda row: row.findings or "", lambda row: -row.findings, figure=True),
        _column("source", "出处", _source, order=lambda row: row.item.source.line_start),
    ]
    for head in dict.fromkeys(head for item in items for head in item.extra):
        columns.append(_extra(head))
    return columns


def _extra(head: str) -> Column:
    return _column(f"extra:{head}", head, lambda row: row.item.extra.get(head, ""), default=False)


def _export_columns(column: Column) -> list[Column]:
    """A column as files hold it: of the urgency, the mark and the legend's word for it stand apart."""
    if column.key != "urgency":
        return [column]
    return [
        _column("urgency_mark", "缓急标志", _mark),
        _column("urgency", column.label, lambda row: row.grade.tier),
    ]


def _mark(row: Row) -> str:
    urgency = row.item.urgency
    return "★" * urgency.stars if urgency.stars else squeeze(urgency.printed)


def _source(row: Row) -> str:
    span = row.item.source
    if span.line_start < 1:
        return ""
    return (
        f"第 {span.line_start} 行"
        if span.line_end == span.line_start
        else f"第 {span.line_start}–{span.line_end} 行"
    )


class Listing:
    """The list of one system as one address asks for it.

    ``query`` is the address's parameters; what it does not know is ignored. ``findings`` gives the number of
    findings by printed number of an item.
    """

    def __init__(
        self, tree: SystemTree, query: Mapping[str, str], findings: Mapping[str, int] | None = None
    ) -> None:
        self.tree = tree
        self.grades = {grade.key: grade for grade in urgency_scale(tree.system)}
        self.all_rows = [self._row(item, findings or {}) for item in tree.system.planned_standards]
        self.all_columns = columns_for(tree)
        self.view = self._read(query)
        self.rows = self._chosen()
        self.pages = max(1, -(-len(self.rows) // ROWS_A_PAGE))
        self.view.page = min(max(1, self.view.page), self.pages)

    def _row(self, item: PlannedStandard, findings: Mapping[str, int]) -> Row:
        category = self.tree.by_code.get(item.subsystem or "")
        module = self.tree.module_of(item.subsystem)
        name = str(item.number) if item.number is not None else f"#{item.position}"
        hue = self.tree.hue(item.subsystem)
        grade = self.grades[grade_key(item.urgency)]
        return Row(item, grade, category, module, hue, findings.get(name, 0), self.tree.item_name(item))

    def _read(self, query: Mapping[str, str]) -> View:
        known = {column.key for column in self.all_columns}
        sort = query.get("sort", "")
        descending = sort.startswith("-")
        sort = sort.lstrip("-")
        asked = tuple(name for name in query.get("columns", "").split(",") if name in known)
        default = tuple(column.key for column in self.all_columns if column.default)
        view = View(
            q=query.get("q", "").strip()[:200],
            filters={name: query[name].strip() for name in _FILTERS if query.get(name, "").strip()},
            sort=sort if sort in known else "number",
            descending=descending and sort in known,
            group=query.get("group", "") if query.get("group", "") in GROUPS else "module",
            columns=asked or default,
            page=int(query["page"][:6])
            if query.get("page", "").isascii() and query.get("page", "").isdigit()
            else 1,
        )
        if view.filters.get("module") and view.filters["module"] not in self.tree.by_code:
            del view.filters["module"]
        return view

    @property
    def columns(self) -> list[Column]:
        """The columns shown, in their fixed order."""
        return [column for column in self.all_columns if column.key in self.view.columns]

    def _value(self, name: str, row: Row) -> str:
        if name == "module":
            return row.module.code if row.module else ""
        if name == "category":
            return row.category.code if row.category else ""
        return row.grade.key if name == "urgency" else row.item.status or ""

    def _passes(self, row: Row, without: str = "") -> bool:
        for name, wanted in self.view.filters.items():
            if name == without:
                continue
            if name == "category":
                codes = [item.code for item in self.tree.path(row.category.code)] if row.category else []
                if wanted not in codes:
                    return False
            elif self._value(name, row) != wanted:
                return False
        return not self.view.q or self._matches(row)

    def _matches(self, row: Row) -> bool:
        """Whether a row answers the search: as a whole, or each of its words somewhere in the row."""
        words = self.view.q.split()
        return self._holds(row, self.view.q) or (
            len(words) > 1 and all(self._holds(row, word) for word in words)
        )

    def _holds(self, row: Row, asked: str) -> bool:
        """Whether the number, code, name, category, standard number or own columns of a row hold what is asked."""
        wanted = key(asked)
        number = wanted.removeprefix("第").removesuffix("项").removesuffix("号")
        if number and number == key(row.number):
            return True
        if not wanted:
            return False
        said = [row.item.name, row.item.identifier or "", row.item.status or "", *row.item.extra.values()]
        if row.category is not None:
            for part in self.tree.path(row.category.code):
                said += [part.name, part.abbreviation or "", *part.aliases]
                if key(part.code) == wanted:
                    return True
        # Digits alone name a serial number or stand in a standard's number; they are not looked for in names.
        if number.isdigit():
            return number in key(row.item.identifier or "")
        return any(wanted in key(text) for text in said if text)

    def _chosen(self) -> list[Row]:
        rows = [row for row in self.all_rows if self._passes(row)]
        column = next(column for column in self.all_columns if column.key == self.view.sort)
        rows.sort(key=_number_order)
        rows.sort(key=column.order, reverse=self.view.descending)
        return rows

    def filters(self) -> list[Filter]:
        """The selects, each with the number of rows it would leave given the others."""
        made = []
        for name, label in _FILTERS.items():
            counts: dict[str, int] = {}
            for row in self.all_rows:
                if self._passes(row, without=name):
                    for value in self._values(name, row):
                        counts[value] = counts.get(value, 0) + 1
            choices = [(value, said, counts.get(value, 0)) for value, said in self._choices(name)]
            if len(choices) > 1 or self.view.filters.get(name):
                made.append(Filter(name, label, choices, self.view.filters.get(name, "")))
        return made

    def _values(self, name: str, row: Row) -> list[str]:
        if name == "category" and row.category:
            return [item.code for item in self.tree.path(row.category.code)[1:]]
        return [self._value(name, row)]

    def _choices(self, name: str) -> list[tuple[str, str]]:
        if name == "module":
            return [(item.code, f"{item.code} {item.name}") for item in self.tree.modules]
        if name == "category":
            inside = self.view.filters.get("module")
            parts = self.tree.below(inside) if inside else self.tree.walk()
            return [(item.code, f"{item.code} {item.name}") for item in parts if item.level > 1]
        if name == "urgency":
            return [(grade.key, grade.label) for grade in self.grades.values()]
        return [
            (said, said)
            for said in dict.fromkeys(squeeze(row.item.status or "") for row in self.all_rows)
            if said
        ]

    def groups(self) -> list[Group]:
        """The rows under their heads: modules and categories in the order of the tree, urgency by its scale."""
        if self.view.group == "none":
            return [Group("", self.rows)]
        made: dict[str, Group] = {}
        for row in self.rows:
            name = self._value(self.view.group, row)
            if name not in made:
                made[name] = self._group(row)
            made[name].rows.append(row)
        if self.view.group == "urgency":
            order = list(self.grades)
        else:
            order = [item.code for item in self.tree.walk()]
        return [
            made[name]
            for name in sorted(made, key=lambda name: order.index(name) if name in order else len(order))
        ]

    def shown_groups(self) -> list[Group]:
        """:meth:`groups`, only as far as their rows stand on the page asked for."""
        first = (self.view.page - 1) * ROWS_A_PAGE
        shown, at = [], 0
        for group in self.groups():
            rows = group.rows[max(0, first - at) : max(0, first + ROWS_A_PAGE - at)]
            at += len(group.rows)
            if rows:
                shown.append(Group(group.label, rows, group.subsystem, group.hue, len(group.rows)))
        return shown

    def _group(self, row: Row) -> Group:
        if self.view.group == "urgency":
            return Group(row.grade.label, [])
        subsystem = row.module if self.view.group == "module" else row.category
        if subsystem is None:
            return Group("未归入任何子体系", [])
        return Group(subsystem.name, [], subsystem, row.hue)

    def matching_subsystems(self) -> list[Subsystem]:
        """Subsystems that the search names, items or not: so that an empty category can be found as well."""
        whole = key(self.view.q)
        if not whole or whole.isdigit():
            return []
        words = [key(word) for word in self.view.q.split() if key(word)]
        found = []
        for item in self.tree.walk():
            said = [key(text) for text in (item.name, item.abbreviation or "", *item.aliases, *item.topics)]
            code = key(item.code)
            asked = [[whole], words]
            if any(all(one == code or any(one in text for text in said) for one in each) for each in asked):
                found.append(item)
        return found

    def table(self) -> tuple[list[Column], list[list[str | int]]]:
        """What is seen, as columns and rows in the order seen; a group's head becomes a first column."""
        columns = self.columns
        rows: list[list[str | int]] = []
        grouped = self.view.group if self.view.group != "none" else ""
        extra = {"module": "module", "category": "category", "urgency": "urgency"}.get(grouped)
        if extra and extra not in {column.key for column in columns}:
            columns = [column for column in self.all_columns if column.key == extra] + columns
        columns = [single for column in columns for single in _export_columns(column)]
        for group in self.groups():
            rows += [[column.value(row) for column in columns] for row in group.rows]
        return columns, rows

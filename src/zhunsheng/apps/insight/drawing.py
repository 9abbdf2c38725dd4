"""What the pictures of relations are drawn from: the same counts and links as the tables, as plain data."""

from __future__ import annotations

from django.utils import timezone

from zhunsheng.apps.insight.counting import Matrix
from zhunsheng.apps.insight.wording import forward
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.deliver.diagrams.flows import Cell, Flow, Module, finding, flows_of
from zhunsheng.core.deliver.tables import Column, Table
from zhunsheng.core.relations import relation_types

__all__ = ["Between", "between", "flow_table", "origin_of", "types_said"]


def origin_of(edition: Edition) -> str:
    """Where a picture on its own comes from: system, edition, source, its state and today's date."""
    status = f"（{edition.guide_status}）" if edition.guide_status else ""
    said = f"{edition.system.name} {edition.display_label} · 依据《{edition.title}》{status}"
    if edition.published_at:
        said += f" · 内容指纹 {edition.content_hash[:16]}"
    else:
        said += " · 草稿"
    return f"{said} · {timezone.localdate().isoformat()}"


class Between:
    """A matrix of modules as flows: ``modules``, ``cells`` and ``flows`` for the pictures, ``title`` the finding."""

    def __init__(self, matrix: Matrix) -> None:
        self.modules = [Module(*one) for one in matrix.modules]
        self.cells = _cells(matrix)
        self.flows = flows_of(self.modules, self.cells)
        self.title = finding(self.modules, self.flows, (matrix.total.sure, matrix.total.open))


def between(matrix: Matrix) -> Between:
    """The flows of a matrix."""
    return Between(matrix)


def _cells(matrix: Matrix) -> list[Cell]:
    """Counts by pair and type; those of a type that reads the same both ways once, from the module that stands first."""
    place = {code: index for index, (code, _, _) in enumerate(matrix.modules)}
    cells = []
    for (start, end), cell in sorted(matrix.cells.items()):
        if start not in place or end not in place:
            continue
        for kind in sorted(cell.confirmed.keys() | cell.suggested.keys()):
            known = relation_types().get(kind)
            mutual = bool(known and known.symmetric)
            if mutual and place[start] > place[end]:
                continue
            counts = cell.confirmed[kind], cell.suggested[kind]
            cells.append(Cell(start, end, kind, forward(kind), *counts, mutual))
    return cells


def flow_table(found: Between, title: str, meta: list[tuple[str, str, str]]) -> Table:
    """The rows of the pictures between modules: one for each flow."""
    names = {module.code: module.name for module in found.modules}
    rows = [
        [
            flow.source,
            names[flow.source],
            "→" if flow.directed else "—",
            flow.target,
            names[flow.target],
            flow.confirmed,
            flow.suggested,
            types_said(flow),
        ]
        for flow in found.flows
    ]
    return Table(title, COLUMNS, rows, meta)


COLUMNS = [
    Column("from", "从"),
    Column("from_name", "模块名称"),
    Column("direction", "方向"),
    Column("to", "到"),
    Column("to_name", "模块名称"),
    Column("confirmed", "已确认", True),
    Column("suggested", "待确认", True),
    Column("types", "各种关联"),
]


def types_said(flow: Flow) -> str:
    """``规范性引用 3（+1）、支撑 2``: by type, the suggested with a plus."""
    said = []
    for _, label, sure, open_ in flow.types:
        said.append(f"{label} {sure}" + (f"（+{open_}）" if open_ else "") if sure else f"{label} +{open_}")
    return "、".join(said)

"""收回明细表: an edited table comes in, its columns are understood, its changes are accepted or turned down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.systems import actions, permissions, queries
from zhunsheng.apps.systems.intake import Hopeless, read_upload
from zhunsheng.apps.systems.models import Edition, TableReturn
from zhunsheng.apps.systems.pages.common import Step, address, edition_or_404, page, refusal, sign_in
from zhunsheng.apps.systems.returned import comparison_of, identity_hash
from zhunsheng.core.deliver.tables import Column, Table
from zhunsheng.core.returned import FIELDS, MARK, ORIGINAL, Comparison, RowChange
from zhunsheng.shell.downloads import FORMATS, download

__all__ = ["accept", "close", "columns", "export", "reject", "returned", "returns"]

SORTS = {
    "added": "新增",
    "removed": "删除",
    "renamed": "更名",
    "moved": "移动",
    "changed": "改值",
    "conflict": "冲突",
    "rejected": "已否定",
}
_MOST_SHOWN = 300


@dataclass(slots=True)
class Line:
    """A change with what stands beside it on the page."""

    change: RowChange
    uid: str
    sorts: list[str]
    verdict: dict[str, str] | None
    href: str

    @property
    def open(self) -> bool:
        """Whether it still waits for a decision."""
        return self.verdict is None


def returns(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The form that takes a table, and the tables that came back before. A posted file leads to its changes."""
    edition = edition_or_404(request, slug, key)
    if not permissions.may_change(request.user):
        if not request.user.is_authenticated:
            return sign_in(request.path)
        return _form(request, edition, status=403)
    if request.method != "POST":
        return _form(request, edition)
    upload = request.FILES.get("file")
    if upload is None:
        return _form(request, edition, error="没有选择文件。请选择改过的明细表再提交。", status=400)
    try:
        data, name = read_upload(upload)
        made = actions.receive_table(
            request.user,
            edition,
            data,
            name,
            sheet=request.POST.get("sheet", "").strip(),
            whole=request.POST.get("part") != "1",
        )
    except (Hopeless, Refused) as error:
        return _form(request, edition, error=str(error), status=400)
    return redirect(address("returned", made.edition, made.pk))


def _form(request: HttpRequest, edition: Edition, *, error: str = "", status: int = 200) -> HttpResponse:
    tables = queries.table_returns(request.user, edition)
    context = {
        "error": error,
        "tables": [(one, address("returned", one.edition, one.pk)) for one in tables],
    }
    return page(request, "returns", edition, "items", _trail(edition), context, status=status)


def _trail(edition: Edition, last: str = "") -> list[Step]:
    steps = [Step("清单", address("items", edition))]
    return (
        [*steps, Step("收回明细表", address("returns", edition)), Step(last)]
        if last
        else [*steps, Step("收回明细表")]
    )


def _returned(request: HttpRequest, edition: Edition, uid: UUID) -> TableReturn:
    found = queries.find_return(request.user, edition, uid)
    if found is None:
        raise Http404("没有这张收回的表")
    return found


def _lines(found: TableReturn, comparison: Comparison) -> list[Line]:
    draft, names = found.edition, queries.item_names(found.edition)
    lines = []
    for change in comparison.changes:
        uid = identity_hash(change.identity)
        name = names.get(change.key, "")
        sorts = [*change.sorts, *(["conflict"] if change.conflict else [])]
        verdict = found.verdicts.get(uid)
        lines.append(Line(change, uid, sorts, verdict, address("item", draft, name) if name else ""))
    return lines


def returned(request: HttpRequest, slug: str, key: str, uid: UUID) -> HttpResponse:
    """What one table would change; ``?sort=`` shows one kind of change."""
    edition = edition_or_404(request, slug, key)
    found = _returned(request, edition, uid)
    comparison = comparison_of(found)
    lines = _lines(found, comparison)
    asked = request.GET.get("sort", "")
    shown = _asked_lines(lines, asked)
    counts = {name: len(_asked_lines(lines, name)) for name in SORTS}
    context: dict[str, Any] = {
        "table": found,
        "open": found.state == TableReturn.OPEN and edition.is_draft,
        "lines": shown[:_MOST_SHOWN],
        "hidden": max(0, len(shown) - _MOST_SHOWN),
        "waiting": len(_asked_lines(lines, "")),
        "total": len(lines),
        "sorts": [
            (name, label, counts[name], address("returned", edition, uid, sort=name))
            for name, label in SORTS.items()
            if counts[name] or name == asked
        ],
        "sort_labels": SORTS,
        "asked": asked,
        "problems": [*found.notes, *comparison.problems],
        "unchanged": comparison.unchanged,
        "column_rows": [
            (head, found.columns.get(head, ""), _samples(found, at)) for at, head in enumerate(found.heads)
        ],
        "meanings": [*FIELDS.items(), (MARK, "记录号"), (ORIGINAL, "原值")],
        "understood": bool({"name", MARK} & set(found.columns.values())),
        "plain": address("returned", edition, uid),
        "exports": [(kind, address("return-export", edition, uid, kind, sort=asked)) for kind in FORMATS],
    }
    return page(request, "returned", edition, "items", _trail(edition, found.file_name), context)


def _asked_lines(lines: list[Line], asked: str) -> list[Line]:
    if asked == "rejected":
        return [line for line in lines if not line.open]
    return [line for line in lines if line.open and (not asked or asked in line.sorts)]


def _samples(found: TableReturn, at: int) -> str:
    cells = [row["cells"][at] for row in found.rows[:20] if at < len(row["cells"]) and row["cells"][at]]
    return "；".join(dict.fromkeys(cells))[:80]


@require_POST
def columns(request: HttpRequest, slug: str, key: str, uid: UUID) -> HttpResponse:
    """Say what the columns mean."""
    edition = edition_or_404(request, slug, key)
    back = address("returned", edition, uid)
    found = _returned(request, edition, uid)
    wanted = {head: request.POST.get(f"column:{at}", "") for at, head in enumerate(found.heads)}
    try:
        actions.set_columns(request.user, found, wanted, whole=request.POST.get("part") != "1")
    except Refused as error:
        return refusal(request, error, back)
    messages.success(request, "已按所指的含义重新比较；表头相同的表以后照此读取。")
    return redirect(back)


@require_POST
def accept(request: HttpRequest, slug: str, key: str, uid: UUID) -> HttpResponse:
    """Write the chosen changes into the draft."""
    edition = edition_or_404(request, slug, key)
    back = _back(request, edition, uid)
    found = _returned(request, edition, uid)
    wanted = request.POST.getlist("change")
    if request.POST.get("all") == "safe":
        wanted = [
            line.uid
            for line in _lines(found, comparison_of(found))
            if line.open and line.change.kind == "changed" and not line.change.conflict
        ]
    try:
        written, refused = actions.accept_changes(
            request.user, found, wanted, reason=request.POST.get("reason", "")
        )
    except Refused as error:
        return refusal(request, error, back)
    messages.success(request, f"已写入 {written} 行，更正记录里注明了出自哪张表哪一行。")
    if refused:
        messages.error(request, "未写入的：\n" + "\n".join(refused[:8]))
    return redirect(back)


@require_POST
def reject(request: HttpRequest, slug: str, key: str, uid: UUID) -> HttpResponse:
    """Turn the chosen changes down, with a reason."""
    edition = edition_or_404(request, slug, key)
    back = _back(request, edition, uid)
    found = _returned(request, edition, uid)
    try:
        count = actions.reject_changes(
            request.user, found, request.POST.getlist("change"), reason=request.POST.get("reason", "")
        )
    except Refused as error:
        return refusal(request, error, back)
    messages.success(request, f"已否定 {count} 处改动，理由记在日志里。")
    return redirect(back)


@require_POST
def close(request: HttpRequest, slug: str, key: str, uid: UUID) -> HttpResponse:
    """Lay the table aside."""
    edition = edition_or_404(request, slug, key)
    try:
        actions.close_return(
            request.user, _returned(request, edition, uid), reason=request.POST.get("reason", "")
        )
    except Refused as error:
        return refusal(request, error, address("returned", edition, uid))
    messages.success(request, "已结束。写入的改动保留，没有处理的不再提示。")
    return redirect(address("returns", edition))


def _back(request: HttpRequest, edition: Edition, uid: UUID) -> str:
    asked = request.POST.get("sort", "")
    return address("returned", edition, uid, sort=asked if asked in SORTS else "")


def export(request: HttpRequest, slug: str, key: str, uid: UUID, kind: str) -> HttpResponse:
    """The changes that the same address shows, as a file: one row a value."""
    edition = edition_or_404(request, slug, key)
    if kind not in FORMATS:
        raise Http404("没有这种格式")
    found = _returned(request, edition, uid)
    lines = _asked_lines(_lines(found, comparison_of(found)), request.GET.get("sort", ""))
    heads = [
        ("place", "表中位置"),
        ("kind", "改动"),
        ("title", "标准"),
        ("field", "字段"),
        ("base", "交出时"),
        ("ours", "现在"),
        ("theirs", "收回的"),
        ("conflict", "冲突"),
        ("verdict", "处理"),
    ]
    rows = [
        (
            line.change.place,
            "、".join(SORTS[one] for one in line.change.sorts),
            line.change.label,
            cell.label if cell else "",
            (cell.base or "") if cell else "",
            cell.ours if cell else "",
            cell.theirs if cell else "",
            "是" if cell and cell.conflict else "",
            f"已否定：{line.verdict['reason']}" if line.verdict else "待处理",
        )
        for line in lines
        for cell in line.change.cells or (None,)
    ]
    meta = [
        ("edition", "版本", str(edition)),
        ("file", "收回的表", found.file_name),
        ("sha256", "SHA-256", found.sha256),
    ]
    table = Table("收回的改动", [Column(name, label) for name, label in heads], rows, meta)
    return download(table, kind, ["收回的改动", found.file_name])

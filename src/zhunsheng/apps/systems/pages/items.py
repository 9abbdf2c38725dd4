"""清单: the list with its filters and exports, and one page for each item."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from zhunsheng.apps.systems import queries
from zhunsheng.apps.systems.listing import GROUPS, ROWS_A_PAGE, Column, Listing
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.pages.common import (
    Step,
    address,
    edition_or_404,
    excerpt,
    finding_counts,
    page,
    related_address,
    relations_address,
    source_address,
    tree_of,
)
from zhunsheng.core.deliver.scale import grade_key, urgency_scale
from zhunsheng.core.deliver.tables import Column as TableColumn
from zhunsheng.core.deliver.tables import Table, to_csv, to_json, to_xlsx
from zhunsheng.core.guide.model import PlannedStandard
from zhunsheng.core.records import content_hash

__all__ = ["export", "item", "items"]

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
_WRITERS: dict[str, Callable[[Table], bytes]] = {"xlsx": to_xlsx, "csv": to_csv, "json": to_json}
_COLUMNS = "zhunsheng_columns"
_BASES = {"printed": "印在本格", "merged": "合并单元格，同上", "absent": "未印", "code": "由代号推定"}


def items(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The list as the address asks for it; htmx asks for the table alone."""
    edition = edition_or_404(request, slug, key)
    _, counts = finding_counts(edition)
    asked = _asked(request)
    listing = Listing(tree_of(edition), asked, counts)
    query = urlencode(asked | {"columns": ",".join(listing.view.columns)})
    context: dict[str, Any] = {
        "listing": listing,
        "heads": [_head(listing, column, request) for column in listing.columns],
        "groups": listing.shown_groups(),
        "page_size": ROWS_A_PAGE,
        "page_links": _page_links(listing, request),
        "total": len(listing.all_rows),
        "group_choices": list(GROUPS.items()),
        "column_choices": [(column, column.key in listing.view.columns) for column in listing.all_columns],
        "kept": [
            (name, value) for name, value in asked.items() if name not in {"columns", "remember"} and value
        ],
        "exports": [(name, f"{address('export', edition, name)}?{query}") for name in FORMATS],
        "chips": _chips(listing, request),
        "subsystems": listing.matching_subsystems(),
        "plain": address("items", edition),
        "asked": bool(listing.view.q or listing.view.filters),
    }
    response: HttpResponse
    if getattr(request, "htmx", False) and not request.htmx.boosted:  # type: ignore[attr-defined]
        response = render(request, "systems/items_table.html", context | {"edition": edition})
    else:
        response = page(request, "items", edition, "items", [Step("清单")], context)
    return _remember(request, response)


def _asked(request: HttpRequest) -> dict[str, str]:
    """The address's parameters; the columns chosen last time where the address does not say."""
    asked = {name: value for name, value in request.GET.dict().items() if isinstance(value, str)}
    chosen = ",".join(request.GET.getlist("columns")) or request.COOKIES.get(_COLUMNS, "")
    return asked | {"columns": chosen[:500]} if chosen else asked


def _remember(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep columns chosen in the menu (not those of a link) for the next visit; ``columns=default`` forgets them."""
    chosen = ",".join(request.GET.getlist("columns"))
    if chosen == "default":
        response.delete_cookie(_COLUMNS)
    elif chosen and chosen.isascii() and request.GET.get("remember"):
        response.set_cookie(_COLUMNS, chosen[:500], max_age=365 * 86400, samesite="Lax", httponly=True)
    return response


def _head(listing: Listing, column: Column, request: HttpRequest) -> dict[str, Any]:
    """A column's head: where clicking it leads, and how the list is sorted now."""
    current = listing.view.sort == column.key
    descending = current and not listing.view.descending
    query = request.GET.copy()
    query.pop("page", None)
    query["sort"] = f"-{column.key}" if descending else column.key
    direction = ("descending" if listing.view.descending else "ascending") if current else ""
    return {"column": column, "href": f"?{query.urlencode()}", "direction": direction}


def _chips(listing: Listing, request: HttpRequest) -> list[tuple[str, str]]:
    """What is filtered by, each with the address without it."""
    chips = []
    for found in listing.filters():
        if found.chosen:
            said = next((label for value, label, _ in found.choices if value == found.chosen), found.chosen)
            chips.append((f"{found.label}：{said}", _without(request, found.key)))
    if listing.view.q:
        chips.append((f"搜索：{listing.view.q}", _without(request, "q")))
    return chips


def _page_links(listing: Listing, request: HttpRequest) -> list[tuple[int, str, bool]]:
    """Number and address of each page of a long list; none where one page holds all."""
    if listing.pages == 1:
        return []
    query = request.GET.copy()
    links = []
    for number in range(1, listing.pages + 1):
        query["page"] = str(number)
        links.append((number, f"?{query.urlencode()}", number == listing.view.page))
    return links


def _without(request: HttpRequest, name: str) -> str:
    query = request.GET.copy()
    query.pop(name, None)
    return f"?{query.urlencode()}" if query else request.path


def export(request: HttpRequest, slug: str, key: str, kind: str) -> HttpResponse:
    """The rows and columns that the same address shows, as a file."""
    edition = edition_or_404(request, slug, key)
    if kind not in FORMATS:
        raise Http404("没有这种格式")
    _, counts = finding_counts(edition)
    title = f"{edition.system.name}标准明细表"
    asked = request.GET.dict() | {"columns": ",".join(request.GET.getlist("columns"))}
    columns, rows = Listing(tree_of(edition), asked, counts).table()
    about = _provenance(edition)
    table = Table(title, [TableColumn(item.key, item.label, item.figure) for item in columns], rows, about)
    data = _WRITERS[kind](table)
    response = HttpResponse(data, content_type=FORMATS[kind])
    told = {key: value for key, _, value in about}
    marks = [told["edition"], told["guide_status"], told["content_hash"][:8], told["exported"]]
    name = quote("-".join([title, *(mark for mark in marks if mark)]) + f".{kind}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _provenance(edition: Edition) -> list[tuple[str, str, str]]:
    """What an exported file says of itself; the same parts in short stand in its name, all that a CSV has."""
    fingerprint = edition.content_hash or content_hash(queries.load_system(edition))
    return [
        ("system", "体系", edition.system.name),
        ("title", "指南", edition.title),
        ("edition", "版本", edition.display_label),
        ("guide_status", "指南状态", edition.guide_status),
        ("status", "发布状态", edition.get_status_display()),
        ("content_hash", "内容指纹", fingerprint),
        ("source_sha256", "原文 SHA-256", edition.source_sha256),
        ("exported", "导出日期", timezone.localdate().isoformat()),
    ]


def item(request: HttpRequest, slug: str, key: str, name: str) -> HttpResponse:
    """One item: what is printed, what it means, why, where. Addresses by its place lead to the one by its 序号."""
    edition = edition_or_404(request, slug, key)
    tree = tree_of(edition)
    ordered = tree.system.planned_standards
    entry = tree.find_item(name)
    if entry is None:
        raise Http404("清单里没有这一项")
    if tree.item_name(entry) != name:
        return redirect(address("item", edition, tree.item_name(entry)))
    at = ordered.index(entry)
    category = tree.by_code.get(entry.subsystem or "")
    others = [other for other in tree.items(category.code) if other is not entry] if category else []
    called = str(entry.number) if entry.number is not None else f"#{entry.position}"
    history = queries.history_of_row(edition, "planned_standard", ordinal=entry.position)
    grade = next(grade for grade in urgency_scale(tree.system) if grade.key == grade_key(entry.urgency))
    context: dict[str, Any] = {
        "entry": entry,
        "title": _title(entry),
        "grade": grade,
        "path": tree.path(category.code) if category else [],
        "hue": tree.hue(entry.subsystem),
        "facts": _facts(entry),
        "siblings": [(other, tree.item_name(other)) for other in others],
        "findings": [pair for pair in queries.findings(edition) if called in pair[0].items],
        "excerpt": excerpt(edition, [entry.source], around=4),
        "place_href": source_address(edition, entry.source),
        "previous": (ordered[at - 1], tree.item_name(ordered[at - 1])) if at else None,
        "next": (ordered[at + 1], tree.item_name(ordered[at + 1])) if at + 1 < len(ordered) else None,
        "corrections": [one for made in history.values() for one in made],
        "guesses": queries.guesses_of_row(entry.guesses, history),
        "related_href": related_address(edition, name, address("item", edition, name)),
        "relations_href": relations_address(edition, f"planned:{name}"),
        "list_href": f"{address('items', edition)}?{urlencode({'q': called})}",
    }
    trail = [Step("清单", address("items", edition)), Step(_title(entry))]
    return page(request, "item", edition, "items", trail, context)


def _title(entry: PlannedStandard) -> str:
    return f"第 {entry.number} 项" if entry.number is not None else f"第 {entry.position} 行（无序号）"


def _facts(entry: PlannedStandard) -> list[tuple[str, str, str]]:
    """What stands in the row: label, printed form, remark where it is not simply printed."""
    urgency = entry.urgency
    facts = [
        ("序号", entry.printed_number, "" if entry.printed_number else "未印"),
        ("类别", entry.printed_category, _remark(entry.category_basis)),
        ("标准名称", entry.printed_name, ""),
        ("标准编号", entry.printed_identifier, ""),
        ("缓急程度", urgency.printed, _remark(urgency.basis)),
    ]
    facts += [(head, value, "") for head, value in entry.extra.items()]
    return [fact for fact in facts if fact[1] or fact[2]]


def _remark(basis: str) -> str:
    return "" if basis == "printed" else _BASES.get(basis, "")

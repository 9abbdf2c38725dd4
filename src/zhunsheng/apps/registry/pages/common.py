"""What the pages of the registry share: the rooms of the registry as tabs, rights, the answer to a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from zhunsheng.apps.registry import permissions
from zhunsheng.shell.frame import Step, page_asked, paged, refusal, safe_next, sign_in

__all__ = [
    "Rights",
    "Step",
    "extent",
    "page",
    "page_asked",
    "paged",
    "refusal",
    "rights_of",
    "safe_next",
    "sign_in",
]

_TABS = (
    ("standards", "标准", "registry:standards", None),
    ("bodies", "机构", "registry:bodies", None),
    ("classes", "分类", "registry:classes", None),
    ("catalogues", "目录来源", "registry:catalogues", None),
    ("verification", "核实", "registry:verification", permissions.may_verify),
)


@dataclass(slots=True, frozen=True)
class Rights:
    """What the reader may do here, asked of the named predicates."""

    bring: bool
    verify: bool
    place: bool
    repair: bool
    runs: bool


def extent(total: int, rows: int) -> list[tuple[str, str, str]]:
    """For the head of an exported file: how many there are, and how many of them the file has."""
    return [
        ("total", "总数", str(total)),
        ("exported_rows", "本文件行数", str(rows)),
        ("exported", "导出日期", timezone.localdate().isoformat()),
    ]


def rights_of(user: Any) -> Rights:
    """The reader's rights."""
    return Rights(
        bring=permissions.may_import(user),
        verify=permissions.may_verify(user),
        place=permissions.may_place(user),
        repair=permissions.may_repair(user),
        runs=permissions.may_see_runs(user),
    )


def page(
    request: HttpRequest,
    template: str,
    tab: str,
    trail: list[Step],
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Render a page of the registry inside the frame, under the tabs of its rooms."""
    tabs = [
        (label, reverse(name), key == tab)
        for key, label, name, right in _TABS
        if right is None or right(request.user)
    ]
    steps = [Step("标准库", reverse("registry:standards")), *trail] if trail else [Step("标准库")]
    around = {"section": "registry", "trail": steps, "tabs": tabs, "rights": rights_of(request.user)}
    return render(request, f"registry/{template}.html", around | context, status=status)

"""分类: browsing by ICS and CCS, from fields down to classes, each with the number of its standards."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from zhunsheng.apps.registry import browse
from zhunsheng.apps.registry.pages.common import Step, page
from zhunsheng.core.deliver.tables import Column, Table
from zhunsheng.core.registry.classes import class_name, field_name, names_source
from zhunsheng.shell.downloads import FORMATS, download

__all__ = ["classes", "classes_export"]


@dataclass(slots=True)
class ClassRow:
    """One line: a class, or the head under which classes lie; ``href`` lists its standards."""

    code: str
    name: str = ""
    field: str = ""
    parts: int = 0
    count: int = 0
    exact: bool = False
    href: str = ""


def _asked(request: HttpRequest) -> tuple[str, str]:
    scheme = request.GET.get("scheme", "ics")
    return (scheme if scheme in {"ics", "ccs"} else "ics"), request.GET.get("within", "").strip()[:20]


def _rows(scheme: str, within: str) -> list[ClassRow]:
    """The next level below ``within``: ICS by its dots, CCS by its first letter."""
    rows: dict[str, ClassRow] = {}
    base = reverse("registry:standards")
    for code, count in browse.class_counts(scheme, within):
        head = _head(scheme, code, within)
        row = rows.setdefault(head, _named(scheme, head))
        row.parts += 1
        row.count += count
        if code == head:
            row.exact = True
            row.href = f"{base}?{scheme}={code}"
    for row in rows.values():
        if row.parts > 1 and row.exact:
            row.href = ""
    return sorted(rows.values(), key=lambda row: row.code)


def _named(scheme: str, code: str) -> ClassRow:
    """A class with its name, and the Chinese name of its field where its own is known in English only."""
    name, field = class_name(scheme, code), field_name(scheme, code)
    return ClassRow(code, name, "" if name == field else field)


def _head(scheme: str, code: str, within: str) -> str:
    """The head under which ``code`` stands one level below ``within``."""
    if scheme == "ics":
        return ".".join(code.split(".")[: len(within.split(".")) + 1 if within else 1])
    return code if within else code[:1]


def classes(request: HttpRequest) -> HttpResponse:
    """The classes one level below what the address names."""
    scheme, within = _asked(request)
    query = request.GET.urlencode()
    context = {
        "scheme": scheme,
        "within": within,
        "rows": (rows := _rows(scheme, within)),
        "english": names_source() if any(row.field and row.name for row in rows) else "",
        "exports": [(kind, f"{reverse('registry:classes-export', args=[kind])}?{query}") for kind in FORMATS],
    }
    here = reverse("registry:classes")
    trail = [Step("分类", f"{here}?scheme={scheme}"), Step(within)] if within else [Step("分类")]
    return page(request, "classes", "classes", trail, context)


def classes_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The same lines as a file."""
    if kind not in FORMATS:
        raise Http404("没有这种格式")
    scheme, within = _asked(request)
    columns = [
        Column("code", "分类号"),
        Column("field", "领域"),
        Column("name", "名称"),
        Column("parts", "分类", numeric=True),
        Column("standards", "标准", numeric=True),
    ]
    rows = [(row.code, row.field, row.name, row.parts, row.count) for row in _rows(scheme, within)]
    return download(Table(f"{scheme.upper()} 分类", columns, rows), kind, [f"{scheme.upper()}分类", within])

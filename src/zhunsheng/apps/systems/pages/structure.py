"""体系: the structure diagram, the layered framework, the table of both; and one page for each subsystem."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime

from zhunsheng.apps.systems import queries
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
from zhunsheng.core.deliver.diagrams import Picture, framework_picture, structure_picture
from zhunsheng.core.deliver.overview import overview_of
from zhunsheng.core.deliver.scale import Grade, grade_key, urgency_scale
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.guide.model import PlannedStandard, SourceSpan, Subsystem
from zhunsheng.core.text.normal import squeeze

__all__ = ["picture_file", "structure", "subsystem"]

VIEWS = {"structure": "结构图", "framework": "框架图", "table": "表格"}
_PLACES = {
    "body": "正文",
    "list": "清单",
    "contents": "目录",
    "structure": "结构解析",
    "figure": "图",
    "promise": "概述",
}


@dataclass(slots=True)
class TreeLine:
    """One row of the table twin of the pictures."""

    subsystem: Subsystem
    hue: int
    depth: int
    layer: str
    parts: int
    grades: list[tuple[Grade, int]]
    items: int
    empty: bool


def structure(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The system as a picture or a table, by ``?view=``; ``?fold=`` names the modules that are folded."""
    edition = edition_or_404(request, slug, key)
    tree = tree_of(edition)
    view = request.GET.get("view", "structure")
    view = view if view in VIEWS else "structure"
    folded = frozenset(code for code in request.GET.get("fold", "").split(",") if code in tree.by_code)
    modules = {item.code for item in tree.modules if tree.children(item.code)}
    context: dict[str, Any] = {
        "view": view,
        "views": [(name, label, address("structure", edition, view=name)) for name, label in VIEWS.items()],
        "figures": overview_of(tree),
        "folded": folded,
        "unfold_all": address("structure", edition),
        "fold_all": address("structure", edition, fold=",".join(sorted(modules))),
        "all_folded": modules <= folded,
        "layers": tree.system.layers,
        "layers_guessed": any(layer.guesses for layer in tree.system.layers),
    }
    if view == "table":
        context["lines"] = _table(tree)
        context["scale"] = urgency_scale(tree.system)
    else:
        picture = _picture(tree, edition, view, folded)
        # The text comes from our own writer, which escapes every name.
        context["svg"] = mark_safe(picture.svg(cls=f"diagram {view}"))  # noqa: S308
    return page(request, "structure", edition, "structure", [Step("体系")], context)


def _picture(tree: SystemTree, edition: Edition, view: str, folded: frozenset[str]) -> Picture:
    def href(code: str) -> str:
        return address("subsystem", edition, code)

    if view == "framework":
        return framework_picture(tree, title=edition.system.name, href=href)

    def fold_href(code: str) -> str:
        return address("structure", edition, fold=",".join(sorted(folded ^ {code})))

    return structure_picture(tree, title=edition.system.name, href=href, fold_href=fold_href, folded=folded)


def picture_file(request: HttpRequest, slug: str, key: str, view: str) -> HttpResponse:
    """A picture as a file of its own, with its colours in it."""
    edition = edition_or_404(request, slug, key)
    if view not in {"structure", "framework"}:
        raise Http404("没有这种图")
    text = _picture(tree_of(edition), edition, view, frozenset()).svg(
        standalone=True, caption=_caption(edition)
    )
    name = quote(f"{edition.system.name}-{edition.display_label}-{VIEWS[view]}.svg")
    response = HttpResponse(text, content_type="image/svg+xml; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _caption(edition: Edition) -> str:
    """Where a picture on its own comes from, and what its dashed boxes mean."""
    status = f"（{edition.guide_status}）" if edition.guide_status else ""
    said = f"依据《{edition.title}》{edition.display_label}{status}"
    if edition.published_at:
        said += f"，{localtime(edition.published_at):%Y-%m-%d} 发布，内容指纹 {edition.content_hash[:16]}"
    return f"{said}。虚线框：尚无拟制定标准。"


def _table(tree: SystemTree) -> list[TreeLine]:
    layer_of: dict[str, str] = {}
    for layer in tree.system.layers:
        for code in layer.members:
            for inside in [code, *(below.code for below in tree.below(code))]:
                layer_of.setdefault(inside, layer.name)
    scale = urgency_scale(tree.system)
    lines = []
    for item in tree.walk():
        items = tree.items(item.code)
        counts = Counter(grade_key(entry.urgency) for entry in items)
        lines.append(
            TreeLine(
                subsystem=item,
                hue=tree.hue(item.code),
                depth=len(tree.path(item.code)) - 1,
                layer=layer_of.get(item.code, ""),
                parts=len(list(tree.below(item.code))),
                grades=[(grade, counts[grade.key]) for grade in scale],
                items=len(items),
                empty=tree.is_empty(item.code),
            )
        )
    return lines


def subsystem(request: HttpRequest, slug: str, key: str, code: str) -> HttpResponse:
    """Everything about one subsystem: scope, topics, parts, items, findings, where it is named, source lines."""
    edition = edition_or_404(request, slug, key)
    tree = tree_of(edition)
    item = tree.by_code.get(code)
    if item is None:
        raise Http404("这个版本里没有这个代号的子体系")
    document = queries.load_document(edition)
    prose = _same(document.subsystems, item) if document else None
    path = tree.path(code)
    siblings = tree.children(path[-2].code if len(path) > 1 else None)
    at = [other.code for other in siblings].index(code)
    found = [pair for pair in queries.findings(edition) if code in pair[0].subsystems]
    counts, item_counts = finding_counts(edition)
    history = queries.history_of_row(edition, "subsystem", code=code, occurrence=1)
    context: dict[str, Any] = {
        "item": item,
        "hue": tree.hue(code),
        "path": path,
        "level_word": ("模块", "类别", "方向")[min(len(path), 3) - 1],
        "scope": item.scope or (prose.scope if prose else ""),
        "summary": item.summary or (prose.summary if prose else ""),
        "topics": _topics(item, prose, edition),
        "children": [
            (child, len(tree.items(child.code)), counts[child.code]) for child in tree.children(code)
        ],
        "rows": [_row(tree, entry, edition, item_counts) for entry in tree.items(code)],
        "list_href": address("items", edition, **{"module" if len(path) == 1 else "category": code}),
        "findings": found,
        "sightings": [
            (_PLACES.get(s.place, s.place), s, source_address(edition, s.source)) for s in item.sightings
        ],
        "excerpt": excerpt(edition, _with_scope(edition, item, prose), around=4),
        "place_href": source_address(edition, item.source),
        "listed": tree.listed,
        "corrections": [one for made in history.values() for one in made],
        "guesses": queries.guesses_of_row(item.guesses, history),
        "grouped": any(child.group for child in tree.children(code)),
        "previous": siblings[at - 1] if at else None,
        "next": siblings[at + 1] if at + 1 < len(siblings) else None,
        "scale": urgency_scale(tree.system),
        "related_href": related_address(edition, code, address("subsystem", edition, code)),
        "relations_href": relations_address(edition, f"subsystem:{code}"),
    }
    trail = [Step("体系", address("structure", edition))]
    trail += [Step(f"{up.code} {up.name}", address("subsystem", edition, up.code)) for up in path[:-1]]
    return page(request, "subsystem", edition, "structure", [*trail, Step(f"{code} {item.name}")], context)


def _with_scope(edition: Edition, item: Subsystem, prose: Subsystem | None) -> list[SourceSpan]:
    """The heading's lines and, where the file is here, the lines after it that print the scope."""
    lines = queries.source_lines(edition)
    scope = squeeze(item.scope or (prose.scope if prose else ""))
    spans = [item.source]
    if lines is None or not scope:
        return spans
    for number in range(item.source.line_end + 1, min(len(lines), item.source.line_end + 40) + 1):
        said = squeeze(lines[number - 1])
        if said and said not in scope:
            break
        if said:
            spans.append(SourceSpan(number, number))
    return spans


def _same(subsystems: list[Subsystem], item: Subsystem) -> Subsystem | None:
    return next((other for other in subsystems if other.source.line_start == item.source.line_start), None)


def _topics(item: Subsystem, prose: Subsystem | None, edition: Edition) -> list[tuple[str, str, str]]:
    """Topics as (name, scope, source address); without details only the names."""
    details = {topic.name: topic for topic in item.topic_details}
    texts = {topic.name: topic.scope for topic in prose.topic_details} if prose else {}
    made = []
    for name in item.topics:
        topic = details.get(name)
        scope = (topic.scope if topic else "") or texts.get(name, "")
        made.append((name, scope, source_address(edition, topic.source) if topic else ""))
    return made


def _row(tree: SystemTree, entry: PlannedStandard, edition: Edition, counts: Counter[str]) -> dict[str, Any]:
    grades = {grade.key: grade for grade in urgency_scale(tree.system)}
    name = str(entry.number) if entry.number is not None else f"#{entry.position}"
    return {
        "item": entry,
        "grade": grades[grade_key(entry.urgency)],
        "category": tree.by_code[str(entry.subsystem)],
        "hue": tree.hue(entry.subsystem),
        "href": address("item", edition, tree.item_name(entry)),
        "source": source_address(edition, entry.source),
        "findings": counts[name],
    }

"""The interface to the registry: standards with their sources and relations, bodies, sources, imports, verifying."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from zhunsheng.api.coded import CodeOrWord
from zhunsheng.api.errors import answers, not_found, refuse_unknown
from zhunsheng.api.paging import Cursor, Limit, read_cursor, write_cursor
from zhunsheng.apps.registry import browse, plain, queries, shapes
from zhunsheng.apps.registry.citing import citation_plain
from zhunsheng.apps.registry.lookup import as_asked, find_any, nearest
from zhunsheng.apps.registry.models import (
    Classification,
    Participation,
    Standard,
)
from zhunsheng.apps.registry.unknown import unknown_body, unknown_source
from zhunsheng.apps.systems.addressed import edition_of
from zhunsheng.apps.systems.permissions import may_see_drafts
from zhunsheng.core.deliver.citation import STYLES
from zhunsheng.core.identifiers.plain import number_plain
from zhunsheng.core.registry.numbering import number_of

__all__ = ["find", "router"]

router = Router(tags=["标准"])
_TEXT = {"max_length": 200}
Styles = Literal["gbt7714", "bibtex", "relaton", "csl"]
Statuses = Annotated[str, CodeOrWord("status")]
Levels = Annotated[str, CodeOrWord("level")]
States = Annotated[str, CodeOrWord("verification")]


class Standards(Schema):
    """A page of the list of standards."""

    total: int | None = Field(description="合条件的总数；没有要求计数时为 null")
    items: list[shapes.Brief]
    next: str | None = Field(description="下一页的 cursor；没有下一页时为 null")


class Facts(Schema):
    """The fields of a standard."""

    number: str
    fields: dict[str, shapes.FactOut]


class Relations(Schema):
    """The links of a standard."""

    number: str
    items: list[shapes.RelationOut]


class Briefs(Schema):
    """Standards in short."""

    items: list[shapes.Brief]


class Life(Schema):
    """The life of a standard."""

    number: str
    items: list[shapes.TimelineOut]


class Placements(Schema):
    """Where standards are placed."""

    items: list[shapes.PlacementOut]


class Numbers(Schema):
    """Texts read as numbers."""

    items: list[shapes.NumberOut]


def find(request: HttpRequest, number: str) -> Standard:
    """The standard that a part of an address names: see :func:`.lookup.find_any`."""
    found = find_any(request.user, number)
    if found is not None:
        return found
    near = nearest(request.user, number)
    meant = f"是否指 {'、'.join(near)}？" if near else ""
    raise not_found(
        f"标准库中没有“{as_asked(number)}”。", f"{meant}请检查编号和年份，或用 /api/v1/search?q= 查找。"
    )


@router.get("/standards", response=answers(Standards, 409), summary="全部标准，可筛选（分页）")
def standards(
    request: HttpRequest,
    status: Annotated[
        list[Statuses], Query(max_length=20, description="状态：代码或中文名称，可给几个")
    ] = [],
    level: Annotated[list[Levels], Query(max_length=20, description="层级：代码或中文名称，可给几个")] = [],
    verification: Annotated[
        list[States], Query(max_length=20, description="核实状态：代码或中文名称，可给几个")
    ] = [],
    publisher: Annotated[str, Query(**_TEXT, description="标准代号，如 GB、DB32、T/CESA、ISO/IEC")] = "",
    year: Annotated[int | None, Query(ge=1800, le=2200, description="编号中的年份")] = None,
    ics: Annotated[str, Query(**_TEXT, description="ICS 分类号，含其下级：35 或 35.020")] = "",
    ccs: Annotated[str, Query(**_TEXT, description="CCS 分类号，含其下级：L 或 L70")] = "",
    body: Annotated[
        int | None, Query(ge=1, le=2**62, description="机构的内部编号，见 /api/v1/bodies")
    ] = None,
    source: Annotated[str, Query(**_TEXT, description="来源代号，见 /api/v1/sources")] = "",
    lineage: Annotated[str, Query(**_TEXT, description="不带年份的编号：列出它的各版次")] = "",
    contested: Annotated[bool | None, Query(description="各来源有矛盾的，或没有矛盾的")] = None,
    order: Annotated[
        Literal["number", "id"], Query(description="number 按编号，id 按入库先后（取全部时最快）")
    ] = "number",
    count: Annotated[bool, Query(description="也给出总数；库很大时要多等一会")] = False,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Any:
    """Standards in order, by cursor, so that all of them can be fetched however many there are."""
    refuse_unknown(unknown_body(body), unknown_source(source))
    asked = {
        "status__in": status,
        "level__in": level,
        "verification__in": verification,
        "publisher": publisher.strip(),
        "year": year,
        "contested": contested,
    }
    found = queries.visible_standards(request.user).filter(
        **{name: value for name, value in asked.items() if value not in (None, "", [])}
    )
    for scheme, code in (("ics", ics), ("ccs", ccs)):
        if code.strip():
            inside = Classification.objects.filter(scheme=scheme, code__startswith=code.strip())
            found = found.filter(pk__in=inside.values("standard"))
    if body is not None:
        found = found.filter(pk__in=Participation.objects.filter(body=body).values("standard"))
    if source:
        found = queries.told_by(found, source)
    if lineage.strip():
        number = number_of(lineage)
        found = found.filter(lineage=number.lineage if number else lineage)
    further = {"ics": ics, "ccs": ccs, "body": body, "source": source, "lineage": lineage, "o": order}
    question = {**asked, **further}
    total = found.count() if count else None
    items, more = _page(found.defer("scope", "note"), question, order, limit, cursor)
    return {"total": total, "items": [plain.brief(one) for one in items], "next": more}


def _page(
    found: QuerySet[Standard], question: dict[str, Any], order: str, limit: int, cursor: str
) -> tuple[list[Standard], str | None]:
    """A page of standards by number or id, and the cursor of the next."""
    if order == "id":
        place = read_cursor(cursor, question, (int,))
        later = found.filter(pk__gt=place[0]) if place else found
        items = list(later.order_by("pk")[: limit + 1])
    else:
        place = read_cursor(cursor, question, (str, int))
        items = _after(found, place, limit + 1)
    if len(items) <= limit:
        return items, None
    last = items[limit - 1]
    return items[:limit], write_cursor([last.pk] if order == "id" else [last.sort_key, last.pk], question)


def _after(found: QuerySet[Standard], place: list[Any] | None, most: int) -> list[Standard]:
    """The next ones in order of numbers. Two plain ranges, which an index serves, instead of one with an or."""
    ordered = found.order_by("sort_key", "pk")
    if place is None:
        return list(ordered[:most])
    same = list(ordered.filter(sort_key=place[0], pk__gt=place[1])[:most])
    return same + list(ordered.filter(sort_key__gt=place[0])[: most - len(same)])


@router.get("/standards/{path:number}/facts", response=answers(Facts, 404), summary="各字段的值与来源")
def facts(request: HttpRequest, number: str) -> Any:
    """Every field with its sources, state and versions."""
    standard = find(request, number)
    return {"number": standard.number, "fields": plain.facts_plain(standard)}


@router.get("/standards/{path:number}/relations", response=answers(Relations, 404), summary="关联，两个方向")
def relations(request: HttpRequest, number: str) -> Any:
    """Links both ways."""
    standard = find(request, number)
    return {"number": standard.number, "items": plain.relations_plain(standard)}


@router.get("/standards/{path:number}/editions", response=answers(Briefs, 404), summary="同一编号的各版次")
def editions(request: HttpRequest, number: str) -> Any:
    """All editions of the number, oldest first."""
    return {"items": [plain.brief(one) for one in queries.editions_of(find(request, number))]}


@router.get("/standards/{path:number}/successors", response=answers(Briefs, 404), summary="应改用的标准")
def successors(request: HttpRequest, number: str) -> Any:
    """What to use instead, through chains of replacement."""
    return {"items": [plain.brief(one) for one in queries.successors(find(request, number))]}


@router.get("/standards/{path:number}/timeline", response=answers(Life, 404), summary="生命历程")
def timeline(request: HttpRequest, number: str) -> Any:
    """Plans, issue, force, reviews, replacement, withdrawal."""
    standard = find(request, number)
    return {"number": standard.number, "items": plain.timeline_plain(standard)}


@router.get(
    "/standards/{path:number}/placements", response=answers(Placements, 404), summary="在各体系中的归类"
)
def placements(request: HttpRequest, number: str) -> Any:
    """Where it is placed: confirmed, suggested (related, unconfirmed), rejected."""
    found = queries.placements_of(request.user, find(request, number))
    return {"items": [plain.placement_plain(one) for one in found]}


@router.get("/standards/{path:number}/citation", response=answers(shapes.CitationOut, 404), summary="引用")
def citation(
    request: HttpRequest,
    number: str,
    style: Annotated[
        Styles,
        Query(
            alias="format",
            description="格式：" + "，".join(f"{name} 即 {one.label}" for name, one in STYLES.items()),
        ),
    ] = "gbt7714",
) -> Any:
    """The citation; what is not known is left out."""
    return citation_plain(find(request, number), style)


@router.get("/standards/{path:number}", response=answers(shapes.StandardOut, 404), summary="一个标准的全部")
def standard(request: HttpRequest, number: str) -> Any:
    """Everything known: fields with their sources, relations both ways, editions, placements, life."""
    return plain.standard_plain(request.user, find(request, number))


@router.get(
    "/systems/{slug}/{key}/placements", response=answers(Placements, 404), summary="归在一个版本中的标准"
)
def placed(request: HttpRequest, slug: str, key: str) -> Any:
    """Standards beside the items and subsystems of an edition: confirmed, or suggested and unconfirmed."""
    found = queries.related_standards(edition_of(request, slug, key), gone=may_see_drafts(request.user))
    return {"items": [plain.placement_plain(one) for one in found]}


@router.get(
    "/systems/{slug}/{key}/items/{name}/standards",
    response=answers(Placements, 404),
    summary="一条标准方向（或一个子体系）旁的标准",
)
def beside(request: HttpRequest, slug: str, key: str, name: str) -> Any:
    """Standards beside one planned standard, or beside a subsystem named by its code."""
    edition = edition_of(request, slug, key)
    if browse.placed_item(request.user, edition.system.slug, edition.key, name) is None:
        raise not_found(f"{edition.key} 的清单没有第 {name} 项，也没有这个代码的子体系。")
    return {"items": [plain.placement_plain(one) for one in queries.related_standards(edition, name)]}


@router.get("/numbers", response=answers(Numbers), summary="读标准编号")
def numbers(
    request: HttpRequest,
    n: Annotated[list[str], Query(max_length=100, description="要读的文字，可给几个")] = [],
) -> Any:
    """What each text is, read as the number of a standard."""
    return {"items": [number_plain(text[:500]) for text in n]}

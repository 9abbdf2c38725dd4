"""The interface to relations: the matrix of modules, lists, neighbourhood, impact, path, what deserves a look."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router

from zhunsheng.api.errors import answers, not_found
from zhunsheng.api.paging import Cursor, Limit, read_cursor, write_cursor
from zhunsheng.apps.insight import asking, plain, queries, shapes
from zhunsheng.apps.insight.gathering import Thing
from zhunsheng.apps.insight.listing import is_day, read_filter
from zhunsheng.apps.insight.noticing import noticed
from zhunsheng.apps.systems.addressed import edition_of
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import previous_edition

__all__ = ["router", "thing_of"]

router = Router(tags=["关联"])
_NO_NUL = r"^[^\x00]*$"
_TEXT = {"max_length": 200, "pattern": _NO_NUL}
End = Annotated[
    str,
    Query(
        min_length=1,
        max_length=300,
        pattern=_NO_NUL,
        description="一项：种类:编号（standard:GB/T 1.1-2020、subsystem:CH、planned:12），或标准编号、代码、序号、名称",
    ),
]
Types = Annotated[str, Query(**_TEXT, description="只要这些类型，用逗号隔开，如 cites,replaces；不写为全部")]
Status = Annotated[
    Literal["", "confirmed", "suggested"],
    Query(description="confirmed 只看已确认的，suggested 只看待确认的；不写为全部"),
]
Sure = Annotated[Literal["", "confirmed"], Query(description="confirmed 只走已确认的关联；不写为全部")]
On = Annotated[
    str,
    Query(
        max_length=10, pattern=r"^$|^\d{4}-\d\d-\d\d$", description="哪一天的情形，如 2026-03-01；不写为不论"
    ),
]
_WHERE = "/systems/{slug}/{key}/relations"


def thing_of(request: HttpRequest, edition: Edition, asked: str) -> Thing:
    """The thing asked for; a 404 where it is unknown."""
    found = queries.find_thing(request.user, edition, asked)
    if found is None:
        raise not_found(
            f"没有找到“{asked[:80]}”。", "可以写种类:编号、标准编号、类别代码、清单序号或完整的名称。"
        )
    return found


def _question(type: str, status: str, on: str) -> dict[str, Any]:
    asked = read_filter({"type": type}, ())
    return {
        "types": asked.types,
        "statuses": (status,) if status else ("confirmed", "suggested"),
        "on": on if is_day(on) else "",
    }


@router.get(_WHERE, response=answers(shapes.MatrixOut, 404), by_alias=True, summary="模块之间的关联数")
def matrix(request: HttpRequest, slug: str, key: str, type: Types = "", on: On = "") -> Any:
    """Links counted between modules by type, confirmed and suggested apart."""
    edition = edition_of(request, slug, key)
    asked = read_filter({"type": type, "on": on}, ())
    found = queries.module_matrix(edition, types=asked.types, on=asked.on)
    return plain.matrix_plain(found, queries.review_counts(edition)["status"].get("suggested", 0))


@router.get(
    f"{_WHERE}/links",
    response=answers(shapes.LinksOut, 404, 409),
    exclude_none=False,
    summary="关联清单（分页）",
)
def links(
    request: HttpRequest,
    slug: str,
    key: str,
    start: Annotated[str, Query(alias="from", **_TEXT, description="从哪个模块（代码）")] = "",
    end: Annotated[str, Query(alias="to", **_TEXT, description="到哪个模块（代码）")] = "",
    type: Types = "",
    status: Status = "",
    origin: Annotated[
        str, Query(**_TEXT, description="由来：guide、catalogue、rule、similarity、person、edition")
    ] = "",
    q: Annotated[str, Query(**_TEXT, description="两端名称、编号中的文字")] = "",
    on: On = "",
    limit: Limit = 100,
    cursor: Cursor = "",
) -> Any:
    """The list as the page shows it; between two modules those behind a cell of the matrix."""
    edition = edition_of(request, slug, key)
    given = {"from": start, "to": end, "type": type, "status": status, "origin": origin, "q": q, "on": on}
    question = {"edition": str(edition.uid), **given}
    place = read_cursor(cursor, question, (int,))
    found = queries.links_between(
        edition, read_filter(given, [code for code, _, _ in queries.modules_of(edition)])
    )
    first = place[0] if place else 0
    shown = found[first : first + limit]
    more = write_cursor([first + len(shown)], question) if first + len(shown) < len(found) else None
    return {"total": len(found), "items": [plain.view_plain(edition, one) for one in shown], "next": more}


@router.get(f"{_WHERE}/links/{{int:pk}}", response=answers(shapes.KeptLinkOut, 404), summary="一条留存的关联")
def link(request: HttpRequest, slug: str, key: str, pk: int) -> Any:
    """One kept link with its evidence and the decision on it."""
    edition = edition_of(request, slug, key)
    found = queries.find_link(edition, pk)
    if found is None:
        raise not_found(f"{edition.key} 没有编号为 {pk} 的关联。")
    return plain.kept_plain(edition, found)


@router.get(f"{_WHERE}/review", response=answers(shapes.ReviewOut, 404, 409), summary="待确认的关联（分页）")
def review(
    request: HttpRequest,
    slug: str,
    key: str,
    status: Annotated[Literal["suggested", "confirmed", "rejected"], Query(description="状态")] = "suggested",
    rule: Annotated[str, Query(**_TEXT, description="规则的键")] = "",
    type: Annotated[str, Query(**_TEXT, description="关联类型的键")] = "",
    limit: Limit = 100,
    cursor: Cursor = "",
) -> Any:
    """Kept links that wait for a decision, or those decided so."""
    edition = edition_of(request, slug, key)
    question = {"edition": str(edition.uid), "status": status, "rule": rule, "type": type, "list": "review"}
    place = read_cursor(cursor, question, (int,))
    # By key, so that decisions made meanwhile neither hide nor repeat anything.
    found = queries.review_queue(edition, status=status, rule=rule, type=type).order_by("pk")
    total = found.count()
    rows = list(found.filter(pk__gt=place[0] if place else 0)[: limit + 1])
    more = write_cursor([rows[limit - 1].pk], question) if len(rows) > limit else None
    return {"total": total, "items": [plain.kept_plain(edition, one) for one in rows[:limit]], "next": more}


@router.get(f"{_WHERE}/around", response=answers(shapes.AroundOut, 404), summary="一项的关联")
def around(
    request: HttpRequest,
    slug: str,
    key: str,
    end: End,
    steps: Annotated[int, Query(ge=1, le=3, description="几步之内")] = 1,
    type: Types = "",
    status: Sure = "",
    on: On = "",
) -> Any:
    """The links within one to three steps of a thing."""
    edition = edition_of(request, slug, key)
    thing = thing_of(request, edition, end)
    found = asking.around(edition, thing, steps=steps, **_question(type, status, on))
    return plain.around_plain(edition, thing, steps, found)


@router.get(f"{_WHERE}/impact", response=answers(shapes.ImpactOut, 404), summary="一项变动的影响")
def impact(
    request: HttpRequest,
    slug: str,
    key: str,
    end: End,
    change: Annotated[
        Literal["revised", "replaced", "withdrawn"],
        Query(description="revised 修订，replaced 被代替，withdrawn 废止"),
    ] = "revised",
    type: Types = "",
    status: Sure = "",
    on: On = "",
    limit: Annotated[int, Query(ge=1, le=2000, description="最多列几项，近的在前")] = 500,
) -> Any:
    """Everything that feels a change, nearest first, each with the way that explains it."""
    edition = edition_of(request, slug, key)
    found = asking.impact(
        edition, thing_of(request, edition, end), change=change, **_question(type, status, on)
    )
    return plain.impact_plain(edition, found, change, limit)


@router.get(f"{_WHERE}/path", response=answers(shapes.PathOut, 404), by_alias=True, summary="两项之间的路径")
def path(
    request: HttpRequest,
    slug: str,
    key: str,
    start: Annotated[
        str, Query(alias="from", min_length=1, max_length=300, pattern=_NO_NUL, description="从哪一项")
    ],
    end: Annotated[
        str, Query(alias="to", min_length=1, max_length=300, pattern=_NO_NUL, description="到哪一项")
    ],
    type: Types = "",
    status: Sure = "",
    on: On = "",
) -> Any:
    """The shortest way from one thing to another."""
    edition = edition_of(request, slug, key)
    first, last = thing_of(request, edition, start), thing_of(request, edition, end)
    return plain.path_plain(
        edition, first, last, asking.path(edition, first, last, **_question(type, status, on))
    )


@router.get(f"{_WHERE}/health", response=answers(shapes.HealthOut, 404), summary="关联要留意的")
def health(request: HttpRequest, slug: str, key: str) -> Any:
    """What was replaced or withdrawn, rings that must not be, tensions without a resolution, orphans, hubs."""
    edition = edition_of(request, slug, key)
    tensions = list(queries.unsettled_tensions(edition)[:500])
    return plain.health_plain(edition, asking.health(edition), tensions, noticed(edition))


@router.get(f"{_WHERE}/changes", response=answers(shapes.ChangesOut, 404), summary="两版之间关联的变化")
def changes(
    request: HttpRequest,
    slug: str,
    key: str,
    since: Annotated[str, Query(**_TEXT, description="较早的版本；不写为前一版")] = "",
) -> Any:
    """Links that came, went or changed their status since an earlier edition."""
    edition = edition_of(request, slug, key)
    before = edition_of(request, slug, since) if since else previous_edition(request.user, edition)
    if before is None:
        raise not_found(f"{edition.key} 之前没有可比较的版本。", "请用 since 指明一个版本。")
    return plain.changes_plain(before, edition, asking.differences(before, edition))

"""The interface to finding: one box for standards, planned standards, subsystems and bodies; suggestions."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Query, Router, Schema

from zhunsheng import search as finding
from zhunsheng.api.coded import CodeOrWord
from zhunsheng.api.errors import ApiError, answers, refuse_unknown
from zhunsheng.api.paging import Cursor, Limit, read_cursor, write_cursor
from zhunsheng.apps.discovery import permissions, queries
from zhunsheng.apps.registry.unknown import unknown_names
from zhunsheng.core.registry.words import STATUSES
from zhunsheng.search.asked import DEEPEST
from zhunsheng.search.shape import FACETS, Hit
from zhunsheng.search.shape import Query as Question

__all__ = ["hit_plain", "kept_plain", "router", "search_plain"]

router = Router(tags=["检索"])
_LIST = {"max_length": 20}
Types = Annotated[str, CodeOrWord("type")]
Levels = Annotated[str, CodeOrWord("level")]
Statuses = Annotated[str, CodeOrWord("status")]
Degrees = Annotated[str, CodeOrWord("adoption")]
Year = Annotated[str, Field(pattern="^[0-9]{4}$")]
States = Annotated[str, CodeOrWord("verification")]


class HitOut(Schema):
    """One answer."""

    type: str = Field(description="standard 标准，planned 拟制定项目，subsystem 子体系，body 机构")
    id: int = Field(description="该类对象的内部编号")
    number: str = Field(description="标准编号；不是标准时为空")
    title: str
    status: str = Field(description="状态代码；不是标准时为空")
    status_label: str
    address: str = Field(description="网页")
    why: str = Field(description="为什么找到它：标准号、名称、拼音、采用关系 …")
    marks: list[list[int]] = Field(description="名称中命中的文字：[起, 长]，从 0 起")
    excerpt: str = Field(description="适用范围中命中处的片段")
    excerpt_marks: list[list[int]]


class FacetOut(Schema):
    """One value of a facet."""

    value: str
    count: int


class SearchOut(Schema):
    """A page of answers."""

    total: int = Field(description="命中总数")
    approximate: bool = Field(description="总数只数到这里：至少有这么多")
    corrected: str = Field(description="改了错字后实际检索的词；没有改时为空")
    partly: bool = Field(description="没有同时含各词的，结果只含其中一部分，含较长词的在前")
    items: list[HitOut]
    facets: dict[str, list[FacetOut]] = Field(description="各分面的值和数量，要求时才有")
    facets_partial: bool = Field(description="分面只统计了最好的一部分命中")
    next: str | None = Field(description="下一页的 cursor；没有下一页时为 null")


class SuggestionOut(Schema):
    """One line under the box."""

    type: str
    text: str
    number: str
    address: str


class Suggestions(Schema):
    """Lines to offer."""

    items: list[SuggestionOut]


class NoticeOut(Schema):
    """An answer that came after a search was kept or its owner last took note."""

    type: str
    id: int = Field(description="该类对象的内部编号")
    number: str
    title: str
    address: str = Field(description="网页")
    found_at: str = Field(description="何时发现")


class KeptSearchOut(Schema):
    """A search that a person keeps."""

    id: int
    name: str
    address: str = Field(description="检索页")
    total: int = Field(description="上次核对时的结果数")
    partial: bool = Field(description="结果太多，只留意最前面的一部分")
    created_at: str
    checked_at: str | None = Field(description="上次核对的时间；还没有核对过时为 null")
    fresh: int = Field(description="新增的结果数")
    notices: list[NoticeOut] = Field(description=f"新增的结果，最多 {queries.MOST_TOLD} 条")


class KeptSearches(Schema):
    """What the person signed in keeps, the newest first."""

    items: list[KeptSearchOut]


def hit_plain(hit: Hit) -> dict[str, Any]:
    """:class:`HitOut`."""
    return {
        "type": hit.type,
        "id": hit.ref,
        "number": hit.number,
        "title": hit.title,
        "status": hit.status,
        "status_label": STATUSES.get(hit.status, hit.status),
        "address": hit.address,
        "why": hit.why,
        "marks": [list(mark) for mark in hit.marks],
        "excerpt": hit.excerpt,
        "excerpt_marks": [list(mark) for mark in hit.excerpt_marks],
    }


def search_plain(question: Question) -> dict[str, Any]:
    """:class:`SearchOut` without ``next``."""
    page = finding.engine().search(question)
    return {
        "total": page.total,
        "approximate": page.approximate,
        "corrected": page.corrected,
        "partly": page.partly,
        "items": [hit_plain(hit) for hit in page.hits],
        "facets": {
            name: [{"value": value, "count": count} for value, count in values]
            for name, values in page.facets.items()
        },
        "facets_partial": page.facets_partial,
    }


@router.get("/search", response=answers(SearchOut, 409), summary="检索（分页）")
def search(
    request: HttpRequest,
    q: Annotated[
        str, Query(max_length=200, description="中文任意长短、英文、任一写法的标准号或其片段、拼音及首字母")
    ] = "",
    type: Annotated[list[Types], Query(**_LIST, description="类型：代码或中文名称，可给几个")] = [],
    level: Annotated[list[Levels], Query(**_LIST, description="层级：代码或中文名称，可给几个")] = [],
    status: Annotated[list[Statuses], Query(**_LIST, description="状态：代码或中文名称，可给几个")] = [],
    year: Annotated[list[Year], Query(**_LIST, description="年份，四位数字")] = [],
    body: Annotated[list[str], Query(**_LIST, description="机构名称，见 /api/v1/bodies")] = [],
    ics: Annotated[list[str], Query(**_LIST, description="ICS 分类号")] = [],
    ccs: Annotated[list[str], Query(**_LIST, description="CCS 分类号")] = [],
    subsystem: Annotated[list[str], Query(**_LIST, description="子体系：代码与名称")] = [],
    adoption: Annotated[
        list[Degrees], Query(**_LIST, description="采标程度：IDT、MOD、NEQ，或等同采用、修改采用、非等效")
    ] = [],
    source: Annotated[list[str], Query(**_LIST, description="来源代号，见 /api/v1/sources")] = [],
    verification: Annotated[
        list[States], Query(**_LIST, description="核实状态：代码或中文名称，可给几个")
    ] = [],
    sort: Annotated[
        Literal["relevance", "newest", "number"], Query(description="按相关、按发布日期、按编号")
    ] = "relevance",
    exact: Annotated[bool, Query(description="不改错字，照原词检索")] = False,
    facets: Annotated[bool, Query(description="也给出各分面的数量")] = False,
    page: Annotated[int, Query(ge=1, le=DEEPEST, description="第几页，与网页相同；有 cursor 时不看它")] = 1,
    limit: Limit = 20,
    cursor: Cursor = "",
) -> Any:
    """Ranked answers: the exact thing first, number before title before scope, in force before withdrawn.

    结果按相关程度排列，cursor 记的是第几条：两页之间入库的标准会使某一条重复或漏掉。要不重不漏地取全部标准，请用 /api/v1/standards。
    """
    asked = {
        "type": type, "level": level, "status": status, "year": year, "body": body, "ics": ics, "ccs": ccs,
        "subsystem": subsystem, "adoption": adoption, "source": source, "verification": verification,
    }  # fmt: skip
    told = {name: tuple(filter(None, (one.replace("\0", "") for one in asked[name]))) for name in FACETS}
    filters = {name: values for name, values in told.items() if values}
    refuse_unknown(*unknown_names(filters))
    question = {"q": q, "sort": sort, "exact": exact, **filters}
    place = read_cursor(cursor, question, (int,))
    first = min(place[0] if place else (page - 1) * limit, DEEPEST)
    text = q.replace("\0", "")
    found = search_plain(Question(text, filters, first, limit, sort, facets, not exact))
    after = first + len(found["items"])
    more = found["items"] and after < min(found["total"], DEEPEST)
    return {**found, "next": write_cursor([after], question) if more else None}


@router.get("/suggest", response=answers(Suggestions), summary="输入时的提示")
def suggest(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=200, description="已输入的文字")] = "",
    limit: Annotated[int, Query(ge=1, le=20, description="几条")] = 8,
) -> Any:
    """Lines to offer for what is typed so far."""
    typed = q.replace("\0", "").strip()
    lines = finding.engine().suggest(typed, limit) if typed else []
    return {
        "items": [
            {"type": one.type, "text": one.text, "number": one.number, "address": one.address}
            for one in lines
        ]
    }


@router.get("/searches", response=answers(KeptSearches, 401), summary="保存的检索（本人）")
def searches(request: HttpRequest) -> Any:
    """The searches that the person signed in keeps, with what came since."""
    if not permissions.may_keep(request.user):
        raise ApiError(401, "登录后才有保存的检索。")
    return {"items": [kept_plain(one) for one in queries.kept_searches(request.user)]}


def kept_plain(kept: Any) -> dict[str, Any]:
    """:class:`KeptSearchOut` of one of :func:`queries.kept_searches`, which counts its notices."""
    return {
        "id": kept.pk,
        "name": kept.name,
        "address": f"{reverse('discovery:search')}?{kept.question}",
        "total": kept.total,
        "partial": kept.partial,
        "created_at": kept.created_at.isoformat(),
        "checked_at": kept.checked_at.isoformat() if kept.checked_at else None,
        "fresh": kept.fresh,
        "notices": [
            {
                "type": one.type,
                "id": one.ref,
                "number": one.number,
                "title": one.title,
                "address": one.address,
                "found_at": one.found_at.isoformat(),
            }
            for one in kept.notices.all()[: queries.MOST_TOLD]
        ],
    }

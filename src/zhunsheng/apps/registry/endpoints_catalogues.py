"""The interface to what stands around the standards: bodies, sources, imports, what waits to be verified."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from zhunsheng.api.coded import CodeOrWord
from zhunsheng.api.errors import ApiError, answers, not_found, refuse_unknown
from zhunsheng.api.paging import Cursor, Limit, read_cursor, write_cursor, wrong_cursor
from zhunsheng.apps.people.permissions import is_signed_in
from zhunsheng.apps.registry import browse, permissions, plain, queries, shapes
from zhunsheng.apps.registry.models import Body, ImportRun
from zhunsheng.apps.registry.unknown import unknown_rule, unknown_source, unknown_system
from zhunsheng.apps.registry.waiting import waiting
from zhunsheng.core.registry.record import BODY_ROLES

__all__ = ["router"]

router = Router(tags=["机构、来源、导入"])
_TEXT = {"max_length": 200}
Role = Literal[
    "",
    "issuer",
    "co_issuer",
    "competent",
    "administrator",
    "executor",
    "proposer",
    "drafter",
    "person",
    "committee",
    "publisher",
]
_ROLES = "角色：" + "，".join(f"{role} {label}" for role, label in BODY_ROLES.items())


class Bodies(Schema):
    """A page of bodies."""

    total: int
    items: list[shapes.BodyOut]
    next: str | None = Field(description="下一页的 cursor；没有下一页时为 null")


class BodyWhole(shapes.BodyOut):
    """A body with its standards."""

    total: int = Field(description="合条件的标准数")
    items: list[shapes.Brief] = Field(description="它的标准，现行的在前")
    next: str | None = Field(description="下一页的 cursor；没有下一页时为 null")


class ClassCount(Schema):
    """A class and how many standards it has."""

    code: str
    standards: int


class Classes(Schema):
    """Classes in the order of their codes."""

    scheme: str
    within: str
    items: list[ClassCount]


class Sources(Schema):
    """All sources."""

    items: list[shapes.SourceOut]


class Runs(Schema):
    """Imports, the newest first."""

    items: list[shapes.RunOut]
    next: str | None = Field(description="下一页的 cursor；没有下一页时为 null")


class Problems(Schema):
    """Bad rows of an import."""

    total: int
    items: list[shapes.ImportProblemOut]
    next: str | None = Field(description="下一页的 cursor；没有下一页时为 null")


class Waiting(Schema):
    """Standards that wait for a person."""

    total: int
    items: list[shapes.Brief]
    next: str | None = Field(description="下一页的 cursor；没有下一页时为 null")


@router.get("/bodies", response=answers(Bodies, 409), summary="机构、技术委员会和个人（分页）")
def bodies(
    request: HttpRequest,
    q: Annotated[str, Query(**_TEXT, description="名称中的文字")] = "",
    kind: Annotated[
        Literal["", "organisation", "committee", "person"],
        Query(description="organisation 机构，committee 技术委员会，person 个人"),
    ] = "",
    role: Annotated[Role, Query(description=_ROLES)] = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Any:
    """Bodies in the order of their names."""
    question = {"q": q, "kind": kind, "role": role}
    place = read_cursor(cursor, question, (str,))
    found = queries.bodies(q.strip())
    if kind:
        found = found.filter(kind=kind)
    if role:
        found = queries.bodies_in_role(found, role)
    lines = list((found.filter(key__gt=place[0]) if place else found)[: limit + 1])
    more = write_cursor([lines[limit - 1].key], question) if len(lines) > limit else None
    items = [plain.body_plain(one) for one in lines[:limit]]
    return {"total": found.count(), "items": items, "next": more}


@router.get("/bodies/{int:pk}", response=answers(BodyWhole, 404, 409), summary="一个机构和它的标准（分页）")
def body(
    request: HttpRequest,
    pk: int,
    role: Annotated[Role, Query(description=_ROLES)] = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Any:
    """A body with the standards it takes part in.

    cursor 记的是第几条：两页之间入库的标准会使某一条重复或漏掉。要不重不漏，请用 /api/v1/standards?body=编号。
    """
    try:
        found = queries.get_body(pk if pk < 2**62 else 0)
    except Body.DoesNotExist:
        raise not_found("没有这个机构。", "全部机构见 /api/v1/bodies。") from None
    question = {"body": pk, "role": role}
    first = (read_cursor(cursor, question, (int,)) or [0])[0]
    lines = queries.standards_of_body(request.user, found, role)
    shown = list(lines[first : first + limit + 1])
    return {
        **plain.body_plain(found),
        "total": lines.count(),
        "items": [plain.brief(one) for one in shown[:limit]],
        "next": write_cursor([first + limit], question) if len(shown) > limit else None,
    }


@router.get("/classes", response=answers(Classes), summary="分类及其标准数")
def classes(
    request: HttpRequest,
    scheme: Annotated[Literal["ics", "ccs"], Query(description="ics 或 ccs")] = "ics",
    within: Annotated[str, Query(max_length=20, description="只要这一分类号及其下级的")] = "",
) -> Any:
    """Every class that some standard has, with the number of its standards."""
    found = browse.class_counts(scheme, within.replace("\0", "").strip())
    return {
        "scheme": scheme,
        "within": within,
        "items": [{"code": code, "standards": count} for code, count in found],
    }


@router.get("/sources", response=answers(Sources), summary="全部来源")
def sources(request: HttpRequest) -> Any:
    """Who says what we know, with grade, date and licence."""
    return {"items": [plain.source_plain(one, counts) for one, counts in queries.sources_with_counts()]}


def _for_editors(request: HttpRequest, allowed: bool) -> None:
    if not allowed:
        raise ApiError(403 if is_signed_in(request.user) else 401, "只有编辑和管理员能看。")


def _run(request: HttpRequest, uid: UUID) -> ImportRun:
    _for_editors(request, permissions.may_see_runs(request.user))
    try:
        return queries.get_run(request.user, uid)
    except ImportRun.DoesNotExist:
        raise not_found("没有这次导入。", "全部导入见 /api/v1/runs。") from None


@router.get("/runs", response=answers(Runs, 401, 403, 409), summary="各次导入（编辑）")
def runs(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Any:
    """Imports, the newest first; for editors."""
    _for_editors(request, permissions.may_see_runs(request.user))
    place = read_cursor(cursor, {"list": "runs"}, (str, str))
    found = queries.import_runs(request.user)
    shown = list((_before(found, *place) if place else found)[: limit + 1])
    last = shown[limit - 1] if len(shown) > limit else None
    more = write_cursor([last.started_at.isoformat(), str(last.pk)], {"list": "runs"}) if last else None
    waiting = queries.rows_waiting(shown)
    return {"items": [plain.run_plain(one, waiting.get(one.pk, 0)) for one in shown[:limit]], "next": more}


def _before(found: QuerySet[ImportRun], started: str, uid: str) -> QuerySet[ImportRun]:
    """The imports after this one, of those the newest first: ones begun meanwhile do not shift them."""
    try:
        at, pk = datetime.fromisoformat(started), UUID(uid)
    except ValueError:
        raise wrong_cursor() from None
    return found.filter(Q(started_at__lt=at) | Q(started_at=at, pk__lt=pk))


@router.get("/runs/{uuid:uid}", response=answers(shapes.RunOut, 401, 403, 404), summary="一次导入（编辑）")
def run(request: HttpRequest, uid: UUID) -> Any:
    """One import, as it stands now; for editors."""
    found = _run(request, uid)
    return plain.run_plain(found, queries.rows_waiting([found]).get(found.pk, 0))


@router.get(
    "/runs/{uuid:uid}/problems",
    response=answers(Problems, 401, 403, 404, 409),
    summary="一次导入的问题行（编辑）",
)
def problems(
    request: HttpRequest,
    uid: UUID,
    state: Annotated[
        Literal["", "open", "repaired", "dropped"],
        Query(description="open 待处理，repaired 已修复，dropped 不取"),
    ] = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Any:
    """Rows that could not be taken whole, each with file, row, column, value and mend; for editors."""
    found = queries.problems_of(_run(request, uid), state)
    question = {"run": str(uid), "state": state}
    place = read_cursor(cursor, question, (int,))
    lines = list((found.filter(ordinal__gt=place[0]) if place else found)[: limit + 1])
    return {
        "total": found.count(),
        "items": [plain.problem_plain(one) for one in lines[:limit]],
        "next": write_cursor([lines[limit - 1].ordinal], question) if len(lines) > limit else None,
    }


@router.get("/verification", response=answers(Waiting, 401, 403, 409), summary="待核实的标准（编辑）")
def verification(
    request: HttpRequest,
    state: Annotated[
        Literal["", "contradicted", "unverified", "trade"],
        Query(description="contradicted 来源矛盾，unverified 未核实，trade 行业网页来源"),
    ] = "",
    # The default stands in the question too: beside another annotation the one on the right is lost.
    level: Annotated[
        str, CodeOrWord("level", empty=True), Query("", description="层级：代码或中文名称")
    ] = "",
    source: Annotated[str, Query(**_TEXT, description="来源代号，见 /api/v1/sources")] = "",
    rule: Annotated[str, Query(**_TEXT, description="完整性规则的编号")] = "",
    placed: Annotated[str, Query(**_TEXT, description="体系简称：只要归在其中的")] = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Any:
    """What waits for a person: contradictions first, then what no official source tells; for editors.

    Of each of the two at most 20,000 can be paged to; a narrower question gives the rest.

    cursor 记的是第几条：两页之间核实或入库的标准会使某一条重复或漏掉，重新从头取即可。
    """
    _for_editors(request, permissions.may_verify(request.user))
    refuse_unknown(unknown_source(source), unknown_rule(rule), unknown_system(request.user, placed))
    question = {"state": state, "level": level, "source": source, "rule": rule, "placed": placed}
    first = (read_cursor(cursor, question, (int,)) or [0])[0]
    found = waiting(request.user, question, first, limit)
    return {
        "total": found.total,
        "items": [plain.brief(one) for one in found.standards],
        "next": write_cursor([first + limit], question) if first + limit < found.reached else None,
    }

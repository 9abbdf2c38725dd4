"""The interface to standards systems: systems, editions, subsystems, planned standards, findings. Reading only."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from zhunsheng.api.errors import ApiError, answers, not_found
from zhunsheng.api.paging import Cursor, Limit, read_cursor, write_cursor
from zhunsheng.apps.systems import plain, queries
from zhunsheng.apps.systems.addressed import edition_of, system_of
from zhunsheng.apps.systems.listing import Listing
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.records import to_plain
from zhunsheng.core.system.differ import CHANGE_LABELS

__all__ = ["router"]

router = Router(tags=["体系"])
_TEXT = {"max_length": 200}


class Systems(Schema):
    """All systems."""

    items: list[plain.SystemOut]


class Editions(Schema):
    """All editions of a system."""

    items: list[plain.EditionOut]


class Subsystems(Schema):
    """The tree, depth first."""

    items: list[plain.SubsystemOut]


class Items(Schema):
    """A page of the list of planned standards."""

    total: int = Field(description="合条件的总数")
    items: list[plain.ItemOut]
    next: str | None = Field(description="下一页的 cursor；没有下一页时为 null")


class Findings(Schema):
    """What the checks say."""

    total: int
    items: list[plain.CheckOut]


class SourceLines(Schema):
    """The lines an edition was read from."""

    name: str = Field(description="来源文件名")
    sha256: str
    attached: bool = Field(description="来源文件是否在库")
    first: int = Field(description="第一行的行号")
    total: int = Field(description="总行数")
    lines: list[str]


class ChangeOut(Schema):
    """One difference of two editions."""

    kind: str
    label: str = Field(description="变化的种类")
    subject_kind: str
    subject: str
    field: str | None
    before: Any = None
    after: Any = None
    reason: str
    confidence: float


class Comparison(Schema):
    """What changed from one edition to another."""

    before: str
    after: str
    summary: dict[str, int] = Field(description="各种变化的数量")
    items: list[ChangeOut]


def _tree(edition: Edition) -> SystemTree:
    return SystemTree(queries.load_system(edition))


@router.get("/systems", response=answers(Systems), summary="全部体系")
def systems(request: HttpRequest) -> Any:
    """Systems with at least one visible edition."""
    return {
        "items": [
            plain.system_plain(item, queries.list_editions(request.user, item))
            for item in queries.visible_systems(request.user)
        ]
    }


@router.get("/systems/{slug}", response=answers(plain.SystemOut, 404), summary="一个体系及其版本")
def system(request: HttpRequest, slug: str) -> Any:
    """One system."""
    found = system_of(request, slug)
    return plain.system_plain(found, queries.list_editions(request.user, found))


@router.get("/systems/{slug}/editions", response=answers(Editions, 404), summary="一个体系的版本")
def editions(request: HttpRequest, slug: str) -> Any:
    """The editions of a system, the latest first."""
    found = queries.list_editions(request.user, system_of(request, slug))
    return {"items": [plain.edition_plain(item) for item in found]}


@router.get("/systems/{slug}/compare", response=answers(Comparison, 404), summary="两个版本的差别")
def compare(
    request: HttpRequest,
    slug: str,
    before: Annotated[str, Query(**_TEXT, description="较早的版本；不写为较晚版本的前一版")] = "",
    after: Annotated[str, Query(**_TEXT, description="较晚的版本；不写为最新版")] = "",
) -> Any:
    """What changed from one edition to another."""
    new = edition_of(request, slug, after)
    old = edition_of(request, slug, before) if before else queries.previous_edition(request.user, new)
    if old is None:
        raise not_found(f"{new.key} 之前没有可比较的版本。", "请用 before 指明一个版本。")
    found = queries.diff(old, new)
    items = [
        {**to_plain(change), "label": CHANGE_LABELS.get(change.kind, change.kind)} for change in found.changes
    ]
    return {"before": old.key, "after": new.key, "summary": found.summary(), "items": items}


@router.get("/systems/{slug}/{key}", response=answers(plain.OverviewOut, 404), summary="一个版本的概况")
def overview(request: HttpRequest, slug: str, key: str) -> Any:
    """An edition with its figures, targets, measures, bases."""
    return plain.overview_plain(edition_of(request, slug, key))


@router.get("/systems/{slug}/{key}/subsystems", response=answers(Subsystems, 404), summary="一个版本的子体系")
def subsystems(request: HttpRequest, slug: str, key: str) -> Any:
    """Every subsystem, depth first."""
    edition = edition_of(request, slug, key)
    tree = _tree(edition)
    return {"items": [plain.subsystem_plain(edition, tree, item) for item in tree.walk()]}


@router.get(
    "/systems/{slug}/{key}/subsystems/{path:code}",
    response=answers(plain.SubsystemWhole, 404),
    summary="一个子体系",
)
def subsystem(request: HttpRequest, slug: str, key: str, code: str) -> Any:
    """One subsystem with its parts and its planned standards."""
    edition = edition_of(request, slug, key)
    tree = _tree(edition)
    if code not in tree.by_code:
        raise not_found(f"{edition.key} 没有子体系“{code}”。")
    return plain.subsystem_whole(edition, tree, tree.by_code[code])


@router.get("/systems/{slug}/{key}/items", response=answers(Items, 404, 409), summary="标准清单（分页）")
def items(
    request: HttpRequest,
    slug: str,
    key: str,
    q: Annotated[str, Query(**_TEXT, description="名称、编号、类别中的文字")] = "",
    module: Annotated[str, Query(**_TEXT, description="模块代码")] = "",
    category: Annotated[str, Query(**_TEXT, description="类别代码，含其下级")] = "",
    urgency: Annotated[str, Query(**_TEXT, description="缓急程度的键")] = "",
    status: Annotated[str, Query(**_TEXT, description="清单印出的状态")] = "",
    limit: Limit = 100,
    cursor: Cursor = "",
) -> Any:
    """The list as the page shows it, filtered in the same way."""
    edition = edition_of(request, slug, key)
    asked = {"q": q, "module": module, "category": category, "urgency": urgency, "status": status}
    question = {"edition": str(edition.uid), **asked}
    place = read_cursor(cursor, question, (int,))
    tree = _tree(edition)
    listing = Listing(tree, asked)
    rows = sorted((row.item for row in listing.rows), key=lambda item: item.position)
    later = [row for row in rows if place is None or row.position > place[0]]
    shown = later[:limit]
    more = write_cursor([shown[-1].position], question) if len(later) > len(shown) else None
    return {"total": len(rows), "items": plain.items_plain(edition, tree, shown), "next": more}


@router.get(
    "/systems/{slug}/{key}/items/{name}", response=answers(plain.ItemWhole, 404), summary="一条标准方向"
)
def item(request: HttpRequest, slug: str, key: str, name: str) -> Any:
    """One planned standard, by its 序号 or ``row-`` and its place."""
    edition = edition_of(request, slug, key)
    tree = _tree(edition)
    found = tree.find_item(name)
    if found is None:
        raise not_found(f"{edition.key} 的清单没有第 {name} 项。")
    return plain.item_whole(edition, tree, found)


@router.get("/systems/{slug}/{key}/findings", response=answers(Findings, 404), summary="校核发现")
def findings(
    request: HttpRequest,
    slug: str,
    key: str,
    severity: Annotated[str, Query(**_TEXT, description="error、warning 或 note")] = "",
    rule: Annotated[str, Query(**_TEXT, description="规则编号")] = "",
    silenced: Annotated[bool, Query(description="也列出已静默的")] = False,
) -> Any:
    """What the checks say of an edition."""
    found = [
        line
        for line in plain.findings_plain(edition_of(request, slug, key))
        if (not severity or line["severity"] == severity)
        and (not rule or line["rule"] == rule)
        and (silenced or not line["silenced"])
    ]
    return {"total": len(found), "items": found}


@router.get("/systems/{slug}/{key}/source", response=answers(SourceLines, 404), summary="来源文件的行")
def source(
    request: HttpRequest,
    slug: str,
    key: str,
    first: Annotated[int, Query(ge=1, le=10_000_000, description="从第几行起")] = 1,
    limit: Annotated[int, Query(ge=1, le=2000, description="几行")] = 200,
) -> Any:
    """Lines of the file that an edition was read from, where it is kept here."""
    edition = edition_of(request, slug, key)
    lines = queries.source_lines(edition)
    if lines is None and first > 1:
        raise ApiError(404, "这个版本没有附上来源文件。")
    return {
        "name": edition.source_name,
        "sha256": edition.source_sha256,
        "attached": lines is not None,
        "first": first,
        "total": len(lines or []),
        "lines": (lines or [])[first - 1 : first - 1 + limit],
    }

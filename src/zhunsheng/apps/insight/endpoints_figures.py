"""The interface to the figures of an edition: what there is, and the rows each is drawn from."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from zhunsheng.api.errors import answers, not_found
from zhunsheng.apps.insight.figuring import figure_of, figures_of, row_plain
from zhunsheng.apps.systems.addressed import edition_of

__all__ = ["router"]

router = Router(tags=["体系"])


class FigureOut(Schema):
    """A figure."""

    number: int = Field(description="从 1 起：结构图、框架图、各模块的子框架")
    kind: str = Field(description="structure、framework 或 module")
    title: str = Field(description="原文的图题；原文没有时由名称得出")
    module: str = Field(description="子框架的模块代码")
    printed: str = Field(description="原文的图号；原文没有这幅图时为空")


class Figures(Schema):
    """The figures of an edition."""

    items: list[FigureOut]


class FigureRows(FigureOut):
    """A figure with its rows."""

    finding: str = Field(description="图上看得出什么")
    rows: list[dict[str, Any]] = Field(
        description="kind 为 module、part、topic、outside；numbers 为明细表的序号"
    )


def _plain(figure: Any) -> dict[str, Any]:
    return {
        "number": figure.number,
        "kind": figure.kind,
        "title": figure.title,
        "module": figure.code,
        "printed": figure.printed,
    }


@router.get("/systems/{slug}/{key}/figures", response=answers(Figures, 404), summary="一个版本的体系图")
def figures(request: HttpRequest, slug: str, key: str) -> Any:
    """The figures an edition has."""
    return {"items": [_plain(one) for one in figures_of(edition_of(request, slug, key))[1]]}


@router.get(
    "/systems/{slug}/{key}/figures/{figure}", response=answers(FigureRows, 404), summary="一幅体系图的各行"
)
def figure(request: HttpRequest, slug: str, key: str, figure: int) -> Any:
    """One figure with the rows it is drawn from."""
    found = figure_of(edition_of(request, slug, key), figure)
    if found is None:
        raise not_found(f"这个版本没有图 {figure}。", f"它的图见 /api/v1/systems/{slug}/{key}/figures。")
    return _plain(found.figure) | {
        "finding": found.finding,
        "rows": [row_plain(row) for row in found.rows],
    }

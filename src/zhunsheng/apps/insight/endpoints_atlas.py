"""The interface to the atlas: one answer with everything, as columns, made once and sent compressed."""

from __future__ import annotations

import gzip
import json
import weakref
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from ninja import Field, Query, Router, Schema

from zhunsheng.api.errors import answers
from zhunsheng.apps.insight.charting import atlas_of, drawn_atlas
from zhunsheng.apps.insight.overlaying import compared_atlas
from zhunsheng.apps.systems.addressed import edition_of
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.deliver.atlas import Atlas, payload

__all__ = ["router"]

router = Router(tags=["关联"])
_packed: dict[int, tuple[weakref.ref[Atlas], bytes, bytes]] = {}


class AtlasOut(Schema):
    """Everything of an edition at its place, as columns; numbers in them are places in the lists beside them."""

    version: int = Field(description="列的版本")
    layout: str = Field(description="布局的版本；相同时同一项在同一处")
    title: str
    size: float = Field(description="最外一环的半径")
    days: list[str] = Field(description="有变化的第一天与最后一天；没有日期时都为空")
    types: list[dict[str, str]]
    kinds: list[dict[str, str]] = Field(description="各种类；base 加 nodes.href 是页面地址")
    statuses: list[dict[str, str]]
    levels: list[dict[str, str]]
    urgencies: list[dict[str, str]]
    changes: list[dict[str, str]]
    sectors: list[dict[str, Any]] = Field(description="扇区：模块，角度为弧度")
    rings: list[dict[str, Any]] = Field(description="环带：类别")
    nodes: dict[str, list[Any]] = Field(description="各项，按阅读顺序；-1 表示没有")
    edges: dict[str, list[Any]] = Field(description="关联；from 与 to 是各项的位次，从 0 起")


@router.get(
    "/systems/{slug}/{key}/relations/atlas", response=answers(AtlasOut, 404), summary="图谱的全部内容"
)
def atlas(
    request: HttpRequest,
    slug: str,
    key: str,
    before: Annotated[
        str, Query(alias="with", max_length=200, description="叠上另一个版本，说明各项的变化")
    ] = "",
) -> Any:
    """Everything of an edition at its place on the atlas; ``with`` lays an earlier edition under it."""
    edition = edition_of(request, slug, key)
    made = compared_atlas(edition, edition_of(request, slug, before)) if before else atlas_of(edition)
    plain, packed = _bytes(edition, made)
    small = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(packed if small else plain, content_type="application/json; charset=utf-8")
    if small:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _bytes(edition: Edition, made: Atlas) -> tuple[bytes, bytes]:
    """The answer plain and compressed, kept as long as the atlas is."""
    kept = _packed.get(id(made))
    if kept is not None and kept[0]() is made:
        return kept[1], kept[2]
    plain = json.dumps(
        payload(drawn_atlas(edition, made)), ensure_ascii=False, separators=(",", ":")
    ).encode()
    packed = gzip.compress(plain, 6, mtime=0)
    for number in [number for number, (one, *_) in list(_packed.items()) if one() is None]:
        _packed.pop(number, None)
    _packed[id(made)] = (weakref.ref(made), plain, packed)
    return plain, packed

"""The interface to open data: what is on offer and where."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from zhunsheng.api.errors import answers, not_found
from zhunsheng.apps.openly.offering import OfferOut, holdings_named, offer_plain

__all__ = ["router"]

router = Router(tags=["开放数据"])
_TEXT = {"max_length": 120}


@router.get("/open-data", response=answers(OfferOut, 404), summary="可成批取走的文件", url_name="open-data")
def offer(
    request: HttpRequest,
    system: Annotated[str, Query(description="只要这一体系与归入它的标准", **_TEXT)] = "",
    edition: Annotated[str, Query(description="体系的版本；空为最新发布的", **_TEXT)] = "",
) -> dict[str, Any]:
    """每个文件里有什么、在哪里下载；已有人取过的带字节数与 SHA-256。"""
    holdings = holdings_named(system, edition)
    if holdings is None:
        raise not_found(f"没有体系 {system} 或它的版本 {edition}", "system")
    return offer_plain(holdings, system, edition)

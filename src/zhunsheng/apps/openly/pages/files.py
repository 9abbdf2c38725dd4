"""开放数据: every file with what it holds, and the files themselves, streamed."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib.auth.models import AnonymousUser
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhunsheng.apps.openly.keeping import Turn, kept, kept_pieces, state_of
from zhunsheng.apps.openly.offering import GROUPS, choices, form_named, holdings_named, offer_plain
from zhunsheng.apps.openly.queries import StoredHoldings
from zhunsheng.shell.frame import Step

__all__ = ["file", "files"]

_BUSY = "正在为别人编制开放数据文件。请一分钟后再下载；编好的文件会留着，再取很快。"


@require_safe
def files(request: HttpRequest) -> HttpResponse:
    """What can be taken away: everything, or one edition of a system with the standards placed in it."""
    slug, _, key = request.GET.get("of", "").partition("/")
    slug, key = slug or request.GET.get("system", ""), key or request.GET.get("edition", "")
    offer = offer_plain(_holdings(slug, key), slug, key)
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in offer["files"]:
        groups.setdefault(one["group"], []).append(one)
    licences = offer["licences"]
    context = {
        "section": "openly",
        "trail": [Step("开放数据")],
        "offer": offer,
        "groups": [(*GROUPS[group], found) for group, found in groups.items()],
        "choices": choices(AnonymousUser()),
        "chosen": f"{slug}/{offer['edition']}" if slug else "",
        "told": [one for one in licences if one["licence"]],
        "untold": sum(not one["licence"] for one in licences),
    }
    return render(request, "openly/files.html", context)


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One file: from the disk where it has been made for the present state, else as it is made."""
    form = form_named(name)
    if form is None:
        raise Http404("没有这个文件")
    slug, key = request.GET.get("system", ""), request.GET.get("edition", "")
    holdings = _holdings(slug, key)
    state = state_of(holdings)
    found = kept(form, state)
    response: HttpResponseBase
    if found is not None:
        tag = f'"{found.sha256}"'
        if request.headers.get("If-None-Match") == tag:
            response = HttpResponse(status=304)
        else:
            response = FileResponse(found.path.open("rb"), content_type=form.media)
        response["ETag"] = tag
    else:
        turn = Turn(kept_pieces(form, holdings, state))
        if not turn:
            busy = HttpResponse(_BUSY, status=503, content_type="text/plain; charset=utf-8")
            busy["Retry-After"] = "60"
            return busy
        response = StreamingHttpResponse(turn, content_type=form.media)
    part = "" if form.still or not slug else f"{slug}-{holdings.chosen[0].key}-"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(part + form.name)}"
    return response


def _holdings(slug: str, key: str) -> StoredHoldings:
    found = holdings_named(slug, key)
    if found is None:
        raise Http404("没有这个体系或版本")
    return found

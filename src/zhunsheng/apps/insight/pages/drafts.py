"""从草案登记引用: what an uploaded draft cites, replaces and adopts is shown, chosen, and kept as suggestions."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from zhunsheng.apps.insight import actions, permissions, queries
from zhunsheng.apps.insight.gathering import Thing
from zhunsheng.apps.insight.pages.common import address, edition_or_404, linked, page
from zhunsheng.apps.insight.wording import forward
from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.relations import End, Evidence, Link, cited_in_draft
from zhunsheng.shell.frame import Step, refusal, sign_in

__all__ = ["draft"]

_MOST_BYTES = 30 * 1024 * 1024
_SALT = "insight.draft"
_KEPT = 24 * 3600


def draft(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The form; a posted file shows what was found; chosen lines of it are kept."""
    edition = edition_or_404(request, slug, key)
    here = address("draft", edition)
    if not permissions.may_link(request.user):
        if not request.user.is_authenticated:
            return sign_in(here)
        return _page(request, edition, {"refused": True}, 403)
    if request.method != "POST":
        return _page(request, edition, {"subject": request.GET.get("subject", "")[:300]})
    if request.POST.get("found"):
        return _keep(request, edition, here)
    return _read(request, edition)


def _page(request: HttpRequest, edition: Edition, context: dict[str, Any], status: int = 200) -> HttpResponse:
    trail = [Step("关联清单", address("links", edition)), Step("从草案登记引用")]
    around = {"links_at": address("links", edition), "most": _MOST_BYTES // 1024 // 1024}
    return page(request, "draft", edition, "links", trail, around | context, status=status)


def _read(request: HttpRequest, edition: Edition) -> HttpResponse:
    asked = request.POST.get("subject", "").strip()[:300]
    subject = queries.find_thing(request.user, edition, asked) if asked else None
    upload = request.FILES.get("file")
    fault = ""
    if asked and subject is None:
        fault = f"没有找到“{asked}”。可以写标准编号、清单序号或完整的名称；草案自己有编号时可以不写。"
    elif subject is not None and subject.kind not in {"planned", "standard"}:
        fault = f"“{subject.label}”是{linked(edition, subject)['kind']}，草案应是一项标准或清单里的一项。"
    elif upload is None:
        fault = "没有选择文件。请选择草案文件（docx、pdf、html、md、txt）。"
    elif (upload.size or 0) > _MOST_BYTES:
        fault = f"文件超过 {_MOST_BYTES // 1024 // 1024} MB。请只上传正文。"
    if fault or upload is None:
        return _page(request, edition, {"subject": asked, "fault": fault}, 422)
    found = cited_in_draft(upload.read(), upload.name or "草案")
    end = End(subject.kind, subject.ref, subject.title or subject.ref) if subject else None
    links = found.links(end)
    context: dict[str, Any] = {
        "subject": asked,
        "found": found,
        "problems": found.problems,
        "rows": [_row(request, edition, at, one) for at, one in enumerate(links)],
        "signed": signing.dumps(
            {"file": found.name, "links": [_plain(one) for one in links]}, salt=_SALT, compress=True
        ),
    }
    return _page(request, edition, context)


def _row(request: HttpRequest, edition: Edition, at: int, one: Link) -> dict[str, Any]:
    """A line of what was found: both ends as they are known here, the words it rests on."""
    ends = [_thing(request, edition, end) for end in (one.subject, one.target)]
    return {
        "at": at,
        "subject": linked(edition, ends[0]),
        "label": forward(one.type),
        "degree": one.degree,
        "target": linked(edition, ends[1]),
        "known": bool(ends[1].status) or ends[1].kind != "standard",
        "evidence": one.evidence,
    }


def _thing(request: HttpRequest, edition: Edition, end: End) -> Thing:
    return queries.find_thing(request.user, edition, end.key) or queries.thing_at(
        edition, end.kind, end.ref, end.label
    )


def _keep(request: HttpRequest, edition: Edition, here: str) -> HttpResponse:
    try:
        told = signing.loads(request.POST["found"], salt=_SALT, max_age=_KEPT)
        links = [_link(one) for one in told["links"]]
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        messages.error(request, "读出的内容已失效，请重新上传草案。")
        return redirect(here)
    chosen = {
        int(one) for one in request.POST.getlist("line") if one.isascii() and one.isdigit() and len(one) < 6
    }
    try:
        made = actions.link_draft_citations(
            request.user,
            edition,
            [one for at, one in enumerate(links) if at in chosen],
            file_name=str(told["file"])[:200],
        )
    except Refused as error:
        return refusal(request, error, here)
    messages.success(
        request,
        f"已登记 {made} 条，待确认；{len(chosen) - made} 条以前就有。"
        if made < len(chosen)
        else f"已登记 {made} 条，待确认。",
    )
    return redirect(address("review", edition))


def _plain(one: Link) -> dict[str, Any]:
    return asdict(one)


def _link(plain: dict[str, Any]) -> Link:
    evidence = tuple(Evidence(**item) for item in plain["evidence"])
    ends = {side: End(**plain[side]) for side in ("subject", "target")}
    return Link(**{**plain, **ends, "evidence": evidence})

"""登记关联: a person states one link with its evidence."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from zhunsheng.apps.insight import actions, permissions, queries
from zhunsheng.apps.insight.actions.linking import Statement
from zhunsheng.apps.insight.pages.common import address, edition_or_404, page
from zhunsheng.apps.insight.wording import family_choices
from zhunsheng.apps.journal.actions import Refused
from zhunsheng.core.relations import relation_types
from zhunsheng.shell.frame import Step, refusal, sign_in

__all__ = ["add"]

_TEXTS = (
    "evidence",
    "url",
    "subject_clause",
    "target_clause",
    "degree",
    "valid_from",
    "valid_to",
    "resolution",
)
_LONGEST = 2000


def add(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The form, and what comes of it; what was filled in stays in it where something is wrong."""
    edition = edition_or_404(request, slug, key)
    here = address("add", edition)
    if not permissions.may_link(request.user):
        if not request.user.is_authenticated:
            return sign_in(here)
        return page(request, "add", edition, "links", _trail(edition), {"refused": True}, status=403)
    given = {
        name: request.POST.get(name, "").strip()[:_LONGEST] for name in ("subject", "type", "target", *_TEXTS)
    }
    if request.method != "POST":
        given["subject"], given["target"] = request.GET.get("subject", ""), request.GET.get("target", "")
        return _form(request, edition, given, "", "")
    subject = queries.find_thing(request.user, edition, given["subject"])
    target = queries.find_thing(request.user, edition, given["target"])
    if subject is None or target is None:
        field, words = ("subject", "主体") if subject is None else ("target", "客体")
        fault = f"{words}“{given[field]}”没有找到。可以写标准编号、类别代码、清单序号或完整的名称。"
        return _form(request, edition, given, fault, field)
    if given["type"] not in relation_types():
        return _form(request, edition, given, "请选择关联的类型。", "type")
    said = Statement(**{name: given[name] for name in _TEXTS})
    try:
        made = actions.add_link(request.user, edition, subject, given["type"], target, said)
    except Refused as error:
        if not permissions.may_link(request.user):
            return refusal(request, error, here)
        return _form(request, edition, given, str(error), error.field)
    messages.success(request, "关联已登记，并已确认。")
    return redirect(address("link", edition, made.pk))


def _trail(edition: Any) -> list[Step]:
    return [Step("关联清单", address("links", edition)), Step("登记关联")]


def _form(request: HttpRequest, edition: Any, given: dict[str, str], fault: str, field: str) -> HttpResponse:
    degrees = sorted({one for known in relation_types().values() for one in known.degrees})
    context = {
        "given": given,
        "fault": fault,
        "field": field,
        "families": [
            (
                label,
                [
                    (name, words, relation_types()[name].example)
                    for name, words in types
                    if not relation_types()[name].derived
                ],
            )
            for _, label, types in family_choices()
        ],
        "degrees": degrees,
        "links_at": address("links", edition),
    }
    return page(request, "add", edition, "links", _trail(edition), context, status=422 if fault else 200)

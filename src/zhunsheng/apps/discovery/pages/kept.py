"""Searches that a person keeps, with what came since."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhunsheng.apps.discovery import actions, permissions, queries
from zhunsheng.apps.discovery.models import SavedSearch
from zhunsheng.apps.journal.actions import Refused
from zhunsheng.shell.frame import Step, refusal, sign_in

__all__ = ["drop", "keep", "kept", "seen"]


def kept(request: HttpRequest) -> HttpResponse:
    """The kept searches with their new answers; a visitor is asked to sign in."""
    if not permissions.may_keep(request.user):
        return sign_in(reverse("discovery:kept"))
    lines, labels = [], queries.facet_labels()
    for one in queries.kept_searches(request.user):
        asked = queries.asked_of(one.question)
        said = [
            labels.get(name, {}).get(value, value)
            for name, values in asked.filters.items()
            for value in values
        ]
        lines.append((one, asked, said, list(one.notices.all()[: queries.MOST_TOLD])))
    context = {
        "section": "kept",
        "trail": [Step("检索", reverse("discovery:search")), Step("保存的检索")],
        "lines": lines,
        "most_shown": queries.MOST_TOLD,
        "most_watched": queries.MOST_WATCHED,
    }
    return render(request, "discovery/kept.html", context)


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the question of the search page."""
    question = request.POST.get("question", "")[:4000]
    back = f"{reverse('discovery:search')}?{question}"
    try:
        made = actions.keep_search(request.user, question, request.POST.get("name", ""))
    except Refused as error:
        return refusal(request, error, back)
    messages.success(request, f"已保存检索“{made.name}”。以后导入的目录里有新结果时，页面顶部会提示。")
    return redirect("discovery:kept")


def _mine(request: HttpRequest, pk: int) -> SavedSearch:
    try:
        return queries.kept_search(request.user, pk)
    except SavedSearch.DoesNotExist:
        raise Http404("没有这个保存的检索") from None


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one."""
    found = _mine(request, pk)
    name = found.name
    try:
        actions.drop_search(request.user, found)
    except Refused as error:
        return refusal(request, error, reverse("discovery:kept"))
    messages.success(request, f"已删除保存的检索“{name}”。")
    return redirect("discovery:kept")


@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Its new answers have been seen."""
    try:
        actions.take_note(request.user, _mine(request, pk))
    except Refused as error:
        return refusal(request, error, reverse("discovery:kept"))
    return redirect("discovery:kept")

"""待确认: suggested links one after the other, by keyboard alone, or many at once; the last decision can be undone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from zhunsheng.apps.insight import actions, permissions, queries
from zhunsheng.apps.insight.models import Link
from zhunsheng.apps.insight.pages.common import address, edition_or_404, linked, page, paged
from zhunsheng.apps.insight.pages.links import evidence_lines
from zhunsheng.apps.insight.proposing import rule_titles
from zhunsheng.apps.insight.tasks import submit_suggestions
from zhunsheng.apps.insight.wording import forward, origin_word, sentence, status_word
from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.deliver.tables import Column, Table
from zhunsheng.core.relations import STATUSES, relation_types
from zhunsheng.shell.downloads import FORMATS, download
from zhunsheng.shell.frame import Step, refusal, safe_next, sign_in

__all__ = ["decide", "export", "queue", "suggest"]

_SIZE = 25
_MOST = 50_000


def _asked(request: HttpRequest) -> dict[str, str]:
    status = request.GET.get("status", "")
    kind = request.GET.get("type", "")
    return {
        "status": status if status in STATUSES else Link.SUGGESTED,
        "rule": request.GET.get("rule", "")[:64].replace("\0", ""),
        "type": kind if kind in relation_types() else "",
    }


def queue(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The queue, filtered as the address asks."""
    edition = edition_or_404(request, slug, key)
    asked = _asked(request)
    found = queries.review_queue(edition, **asked)
    total = found.count()
    start, end, pages = paged(request, _SIZE, total)
    counts = queries.review_counts(edition)
    last = queries.last_decision(request.user, edition)
    context: dict[str, Any] = {
        "rows": [_row(edition, one) for one in found[start:end]],
        "total": total,
        "open": counts["status"].get(Link.SUGGESTED, 0),
        "pages": pages,
        "asked": asked,
        "narrowed": any((asked["rule"], asked["type"], asked["status"] != Link.SUGGESTED)),
        "plain": address("review", edition),
        "here": request.get_full_path(),
        "decide_at": address("decide", edition),
        "suggest_at": address("suggest", edition),
        "filters": [
            (
                "status",
                "状态",
                [(name, f"{label}（{counts['status'].get(name, 0)}）") for name, label in STATUSES.items()],
            ),
            (
                "rule",
                "规则",
                [
                    (name, f"{_rule(name)}（{number}）")
                    for name, number in sorted(counts["rule"].items())
                    if name
                ],
            ),
            (
                "type",
                "关联",
                [(name, f"{forward(name)}（{number}）") for name, number in sorted(counts["type"].items())],
            ),
        ],
        "exports": [
            (kind, f"{address('review-export', edition, kind)}?{request.GET.urlencode()}") for kind in FORMATS
        ],
        "last": last,
        "last_status": status_word(last[0].status) if last else "",
        "stored": bool(counts["status"]),
    }
    return page(request, "review", edition, "review", [Step("待确认")], context)


def _rule(name: str) -> str:
    return rule_titles().get(name, name)


def _row(edition: Edition, one: Link) -> dict[str, Any]:
    subject = queries.thing_at(edition, one.subject_kind, one.subject_ref, one.subject_label)
    target = queries.thing_at(edition, one.target_kind, one.target_ref, one.target_label)
    known = relation_types().get(one.type)
    return {
        "link": one,
        "subject": linked(edition, subject),
        "target": linked(edition, target),
        "label": forward(one.type),
        "said": sentence(subject.label, one.type, target.label),
        "origin": origin_word(one.origin),
        "rule": _rule(one.rule) if one.rule else "",
        "percent": round(one.confidence * 100),
        "evidence": evidence_lines(edition, one),
        "href": address("link", edition, one.pk),
        "contested": known is not None and known.contested,
        "status": status_word(one.status),
    }


@require_POST
def decide(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Confirm or reject the chosen links, or undo a decision (``verdict``: confirm, reject, undo)."""
    edition = edition_or_404(request, slug, key)
    back = safe_next(request, address("review", edition))
    chosen = [
        int(one) for one in request.POST.getlist("link") if one.isascii() and one.isdigit() and len(one) < 19
    ]
    verdict = request.POST.get("verdict", "")
    try:
        if verdict == "confirm":
            done = actions.confirm_links(request.user, edition, chosen)
            said = f"已确认 {done.count} 条。"
        elif verdict == "reject":
            done = actions.reject_links(request.user, edition, chosen, reason=request.POST.get("reason", ""))
            said = f"已否定 {done.count} 条，以后不再建议。"
        elif verdict == "undo":
            done = actions.undo_decision(request.user, edition, request.POST.get("decision") or None)
            said = f"已撤销，{done.count} 条恢复原状。"
        else:
            raise Http404("没有这种决定")
    except Refused as error:
        return refusal(request, error, back)
    messages.success(request, said)
    return redirect(back)


@require_POST
def suggest(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Have links suggested anew, as a job."""
    edition = edition_or_404(request, slug, key)
    back = safe_next(request, address("review", edition))
    if not permissions.may_suggest(request.user):
        if not request.user.is_authenticated:
            return sign_in(back)
        messages.error(request, "没有“建议关联”的权限。请用编辑账号登录。")
        return redirect(back)
    submit_suggestions(request.user, edition)
    messages.success(request, "已开始查找可能的关联，完成后出现在这里。")
    return redirect(back)


def export(request: HttpRequest, slug: str, key: str, kind: str) -> HttpResponse:
    """The queue as a file."""
    edition = edition_or_404(request, slug, key)
    if kind not in FORMATS:
        raise Http404("没有这种格式")
    return download(
        _table(edition, _asked(request)), kind, [edition.system.name, "待确认关联", edition.display_label]
    )


def _table(edition: Edition, asked: dict[str, str]) -> Table:
    columns = [
        Column("said", "关联"),
        Column("status", "状态"),
        Column("origin", "由来"),
        Column("rule", "规则"),
        Column("confidence", "把握", True),
        Column("evidence", "依据"),
        Column("reason", "理由"),
        Column("by", "决定人"),
    ]
    rows: list[list[Any]] = []
    for one in queries.review_queue(edition, **asked)[:_MOST]:
        evidence = "；".join(
            f"{item['place']}：{item['text']}" if item["place"] else item["text"]
            for item in evidence_lines(edition, one)
        )
        said = sentence(one.subject_label or one.subject_ref, one.type, one.target_label or one.target_ref)
        decided = one.by_name if one.status != Link.SUGGESTED else ""
        rows.append(
            [
                said,
                status_word(one.status),
                origin_word(one.origin),
                _rule(one.rule) if one.rule else "",
                round(one.confidence, 2),
                evidence,
                one.reason,
                decided,
            ]
        )
    return Table("待确认关联", columns, rows)

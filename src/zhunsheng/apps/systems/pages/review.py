"""The review of an edition: source left with its lines lit, model in the middle, findings right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhunsheng.apps.journal.actions import NotAllowed, Refused
from zhunsheng.apps.systems import actions, queries
from zhunsheng.apps.systems.fields import FIELDS, Field, field_label, printed_of
from zhunsheng.apps.systems.models import Correction, Edition, Silence
from zhunsheng.apps.systems.pages.checks import SEVERITIES, finding_view, parse_spec, window_of
from zhunsheng.apps.systems.pages.common import (
    Step,
    address,
    edition_or_404,
    page,
    refusal,
    rights_of,
    sign_in,
    tree_of,
)
from zhunsheng.apps.systems.rows import KINDS, plain_row
from zhunsheng.core.deliver.tree import SystemTree

__all__ = ["add", "confirm", "confirm_all", "correct", "remove", "review", "undo"]

# What can be reviewed, in the order of the tabs.
TABS = ("edition", "subsystem", "planned_standard", "target", "measure", "basis", "legend", "layer")
_TITLES = {
    "edition": ("title", "edition"),
    "subsystem": ("code", "name"),
    "planned_standard": ("number", "name"),
    "target": ("name",),
    "measure": ("title",),
    "basis": ("title",),
    "legend": ("mark", "tier"),
    "layer": ("name",),
}


@dataclass(slots=True)
class ModelRow:
    """One row of the model: how it is called, its lines, what was guessed, what was corrected."""

    key: str
    title: str
    note: str
    light: str
    guesses: list[dict[str, Any]] = field(default_factory=list)
    confirmed: int = 0
    corrected: int = 0
    current: bool = False


@dataclass(slots=True)
class Input:
    """One field of the row under correction: the value in its box, and the stored one where that differs."""

    field: Field
    value: str
    was: str
    printed: str
    guess: dict[str, Any] | None
    choices: list[tuple[str, str]]
    correction: Correction | None


def review(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The review screen; ``?kind=`` chooses the tab, ``?row=`` the row under correction, ``?finding=`` what is lit."""
    edition = edition_or_404(request, slug, key)
    return _screen(request, edition, request.GET)


def _refused(request: HttpRequest, edition: Edition, error: Refused, back: str, **more: str) -> HttpResponse:
    """Say why; whoever may correct gets the form back with what was typed into it."""
    if isinstance(error, NotAllowed):
        return refusal(request, error, back)
    messages.error(request, str(error))
    typed = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    return _screen(request, edition, typed | more, typed=typed)


def _screen(
    request: HttpRequest,
    edition: Edition,
    asked: Mapping[str, str],
    *,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The screen that ``asked`` (kind, row, add, finding) names; ``typed`` fills its form after a refusal."""
    rights = rights_of(request.user)
    if not rights.change:
        if not request.user.is_authenticated:
            return sign_in(address("review", edition))
        return page(request, "review_closed", edition, "intake", [Step("审阅")], {}, status=403)
    tree = tree_of(edition)
    kind = asked.get("kind", "")
    kind = kind if kind in TABS else "subsystem"
    chosen = asked.get("row", "edition" if kind == "edition" else "")
    rows = _rows(edition, kind, tree, chosen)
    base = address("review", edition, kind=kind, row=chosen if kind != "edition" else "")
    found = [
        finding_view(edition, tree, finding, silence, base) for finding, silence in queries.findings(edition)
    ]
    for view in found:
        view.current = view.finding.fingerprint == asked.get("finding", "")
    light = next((view.light for view in found if view.current), "") or next(
        (row.light for row in rows if row.current), ""
    )
    lines = queries.source_lines(edition)
    context: dict[str, Any] = {
        "kind": kind,
        "tabs": _tabs(edition, kind),
        "rows": rows,
        "chosen": next((row for row in rows if row.current), None),
        "inputs": _inputs(edition, kind, chosen, tree, typed or {}) if chosen else [],
        "adding": asked.get("add") == "1" and kind != "edition",
        "blank": [_blank(item, tree, edition, typed or {}) for item in FIELDS[kind].values()],
        "findings": _worst_first(found),
        "counts": _counts(found),
        "window": window_of(lines, parse_spec(light, len(lines)) if light and lines else []),
        "corrections": queries.corrections(edition)[-30:][::-1],
        "reading": queries.reading(edition),
        "base": base,
        "typed": typed or {},
        "waiting": _waiting(kind, rows),
        "kind_label": KINDS[kind].label if kind in KINDS else "版本信息",
    }
    trail = [Step("导入", reverse("systems:intake")), Step("审阅")]
    return page(request, "review", edition, "intake", trail, context, status=422 if typed else 200)


def _waiting(kind: str, rows: list[ModelRow]) -> list[tuple[str, str, int]]:
    """Fields of this tab with guesses that nobody has decided on: (field, label, how many)."""
    counts = Counter(guess["field"] for row in rows for guess in row.guesses)
    return [(name, item.label, counts[name]) for name, item in FIELDS[kind].items() if counts[name]]


def _tabs(edition: Edition, kind: str) -> list[tuple[str, str, int, str, bool]]:
    system = queries.load_system(edition)
    tabs = []
    for name in TABS:
        label = KINDS[name].label if name in KINDS else "版本信息"
        count = len(getattr(system, KINDS[name].field)) if name in KINDS else 0
        tabs.append((name, label, count, address("review", edition, kind=name), name == kind))
    return tabs


def _rows(edition: Edition, kind: str, tree: SystemTree, chosen: str) -> list[ModelRow]:
    history = queries.history_by_row(edition)
    if kind == "edition":
        corrected = len(queries.altered_fields(history.get(None, {})))
        return [ModelRow("edition", edition.title, edition.display_label, "", [], 0, corrected, True)]
    rows = []
    for stored in queries.rows_of_kind(edition, kind):
        plain = plain_row(KINDS[kind], stored)
        decided = history.get(stored.pk, {})
        guesses = queries.guesses_of_row(plain.get("guesses", []), decided)
        row = ModelRow(
            key=str(stored.pk),
            title=" ".join(
                str(plain.get(name)) for name in _TITLES[kind] if plain.get(name) not in (None, "")
            ),
            note=_note(kind, plain),
            light=_light(plain["source"]),
            guesses=[guess for guess, made in guesses if made is None],
            confirmed=sum(1 for made in decided.values() if made[-1].effect == Correction.CONFIRMED),
            corrected=len(queries.altered_fields(decided)),
            current=str(stored.pk) == chosen,
        )
        rows.append(row)
    return rows


def _note(kind: str, plain: dict[str, Any]) -> str:
    if kind == "planned_standard":
        urgency = plain["urgency"]
        mark = "★" * urgency["stars"] if urgency["stars"] else (urgency["printed"] or "未注明")
        return f"{plain.get('subsystem') or '未归类'} {mark}"
    if kind == "subsystem":
        return plain.get("group") or ""
    if kind == "target":
        return f"{plain['comparator']} {plain['value']}{plain['unit']}"
    if kind == "basis":
        return plain.get("document_number") or plain.get("identifier") or ""
    return "、".join(plain["members"]) if kind == "layer" else ""


def _light(source: dict[str, Any]) -> str:
    start, end = source["line_start"], source["line_end"]
    if start < 1:
        return ""
    return f"{start}-{end}" if end > start else str(start)


def _plain(edition: Edition, kind: str, chosen: str) -> tuple[Any, dict[str, Any]] | None:
    if kind == "edition":
        values = {
            "title": edition.title,
            "edition": edition.label,
            "status": edition.guide_status,
            "issuers": edition.issuers,
        }
        return None, values
    for stored in queries.rows_of_kind(edition, kind):
        if str(stored.pk) == chosen:
            return stored.pk, plain_row(KINDS[kind], stored)
    return None


def _inputs(
    edition: Edition, kind: str, chosen: str, tree: SystemTree, typed: Mapping[str, str]
) -> list[Input]:
    found = _plain(edition, kind, chosen)
    if found is None:
        return []
    uid, plain = found
    made = queries.corrections_by_row(edition).get(uid, {})
    guesses = {guess["field"]: guess for guess in plain.get("guesses", [])}
    inputs = []
    for item in FIELDS[kind].values():
        value = plain["urgency"]["stars"] if item.takes == "mark" else plain.get(item.name)
        printed = printed_of(plain, item.name)
        if item.takes == "mark" and printed == "★" * (value or 0):
            printed = ""
        inputs.append(
            Input(
                item,
                typed.get(f"value:{item.name}", _shown(value)),
                _shown(value),
                _shown(printed) if _shown(printed) != _shown(value) else "",
                guesses.get(item.name),
                _choices(item, tree, edition),
                made.get(item.name),
            )
        )
    return inputs


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)
    return "" if value is None else str(value)


def _blank(item: Field, tree: SystemTree, edition: Edition, typed: Mapping[str, str]) -> Input:
    return Input(item, typed.get(f"value:{item.name}", ""), "", "", None, _choices(item, tree, edition), None)


def _choices(item: Field, tree: SystemTree, edition: Edition) -> list[tuple[str, str]]:
    """What a select offers: codes, marks, or the fixed words of a field; empty for free text."""
    if item.takes == "code":
        return [("", "（无）"), *((part.code, f"{part.code} {part.name}") for part in tree.walk())]
    if item.takes == "mark":
        return [("", "未注明"), *((str(stars), "★" * stars) for stars in range(5, 0, -1))]
    return [(choice, _WORDS.get(choice, choice)) for choice in item.choices]


_WORDS = {
    ">=": "≥ 不少于",
    ">": "> 超过",
    "=": "= 等于",
    "<=": "≤ 不超过",
    "<": "< 少于",
    "law": "法律法规及规章",
    "national_policy": "国家政策文件",
    "local_policy": "地方政策文件",
    "policy": "政策文件",
    "standard": "相关标准",
}


def _worst_first(found: list[Any]) -> list[Any]:
    """Open findings by severity, then judged ones; the current one keeps its place."""
    order = list(SEVERITIES)

    def rank(view: Any) -> tuple[bool, int]:
        severity = view.finding.severity
        quiet = view.silence is not None and view.silence.verdict == Silence.SILENCED
        return (quiet, order.index(severity) if severity in order else len(order))

    return sorted(found, key=rank)


def _counts(found: list[Any]) -> list[tuple[str, str, int]]:
    """Findings without any judgement yet, by severity."""
    waiting = [view.finding.severity for view in found if view.silence is None]
    return [(name, label, waiting.count(name)) for name, label in SEVERITIES.items()]


def _back(request: HttpRequest, edition: Edition) -> str:
    kind = request.POST.get("kind", "")
    row = request.POST.get("row", "")
    return address("review", edition, kind=kind, row=row if kind != "edition" else "")


@require_POST
def correct(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Set the fields of one row that differ from what they are; all of them or none."""
    edition = edition_or_404(request, slug, key)
    kind, row = request.POST.get("kind", ""), request.POST.get("row", "")
    reason = request.POST.get("reason", "")
    changed = 0
    try:
        with transaction.atomic():
            for name in FIELDS.get(kind, {}):
                sent = request.POST.get(f"value:{name}")
                if sent is None or _same(sent, request.POST.get(f"was:{name}", "")):
                    continue
                value = sent.replace("\r\n", "\n")
                made = actions.correct_value(request.user, edition, kind, row, name, value, reason=reason)
                changed += made is not None
    except Refused as error:
        return _refused(request, edition, error, _back(request, edition))
    if changed:
        messages.success(request, f"已更正 {changed} 处，印刷形式仍保留。")
    else:
        messages.info(request, "没有改动。")
    return redirect(_back(request, edition))


def _same(sent: str, was: str) -> bool:
    return sent.replace("\r\n", "\n").strip() == was.replace("\r\n", "\n").strip()


@require_POST
def confirm(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Note that a guessed value has been checked and is right."""
    edition = edition_or_404(request, slug, key)
    data = request.POST
    try:
        actions.confirm_value(
            request.user, edition, data.get("kind", ""), data.get("row", ""), data.get("field", "")
        )
    except Refused as error:
        return refusal(request, error, _back(request, edition))
    messages.success(request, "已确认这个推定值。")
    return redirect(_back(request, edition))


@require_POST
def confirm_all(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Note that all guesses on one field of one kind have been checked and are right."""
    edition = edition_or_404(request, slug, key)
    kind, name = request.POST.get("kind", ""), request.POST.get("field", "")
    try:
        made = actions.confirm_guesses(request.user, edition, kind, name)
    except Refused as error:
        return refusal(request, error, _back(request, edition))
    if made:
        messages.success(request, f"已确认 {len(made)} 处“{field_label(kind, name)}”的推定值。")
    else:
        messages.info(request, "没有待确认的推定值。")
    return redirect(_back(request, edition))


@require_POST
def undo(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Take a correction back."""
    edition = edition_or_404(request, slug, key)
    wanted = request.POST.get("correction", "")
    found = next((made for made in queries.corrections(edition) if str(made.pk) == wanted), None)
    try:
        if found is None:
            messages.info(request, "这项更正已经撤销。")
        else:
            actions.undo_correction(request.user, found)
            messages.success(request, "已撤销更正，恢复为之前的值。")
    except Refused as error:
        return refusal(request, error, _back(request, edition))
    return redirect(_back(request, edition))


@require_POST
def add(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Add a row that the reading missed."""
    edition = edition_or_404(request, slug, key)
    kind = request.POST.get("kind", "")
    values: dict[str, Any] = {}
    for name in FIELDS.get(kind, {}):
        sent = request.POST.get(f"value:{name}", "").strip()
        if sent:
            values[name] = sent.replace("\r\n", "\n")
    place = parse_spec(request.POST.get("lines", ""), 10**9)
    if place:
        values["lines"] = list(place[0])
    try:
        actions.add_row(request.user, edition, kind, values, reason=request.POST.get("reason", ""))
    except Refused as error:
        return _refused(request, edition, error, address("review", edition, kind=kind, add="1"), add="1")
    messages.success(request, "已补入。")
    return redirect(address("review", edition, kind=kind))


@require_POST
def remove(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Take out a row that the reading made up."""
    edition = edition_or_404(request, slug, key)
    kind, row = request.POST.get("kind", ""), request.POST.get("row", "")
    try:
        actions.remove_row(request.user, edition, kind, row, reason=request.POST.get("reason", ""))
    except Refused as error:
        return refusal(request, error, _back(request, edition))
    messages.success(request, "已移除，可在更正记录里撤销。")
    return redirect(address("review", edition, kind=kind))

"""校核: findings by severity and rule with their source lines lit; judgements by editors; the source itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.systems import actions, permissions, queries
from zhunsheng.apps.systems.intake import Hopeless, read_upload
from zhunsheng.apps.systems.models import Edition, Silence
from zhunsheng.apps.systems.pages.common import (
    Step,
    address,
    edition_or_404,
    page,
    refusal,
    safe_next,
    sign_in,
    tree_of,
)
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.lint import Finding, Rule

__all__ = ["attach", "checks", "finding_view", "judge", "parse_spec", "source", "window_of"]

SEVERITIES = {"error": "错误", "warning": "警告", "note": "提示"}
_WINDOW = 1200


@dataclass(slots=True)
class FindingView:
    """A finding as shown: its judgement, its lines as an address, whether it is the one asked for."""

    finding: Finding
    silence: Silence | None
    light: str
    place: str
    href: str
    subjects: list[tuple[str, str]] = field(default_factory=list)
    current: bool = False


@dataclass(slots=True)
class RuleGroup:
    """Findings of one rule; ``rule`` is None where content no longer has it."""

    rule: Rule | None
    title: str
    severity: str
    findings: list[FindingView]

    @property
    def suggestion(self) -> str:
        """What several findings of the rule all suggest, to be said once."""
        said = {view.finding.suggestion for view in self.findings}
        return said.pop() if len(self.findings) > 1 and len(said) == 1 else ""


def spec(lines: list[int]) -> str:
    """Line numbers as the shortest list of ranges: 3-5,9."""
    ranges: list[list[int]] = []
    for line in sorted(set(lines)):
        if ranges and line == ranges[-1][1] + 1:
            ranges[-1][1] = line
        else:
            ranges.append([line, line])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in ranges)


def said(lines: list[int], most: int = 5) -> str:
    """Line numbers for people: 第 3–5、9 行, or 第 3–5、9、… 等 25 处 where there are many."""
    ranges = spec(lines).split(",") if lines else []
    shown = "、".join(part.replace("-", "–") for part in ranges[:most])
    if not ranges:
        return ""
    return f"第 {shown} 行" if len(ranges) <= most else f"第 {shown} 行等 {len(ranges)} 处"


def parse_spec(text: str, top: int) -> list[tuple[int, int]]:
    """The ranges of :func:`spec`; whatever is no range of existing lines is left out."""
    ranges = []
    for part in text.split(",")[:200]:
        first, _, last = part.partition("-")
        if first.isascii() and first.isdigit() and (not last or (last.isascii() and last.isdigit())):
            start, end = int(first[:9]), int((last or first)[:9])
            if 1 <= start <= min(end, top):
                ranges.append((start, min(end, top)))
    return ranges


def finding_view(
    edition: Edition, tree: SystemTree, finding: Finding, silence: Silence | None, base: str
) -> FindingView:
    """A finding with its addresses; ``base`` is the address of the page it stands on."""
    joint = "&" if "?" in base else "?"
    subjects = [
        (f"{code} {tree.by_code[code].name}", address("subsystem", edition, code))
        for code in finding.subsystems
        if code in tree.by_code
    ]
    return FindingView(
        finding,
        silence,
        spec(finding.lines),
        said(finding.lines),
        f"{base}{joint}finding={finding.fingerprint}",
        subjects[:6],
    )


def checks(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Findings, filtered by severity, rule, subsystem and judgement; beside them the source."""
    edition = edition_or_404(request, slug, key)
    everything, tree = queries.findings(edition), tree_of(edition)
    asked = {name: request.GET.get(name, "") for name in ("severity", "rule", "code", "state")}
    base = address("checks", edition, **asked)
    shown = [pair for pair in everything if _passes(pair, asked)]
    views = [finding_view(edition, tree, finding, silence, base) for finding, silence in shown]
    wanted = request.GET.get("finding", "")
    for view in views:
        view.current = view.finding.fingerprint == wanted
    current = next((view for view in views if view.current), None)
    open_ones = [finding for finding, silence in everything if not _is_silenced(silence)]
    lines = queries.source_lines(edition)
    context: dict[str, Any] = {
        "groups": _groups(views),
        "current": current,
        "asked": asked,
        "total": len(everything),
        "shown": len(views),
        "silenced": len(everything) - len(open_ones),
        "severities": [
            (name, label, sum(1 for finding in open_ones if finding.severity == name))
            for name, label in SEVERITIES.items()
        ],
        "rules": _rules(everything, asked),
        "subject": tree.by_code.get(asked["code"]),
        "plain": address("checks", edition),
        "window": window_of(lines, parse_spec(current.light, len(lines)) if current and lines else []),
        "attached": lines is not None,
        "settings_problem": queries.lint_settings_problem() if permissions.may_judge(request.user) else None,
    }
    return page(request, "checks", edition, "checks", [Step("校核")], context)


def _is_silenced(silence: Silence | None) -> bool:
    return silence is not None and silence.verdict == Silence.SILENCED


def _passes(pair: tuple[Finding, Silence | None], asked: dict[str, str]) -> bool:
    finding, silence = pair
    if asked["state"] == "silenced":
        if not _is_silenced(silence):
            return False
    elif asked["state"] != "all" and _is_silenced(silence):
        return False
    return (
        asked["severity"] in ("", finding.severity)
        and asked["rule"] in ("", finding.rule)
        and (not asked["code"] or asked["code"] in finding.subsystems)
    )


def _groups(views: list[FindingView]) -> list[RuleGroup]:
    """Findings by severity, then by rule in the order in which the checks gave them."""
    rules = {rule.id: rule for rule in queries.lint_rules().rules}
    groups: dict[tuple[str, str], RuleGroup] = {}
    for view in views:
        finding = view.finding
        place = (finding.severity, finding.rule)
        if place not in groups:
            rule = rules.get(finding.rule)
            groups[place] = RuleGroup(rule, finding.title or finding.rule, finding.severity, [])
        groups[place].findings.append(view)
    order = list(SEVERITIES)
    return sorted(
        groups.values(), key=lambda group: order.index(group.severity) if group.severity in order else 9
    )


def _rules(
    everything: list[tuple[Finding, Silence | None]], asked: dict[str, str]
) -> list[tuple[str, str, int]]:
    counts: dict[str, list[Any]] = {}
    for pair in everything:
        if _passes(pair, asked | {"rule": ""}):
            counts.setdefault(pair[0].rule, [pair[0].title or pair[0].rule, 0])[1] += 1
    return [(rule, title, count) for rule, (title, count) in counts.items()]


def window_of(lines: list[str] | None, lit: list[tuple[int, int]]) -> dict[str, Any] | None:
    """The part of the source that is shown: all of it, or a window around what is lit."""
    if lines is None:
        return None
    first = 1
    if len(lines) > _WINDOW and lit:
        first = max(1, min(lit[0][0] - _WINDOW // 3, len(lines) - _WINDOW))
    last = min(len(lines), first + _WINDOW - 1)
    marked = {number for start, end in lit for number in range(start, end + 1)}
    return {
        "lines": [(number, lines[number - 1], number in marked) for number in range(first, last + 1)],
        "first": first,
        "last": last,
        "total": len(lines),
        "before": max(1, first - _WINDOW) if first > 1 else None,
        "after": last + 1 if last < len(lines) else None,
    }


@require_POST
def judge(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Silence a finding with a reason, note it as right, or take a judgement back."""
    edition = edition_or_404(request, slug, key)
    back = safe_next(request, address("checks", edition))
    fingerprint, what = request.POST.get("fingerprint", ""), request.POST.get("what", "")
    reason = request.POST.get("reason", "")
    try:
        if what == "silence":
            whole = bool(request.POST.get("whole_system"))
            actions.silence_finding(request.user, edition, fingerprint, reason=reason, whole_system=whole)
            messages.success(request, "已静默，理由已保留；在“含已静默”下仍可查看和解除。")
        elif what == "accept":
            actions.accept_finding(request.user, edition, fingerprint, reason=reason)
            messages.success(request, "已确认，这条发现仍列在待处理中。")
        elif what == "lift":
            silence = next((s for f, s in queries.findings(edition) if f.fingerprint == fingerprint), None)
            if silence is not None:
                actions.lift_silence(request.user, silence, reason=reason)
                messages.success(request, "已解除，这条发现重新列出。")
        else:
            raise Http404("没有这种操作")
    except Refused as error:
        return refusal(request, error, back)
    return redirect(back)


def source(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The source text with the lines of ``?lines=`` lit; without the file, the place and how to attach it."""
    edition = edition_or_404(request, slug, key)
    lines = queries.source_lines(edition)
    asked = request.GET.get("lines", "")
    lit = parse_spec(asked, len(lines) if lines is not None else 10**9)
    start = parse_spec(request.GET.get("from", ""), len(lines) if lines is not None else 10**9)
    window = window_of(lines, start or lit)
    if window and start:
        marked = {number for a, b in lit for number in range(a, b + 1)}
        window["lines"] = [(number, text, number in marked) for number, text, _ in window["lines"]]
    context: dict[str, Any] = {
        "window": window,
        "asked": "、".join(f"{a}–{b}" if b > a else str(a) for a, b in lit),
        "lines_spec": ",".join(f"{a}-{b}" if b > a else str(a) for a, b in lit),
        "reading": queries.reading(edition),
        "media": _MEDIA.get(str((queries.reading(edition) or {}).get("media", "")), ""),
    }
    return page(
        request,
        "source",
        edition,
        "checks",
        [Step("校核", address("checks", edition)), Step("原文")],
        context,
    )


_MEDIA = {"txt": "纯文本", "md": "Markdown", "html": "网页", "docx": "Word 文档", "pdf": "PDF"}


@require_POST
def attach(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Attach the original file to an edition; its hash is checked."""
    edition = edition_or_404(request, slug, key)
    back = address("source", edition, lines=request.POST.get("lines", ""))
    if not request.user.is_authenticated:
        return sign_in(back)
    upload = request.FILES.get("file")
    if upload is None:
        messages.error(request, "没有选择文件。请选择这个版本的来源文件再提交。")
        return redirect(back)
    try:
        actions.attach_source(request.user, edition, *read_upload(upload))
    except Hopeless as hopeless:
        messages.error(request, str(hopeless))
        return redirect(back)
    except Refused as error:
        return refusal(request, error, back)
    messages.success(request, "原文已附上，SHA-256 核对一致；出处现在可以逐行查看。")
    return redirect(back)

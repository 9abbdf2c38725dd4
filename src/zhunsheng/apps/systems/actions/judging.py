"""Judgements on findings: accepted (to be settled), silenced (not a problem, with a reason), lifted again."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from zhunsheng.apps.journal.actions import Act, Refused, action
from zhunsheng.apps.systems.actions.common import edition_locked
from zhunsheng.apps.systems.models import Edition, Silence
from zhunsheng.apps.systems.permissions import may_judge
from zhunsheng.apps.systems.queries import findings

__all__ = ["accept_finding", "lift_silence", "silence_finding"]


@action("finding.silence", "静默发现", right=may_judge)
def silence_finding(
    act: Act, edition: Edition, fingerprint: str, *, reason: str, whole_system: bool = False
) -> Silence:
    """Declare that a finding is no problem, and why. ``whole_system``: in every edition of the system."""
    if not reason.strip():
        raise Refused("请写明静默的理由，它会与发现一同保留。", field="reason")
    return _judge(act, edition, fingerprint, Silence.SILENCED, reason, whole_system)


@action("finding.accept", "确认发现", right=may_judge)
def accept_finding(act: Act, edition: Edition, fingerprint: str, *, reason: str = "") -> Silence:
    """Note that a finding is right and will be settled; it stays listed."""
    return _judge(act, edition, fingerprint, Silence.ACCEPTED, reason, whole_system=False)


@action("finding.lift", "解除静默", right=may_judge)
def lift_silence(act: Act, silence: Silence, *, reason: str = "") -> Silence:
    """Take a judgement back; it stays in the record."""
    fresh = Silence.objects.select_for_update().filter(pk=silence.pk).first()
    if fresh is None:
        raise Refused("这条静默由数据目录中的校核设置 lint.yaml 给出。请在该文件中删去它。")
    if fresh.lifted_at is not None:
        act.unchanged()
        return fresh
    fresh.lifted_at = timezone.now()
    fresh.save(update_fields=["lifted_at"])
    act.record(fresh.edition or fresh.system, reason=reason, before=_said(fresh))
    return fresh


def _judge(
    act: Act, edition: Edition, fingerprint: str, verdict: str, reason: str, whole_system: bool
) -> Silence:
    fresh = edition_locked(edition)
    finding = next((found for found, _ in findings(fresh) if found.fingerprint == fingerprint), None)
    if finding is None:
        raise Refused("这条发现已不存在，可能内容刚被更正。请刷新页面再看。", field="fingerprint")
    scope: dict[str, Any] = {"edition": None if whole_system else fresh}
    known = Silence.objects.filter(
        system=fresh.system, fingerprint=fingerprint, lifted_at__isnull=True, **scope
    ).first()
    before = None
    if known is not None:
        if (known.verdict, known.reason) == (verdict, reason.strip()):
            act.unchanged()
            return known
        before = _said(known)
        known.lifted_at = timezone.now()
        known.save(update_fields=["lifted_at"])
    silence = Silence(
        system=fresh.system,
        fingerprint=fingerprint,
        rule=finding.rule,
        message=finding.message,
        verdict=verdict,
        reason=reason.strip(),
        actor=act.actor.user,
        actor_name=act.actor.name,
        at=timezone.now(),
        **scope,
    )
    silence.save(force_insert=True)
    act.record(silence.edition or silence.system, reason=reason, before=before, after=_said(silence))
    return silence


def _said(silence: Silence) -> dict[str, Any]:
    """What the journal keeps of a judgement."""
    return {
        "fingerprint": silence.fingerprint,
        "rule": silence.rule,
        "message": silence.message,
        "verdict": silence.verdict,
        "reason": silence.reason,
        "edition": str(silence.edition_id) if silence.edition_id else None,
    }

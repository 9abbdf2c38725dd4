"""What people decide about links: confirmed, rejected with a reason, taken back, a tension resolved."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from zhunsheng.apps.insight.models import Link
from zhunsheng.apps.insight.permissions import may_decide, may_resolve
from zhunsheng.apps.insight.wording import sentence
from zhunsheng.apps.journal.actions import Act, Refused, action, words
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import keys_of
from zhunsheng.core.relations import relation_types

__all__ = ["MOST", "Decided", "confirm_links", "reject_links", "resolve_tension", "undo_decision"]

#: so many links at most in one decision
MOST = 2000
#: so many of them are named in the journal; the numbers of all are kept
_NAMED = 200


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: its id, by which it can be undone, and how many links it changed."""

    decision: uuid.UUID | None
    count: int


@action("insight.confirm", "确认关联", right=may_decide)
def confirm_links(act: Act, edition: Edition, links: Sequence[int]) -> Decided:
    """A person says that these links (by their keys) hold. A tension needs its resolution first."""
    found = _locked(edition, links)
    unsettled = [one for one in found if _contested(one) and not one.resolution]
    if unsettled:
        names = "、".join(_said(one) for one in unsettled[:3])
        raise Refused(
            f"交叉、重复与冲突要先写明处理意见才能确认：{names}。请在该关联的页面填写。", field="links"
        )
    return _decide(act, edition, found, Link.CONFIRMED, "")


@action("insight.reject", "否定关联", right=may_decide)
def reject_links(act: Act, edition: Edition, links: Sequence[int], *, reason: str) -> Decided:
    """A person says that these links do not hold, and why; they are never suggested again."""
    said = words(reason, "reason")
    if not said:
        raise Refused("请说明否定的理由。", field="reason")
    return _decide(act, edition, _locked(edition, links), Link.REJECTED, said)


@action("insight.undo", "撤销关联的决定", right=may_decide)
def undo_decision(act: Act, edition: Edition, decision: uuid.UUID | str | None = None) -> Decided:
    """Bring the links of one decision back to what they were before it; without ``decision`` the actor's last one.

    Links that somebody has decided anew since stay as they are.
    """
    made = _last_of(act, edition) if decision is None else _uuid(decision)
    found = (
        list(_of_edition(edition).filter(decision=made).select_for_update().order_by("pk")) if made else []
    )
    if not found:
        raise Refused("没有可以撤销的决定。", field="decision")
    before = [[one.pk, one.status] for one in found]
    for one in found:
        one.status, one.reason = one.before or Link.SUGGESTED, ""
        if one.status == Link.REJECTED:
            one.reason = "撤销之后恢复为已否定"
        one.decision, one.before = None, ""
        one.by, one.by_name, one.at = act.actor.user, act.actor.name, timezone.now()
    _store(found)
    _record(act, edition, found, before, "", made)
    return Decided(made, len(found))


@action("insight.resolve", "处理交叉重复", right=may_resolve)
def resolve_tension(act: Act, edition: Edition, link: int, *, resolution: str) -> Link:
    """Write down how an overlap, a duplicate or a conflict is dealt with; that it is one is thereby confirmed."""
    found = _locked(edition, [link])[0]
    said = words(resolution, "resolution")
    if not _contested(found):
        raise Refused("只有交叉、重复与冲突才有处理意见。", field="link")
    if not said:
        raise Refused("请写明怎样处理，例如合并、划清范围、以哪一项为准。", field="resolution")
    if found.resolution == said and found.status == Link.CONFIRMED:
        act.unchanged()
        return found
    before = {"status": found.status, "resolution": found.resolution}
    found.resolution, found.status, found.reason = said, Link.CONFIRMED, ""
    found.decision, found.before = None, ""
    found.by, found.by_name, found.at = act.actor.user, act.actor.name, timezone.now()
    found.save()
    after = {"links": [found.pk], "said": [_said(found)], "status": found.status, "resolution": said}
    act.record(edition, reason=said, before=before, after=after)
    return found


def _of_edition(edition: Edition) -> Any:
    return Link.objects.filter(system=edition.system.slug, edition__in=keys_of(edition))


def _locked(edition: Edition, links: Sequence[int]) -> list[Link]:
    wanted = set(links)
    if not wanted:
        raise Refused("没有选择任何关联。", field="links")
    if len(wanted) > MOST:
        raise Refused(f"一次最多决定 {MOST} 条，请分几次。", field="links")
    found = list(_of_edition(edition).filter(pk__in=wanted).select_for_update().order_by("pk"))
    if len(found) < len(wanted):
        raise Refused("所选的关联有些已不在这个版本里，可能刚被重新建议替换。请刷新页面再选。", field="links")
    return found


def _decide(act: Act, edition: Edition, found: list[Link], status: str, reason: str) -> Decided:
    changing = [one for one in found if (one.status, one.reason) != (status, reason)]
    if not changing:
        act.unchanged()
        return Decided(None, 0)
    decision, now = uuid.uuid4(), timezone.now()
    before = [[one.pk, one.status] for one in changing]
    for one in changing:
        one.before, one.status, one.reason, one.decision = one.status, status, reason, decision
        one.by, one.by_name, one.at = act.actor.user, act.actor.name, now
    _store(changing)
    _record(act, edition, changing, before, reason, decision)
    return Decided(decision, len(changing))


def _store(links: list[Link]) -> None:
    fields = ["status", "reason", "decision", "before", "by", "by_name", "at"]
    Link.objects.bulk_update(links, fields, batch_size=200)


def _record(
    act: Act,
    edition: Edition,
    links: list[Link],
    before: list[list[Any]],
    reason: str,
    decision: uuid.UUID | None,
) -> None:
    after = {
        "links": [one.pk for one in links],
        "said": [_said(one) for one in links[:_NAMED]],
        "status": links[0].status,
        "decision": str(decision or ""),
    }
    act.record(edition, reason=reason, before={"links": before}, after=after)


def _last_of(act: Act, edition: Edition) -> uuid.UUID | None:
    mine = _of_edition(edition).filter(decision__isnull=False, by=act.actor.user, by_name=act.actor.name)
    found: uuid.UUID | None = mine.order_by("-at", "-pk").values_list("decision", flat=True).first()
    return found


def _uuid(text: uuid.UUID | str) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


def _contested(link: Link) -> bool:
    known = relation_types().get(link.type)
    return known is not None and known.contested


def _said(link: Link) -> str:
    return sentence(link.subject_label or link.subject_ref, link.type, link.target_label or link.target_ref)

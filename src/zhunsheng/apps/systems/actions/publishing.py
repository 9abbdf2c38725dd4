"""Publishing an edition for good, starting a revision of it, discarding a draft, naming a system."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from zhunsheng.apps.journal.actions import Act, Refused, action
from zhunsheng.apps.systems.actions.common import (
    carry_over,
    draft_locked,
    edition_locked,
    new_edition,
    system_locked,
)
from zhunsheng.apps.systems.finding import refresh_index
from zhunsheng.apps.systems.models import Edition, System
from zhunsheng.apps.systems.permissions import may_change, may_publish
from zhunsheng.apps.systems.rows import stored_system
from zhunsheng.apps.systems.signals import edition_published
from zhunsheng.core.records import content_hash
from zhunsheng.core.system.soundness import system_faults

__all__ = ["discard_draft", "fix_content", "publish_edition", "rename_system", "revise_edition"]

# How many faults one refusal tells.
_FAULTS_TOLD = 12


def fix_content(edition: Edition, user: Any) -> None:
    """Make a draft published: hash what it holds, from then on it cannot change, and the search finds it."""
    edition.content_hash = content_hash(stored_system(edition))
    edition.status = Edition.PUBLISHED
    edition.published_at = timezone.now()
    edition.published_by = user
    edition.save(update_fields=["content_hash", "status", "published_at", "published_by"])
    refresh_index(edition.system)
    edition_published.send(Edition, edition=edition)


@action("edition.publish", "发布版本", right=may_publish)
def publish_edition(act: Act, edition: Edition, *, reason: str = "") -> Edition:
    """Publish a draft for good. Refused where there is nothing in it, or codes and names are not in order."""
    fresh = draft_locked(edition)
    _check_publishable(fresh)
    fix_content(fresh, act.actor.user)
    same = Edition.objects.filter(system=fresh.system, content_hash=fresh.content_hash)
    twin = same.filter(status=Edition.PUBLISHED).exclude(pk=fresh.pk).first()
    if twin is not None:
        raise Refused(f"内容与已发布的“{twin}”完全相同，没有可发布的改动。请先更正，或废弃这个草稿。")
    act.record(
        fresh,
        reason=reason,
        before={"status": Edition.DRAFT},
        after={"status": Edition.PUBLISHED, "key": fresh.key, "content_hash": fresh.content_hash},
    )
    return fresh


def _check_publishable(edition: Edition) -> None:
    """Guards of publishing: something is there, and it holds together (each code once, no link into nothing)."""
    content = stored_system(edition)
    if not content.subsystems and not content.planned_standards:
        raise Refused("草稿里没有子体系，也没有标准方向，没有可发布的内容。请先导入完整的指南。")
    nameless = [row.source.line_start for row in content.planned_standards if not row.name.strip()]
    faults = [
        *system_faults(content),
        *(f"第 {line} 行的标准方向没有名称，请补上或移除" for line in nameless),
    ]
    if faults:
        more = f"\n……共 {len(faults)} 处" if len(faults) > _FAULTS_TOLD else ""
        raise Refused("请先更正以下各处，再发布：\n" + "\n".join(faults[:_FAULTS_TOLD]) + more)


@action("edition.revise", "起修订版", right=may_change)
def revise_edition(act: Act, edition: Edition, *, reason: str = "") -> Edition:
    """Start a draft with the content of a published edition, to be corrected and published in its turn."""
    fresh = edition_locked(edition)
    if not fresh.is_published:
        raise Refused("只有已发布的版本才能起修订版；草稿可以直接更正。")
    open_draft = Edition.objects.filter(based_on=fresh, origin=Edition.REVISION, status=Edition.DRAFT).first()
    if open_draft is not None:
        raise Refused(f"“{fresh}”已有一个未发布的修订草稿（{open_draft.key}）。请在其上继续，或先废弃它。")
    draft = new_edition(
        fresh.system,
        stored_system(fresh),
        origin=Edition.REVISION,
        based_on=fresh,
        created_by=act.actor.user,
    )
    carry_over(fresh, draft)
    act.record(draft, reason=reason, after={"based_on": fresh.key, "content_hash": fresh.content_hash})
    return draft


@action("edition.discard", "废弃草稿", right=may_change)
def discard_draft(act: Act, edition: Edition, *, reason: str = "") -> Edition:
    """Lay a draft aside. It stays readable for editors, and its file may be imported again."""
    fresh = draft_locked(edition)
    fresh.status = Edition.DISCARDED
    fresh.save(update_fields=["status"])
    act.record(fresh, reason=reason, before={"status": Edition.DRAFT}, after={"status": Edition.DISCARDED})
    return fresh


@action("system.rename", "更改体系名称", right=may_publish)
def rename_system(act: Act, system: System, name: str, *, reason: str = "") -> System:
    """Give a system another name; its address stays."""
    fresh, name = system_locked(system), name.strip()
    if not name:
        raise Refused("名称不能为空。", field="name")
    if fresh.name == name:
        act.unchanged()
        return fresh
    before, fresh.name = fresh.name, name
    fresh.save(update_fields=["name"])
    refresh_index(fresh)
    act.record(fresh, reason=reason, before={"name": before}, after={"name": name})
    return fresh

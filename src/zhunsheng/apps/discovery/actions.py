"""Every write about kept searches."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from zhunsheng.apps.discovery import permissions, queries
from zhunsheng.apps.discovery.models import Notice, SavedSearch
from zhunsheng.apps.journal.actions import Act, Refused, action
from zhunsheng.search.shape import Hit

__all__ = ["drop_search", "keep_search", "look_again", "take_note"]

_MOST_KEPT = 100


@action("discovery.keep", "保存检索", right=permissions.may_keep)
def keep_search(act: Act, question: str, name: str = "") -> SavedSearch:
    """Keep a question (the query string of the search page) under a name; what it finds now counts as known.

    Kept twice it stays one. Raises :class:`Refused` for an empty question, or where a person keeps too many.
    """
    owner = act.actor.user
    assert owner is not None, "the right asks for an account"  # noqa: S101
    asked = queries.asked_of(question)
    plain = asked.link(page=1, sort="relevance").removeprefix("?")
    if not asked.narrowed:
        raise Refused("没有检索条件，没有可保存的。请先输入词或选择条件。", field="question")
    known = SavedSearch.objects.filter(owner=owner, question=plain).first()
    if known is not None:
        act.unchanged()
        return known
    if SavedSearch.objects.filter(owner=owner).count() >= _MOST_KEPT:
        raise Refused(f"已保存 {_MOST_KEPT} 个检索，达到上限。请先删去不用的。")
    page = queries.every_answer(asked, queries.MOST_WATCHED)
    kept = SavedSearch.objects.create(
        owner=owner,
        name=(name.strip() or asked.text or "未命名的检索")[:100],
        question=plain,
        known=_known({}, page.hits),
        total=page.total,
        partial=page.total > len(page.hits),
        checked_at=timezone.now(),
    )
    act.record(kept, after={"name": kept.name, "question": kept.question})
    return kept


@action("discovery.drop", "删除保存的检索", right=permissions.owns_search)
def drop_search(act: Act, kept: SavedSearch) -> None:
    """Forget a kept search and its notices."""
    act.record(kept, before={"name": kept.name, "question": kept.question})
    kept.delete()


@action("discovery.note", "知悉新增结果", right=permissions.owns_search)
def take_note(act: Act, kept: SavedSearch) -> int:
    """The owner has seen the new answers of a kept search; returns how many there were."""
    count, _ = Notice.objects.filter(search=kept).delete()
    if count:
        act.record(kept, after={"seen": count})
    else:
        act.unchanged()
    return count


@action("discovery.look", "核对保存的检索", right=permissions.runs_the_site)
def look_again(act: Act, kept: SavedSearch) -> int:
    """Ask a kept search anew and leave a notice for each answer that was not there; returns how many."""
    page, fresh = queries.fresh_hits(kept)
    kept.total, kept.partial = page.total, page.total > len(page.hits)
    kept.checked_at = timezone.now()
    kept.known = _known(kept.known, fresh)
    kept.save(update_fields=["total", "partial", "checked_at", "known"])
    notices = [
        Notice(
            search=kept, type=hit.type, ref=hit.ref, number=hit.number, title=hit.title, address=hit.address
        )
        for hit in fresh
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    if fresh:
        act.record(kept, after={"new": len(fresh), "total": page.total})
    else:
        act.unchanged()
    return len(fresh)


def _known(before: dict[str, Any], hits: list[Hit]) -> dict[str, list[int]]:
    known: dict[str, list[int]] = {name: list(refs) for name, refs in before.items()}
    for hit in hits:
        known.setdefault(hit.type, []).append(hit.ref)
    return known

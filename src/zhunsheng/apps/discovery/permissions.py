"""Who may keep searches, as named predicates."""

from __future__ import annotations

from typing import Any

from zhunsheng.apps.people.actors import as_actor
from zhunsheng.apps.people.permissions import ADMIN, has_role

__all__ = ["may_keep", "owns_search", "runs_the_site"]


def may_keep(who: Any, _subject: Any = None) -> bool:
    """Everybody with an account keeps searches; the command line has none."""
    return as_actor(who).user is not None


def owns_search(who: Any, search: Any = None) -> bool:
    """A kept search belongs to one person."""
    actor = as_actor(who)
    return actor.user is not None and search is not None and search.owner_id == actor.user.pk


def runs_the_site(who: Any, _subject: Any = None) -> bool:
    """The site itself looks for new answers, in nobody's name; an administrator may have it done."""
    return has_role(who, ADMIN)

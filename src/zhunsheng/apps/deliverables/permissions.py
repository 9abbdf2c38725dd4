"""Who may have papers made."""

from __future__ import annotations

from typing import Any

from zhunsheng.apps.people.permissions import READER, has_role
from zhunsheng.apps.systems.permissions import may_see_drafts

__all__ = ["may_deliver"]


def may_deliver(who: Any, subject: Any = None) -> bool:
    """Whoever has a role may have papers made of what that person may see: published editions, or drafts too."""
    published = subject is None or bool(getattr(subject, "is_published", True))
    return has_role(who, READER) and (published or may_see_drafts(who))

"""Who acts: a person signed in, nobody, or the operator of this installation at the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhunsheng.apps.people.models import User

__all__ = ["OPERATOR", "Actor", "as_actor"]


@dataclass(frozen=True, slots=True)
class Actor:
    """The one in whose name an action runs. ``user`` is None for the operator and for visitors."""

    user: User | None
    name: str
    is_operator: bool = False


#: Whoever holds the files of this installation may do everything with them; the journal says so by this name.
OPERATOR = Actor(user=None, name="运维人员（命令行）", is_operator=True)
_VISITOR = Actor(user=None, name="访客")


def as_actor(who: Any) -> Actor:
    """``who`` (a user, an anonymous user, None or an actor) as an actor."""
    if isinstance(who, Actor):
        return who
    if who is None or not getattr(who, "is_authenticated", False):
        return _VISITOR
    return Actor(user=who, name=str(who))

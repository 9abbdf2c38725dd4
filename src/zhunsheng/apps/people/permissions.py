"""Roles, and the named predicates about people. Predicates take a user or an actor and never raise."""

from __future__ import annotations

from typing import Any

from zhunsheng.apps.people.actors import as_actor

__all__ = ["ADMIN", "EDITOR", "READER", "ROLES", "has_role", "is_signed_in", "may_manage_people", "roles_of"]

READER = "reader"
EDITOR = "editor"
ADMIN = "admin"
#: role (also the group's name) → label, weakest first. A stronger role contains the weaker ones.
ROLES = {READER: "读者", EDITOR: "编辑", ADMIN: "管理员"}
_ORDER = list(ROLES)


def roles_of(who: Any) -> frozenset[str]:
    """All roles ``who`` holds, contained ones included; none for visitors and for switched-off accounts."""
    actor = as_actor(who)
    if actor.is_operator:
        return frozenset(ROLES)
    user = actor.user
    if user is None or not user.is_active:
        return frozenset()
    held = getattr(user, "_zhunsheng_roles", None)
    if held is None:
        names = set(ROLES) if user.is_superuser else set(user.groups.values_list("name", flat=True))
        highest = max((_ORDER.index(name) for name in names if name in ROLES), default=-1)
        held = frozenset(_ORDER[: highest + 1])
        user._zhunsheng_roles = held  # type: ignore[attr-defined]  # one query for each request
    return held


def has_role(who: Any, role: str) -> bool:
    """Whether ``who`` holds ``role`` or a stronger one."""
    return role in roles_of(who)


def is_signed_in(who: Any, _subject: Any = None) -> bool:
    """Whether ``who`` is a person with an account in use, or the operator."""
    actor = as_actor(who)
    return actor.is_operator or (actor.user is not None and actor.user.is_active)


def may_manage_people(who: Any, _subject: Any = None) -> bool:
    """Administrators make accounts and give roles."""
    return has_role(who, ADMIN)

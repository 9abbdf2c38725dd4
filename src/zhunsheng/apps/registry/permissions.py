"""Who may do what in the registry, as named predicates. They take a user (or actor) and a subject."""

from __future__ import annotations

from typing import Any

from zhunsheng.apps.people.permissions import EDITOR, has_role

__all__ = ["may_import", "may_place", "may_read", "may_repair", "may_see_runs", "may_verify"]


def may_read(_who: Any, _subject: Any = None) -> bool:
    """What is known of standards is public."""
    return True


def may_see_runs(who: Any, _subject: Any = None) -> bool:
    """Editors see imports and their bad rows."""
    return has_role(who, EDITOR)


def may_import(who: Any, _subject: Any = None) -> bool:
    """Editors bring in catalogues."""
    return has_role(who, EDITOR)


def may_repair(who: Any, _subject: Any = None) -> bool:
    """Editors mend or drop rows that could not be read."""
    return has_role(who, EDITOR)


def may_verify(who: Any, _subject: Any = None) -> bool:
    """Editors confirm and correct values with a link to evidence."""
    return has_role(who, EDITOR)


def may_place(who: Any, _subject: Any = None) -> bool:
    """Editors place standards in systems and reject such placements."""
    return has_role(who, EDITOR)

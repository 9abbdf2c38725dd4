"""Who may do what with relations, as named predicates. They take a user (or actor) and a subject."""

from __future__ import annotations

from typing import Any

from zhunsheng.apps.people.permissions import EDITOR, has_role

__all__ = ["may_decide", "may_link", "may_resolve", "may_suggest"]


def may_suggest(who: Any, _subject: Any = None) -> bool:
    """Editors have relations suggested."""
    return has_role(who, EDITOR)


def may_decide(who: Any, _subject: Any = None) -> bool:
    """Editors confirm and reject suggested relations, and take such a decision back."""
    return has_role(who, EDITOR)


def may_link(who: Any, _subject: Any = None) -> bool:
    """Editors state relations themselves, or take them from an uploaded draft."""
    return has_role(who, EDITOR)


def may_resolve(who: Any, _subject: Any = None) -> bool:
    """Editors write down how an overlap, a duplicate or a conflict has been dealt with."""
    return has_role(who, EDITOR)

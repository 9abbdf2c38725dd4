"""Who may do what with standards systems, as named predicates. They take a user (or actor) and a subject."""

from __future__ import annotations

from typing import Any

from zhunsheng.apps.people.permissions import ADMIN, EDITOR, has_role
from zhunsheng.apps.systems.models import Edition

__all__ = [
    "may_attach",
    "may_change",
    "may_import",
    "may_judge",
    "may_publish",
    "may_read",
    "may_see_drafts",
]


def may_see_drafts(who: Any, _subject: Any = None) -> bool:
    """Editors and administrators see what is not published yet, and what was discarded."""
    return has_role(who, EDITOR)


def may_read(who: Any, edition: Edition) -> bool:
    """Published editions are public; drafts are not."""
    return edition.is_published or may_see_drafts(who)


def may_import(who: Any, _subject: Any = None) -> bool:
    """Editors bring in guides."""
    return has_role(who, EDITOR)


def may_change(who: Any, _subject: Any = None) -> bool:
    """Editors correct, revise and discard drafts."""
    return has_role(who, EDITOR)


def may_judge(who: Any, _subject: Any = None) -> bool:
    """Editors accept and silence findings."""
    return has_role(who, EDITOR)


def may_attach(who: Any, _subject: Any = None) -> bool:
    """Editors attach the original file to an edition."""
    return has_role(who, EDITOR)


def may_publish(who: Any, _subject: Any = None) -> bool:
    """Publishing is for good; administrators do it."""
    return has_role(who, ADMIN)

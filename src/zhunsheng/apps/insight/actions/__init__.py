"""Every write of relations, one module a theme. Call them as ``confirm_links(user, edition, links, …)``."""

from zhunsheng.apps.insight.actions.deciding import (
    Decided,
    confirm_links,
    reject_links,
    resolve_tension,
    undo_decision,
)
from zhunsheng.apps.insight.actions.linking import add_link, link_draft_citations
from zhunsheng.apps.insight.actions.suggesting import Suggested, suggest_links

__all__ = [
    "Decided",
    "Suggested",
    "add_link",
    "confirm_links",
    "link_draft_citations",
    "reject_links",
    "resolve_tension",
    "suggest_links",
    "undo_decision",
]

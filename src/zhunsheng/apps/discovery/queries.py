"""Reads: answers to a question, suggestions, and what a person keeps."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import QueryDict

from zhunsheng import search
from zhunsheng.apps.discovery.models import Notice, SavedSearch
from zhunsheng.apps.people.actors import as_actor
from zhunsheng.apps.registry.queries import facet_labels
from zhunsheng.search.asked import Asked, read_asked
from zhunsheng.search.coded import TYPES
from zhunsheng.search.shape import Hit, Page, Suggestion

__all__ = [
    "MOST_EXPORTED",
    "MOST_TOLD",
    "MOST_WATCHED",
    "TYPES",
    "answers",
    "asked_of",
    "every_answer",
    "facet_labels",
    "fresh_hits",
    "kept_search",
    "kept_searches",
    "new_answers",
    "suggestions",
]

#: an export holds at most so many rows; a narrower question gives the rest
MOST_EXPORTED = 20_000
#: of a kept search so many answers are watched
MOST_WATCHED = 5_000
#: of its new answers so many are shown
MOST_TOLD = 50


def asked_of(query_string: str) -> Asked:
    """What a query string asks."""
    return read_asked(dict(QueryDict(query_string).lists()))


def answers(asked: Asked, size: int = 20) -> Page:
    """One page of answers with its facets."""
    return search.engine().search(asked.query(size, with_facets=True))


def every_answer(asked: Asked, most: int = MOST_EXPORTED) -> Page:
    """The answers from the first on, at most ``most``."""
    query = asked.query(most)
    query.offset = 0
    return search.engine().search(query)


def suggestions(text: str, limit: int = 8) -> list[Suggestion]:
    """What to offer for the letters typed so far."""
    typed = text.replace("\x00", "").strip()[:100]
    return search.engine().suggest(typed, limit) if typed else []


def kept_searches(user: Any) -> QuerySet[SavedSearch]:
    """What a person keeps, newest first, each with ``fresh``: the number of its notices."""
    actor = as_actor(user)
    if actor.user is None:
        return SavedSearch.objects.none()
    return SavedSearch.objects.filter(owner=actor.user).annotate(fresh=Count("notices"))


def kept_search(user: Any, pk: int) -> SavedSearch:
    """One of them; raises ``SavedSearch.DoesNotExist``."""
    return kept_searches(user).get(pk=pk)


def new_answers(user: Any) -> int:
    """How many notices wait for a person."""
    actor = as_actor(user)
    return Notice.objects.filter(search__owner=actor.user).count() if actor.user is not None else 0


def fresh_hits(kept: SavedSearch) -> tuple[Page, list[Hit]]:
    """The present answers of a kept search, and those among them that were not known."""
    page = every_answer(asked_of(kept.question), MOST_WATCHED)
    known = {(name, ref) for name, refs in kept.known.items() for ref in refs}
    return page, [hit for hit in page.hits if (hit.type, hit.ref) not in known]

"""Reads of the journal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from zhunsheng.apps.journal.chain import GENESIS, event_hash
from zhunsheng.apps.journal.models import Event, JournalHead

__all__ = [
    "Event",
    "broken_link",
    "events_of",
    "events_of_many",
    "newest_event",
    "newest_of_all",
    "subject_kind",
]


def subject_kind(subject: Any) -> str:
    """How the journal names the kind of a stored object: ``systems.edition``."""
    return str(subject._meta.label_lower)


def events_of(subject: Any) -> QuerySet[Event]:
    """What happened to one stored object, newest first."""
    return Event.objects.filter(subject_kind=subject_kind(subject), subject_id=str(subject.pk)).order_by(
        "-sequence"
    )


def events_of_many(subjects: Iterable[Any]) -> QuerySet[Event]:
    """What happened to several stored objects, newest first."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for subject in subjects:
        wanted[subject_kind(subject)].append(str(subject.pk))
    chosen = Q(pk__in=[])
    for kind, ids in wanted.items():
        chosen |= Q(subject_kind=kind, subject_id__in=ids)
    return Event.objects.filter(chosen).order_by("-sequence")


def newest_event(actions: Iterable[str]) -> str:
    """The id of the latest event of any of these actions; "" where there is none."""
    found = Event.objects.filter(action__in=list(actions)).order_by("-sequence")
    return str(found.values_list("uid", flat=True).first() or "")


def newest_of_all() -> str:
    """The id of the latest event; "" where nothing has happened yet."""
    return str(Event.objects.order_by("-sequence").values_list("uid", flat=True).first() or "")


def broken_link() -> int | None:
    """The number of the first event that does not fit the chain; None where all is well.

    A removed last event shows by the head, which then names a number that is not there.
    """
    expected, sequence = GENESIS, 0
    for event in Event.objects.order_by("sequence").iterator():
        sequence += 1
        if event.sequence != sequence or event.previous_hash != expected or event.hash != event_hash(event):
            return sequence
        expected = event.hash
    head = JournalHead.objects.filter(pk=1).first()
    if (head.sequence, head.hash) != (sequence, expected) if head else sequence:
        return sequence + 1
    return None

"""The journal can only grow, and shows when somebody has meddled with it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from zhunsheng.apps.journal.actions import ACTIONS
from zhunsheng.apps.journal.context import current_request_id, request_scope
from zhunsheng.apps.journal.models import AppendOnly, Event
from zhunsheng.apps.journal.queries import broken_link, events_of
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems.actions import accept_finding, correct_value, lift_silence, silence_finding
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import findings, journal_for


def test_events_cannot_be_changed(published: Edition) -> None:
    event = Event.objects.first()
    assert event is not None
    event.reason = "改写"
    with pytest.raises(AppendOnly):
        event.save()
    with pytest.raises(AppendOnly):
        event.delete()
    with pytest.raises(AppendOnly):
        Event.objects.update(reason="改写")
    with pytest.raises(AppendOnly):
        Event.objects.all().delete()
    with pytest.raises(AppendOnly):
        Event.objects.bulk_update([event], ["reason"])


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE journal_event SET reason = 'x' WHERE sequence = 2", 2),
        ("UPDATE journal_event SET actor_name = 'x' WHERE sequence = 3", 3),
        ("DELETE FROM journal_event WHERE sequence = 2", 2),
        ("DELETE FROM journal_event WHERE sequence = (SELECT max(sequence) FROM journal_event)", 5),
    ],
)
def test_meddling_shows(published: Edition, statement: str, broken: int) -> None:
    assert Event.objects.count() == 5  # three people, an import, a publication
    assert broken_link() is None
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert broken_link() == broken


def test_an_event_says_who_why_and_within_what(draft: Edition, editor: Any) -> None:
    with request_scope("req-12345678"):
        assert current_request_id() == "req-12345678"
        correct_value(editor, draft, "subsystem", "BA", "name", "照明灯具", reason=" 笔误 ")
    event = events_of(draft).first()
    assert event is not None
    assert (event.actor, event.actor_name, event.reason) == (editor, "editor", "笔误")
    assert event.request_id == "req-12345678"
    assert event.before["value"] == "灯具"
    assert event.after["value"] == "照明灯具"
    assert event.action in ACTIONS
    assert current_request_id() == ""


def test_a_system_tells_what_happened_to_its_editions(published: Edition) -> None:
    told = [event.action for event in journal_for(OPERATOR, published.system)]
    assert told == ["edition.publish", "edition.import"]
    fingerprint = findings(published)[0][0].fingerprint
    silence_finding(OPERATOR, published, fingerprint, reason="原文如此", whole_system=True)
    lift_silence(OPERATOR, accept_finding(OPERATOR, published, fingerprint))
    told = [event.action for event in journal_for(OPERATOR, published.system)]
    assert told[:3] == ["finding.lift", "finding.accept", "finding.silence"]
    assert [event.action for event in journal_for(OPERATOR, published)][:2] == [
        "finding.lift",
        "finding.accept",
    ]

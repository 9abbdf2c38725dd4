"""Rules that hold for every action: one event each, the right asked first, and nothing else writes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

import zhunsheng
from tests.database.insight_scenarios import SCENARIOS as INSIGHT
from tests.database.registry_scenarios import SCENARIOS as REGISTRY
from tests.database.scenarios import SCENARIOS
from zhunsheng.apps.journal.actions import ACTIONS, Act, NotAllowed, action
from zhunsheng.apps.journal.models import Event
from zhunsheng.apps.journal.queries import broken_link

EVERYBODY = ("visitor", "reader", "editor", "admin", "operator")
EDITORS = {"editor", "admin", "operator"}
ADMINS = {"admin", "operator"}
ALLOWED: dict[str, set[str]] = {
    "edition.import": EDITORS,
    "edition.import_content": EDITORS,
    "edition.import_packaged": ADMINS,
    "edition.attach_source": EDITORS,
    "edition.publish": ADMINS,
    "edition.revise": EDITORS,
    "edition.discard": EDITORS,
    "system.rename": ADMINS,
    "value.correct": EDITORS,
    "value.confirm": EDITORS,
    "value.confirm_all": EDITORS,
    "value.undo": EDITORS,
    "row.add": EDITORS,
    "row.remove": EDITORS,
    "return.receive": EDITORS,
    "return.columns": EDITORS,
    "return.reject": EDITORS,
    "return.close": EDITORS,
    "finding.silence": EDITORS,
    "finding.accept": EDITORS,
    "finding.lift": EDITORS,
    "people.create_user": ADMINS,
    "people.set_role": ADMINS,
    "people.set_active": ADMINS,
    "people.set_password": ADMINS,
    "people.password_changed": {"reader", "editor", "admin"},
    **dict.fromkeys(REGISTRY, EDITORS),
    **dict.fromkeys(INSIGHT, EDITORS),
    "papers.keep": {"reader", "editor", "admin", "operator"},
    "discovery.keep": {"reader", "editor", "admin"},
    "discovery.look": ADMINS,
    # Whose search it is: the scenario's is the administrator's.
    "discovery.drop": {"admin"},
    "discovery.note": {"admin"},
}


def test_every_action_is_walked() -> None:
    assert set(ACTIONS) == set(SCENARIOS) == set(ALLOWED)
    assert all(info.title and info.function.__doc__ for info in ACTIONS.values())


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_an_action_leaves_exactly_one_event(name: str, people: dict[str, Any]) -> None:
    run = SCENARIOS[name]()
    before = Event.objects.count()
    run(people["admin"])
    events = list(Event.objects.filter(sequence__gt=before))
    assert [event.action for event in events] == [name]
    assert events[0].actor == people["admin"]
    assert events[0].subject_label
    assert broken_link() is None


#: whose objects in memory know what was done with them, so that they cannot be used again once that is undone
REMEMBERING = {"discovery.look", "people.set_active", "registry.import-batch"}


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_who_may_do_what(name: str, people: dict[str, Any]) -> None:
    made = None if name in REMEMBERING else SCENARIOS[name]()
    for role in EVERYBODY:
        # Everybody finds the same state: what one of them does is undone before the next one comes.
        with transaction.atomic():
            run = made or SCENARIOS[name]()
            before = Event.objects.count()
            if role in ALLOWED[name]:
                run(people[role])
                assert Event.objects.count() == before + 1, role
            else:
                with pytest.raises(NotAllowed, match="没有"):
                    run(people[role])
                assert Event.objects.count() == before, role
            transaction.set_rollback(True)


def test_somebody_switched_off_may_nothing(people: dict[str, Any]) -> None:
    run = SCENARIOS["edition.publish"]()
    people["admin"].is_active = False
    with pytest.raises(NotAllowed):
        run(people["admin"])


@pytest.mark.django_db
def test_an_action_without_event_is_undone(people: dict[str, Any]) -> None:
    name = "test.silent"
    try:

        @action(name, "悄悄改名", right=lambda who, subject=None, /: True)
        def silent(act: Act, user: Any) -> None:
            """Writes and says nothing."""
            user.first_name = "改"
            user.save()

        with pytest.raises(RuntimeError, match="records one event"):
            silent(people["admin"], people["reader"])
    finally:
        ACTIONS.pop(name, None)
    people["reader"].refresh_from_db()
    assert people["reader"].first_name == ""


# Set and dictionary methods of the same names take no keywords.
WRITES = re.compile(
    r"\.(save|create|get_or_create|update_or_create|bulk_create|bulk_update|delete|aupdate|acreate)\("
    r"|\.update\((\*\*|\w+=)|\.set\(\["
)
# Places that may write: actions; the tables' own guards; the bookkeeping of jobs; what the batch actions write with.
MAY_WRITE = (
    "/actions/",
    "/actions.py",
    "/models/",
    "/models.py",
    "/migrations/",
    "/jobs/queue.py",
    "/registry/storage/",
)


def test_nothing_but_actions_writes() -> None:
    package = Path(zhunsheng.__file__).parent
    rooms = [package / name for name in ("apps", "jobs", "cli", "shell", "api")]
    files = [path for room in rooms for path in room.rglob("*.py")]
    assert len(files) > 30
    found = []
    for path in files:
        if any(part in f"/{path.relative_to(package)}" for part in MAY_WRITE):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if WRITES.search(line):
                found.append(f"{path.relative_to(package)}:{number}: {line.strip()}")
    assert found == []


@pytest.mark.parametrize(
    "line", ["edition.save()", "Edition.objects.create(x=1)", "rows.update(name=1)", "user.groups.set([1])"]
)
def test_the_search_for_writes_can_find_one(line: str) -> None:
    assert WRITES.search(line)


@pytest.mark.parametrize("line", ["lit.update(range(3))", "_wake.set()", "variable.set(value)"])
def test_the_search_for_writes_knows_sets(line: str) -> None:
    assert not WRITES.search(line)

"""A published edition stands for good; what may follow is a revision."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, connections, transaction

from tests.database.conftest import PASSWORD, intake_of
from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.journal.models import Event
from zhunsheng.apps.journal.queries import broken_link
from zhunsheng.apps.people.actions import create_user
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems.actions import (
    attach_source,
    correct_value,
    discard_draft,
    lift_silence,
    publish_edition,
    revise_edition,
    silence_finding,
    store_guide,
)
from zhunsheng.apps.systems.models import Edition, Immutable, PlannedStandard, Subsystem, Target
from zhunsheng.apps.systems.queries import (
    altered_editions,
    damaged_files,
    find_edition,
    findings,
    get_edition,
    has_source,
    list_editions,
    load_system,
    previous_edition,
    visible_systems,
)
from zhunsheng.apps.systems.storage import blob_path
from zhunsheng.core.records import content_hash


def test_publishing_hashes_and_dates(draft: Edition, admin: Any) -> None:
    edition = publish_edition(admin, draft, reason="审定通过")
    assert edition.is_published
    assert edition.published_by == admin
    assert edition.content_hash == content_hash(load_system(edition))
    assert edition.key == "2024版"
    assert altered_editions() == []


def test_a_published_edition_cannot_be_changed_by_any_path(published: Edition) -> None:
    box = published.subsystems.get(code="BA")
    item = published.planned_standards.get(number=1)
    content = load_system(published)
    attempts: list[Any] = [
        lambda: published.save(),
        lambda: published.delete(),
        lambda: Edition.objects.filter(pk=published.pk).update(title="改"),
        lambda: Edition.objects.filter(pk=published.pk).delete(),
        lambda: box.save(),
        lambda: box.delete(),
        lambda: item.save(),
        lambda: item.delete(),
        lambda: published.planned_standards.update(name="改"),
        lambda: published.planned_standards.all().delete(),
        lambda: PlannedStandard.objects.bulk_update([item], ["name"]),
        lambda: Target(edition=published, ordinal=99, line_start=1, line_end=1, name="x").save(),
        lambda: Subsystem.objects.bulk_create(
            [Subsystem(edition=published, ordinal=99, line_start=1, line_end=1, code="Z", name="x", level=1)]
        ),
    ]
    for attempt in attempts:
        with pytest.raises(Immutable), transaction.atomic():
            attempt()
    assert load_system(get_edition(None, published.system.slug)) == content
    assert altered_editions() == []


def test_a_row_cannot_slip_into_a_published_edition(published: Edition, editor: Any) -> None:
    draft = store_guide(editor, *intake_of("别的"), slug="other")
    row = draft.targets.all()[0]
    row.edition = published
    with pytest.raises(Immutable):
        row.save()


def test_meddling_with_the_tables_shows(published: Edition) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE systems_target SET name = 'x'")
    assert altered_editions() == [published]
    blob_path(published.source_sha256).unlink()
    assert damaged_files() == [published.source_sha256]


def test_actions_refuse_a_published_edition(published: Edition, admin: Any) -> None:
    for attempt in (
        lambda: publish_edition(admin, published),
        lambda: discard_draft(admin, published),
        lambda: correct_value(admin, published, "subsystem", "BA", "name", "改"),
    ):
        with pytest.raises(Refused, match=r"已发布.*修订版"):
            attempt()


def test_nothing_cannot_be_published(editor: Any, admin: Any) -> None:
    draft = store_guide(editor, *intake_of(subsystems=[], planned_standards=[]), slug="empty")
    with pytest.raises(Refused, match="没有可发布的内容"):
        publish_edition(admin, draft)


def test_a_code_used_twice_cannot_be_published(editor: Any, admin: Any) -> None:
    intake, content = intake_of()
    content.subsystems[1].code = "BA"
    draft = store_guide(editor, intake, content, slug="twice")
    with pytest.raises(Refused, match=r"BA.*用过"):
        publish_edition(admin, draft)
    wrong = draft.subsystems.get(code="BA", occurrence=1)
    correct_value(editor, draft, "subsystem", str(wrong.pk), "code", "aa")
    assert publish_edition(admin, draft).is_published


def test_the_same_content_is_not_published_twice(published: Edition, admin: Any) -> None:
    draft = revise_edition(admin, published)
    with pytest.raises(Refused, match="完全相同"):
        publish_edition(admin, draft)
    draft.refresh_from_db()
    assert draft.is_draft


def test_a_revision_starts_from_what_is_published(published: Edition, editor: Any, admin: Any) -> None:
    draft = revise_edition(editor, published, reason="勘误")
    assert load_system(draft) == load_system(published)
    assert has_source(draft)
    with pytest.raises(Refused, match="未发布的修订草稿"):
        revise_edition(editor, published)
    correct_value(editor, draft, "subsystem", "BA", "name", "照明灯具")
    revised = publish_edition(admin, draft)
    assert (revised.key, revised.display_label) == ("2024版-r2", "2024版（修订 2）")
    assert previous_edition(None, revised) == published
    assert get_edition(None, "city-lighting") == revised
    assert get_edition(None, "city-lighting", "2024版") == published
    with pytest.raises(Refused, match="只有已发布"):
        revise_edition(editor, discard_draft(editor, store_guide(editor, *intake_of("x"), slug="y")))


def test_a_revision_keeps_the_judgements_of_its_forerunner(published: Edition, editor: Any) -> None:
    kept, lifted = [finding.fingerprint for finding, _ in findings(published)][:2]
    silence_finding(editor, published, kept, reason="原文如此")
    lift_silence(editor, silence_finding(editor, published, lifted, reason="误会"))
    draft = revise_edition(editor, published)
    judged = {finding.fingerprint: silence for finding, silence in findings(draft)}
    silence = judged[kept]
    assert silence is not None
    assert (silence.reason, silence.actor_name, silence.edition) == ("原文如此", "editor", draft)
    assert judged[lifted] is None
    lift_silence(editor, silence)
    assert {finding.fingerprint: silence for finding, silence in findings(published)}[kept] is not None


def test_who_sees_what(draft: Edition, people: dict[str, Any]) -> None:
    for name in ("visitor", "reader"):
        assert not visible_systems(people[name]).exists()
        assert find_edition(people[name], draft.pk) is None
        with pytest.raises(draft.system.DoesNotExist):
            get_edition(people[name], "city-lighting")
    for name in ("editor", "admin", "operator"):
        assert get_edition(people[name], "city-lighting") == draft
        assert get_edition(people[name], "city-lighting", draft.key) == draft
    published = publish_edition(people["admin"], draft)
    for person in people.values():
        assert get_edition(person, "city-lighting") == published
    second = revise_edition(people["editor"], published)
    assert list_editions(people["visitor"], published.system) == [published]
    assert list_editions(people["editor"], published.system) == [second, published]
    assert find_edition(people["editor"], "no uuid") is None
    with pytest.raises(Edition.DoesNotExist):
        get_edition(people["visitor"], "city-lighting", second.key)


def test_a_discarded_draft_is_out_of_the_way(draft: Edition, editor: Any) -> None:
    discard_draft(editor, draft, reason="读错文件")
    assert not visible_systems(editor).exists()
    with pytest.raises(Refused, match="已废弃"):
        correct_value(editor, draft, "subsystem", "BA", "name", "改")


def test_the_later_year_is_the_present_edition(editor: Any, admin: Any) -> None:
    new = publish_edition(admin, store_guide(editor, *intake_of("新", edition="2026版"), slug="lights"))
    old = publish_edition(admin, store_guide(editor, *intake_of("旧", edition="2021版"), slug="lights"))
    assert get_edition(None, "lights") == new
    assert previous_edition(None, new) == old
    assert previous_edition(None, old) is None


def test_attaching_leaves_a_published_edition_as_it_was(published: Edition, editor: Any) -> None:
    events = Event.objects.count()
    with pytest.raises(Refused, match="SHA-256"):
        attach_source(editor, published, b"other", "x.txt")
    assert Event.objects.count() == events


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once() -> None:
    """One publishes, the other is told; the journal stays one chain."""
    admins = [
        create_user(OPERATOR, f"a{number}@example.cn", password=PASSWORD, role="admin") for number in (1, 2)
    ]
    draft = store_guide(OPERATOR, *intake_of(), slug="city-lighting")
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def attempt(user: Any) -> None:
        try:
            gate.wait(timeout=10)
            publish_edition(user, draft)
            outcomes.append("published")
        except Refused as error:
            outcomes.append(error.message)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=attempt, args=(user,)) for user in admins]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcome == "published" for outcome in outcomes) == [False, True]
    assert any("已发布" in outcome for outcome in outcomes)
    assert Event.objects.filter(action="edition.publish").count() == 1
    assert broken_link() is None


@pytest.mark.django_db(transaction=True)
def test_many_who_correct_at_once() -> None:
    """Every change arrives, and each has its own place in the chain."""
    draft = store_guide(OPERATOR, *intake_of(), slug="city-lighting")
    errors: list[BaseException] = []
    fields = ["name", "scope", "summary", "group", "abbreviation"]

    def attempt(field: str) -> None:
        try:
            correct_value(OPERATOR, draft, "subsystem", "BA", field, f"新的{field}")
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=attempt, args=(field,)) for field in fields]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert errors == []
    box = next(item for item in load_system(draft).subsystems if item.code == "BA")
    assert all(getattr(box, field) == f"新的{field}" for field in fields)
    assert broken_link() is None

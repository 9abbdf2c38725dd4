"""Relations: suggested, decided, carried over, counted, walked. On whichever database the tests run."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.core.sample import sample_system
from tests.database.insight_scenarios import cited, edition_of_sample, stored, tension
from zhunsheng.apps.insight import actions, asking, queries
from zhunsheng.apps.insight.actions.linking import Statement
from zhunsheng.apps.insight.counting import Filter
from zhunsheng.apps.insight.gathering import Thing
from zhunsheng.apps.insight.holdings import open_links
from zhunsheng.apps.insight.maps import map_of
from zhunsheng.apps.insight.models import Link
from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.journal.models import Event
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems.actions import (
    correct_value,
    import_packaged,
    publish_edition,
    remove_row,
    revise_edition,
    undo_correction,
)
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.relations import End, Evidence, relation_kinds
from zhunsheng.core.relations import Link as StatedLink
from zhunsheng.core.system.content import load_packaged


@pytest.fixture
def edition(db: Any) -> Edition:
    return edition_of_sample()


@pytest.fixture
def real(db: Any) -> Edition:
    return import_packaged(OPERATOR, load_packaged("jiangsu-ai-2025").system)


def thing(edition: Edition, asked: str) -> Thing:
    found = queries.find_thing(OPERATOR, edition, asked)
    assert found is not None, asked
    return found


def link_of(**changes: Any) -> Link:
    values = {
        "system": "s",
        "edition": "e",
        "subject_kind": "planned",
        "subject_ref": "1",
        "type": "supports",
        "target_kind": "planned",
        "target_ref": "2",
        "origin": "rule",
        "at": timezone.now(),
    }
    return Link(**{**values, **changes})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        {"status": "rejected"},
        {"status": "perhaps"},
        {"origin": "edition"},
        {"target_ref": "1"},
        {"subject_kind": "person"},
        {"subject_ref": ""},
        {"type": ""},
        {"edition": ""},
        {"system": "", "edition": ""},
    ],
)
def test_the_table_refuses_what_cannot_be(changes: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        link_of(**changes).save()


@pytest.mark.django_db
def test_one_link_is_stored_once_and_kinds_are_those_of_the_vocabulary() -> None:
    link_of().save()
    with pytest.raises(IntegrityError), transaction.atomic():
        link_of().save()
    for kind in relation_kinds():
        link_of(subject_kind=kind, subject_ref="x").save()


def test_suggesting_again_changes_nothing_and_a_rejected_link_never_comes_back(real: Edition) -> None:
    first = actions.suggest_links(OPERATOR, real)
    assert first.added > 15
    events = Event.objects.count()
    assert actions.suggest_links(OPERATOR, real) == actions.Suggested()
    assert Event.objects.count() == events
    pks = list(queries.review_queue(real).values_list("pk", flat=True))
    actions.reject_links(OPERATOR, real, pks[:3], reason="对象不同")
    actions.confirm_links(
        OPERATOR, real, [pk for pk in pks[3:8] if Link.objects.get(pk=pk).type != "overlaps"]
    )
    Link.objects.filter(status="suggested").delete()
    again = actions.suggest_links(OPERATOR, real)
    assert again.added == first.added - 8
    assert Link.objects.filter(pk__in=pks[:3], status="rejected").count() == 3


def test_a_suggestion_that_is_no_longer_made_goes_and_a_person_s_stays(real: Edition) -> None:
    stored(real, dataclasses.replace(cited(), origin="person"))
    link_of(system=real.system.slug, edition=real.key, rule="old").save()
    assert actions.suggest_links(OPERATOR, real).dropped == 1
    assert not Link.objects.filter(rule="old").exists()
    assert Link.objects.filter(origin="person").count() == 1


def test_one_call_one_event_and_undo_brings_back_what_was(edition: Edition, editor: Any) -> None:
    pks = stored(edition, cited("1"), cited("2"), cited("3"))
    actions.reject_links(editor, edition, pks[:1], reason="看错")
    before = Event.objects.count()
    actions.confirm_links(editor, edition, pks)
    assert Event.objects.count() == before + 1
    event = Event.objects.order_by("-sequence")[0]
    assert event.after["links"] == pks
    assert dict(map(tuple, event.before["links"]))[pks[0]] == "rejected"
    assert len(queries.last_decision(editor, edition)) == 3
    undone = actions.undo_decision(editor, edition)
    assert undone.count == 3
    states = dict(Link.objects.values_list("pk", "status"))
    assert [states[pk] for pk in pks] == ["rejected", "suggested", "suggested"]
    with pytest.raises(Refused, match="没有可以撤销"):
        actions.undo_decision(editor, edition)


def test_undo_leaves_alone_what_was_decided_anew(edition: Edition, editor: Any) -> None:
    pks = stored(edition, cited("1"), cited("2"))
    first = actions.confirm_links(editor, edition, pks)
    actions.reject_links(editor, edition, pks[1:], reason="再看不对")
    assert actions.undo_decision(editor, edition, first.decision).count == 1
    assert Link.objects.get(pk=pks[1]).status == "rejected"


def test_decisions_need_a_reason_and_existing_links(edition: Edition, editor: Any) -> None:
    pks = stored(edition)
    with pytest.raises(Refused, match="理由"):
        actions.reject_links(editor, edition, pks, reason="  ")
    with pytest.raises(Refused, match="没有选择"):
        actions.confirm_links(editor, edition, [])
    with pytest.raises(Refused, match="刷新"):
        actions.confirm_links(editor, edition, [*pks, 10**9])


def test_a_tension_is_confirmed_only_with_its_resolution(edition: Edition, editor: Any) -> None:
    pk = tension(edition)
    with pytest.raises(Refused, match="处理意见"):
        actions.confirm_links(editor, edition, [pk])
    assert queries.unsettled_tensions(edition).count() == 1
    actions.resolve_tension(editor, edition, pk, resolution="各管一段")
    found = Link.objects.get(pk=pk)
    assert (found.status, found.resolution) == ("confirmed", "各管一段")
    assert not queries.unsettled_tensions(edition).exists()


def test_a_person_states_a_link_with_evidence_only(edition: Edition, editor: Any) -> None:
    one, other = thing(edition, "BA"), thing(edition, "BB")
    with pytest.raises(Refused, match="依据"):
        actions.add_link(editor, edition, one, "supports", other, Statement())
    with pytest.raises(Refused, match="不能"):
        actions.add_link(editor, edition, one, "replaces", other, Statement(evidence="x"))
    with pytest.raises(Refused, match="https"):
        actions.add_link(editor, edition, one, "supports", other, Statement(url="javascript:alert(1)"))
    made = actions.add_link(editor, edition, other, "complements", one, Statement(evidence="第 3 页"))
    assert (made.status, made.origin, made.subject_ref, made.target_ref) == (
        "confirmed",
        "person",
        "BA",
        "BB",
    )
    again = actions.add_link(editor, edition, one, "complements", other, Statement(evidence="第 4 页"))
    assert again.pk == made.pk
    assert [item["text"] for item in again.evidence] == ["第 4 页", "第 3 页"]


def test_links_of_an_item_taken_out_of_the_draft_are_shown_and_given_to_nobody(
    edition: Edition, admin: Any
) -> None:
    draft = revise_edition(admin, edition)
    tension(draft)
    stored(draft, cited("1"))
    assert queries.review_queue(draft).count() == 2 and queries.unsettled_tensions(draft).count() == 1
    item = draft.planned_standards.order_by("ordinal")[1]
    removed = remove_row(admin, draft, "planned_standard", str(item.pk), reason="并入第 1 项")
    assert [link.type for link in queries.review_queue(draft)] == ["cites"]
    undo_correction(admin, removed, reason="仍要")
    assert queries.review_queue(draft).count() == 2
    item = draft.planned_standards.order_by("ordinal")[1]
    remove_row(admin, draft, "planned_standard", str(item.pk), reason="并入第 1 项")
    published = publish_edition(admin, draft)
    assert queries.review_counts(published)["type"] == {"cites": 1}
    assert not queries.unsettled_tensions(published).exists()
    assert [link.type for link in open_links([published], whole=False)] == ["cites"]
    assert queries.links_of_edition(published).count() == 2


def test_decisions_are_carried_to_the_next_edition_by_name(edition: Edition, admin: Any) -> None:
    one, other = thing(edition, "BA"), thing(edition, "BB")
    actions.add_link(admin, edition, one, "supports", other, Statement(evidence="第 3 页"))
    stored(edition, cited("1"))
    actions.reject_links(admin, edition, [Link.objects.get(type="cites").pk], reason="看错")
    draft = revise_edition(admin, edition)
    done = actions.suggest_links(admin, draft)
    assert done.carried == 2
    moved = {link.type: link for link in queries.links_of_edition(draft)}
    assert moved["supports"].status == "confirmed"
    assert (moved["cites"].status, moved["cites"].reason) == ("rejected", "看错")
    assert actions.suggest_links(admin, draft) == actions.Suggested()
    # What was kept under the draft's key is still its own once it is published.
    correct_value(admin, draft, "subsystem", "AA", "name", "词汇", reason="改名")
    published = publish_edition(admin, draft)
    assert queries.links_of_edition(published).count() == 2
    assert actions.suggest_links(admin, published).carried == 0
    given = list(open_links([published], whole=False))
    assert [(link.type, link.edition, link.subject.edition) for link in given] == [
        ("supports", published.key, published.key)
    ]


def test_the_map_is_kept_until_something_changes(real: Edition, editor: Any) -> None:
    first = map_of(real)
    assert map_of(real) is first
    actions.suggest_links(editor, real)
    second = map_of(real)
    assert second is not first
    assert len(second.gathered.edges) > len(first.gathered.edges)


def test_the_map_needs_few_queries(real: Edition) -> None:
    actions.suggest_links(OPERATOR, real)
    with CaptureQueriesContext(
        connection,
    ) as made:
        map_of(real)
    assert len(made) < 25
    with CaptureQueriesContext(connection) as asked:
        map_of(real)
    assert len(asked) <= 3


def test_cells_of_the_matrix_hold_what_the_list_behind_them_holds(real: Edition) -> None:
    actions.suggest_links(OPERATOR, real)
    actions.confirm_links(OPERATOR, real, [one.pk for one in queries.review_queue(real, type="supports")])
    matrix = queries.module_matrix(real)
    assert matrix.total.sure and matrix.total.open
    for start, _, _ in matrix.modules:
        for end, _, _ in matrix.modules:
            cell = matrix.cell(start, end)
            behind = queries.links_between(real, Filter(start=start, end=end))
            assert [cell.sure, cell.open] == [
                sum(one.status == status for one in behind) for status in ("confirmed", "suggested")
            ], (start, end)
            assert cell.strength <= cell.sure


def test_impact_of_a_category_reaches_what_rests_on_it_in_order_of_distance(edition: Edition) -> None:
    one, other = thing(edition, "BA"), thing(edition, "BB")
    actions.add_link(OPERATOR, edition, one, "supports", other, Statement(evidence="第 3 页"))
    found = asking.impact(edition, one)
    assert [reach.thing.code for reach in found.reached if reach.distance == 1] == ["B", "BB"]
    assert {thing.key for thing in found.inside} == {"planned:2", "planned:3"}
    assert all(reach.steps[0].said for reach in found.reached)
    assert [reach.distance for reach in found.reached] == sorted(reach.distance for reach in found.reached)
    # Support is felt by who is supported, not by who supports.
    assert "BA" not in {reach.thing.code for reach in asking.impact(edition, other).reached}


def test_impact_says_which_ways_are_certain(edition: Edition, editor: Any) -> None:
    pks = stored(edition, cited("1"), cited("4"))
    actions.confirm_links(editor, edition, pks[:1])
    found = {
        one.thing.key: one.certain
        for one in asking.impact(edition, thing(edition, "standard:GB/T 9-2020")).reached
    }
    assert found["planned:1"] is True
    assert found["planned:4"] is False
    sure = asking.impact(edition, thing(edition, "standard:GB/T 9-2020"), statuses=("confirmed",)).reached
    assert "planned:4" not in {one.thing.key for one in sure}


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("evidence", "第\0页", "不能保存"),
        ("resolution", "\ud800", "不能保存"),
        ("subject_clause", "5" * 81, "主体条款至多 80 个字，现在有 81 个"),
        ("target_clause", "5" * 300, "客体条款至多 80 个字"),
        ("valid_from", "2026-01-01 起", "至多 10 个字"),
    ],
)
def test_what_the_table_cannot_hold_is_refused_in_words(
    edition: Edition, field: str, text: str, told: str
) -> None:
    said = Statement(**{"evidence": "第 3 页", field: text})
    with pytest.raises(Refused, match=told) as refused:
        actions.add_link(OPERATOR, edition, thing(edition, "BA"), "supports", thing(edition, "BB"), said)
    assert refused.value.field == field
    assert not Link.objects.exists()


def test_reasons_the_table_cannot_hold_are_refused_in_words(edition: Edition) -> None:
    pks = stored(edition, cited("1"))
    with pytest.raises(Refused, match="不能保存"):
        actions.reject_links(OPERATOR, edition, pks, reason="看\0错")
    with pytest.raises(Refused, match="不能保存"):
        actions.resolve_tension(OPERATOR, edition, tension(edition), resolution="合\0并")
    long = dataclasses.replace(cited("2"), target_clause="5" * 81)
    with pytest.raises(Refused, match="客体条款"):
        actions.link_draft_citations(OPERATOR, edition, [long], file_name="草案.docx")


def test_the_ways_of_a_long_chain_are_told_only_so_far(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = thing(edition, "BA"), thing(edition, "BB")
    actions.add_link(OPERATOR, edition, one, "supports", other, Statement(evidence="第 3 页"))
    whole = asking.impact(edition, one)
    steps = [len(reach.steps) for reach in whole.reached]
    assert not whole.cut
    assert max(steps) > 1
    monkeypatch.setattr(asking, "MOST_STEPS", sum(steps))
    assert asking.impact(edition, one) == whole
    monkeypatch.setattr(asking, "MOST_STEPS", sum(steps) - 1)
    shorter = asking.impact(edition, one)
    assert shorter.cut
    assert sum(len(reach.steps) for reach in shorter.reached) < sum(steps)
    farthest = max(steps)
    assert [r for r in shorter.reached if r.distance < farthest] == [
        r for r in whole.reached if r.distance < farthest
    ]


def test_a_path_leads_over_links_before_it_leads_over_the_structure(edition: Edition) -> None:
    stored(edition, cited("1"), cited("4"))
    way = asking.path(edition, thing(edition, "1"), thing(edition, "4"))
    assert way is not None
    assert [step.edge.type for step in way] == ["cites", "cites"]
    assert asking.path(edition, thing(edition, "1"), thing(edition, "1")) == ()


def test_the_map_as_on_a_day(edition: Edition) -> None:
    one, other = thing(edition, "BA"), thing(edition, "BB")
    said = Statement(evidence="第 3 页", valid_from="2024-05-01", valid_to="2025-05")
    actions.add_link(OPERATOR, edition, one, "supports", other, said)

    def near(day: str) -> set[str]:
        return {step.edge.type for _, step in asking.around(edition, one, on=day).links}

    assert "supports" not in near("2024-04-30")
    assert "supports" in near("2024-05-01")
    assert "supports" in near("2025-05-31")
    assert "supports" not in near("2025-06-01")


def test_rings_orphans_and_hubs(edition: Edition) -> None:
    ring = [("1", "2"), ("2", "3"), ("3", "1")]
    for one, other in ring:
        evidence = (Evidence("rule", "试验"),)
        stored(
            edition,
            StatedLink(
                End("planned", one), "refines", End("planned", other), "suggested", "rule", evidence=evidence
            ),
        )
    found = asking.health(edition)
    assert [len(steps) for kind, steps in found.rings if kind == "refines"] == [3]
    assert "planned:4" in {one.key for one in found.orphans}
    assert "planned:1" not in {one.key for one in found.orphans}
    assert {one.key for one, _ in found.hubs} >= {"planned:1", "planned:2", "planned:3"}


@pytest.mark.parametrize(
    "asked", ["BA", "ba", "subsystem:BA", "灯具", "planned:2", "2", "LED 灯具能效评价规范", "basis:1"]
)
def test_things_are_found_as_people_write_them(edition: Edition, asked: str) -> None:
    assert thing(edition, asked).kind in {"subsystem", "planned", "basis"}


@pytest.mark.parametrize(
    "asked", ["", "XX", "planned:99", "standard:GB/T 1", "case:1", "nothing:1", "\0", "9" * 400]
)
def test_things_that_are_not_there(edition: Edition, asked: str) -> None:
    assert queries.find_thing(OPERATOR, edition, asked) is None


def test_a_system_without_list_has_an_empty_map_that_answers(db: Any) -> None:
    bare = dataclasses.replace(sample_system(keep_prose=False), planned_standards=[], subsystems=[], bases=[])
    edition = import_packaged(OPERATOR, bare)
    assert queries.module_matrix(edition).modules == []
    assert queries.links_between(edition, Filter()) == []
    assert asking.health(edition).orphans == []


def test_what_an_edition_changed_is_told_by_name(edition: Edition, admin: Any) -> None:
    one, other = thing(edition, "BA"), thing(edition, "BB")
    actions.add_link(admin, edition, one, "supports", other, Statement(evidence="第 3 页"))
    draft = revise_edition(admin, edition)
    correct_value(admin, draft, "subsystem", "BA", "code", "BX", reason="改号")
    found = asking.differences(edition, draft)
    assert [step.edge.type for step in found.removed] == ["supports"]
    assert not found.added
    actions.suggest_links(admin, draft)
    # Under another code, but by the same name: carried over, and no difference.
    again = asking.differences(edition, draft)
    assert (again.added, again.removed, again.changed) == ([], [], [])

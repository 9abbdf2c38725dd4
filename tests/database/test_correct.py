"""Corrections: what was printed stays, everything that follows from a value follows, everything can be undone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.database.conftest import intake_of
from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.journal.models import Event
from zhunsheng.apps.systems.actions import (
    add_row,
    confirm_guesses,
    confirm_value,
    correct_value,
    publish_edition,
    remove_row,
    store_guide,
    undo_correction,
)
from zhunsheng.apps.systems.fields import FIELDS
from zhunsheng.apps.systems.models import Correction, Edition
from zhunsheng.apps.systems.queries import (
    altered_fields,
    corrections,
    corrections_by_row,
    findings,
    history_by_row,
    load_system,
)
from zhunsheng.apps.systems.rows import KINDS


def box(edition: Edition, code: str) -> Any:
    return next(item for item in load_system(edition).subsystems if item.code == code)


def item(edition: Edition, number: int) -> Any:
    return next(row for row in load_system(edition).planned_standards if row.number == number)


def test_a_corrected_value_remembers_what_was_printed(draft: Edition, editor: Any) -> None:
    made = correct_value(editor, draft, "subsystem", "BA", "name", "照明灯具", reason="与清单一致")
    assert made is not None
    assert (made.printed, made.before, made.after) == ("灯具标准", "灯具", "照明灯具")
    assert (made.reason, made.actor, made.actor_name) == ("与清单一致", editor, "editor")
    again = correct_value(editor, draft, "subsystem", "BA", "name", "灯")
    assert again is not None
    assert (again.printed, again.before) == ("灯具标准", "照明灯具")
    found = box(draft, "BA")
    assert (found.name, found.printed_name) == ("灯", "灯具标准")
    row = draft.subsystems.get(code="BA")
    assert corrections_by_row(draft)[row.pk]["name"] == again


def test_a_value_without_printed_form_remembers_the_first_reading(draft: Edition, editor: Any) -> None:
    first = correct_value(editor, draft, "target", "1", "value", "25")
    second = correct_value(editor, draft, "target", "1", "value", "30.5")
    assert first is not None
    assert second is not None
    assert (first.printed, first.after) == (20, 25)
    assert (second.printed, second.before, second.after) == (20, 25, 30.5)
    assert load_system(draft).targets[0].value == 30.5


def test_the_same_value_is_no_correction(draft: Edition, editor: Any) -> None:
    events = Event.objects.count()
    assert correct_value(editor, draft, "subsystem", "BA", "name", " 灯具 ") is None
    assert correct_value(editor, draft, "planned_standard", "1", "urgency", "★★★") is None
    assert Event.objects.count() == events
    assert corrections(draft) == []


def test_every_field_can_be_corrected_and_put_back(draft: Edition, editor: Any) -> None:
    values = {
        "parent": "A",
        "subsystem": "AA",
        "number": "31",
        "urgency": "★★",
        "comparator": "=",
        "kind": "policy",
        "issuers": "甲\n乙",
        "aliases": ["又名"],
        "topics": ["方向甲", "方向乙"],
        "counts": "国家标准；团体标准",
        "commitments": ["承诺"],
        "members": ["A", "B"],
        "value": "7",
        "year": "2030",
        "code": "bz",
    }
    keys = {"subsystem": "BA", "planned_standard": "3"}
    for kind, fields in FIELDS.items():
        for name in fields:
            before = load_system(draft)
            value = values.get(name, "新值")
            made = correct_value(editor, draft, kind, keys.get(kind, "1"), name, value)
            assert made is not None, (kind, name)
            assert load_system(draft) != before, (kind, name)
            undo_correction(editor, made)
            assert load_system(draft) == before, (kind, name)


def test_fields_are_those_of_the_records() -> None:
    for kind, fields in FIELDS.items():
        # A cell is kept among the further columns of its record, under its head.
        names = {name for name, field in fields.items() if field.takes != "cell"}
        if kind != "edition":
            assert names <= set(KINDS[kind].record.__dataclass_fields__), kind


def test_a_corrected_code_is_corrected_everywhere(draft: Edition, editor: Any) -> None:
    made = correct_value(editor, draft, "subsystem", "B", "code", "T")
    assert made is not None
    system = load_system(draft)
    assert box(draft, "BA").parent == "T"
    assert (system.claims[0].subject, system.promises[0].subject) == ("T", "T")
    correct_value(editor, draft, "subsystem", "A", "code", "K")
    assert load_system(draft).layers[0].members == ["K"]
    correct_value(editor, draft, "subsystem", "BA", "code", "TA")
    assert item(draft, 2).subsystem == "TA"
    with pytest.raises(Refused, match=r"TA.*灯具"):
        correct_value(editor, draft, "subsystem", "BB", "code", "ta")


def test_moving_keeps_a_tree(draft: Edition, editor: Any) -> None:
    correct_value(editor, draft, "subsystem", "BA", "parent", "AA")
    assert (box(draft, "BA").parent, box(draft, "BA").level) == ("AA", 3)
    with pytest.raises(Refused, match="下级之下"):
        correct_value(editor, draft, "subsystem", "A", "parent", "BA")
    with pytest.raises(Refused, match="没有代号“QQ”"):
        correct_value(editor, draft, "planned_standard", "1", "subsystem", "QQ")
    correct_value(editor, draft, "planned_standard", "1", "subsystem", "")
    assert item(draft, 1).subsystem is None


def test_urgency_follows_the_legend(draft: Edition, editor: Any) -> None:
    correct_value(editor, draft, "planned_standard", "4", "urgency", "优先级")
    found = item(draft, 4).urgency
    assert (found.stars, found.tier, found.printed, found.basis) == (3, "优先级", "", "absent")
    correct_value(editor, draft, "planned_standard", "4", "urgency", "2")
    assert (item(draft, 4).urgency.stars, item(draft, 4).urgency.tier) == (2, None)
    correct_value(editor, draft, "legend", "1", "tier", "最优先")
    assert item(draft, 1).urgency.tier == "最优先"
    with pytest.raises(Refused, match=r"星号.*最优先"):
        correct_value(editor, draft, "planned_standard", "4", "urgency", "马上")


@pytest.mark.parametrize(
    ("kind", "key", "field", "value", "message"),
    [
        ("galaxy", "1", "name", "x", "不能更正"),
        ("subsystem", "BA", "printed_name", "x", "不能更正"),
        ("subsystem", "QQ", "name", "x", "没有子体系“QQ”"),
        ("planned_standard", "77", "name", "x", "没有标准方向“77”"),
        ("planned_standard", "../1", "name", "x", "没有标准方向"),
        ("subsystem", "BA", "name", "  ", "名称不能为空"),
        ("target", "1", "value", "很多", "应是数"),
        ("target", "1", "value", "nan", "不是数"),
        ("target", "1", "year", "2027.5", "应是整数"),
        ("target", "1", "comparator", "~", "只能是"),
        ("subsystem", "BA", "code", "X" * 65, "最多 64"),
    ],
)
def test_a_wrong_correction_says_what_is_wrong(
    draft: Edition, editor: Any, kind: str, key: str, field: str, value: str, message: str
) -> None:
    before = load_system(draft)
    with pytest.raises(Refused, match=message):
        correct_value(editor, draft, kind, key, field, value)
    assert load_system(draft) == before
    assert not Correction.objects.exists()


def test_the_latest_correction_is_undone_first(draft: Edition, editor: Any) -> None:
    first = correct_value(editor, draft, "subsystem", "BA", "name", "甲")
    second = correct_value(editor, draft, "subsystem", "BA", "name", "乙")
    other = correct_value(editor, draft, "subsystem", "BA", "scope", "丙")
    assert first and second and other
    with pytest.raises(Refused, match="之后又有更正"):
        undo_correction(editor, first)
    undo_correction(editor, second)
    undo_correction(editor, first)
    assert box(draft, "BA").name == "灯具"
    assert box(draft, "BA").scope == "丙"
    events = Event.objects.count()
    undo_correction(editor, first)
    assert Event.objects.count() == events
    assert [made.pk for made in corrections(draft)] == [other.pk]
    assert len(corrections(draft, undone=True)) == 3


def test_a_guess_is_confirmed(draft: Edition, editor: Any) -> None:
    before = load_system(draft)
    made = confirm_value(editor, draft, "subsystem", "BB", "code", reason="核对过图 1")
    assert made is not None
    assert (made.effect, made.before, made.after) == (Correction.CONFIRMED, "BB", "BB")
    assert confirm_value(editor, draft, "subsystem", "BB", "code") is None
    assert load_system(draft) == before
    undo_correction(editor, made)
    assert corrections(draft) == []


def test_what_was_missed_is_added(draft: Edition, editor: Any) -> None:
    values = {"name": "灯杆编码规则", "subsystem": "BA", "urgency": "★★★", "number": "5", "lines": (130, 131)}
    made = add_row(editor, draft, "planned_standard", values, reason="跨页漏读")
    found = item(draft, 5)
    assert (found.name, found.subsystem, found.urgency.tier) == ("灯杆编码规则", "BA", "优先级")
    assert (found.source.line_start, found.source.line_end) == (130, 131)
    assert found.position == 5
    box_values = {"name": "电源", "code": "bc", "parent": "B", "lines": (140, 140)}
    add_row(editor, draft, "subsystem", box_values, reason="漏读")
    assert (box(draft, "BC").parent, box(draft, "BC").level) == ("B", 2)
    undo_correction(editor, made)
    assert len(load_system(draft).planned_standards) == 4


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_can_be_added_and_removed(draft: Edition, editor: Any, admin: Any, kind: str) -> None:
    before = load_system(draft)
    sample = {"comparator": ">=", "value": "3", "kind": "policy", "code": "N", "mark": "★★"}
    values: dict[str, Any] = {
        name: sample.get(name, "新") for name, field in FIELDS[kind].items() if field.required
    }
    made = add_row(editor, draft, kind, {**values, "lines": (9, 9)}, reason="漏读")
    assert load_system(draft) != before
    removed = remove_row(editor, draft, kind, str(made.row_uid), reason="其实没有")
    assert load_system(draft) == before
    undo_correction(editor, removed)
    assert load_system(draft) != before
    assert publish_edition(admin, draft).is_published


def test_adding_needs_a_reason_a_place_and_the_required_values(draft: Edition, editor: Any) -> None:
    for values, reason, message in (
        ({"name": "x", "lines": (1, 1)}, " ", "理由"),
        ({"name": "x"}, "漏读", "第几行"),
        ({"name": "x", "lines": (5, 4)}, "漏读", "第几行"),
        ({"lines": (5, 5)}, "漏读", "标准名称"),
        ({"name": "x", "lines": (5, 5), "position": 1}, "漏读", "不能更正"),
    ):
        with pytest.raises(Refused, match=message):
            add_row(editor, draft, "planned_standard", values, reason=reason)
    with pytest.raises(Refused, match="没有“galaxy”"):
        add_row(editor, draft, "galaxy", {}, reason="x")


def test_a_box_that_holds_something_stays(draft: Edition, editor: Any) -> None:
    with pytest.raises(Refused, match="之下还有"):
        remove_row(editor, draft, "subsystem", "BA", reason="多余")
    with pytest.raises(Refused, match="理由"):
        remove_row(editor, draft, "planned_standard", "4", reason="")
    remove_row(editor, draft, "planned_standard", "4", reason="多余")
    removed = remove_row(editor, draft, "subsystem", "BB", reason="多余")
    add_row(editor, draft, "subsystem", {"code": "BB", "name": "别的", "lines": (1, 1)}, reason="改")
    with pytest.raises(Refused, match="BB 现已用于"):
        undo_correction(editor, removed)


def test_a_corrected_edition_label_takes_the_next_free_number(editor: Any, published: Edition) -> None:
    draft = store_guide(editor, *intake_of("另", edition="2025版"), slug="city-lighting")
    made = correct_value(editor, draft, "edition", "", "edition", "2024版")
    assert made is not None
    draft.refresh_from_db()
    assert (draft.label, draft.revision) == ("2024版", 2)
    undo_correction(editor, made)
    draft.refresh_from_db()
    assert (draft.label, draft.revision) == ("2025版", 1)


def test_all_guesses_of_a_kind_are_confirmed_with_one_event(draft: Edition, editor: Any) -> None:
    guessed = [
        one.code
        for one in load_system(draft).subsystems
        if any(guess.field == "code" for guess in one.guesses)
    ]
    assert guessed
    events = Event.objects.count()
    made = confirm_guesses(editor, draft, "subsystem", "code", reason="核对过图 1")
    assert [one.after for one in made] == guessed
    assert {one.effect for one in made} == {Correction.CONFIRMED}
    assert Event.objects.count() == events + 1
    event = Event.objects.order_by("sequence").last()
    assert event is not None
    assert [one["value"] for one in event.before["values"]] == guessed
    assert confirm_guesses(editor, draft, "subsystem", "code") == []
    undo_correction(editor, made[0])
    assert [one.after for one in confirm_guesses(editor, draft, "subsystem", "code")] == guessed[:1]


def test_a_value_put_back_is_not_altered(draft: Edition, editor: Any) -> None:
    row = draft.subsystems.get(code="BA")
    confirm_value(editor, draft, "subsystem", "BA", "code")
    assert altered_fields(history_by_row(draft)[row.pk]) == []
    correct_value(editor, draft, "subsystem", "BA", "name", "照明灯具")
    assert altered_fields(history_by_row(draft)[row.pk]) == ["name"]
    correct_value(editor, draft, "subsystem", "BA", "name", "灯具")
    assert altered_fields(history_by_row(draft)[row.pk]) == []


def test_a_corrected_name_makes_no_finding(draft: Edition, editor: Any) -> None:
    before = [finding.message for finding, _ in findings(draft)]
    correct_value(editor, draft, "subsystem", "BA", "name", "别的名称")
    assert [finding.message for finding, _ in findings(draft)] == before

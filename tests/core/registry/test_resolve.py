"""One value out of many statements: who counts, what is contested, which rules are broken."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhunsheng.core.registry.numbering import number_of
from zhunsheng.core.registry.resolve import Voice, Word, facts_of_voices, resolve


def voice(source: str = "a", grade: str = "A", date: str = "", **values: str) -> Voice:
    """A statement with ``values``; other parts by ``record_…``."""
    record: dict[str, Any] = {"values": {k: v for k, v in values.items() if not k.startswith("record_")}}
    record |= {k.removeprefix("record_"): v for k, v in values.items() if k.startswith("record_")}
    return Voice(record, source, source_name=source, grade=grade, date=date, local_id=source)


def number(text: str = "GB/T 48000.3-2026") -> Any:
    """A number that is surely read."""
    found = number_of(text)
    assert found is not None
    return found


def test_the_better_grade_counts_and_the_other_is_shown() -> None:
    told = [voice("shop", "B", implemented="2027-02-01"), voice("cover", "A", implemented="2026-08-01")]
    fact = facts_of_voices(number(), told)["implemented"]
    assert (fact.value, fact.state, fact.contested) == ("2026-08-01", "contradicted", True)
    assert [(one.source, one.value, one.chosen) for one in fact.versions] == [
        ("cover", "2026-08-01", True),
        ("shop", "2027-02-01", False),
    ]
    resolved = resolve(number(), told)
    assert resolved.contested == ("implemented",)
    assert [issue.rule for issue in resolved.issues if issue.field == "implemented"] == ["sources-differ"]


def test_a_person_ends_the_doubt() -> None:
    told = [voice("shop", "B", implemented="2027-02-01"), voice("cover", "A", implemented="2026-08-01")]
    word = Word("implemented", "2026-08-01", "张三", "2026-11-23", "https://example.org/1")
    fact = facts_of_voices(number(), told, [word])["implemented"]
    assert (fact.value, fact.state, fact.contested) == ("2026-08-01", "verified", False)
    assert len(fact.versions) == 3
    assert resolve(number(), told, [word]).contested == ()


def test_the_publisher_itself_goes_before_another_source_of_its_grade() -> None:
    told = [voice("aaa", title_en="Other title"), voice("relaton-iso", title_en="Its own title")]
    assert resolve(number("ISO/IEC 42001:2023"), told).values["title_en"] == "Its own title"


def test_the_newer_source_goes_first() -> None:
    told = [voice("old", date="2024-01-16", stage="60.60"), voice("new", date="2025-06-02", stage="90.93")]
    assert resolve(number(), told).values["stage"] == "90.93"


def test_dates_that_agree_as_far_as_they_go_are_no_contradiction() -> None:
    told = [voice("a", issued="2026-01"), voice("b", issued="2026-01-28")]
    resolved = resolve(number(), told)
    assert resolved.values["issued"] == "2026-01-28"
    assert not resolved.contested


def test_force_before_issue_is_not_taken_and_told() -> None:
    resolved = resolve(number(), [voice(issued="2026-01-28", implemented="2025-08-01", title_zh="标准")])
    assert "implemented" not in resolved.values
    assert [issue.rule for issue in resolved.issues] == ["date-order"]


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"issued": "2025-13-01"}, "date-form"),
        ({"status": "待定"}, "word-unknown"),
        ({"level": "行业标准"}, "level-number"),
        ({"nature": "强制性"}, "nature-number"),
    ],
)
def test_each_rule_speaks(values: dict[str, str], rule: str) -> None:
    resolved = resolve(number(), [voice(title_zh="标准", **values)])
    assert [issue.rule for issue in resolved.issues] == [rule]


def test_one_administrator_only() -> None:
    told = voice(
        title_zh="标准", record_parties=[["administrator", "甲委员会"], ["administrator", "乙委员会"]]
    )  # type: ignore[arg-type]
    resolved = resolve(number(), [told])
    assert resolved.parties == [("administrator", "甲委员会")]
    assert [issue.rule for issue in resolved.issues] == ["one-body"]


def test_one_number_two_documents() -> None:
    told = [voice("a", title_zh="螺钉的尺寸"), voice("b", title_zh="食品添加剂使用规程")]
    assert "number-claimed" in {issue.rule for issue in resolve(number(), told).issues}


VALUES = st.dictionaries(
    st.sampled_from(
        ["title_zh", "title_en", "issued", "implemented", "withdrawn", "status", "level", "stage"]
    ),
    st.sampled_from(
        ["2020", "2020-03", "2020-03-31", "2019-12-31", "现行", "废止", "国家标准", "60.60", "题名", "x"]
    ),
)


@given(VALUES, st.sampled_from(["A", "B", "C", "memory"]))
def test_the_short_way_gives_what_the_long_way_gives(values: dict[str, str], grade: str) -> None:
    one = voice("a", grade, **values)
    alone = resolve(number(), [one])
    twice = resolve(number(), [one, one])
    assert alone.values == twice.values
    assert alone.verification == twice.verification or not any(
        alone.values.get(n) for n in ("title_zh", "title_en", "issued", "implemented", "status")
    )
    facts = facts_of_voices(number(), [one])
    assert {n: f.value for n, f in facts.items() if n not in {"implemented", "withdrawn"}} == {
        n: v for n, v in alone.values.items() if n not in {"implemented", "withdrawn"}
    }


@given(st.lists(st.tuples(VALUES, st.sampled_from(["A", "B", "C"])), min_size=1, max_size=4))
def test_the_order_in_which_sources_arrive_does_not_matter(told: list[tuple[dict[str, str], str]]) -> None:
    voices = [voice(f"s{place}", grade, **values) for place, (values, grade) in enumerate(told)]
    assert resolve(number(), voices).values == resolve(number(), voices[::-1]).values


def test_a_date_not_taken_is_shown_as_such() -> None:
    fact = facts_of_voices(number(), [voice(issued="2025-12-02", implemented="2025-09-01")])["implemented"]
    assert (fact.value, fact.state) == ("", "contradicted")
    assert [one.value for one in fact.versions] == ["2025-09-01"] and not fact.versions[0].agrees
    assert (
        resolve(number(), [voice(issued="2025-12-02", implemented="2025-09-01")]).verification
        == "contradicted"
    )


def test_the_number_itself_speaks_of_level_and_nature() -> None:
    facts = facts_of_voices(number("GB 45438-2025"), [voice("notes", "C", nature="强制性")])
    assert (facts["nature"].value, facts["nature"].state) == ("mandatory", "official")
    assert [one.source_name for one in facts["nature"].versions] == ["notes", "由编号推出"]
    assert facts["level"].value == "national"
    assert facts["nature"].state_label == facts["level"].state_label == "由编号推出"
    official = facts_of_voices(number("GB 45438-2025"), [voice("cover", "A", nature="强制性")])
    assert official["nature"].state_label == "官方来源"


def test_a_date_that_cannot_be_right_leaves_its_place_to_one_that_can() -> None:
    told = [
        voice("a", "A", issued="2025-12-02", implemented="2025-09-01"),
        voice("b", "C", implemented="2026-06-01"),
    ]
    resolved = resolve(number(), told)
    assert resolved.values["implemented"] == "2026-06-01"
    assert {issue.rule for issue in resolved.issues} >= {"date-order", "sources-differ"}
    fact = facts_of_voices(number(), told)["implemented"]
    assert [(one.value, one.chosen) for one in fact.versions] == [("2026-06-01", True), ("2025-09-01", False)]

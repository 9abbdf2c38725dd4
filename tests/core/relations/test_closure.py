"""What follows equals what brute force finds; each rule can be switched; every notice reads as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhunsheng.core.relations import (
    closure_rules,
    implied,
    link_faults,
    notice_rules,
    notices,
    relation_types,
)
from zhunsheng.core.relations.closure import Fact

ENDS = [f"standard:GB/T {number}" for number in range(1, 7)]
KINDS = ["replaces", "part_of", "cites", "edition_of", "adopts", "based_on"]
Triple = tuple[str, str, str]


def fact(subject: int, kind: str, target: int, **attributes: object) -> Fact:
    return (ENDS[subject - 1], kind, ENDS[target - 1], attributes)


def brute(facts: list[Fact], rules: list[str]) -> set[Triple]:
    """Every triple that follows, by trying every pair again and again."""
    degrees = {fact[:3]: str(fact[3].get("degree", "")) for fact in facts}
    base = {fact[:3] for fact in facts if fact[0] != fact[2]}
    chosen = [closure_rules()[key] for key in rules]

    def grow(have: set[Triple], latest: bool, newest: Mapping[Triple, bool]) -> set[Triple]:
        while True:
            new = set()
            for rule, first, second in product(chosen, have, have):
                if first[1] != rule.first or (rule.latest and not latest):
                    continue
                if rule.degree and degrees.get(first) != rule.degree:
                    continue
                back = rule.second.startswith("^")
                if second[1] != rule.second.lstrip("^") or first[2] != (second[2] if back else second[0]):
                    continue
                if rule.latest and not newest.get(second):
                    continue
                end = second[0] if back else second[2]
                if end != first[0]:
                    new.add((first[0], rule.gives, end))
            if new <= have:
                return have
            have = have | new

    first = grow(base, False, {})
    newest = {
        one: not any(
            other[1] == "edition_of"
            and other[2] == one[2]
            and other[0] != one[0]
            and (other[0], "replaces", one[0]) in first
            for other in first
        )
        for one in first
        if one[1] == "edition_of"
    }
    return grow(first, True, newest) - base


FACTS = st.lists(
    st.builds(
        fact,
        st.integers(1, 6),
        st.sampled_from(KINDS),
        st.integers(1, 6),
        degree=st.sampled_from(["", "IDT", "MOD"]),
    ),
    max_size=14,
    unique_by=lambda one: one[:3],
)


@given(FACTS, st.sets(st.sampled_from(list(closure_rules()))))
def test_what_follows_is_what_brute_force_finds(facts: list[Fact], rules: set[str]) -> None:
    found = implied(facts, rules=rules)
    assert {(one.subject.key, one.type, one.target.key) for one in found} == brute(facts, sorted(rules))
    assert all(one.rule in rules and one.origin == "rule" for one in found)
    assert [fault for one in found for fault in link_faults(one)] == []


@given(FACTS)
def test_nothing_derived_is_derived_again(facts: list[Fact]) -> None:
    """The closure of the closure is itself, and the order of the facts does not matter."""
    found = implied(facts)
    more = [(one.subject.key, one.type, one.target.key, {}) for one in found]
    assert implied([*facts, *more], rules=["replaced-in-turn", "part-of-part"]) == []
    assert {one.key for one in implied(list(reversed(facts)))} == {one.key for one in found}


def test_replacement_in_turn_says_how() -> None:
    (link,) = implied([fact(1, "replaces", 2), fact(2, "replaces", 3)])
    assert link.says() == "GB/T 1 代替 GB/T 3"
    assert link.evidence[0].text == "GB/T 1 代替 GB/T 2，GB/T 2 代替 GB/T 3（逐次代替）"


def test_a_part_cites_what_its_whole_cites_only_if_said_so() -> None:
    facts = [fact(1, "part_of", 2), fact(2, "cites", 3)]
    assert implied(facts) == []
    (link,) = implied(facts, rules=["part-cites-as-whole"])
    assert link.says() == "GB/T 1 规范性引用 GB/T 3"


def test_an_undated_citation_means_the_newest_edition() -> None:
    facts = [fact(1, "cites", 2), fact(3, "edition_of", 2), fact(4, "edition_of", 2), fact(4, "replaces", 3)]
    assert [one.says() for one in implied(facts)] == ["GB/T 1 规范性引用 GB/T 4"]


def test_only_what_is_confirmed_carries() -> None:
    facts = [fact(1, "replaces", 2, status="suggested"), fact(2, "replaces", 3)]
    assert implied(facts) == []
    assert len(implied(facts, statuses=("confirmed", "suggested"))) == 1
    assert implied([fact(1, "replaces", 2, status="rejected"), fact(2, "replaces", 3)]) == []


def test_a_circle_of_replacements_ends() -> None:
    facts = [fact(1, "replaces", 2), fact(2, "replaces", 1), fact(3, "cites", 1)]
    assert {one.key for one in implied(facts)} == set()
    (notice,) = notices(facts, {})
    assert notice.instead == (ENDS[1],)


def test_a_replaced_standard_that_is_still_cited() -> None:
    facts = [fact(1, "cites", 2), fact(3, "replaces", 2), fact(4, "replaces", 3)]
    (notice,) = notices(facts, {ENDS[1]: "superseded"})
    assert notice.rule == "cites-replaced" and notice.instead == (ENDS[3],)
    assert notice.text == "GB/T 1 规范性引用 GB/T 2，GB/T 2 已被 GB/T 4 代替，请核对后改引"


def test_replaced_by_nobody_knows_what() -> None:
    (notice,) = notices([fact(1, "adopts", 2)], {ENDS[1]: "superseded"})
    assert notice.rule == "adopted-replaced"
    assert notice.text == "GB/T 1 采用的 GB/T 2 已被别的标准（没有查到是哪一项）代替，请在复审时考虑"


def test_the_successor_may_cite_what_it_replaces() -> None:
    assert notices([fact(1, "references", 2), fact(1, "replaces", 2)], {}) == []


@pytest.mark.parametrize(
    ("kind", "state", "rule"),
    [
        ("cites", "withdrawn", "cites-withdrawn"),
        ("adopts", "withdrawn", "adopted-withdrawn"),
        ("based_on", "withdrawn", "basis-withdrawn"),
        ("raised_from", "current", "raised-still-in-force"),
    ],
)
def test_withdrawn_without_a_successor(kind: str, state: str, rule: str) -> None:
    facts = [fact(1, kind, 2)]
    (notice,) = notices(facts, {ENDS[1]: state})
    assert (notice.rule, notice.instead) == (rule, ())
    assert "GB/T 1" in notice.text and "GB/T 2" in notice.text
    assert notices(facts, {ENDS[1]: "draft"}) == []
    assert notices(facts, {ENDS[1]: state}, rules=[]) == []


@pytest.mark.parametrize("rule", closure_rules().values(), ids=lambda one: one.key)
def test_rules_speak_of_types_there_are(rule: object) -> None:
    types = relation_types()
    for name in ("first", "second", "gives"):
        assert getattr(rule, name).lstrip("^") in types


def test_an_unknown_rule_is_told_in_chinese() -> None:
    with pytest.raises(KeyError, match="没有“magic”这条规则"):
        implied([], rules=["magic"])
    assert all(set(rule.types) <= set(relation_types()) for rule in notice_rules().values())

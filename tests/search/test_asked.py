"""A question and its address say the same."""

from __future__ import annotations

from urllib.parse import parse_qs

from zhunsheng.search.asked import Asked, facet_groups, page_links, read_asked
from zhunsheng.search.coded import code_of, offered
from zhunsheng.search.shape import Page


def read(link: str) -> Asked:
    return read_asked(parse_qs(link.removeprefix("?")))


def test_every_part_of_a_question_comes_back_from_its_address() -> None:
    asked = Asked("人工 智能", {"status": ("current", "draft"), "ics": ("35.020",)}, "newest", 3, True)
    assert read(asked.link(page=3)) == asked
    query = asked.query(20, fixed={"type": ("standard",)})
    assert (query.text, query.offset, query.limit, query.sort, query.mend) == (
        "人工 智能",
        40,
        20,
        "newest",
        False,
    )
    assert query.filters == {"status": ("current", "draft"), "ics": ("35.020",), "type": ("standard",)}


def test_what_makes_no_sense_is_ignored() -> None:
    asked = read_asked(
        {"q": ["  a\x00b "], "page": ["-1"], "sort": ["evil"], "nope": ["1"], "status": ["", "x", "x"]}
    )
    assert asked == Asked("ab", {"status": ("x",)})


def test_a_word_stands_for_its_code() -> None:
    asked = read_asked(
        {"status": ["现行", "current"], "level": ["国家标准"], "adoption": ["EQV"], "body": ["现行"]}
    )
    assert asked.filters == {
        "level": ("national",),
        "status": ("current",),
        "body": ("现行",),
        "adoption": ("EQV",),
    }
    assert code_of("status", "没有这种") == "" and "current（现行）" in offered("status")


def test_a_value_is_chosen_and_taken_back_from_page_one() -> None:
    asked = Asked("模型", {"status": ("current",)}, page=4)
    more = read(asked.toggled("status", "draft"))
    assert (more.filters["status"], more.page) == (("current", "draft"), 1)
    assert read(asked.toggled("status", "current")) == Asked("模型")


def test_what_is_chosen_stays_to_be_seen_where_nothing_is_counted() -> None:
    page = Page([], 0, facets={"year": [("2024", 3), ("2025", 9)]})
    groups = facet_groups(Asked("", {"status": ("draft",)}), page, {"status": {"draft": "在研"}})
    assert [(group.label, [(one.label, one.count, one.on) for one in group.values]) for group in groups] == [
        ("状态", [("在研", None, True)]),
        ("年份", [("2025", 9, False), ("2024", 3, False)]),
    ]


def test_pages_around_the_present_one_and_no_deeper_than_promised() -> None:
    assert page_links(Asked("x"), 20, 20) == []
    labels = [label for label, _, _ in page_links(Asked("x", page=10), 4_000_000, 20)]
    assert labels == ["1", "…", "8", "9", "10", "11", "12", "…", "500"]
    assert [on for _, _, on in page_links(Asked("x", page=2), 60, 20)] == [False, True, False]


def test_of_very_many_values_the_commonest_are_listed_and_the_chosen_one() -> None:
    page = Page([], 0, facets={"body": [(f"第{n}局", 1000 - n) for n in range(500)]})
    asked = Asked("", {"body": ("第400局",)})
    (group,) = facet_groups(asked, page, {}, elsewhere={"body": "/bodies/"})
    listed = [one.value for one in (*group.values, *group.more)]
    assert listed[:2] == ["第400局", "第0局"] and len(listed) == 101
    assert (group.left, group.elsewhere, group.values[0].count) == (399, "/bodies/", 600)

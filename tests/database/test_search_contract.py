"""What every search engine must do, run on the database in use: SQLite, and PostgreSQL when ``DATABASE_URL`` says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import transaction

from zhunsheng import search
from zhunsheng.search import answer, numbering, preparing, sqlite
from zhunsheng.search.shape import Document, Page, Query


def standard(
    ref: int,
    number: str,
    title: str,
    *related: str,
    rank: int = 50,
    status: str = "current",
    titles: Sequence[str] = (),
    scope: str = "",
    **facets: str,
) -> Document:
    """A standard made up for these tests."""
    return Document(
        "standard",
        ref,
        title,
        f"/standards/{ref}/",
        (number,) if number else (),
        related,
        tuple(titles),
        scope,
        status,
        {facet: (value,) for facet, value in facets.items()},
        rank,
    )


MADE = [
    standard(1, "GB/T 90010-2022", "灯塔工程 照明系统 术语", rank=20, level="national", year="2022"),
    standard(2, "GB/T 90020.1-2025", "照明系统 节能 第1部分：通用要求", rank=10, level="national", year="2025"),
    standard(3, "GB/T 90020.2-2025", "照明系统 节能 第2部分：评测方法", rank=10, level="national", year="2025"),
    standard(4, "GB/T 90020.1-2015", "照明系统 节能 第1部分：通用要求", "GB/T 90020.1-2025", rank=80,
             status="superseded", level="national", year="2015"),
    standard(5, "ISO/IEC 92001:2023", "Information technology — Lighting systems — Management system",
             rank=30, level="international", year="2023",
             scope="This document specifies requirements for lamps and studies of dimming."),
    standard(6, "GB/T 90030-2024", "信息技术 照明 管理体系", "ISO/IEC 92001:2023", rank=11, level="national",
             year="2024", titles=("Lighting management system",),
             scope="本文件规定了建立、实施、维护和持续改进照明管理体系的要求，适用于各类组织。"),
    standard(7, "T/ZMXH 1169-2021", "照明", rank=60, level="group", year="2021"),
    standard(8, "DB99/T 4822-2024", "道路照明系统运行维护规范", rank=40, level="local", year="2024"),
    standard(9, "", "智慧路灯 数据接口", rank=70, status="draft"),
    Document("body", 1, "全国照明标准化技术委员会", "/bodies/1/", rank=100),
]  # fmt: skip


@pytest.fixture
def engine(db: Any) -> Any:
    """An engine that holds the standards made up above and nothing else."""
    made = search.engine()
    made.rebuild(MADE)
    return made


def asked(engine: Any, text: str, **more: Any) -> Page:
    """The answers to ``text``."""
    page: Page = engine.search(Query(text, **more))
    return page


def refs(page: Page) -> list[int]:
    """Their numbers, in order."""
    return [hit.ref for hit in page.hits]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("GB/T 90020.1-2025", 2),
        ("gbt90020.1-2025", 2),
        ("GB/T 90020.1—2025", 2),
        ("ＧＢ／Ｔ ９００２０．２", 3),
        ("90020.2", 3),
        ("90030", 6),
        ("gb 90030", 6),
        ("92001", 5),
        ("iso 92001", 5),
        ("ISO/IEC 92001:2023", 5),
        ("T/ZMXH 1169", 7),
        ("1169-2021", 7),
        ("zmxh 1169", 7),
        ("DB99/T 4822", 8),
        ("4822", 8),
        ("照明", 7),
        ("照明系统", 2),
        ("灯", 1),
        ("照明系统 术语", 1),
        ("术语 照明系统", 1),
        ("節能 評測方法", 3),
        ("评测方法", 3),
        ("lighting", 6),
        ("LIGHTING management", 6),
        ("lamp", 5),
        ("study", 5),
        ("持续改进", 6),
        ("dlzm", 8),
        ("daoluzhaoming", 8),
        ("daolzm", 8),
        ("zhld", 9),
        ("“节能 第2部分”", 3),
        ("道路照名", 8),
        ("道路照明系统运营维护规范", 8),
        ("managment", 5),
        ("数据接口 智慧", 9),
        ("全国照明标准化技术委员会", 1),
    ],
)
def test_the_right_thing_is_first(engine: Any, text: str, first: int) -> None:
    assert refs(asked(engine, text))[:1] == [first]


def test_the_edition_in_force_comes_before_the_one_it_replaced(engine: Any) -> None:
    assert refs(asked(engine, "GB/T 90020.1"))[:2] == [2, 4]
    assert refs(asked(engine, "照明系统 节能 第1部分：通用要求")) == [2, 4]


def test_counterparts_are_found_by_the_others_number_and_say_why(engine: Any) -> None:
    page = asked(engine, "ISO 92001")
    assert refs(page) == [5, 6]
    assert [hit.why for hit in page.hits] == ["标准号", "相关编号"]
    # The old number leads to itself first; the new one, which it is related to, leads to both.
    assert refs(asked(engine, "GB/T 90020.1-2015"))[0] == 4
    assert refs(asked(engine, "GB/T 90020.1-2025")) == [2, 4]


def test_typing_errors_are_mended_and_told_only_where_nothing_is_found(engine: Any) -> None:
    assert asked(engine, "道路照名").corrected == "道路照明"
    assert asked(engine, "lightning").corrected == "lighting"
    assert asked(engine, "90031").corrected == "90030"
    assert asked(engine, "照明系统").corrected == ""
    nothing = asked(engine, "道路照名", mend=False)
    assert (nothing.total, nothing.hits) == (0, [])


def test_a_number_that_is_not_there_leads_to_its_other_edition_or_to_nothing(engine: Any) -> None:
    other = asked(engine, "GB/T 90030-2023")
    assert (refs(other)[:1], other.corrected) == ([6], "GB/T 90030")
    assert asked(engine, "GB/T 77777-2099").hits == []
    assert asked(engine, "<script>").hits == []


def test_a_class_finds_what_is_in_it(engine: Any) -> None:
    engine.put([standard(50, "GB/T 95000-2026", "潮位标尺", ics="35.240.70", ccs="L70")])
    for text in ("35.240.70", "35.240", "L70", "l70"):
        page = asked(engine, text)
        assert refs(page) == [50], text
        assert page.hits[0].why == "分类号"


def test_an_abbreviation_stands_for_its_full_name(engine: Any) -> None:
    engine.put([standard(60, "", "生成式人工智能 标识"), standard(61, "", "生成式AI 语料")])
    assert sorted(refs(asked(engine, "生成式AI"))) == [60, 61]
    assert sorted(refs(asked(engine, "生成式人工智能"))) == [60, 61]
    assert 60 in refs(asked(engine, "ai 标识"))


def test_marks_stand_where_the_words_stand(engine: Any) -> None:
    hit = asked(engine, "照明系統 節能").hits[0]
    assert [hit.title[start : start + length] for start, length in hit.marks] == ["照明系统", "节能"]
    found = asked(engine, "持续改进").hits[0]
    assert [found.excerpt[start : start + length] for start, length in found.excerpt_marks] == ["持续改进"]


def test_a_piece_of_the_scope_is_shown_where_the_words_matched_not_where_the_number_did(engine: Any) -> None:
    engine.put([standard(70, "", "灯杆", scope="灯杆的接口符合 GB/T 90030 的规定。")])
    engine.put([standard(71, "GB/T 90031-2024", "灯罩", scope="灯罩符合 GB/T 90031 的规定。")])
    found = {hit.ref: hit for hit in (*asked(engine, "90030").hits, *asked(engine, "90031").hits)}
    assert (found[6].excerpt, found[71].excerpt) == ("", "")
    assert "90030" in found[70].excerpt and found[70].excerpt_marks


def test_of_a_question_taken_apart_the_longer_pieces_count_first(engine: Any) -> None:
    engine.put(
        [
            standard(80, "", "灯具管理", rank=1),
            standard(81, "", "港口航标灯器 通则", rank=90, status="superseded"),
        ]
    )
    page = asked(engine, "航标灯器管理")
    assert page.corrected == "航标灯器 管理"
    assert refs(page)[0] == 81 and 80 in refs(page) and page.partly
    assert not asked(engine, "照明系统节能").partly


def test_filters_hold_inside_the_question_and_facets_count(engine: Any) -> None:
    page = asked(engine, "照明", filters={"level": ["national"]}, with_facets=True)
    assert sorted(refs(page)) == [1, 2, 3, 4, 6]
    assert page.total == 5
    assert page.facets["status"] == [("current", 4), ("superseded", 1)]
    assert page.facets["year"] == [("2025", 2), ("2024", 1), ("2022", 1), ("2015", 1)]
    assert not page.facets_partial
    both = asked(engine, "照明", filters={"level": ["national", "local"], "year": ["2024"]})
    assert sorted(refs(both)) == [6, 8]
    assert asked(engine, "照明", filters={"level": ["none such"]}).total == 0


def test_without_words_everything_is_listed_in_the_order_of_authority(engine: Any) -> None:
    page = asked(engine, "", with_facets=True)
    assert page.total == 10
    assert refs(page)[:3] == [2, 3, 6]
    assert page.facets["type"] == [("standard", 9), ("body", 1)]
    assert asked(engine, "", filters={"type": ["body"]}).total == 1
    assert refs(asked(engine, "", filters={"type": ["standard"]}, sort="newest"))[:2] == [2, 3]
    assert refs(asked(engine, "", filters={"level": ["national"]}, sort="number")) == [1, 4, 2, 3, 6]


def test_pages_follow_each_other_without_repeats(engine: Any) -> None:
    whole = refs(asked(engine, "照明", limit=50))
    parts = [ref for start in range(0, 12, 3) for ref in refs(asked(engine, "照明", offset=start, limit=3))]
    assert parts == whole
    assert len(whole) == asked(engine, "照明").total == 8


def test_numbers_that_are_counted_are_given_though_only_the_first_are_ranked(
    engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = asked(engine, "900", limit=50)
    monkeypatch.setattr(numbering, "_MOST_ROWS", 2)
    found = [ref for start in range(0, 12, 2) for ref in refs(asked(engine, "900", offset=start, limit=2))]
    assert sorted(found) == sorted(refs(whole))
    assert len(found) == asked(engine, "900", limit=2).total == whole.total == 5
    monkeypatch.setattr(numbering, "COUNTED", 4)
    monkeypatch.setattr(answer, "COUNTED", 4)
    page = asked(engine, "900", limit=50)
    assert (len(page.hits), page.total, page.approximate) == (4, 4, True)


def test_an_update_is_seen_by_the_next_question(engine: Any) -> None:
    engine.put([standard(7, "T/ZMXH 1169-2021", "航标灯器", rank=60, level="group", year="2021")])
    assert refs(asked(engine, "航标")) == [7]
    assert 7 not in refs(asked(engine, "照明"))
    assert engine.remove("standard", [7, 99]) == 1
    assert asked(engine, "航标", mend=False).total == 0
    assert asked(engine, "1169", mend=False).total == 0


def test_a_failed_write_takes_its_index_back(engine: Any) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        engine.put([standard(20, "GB/T 91000-2026", "浮标")])
        assert asked(engine, "浮标").total == 1
        raise RuntimeError
    assert asked(engine, "浮标", mend=False).total == 0
    assert engine.check(MADE).sound


def test_the_check_finds_what_is_wrong(engine: Any) -> None:
    assert engine.check(MADE).sound
    changed = standard(7, "T/ZMXH 1169-2021", "照明器具", rank=60, level="group", year="2021")
    report = engine.check([*MADE[:6], changed, *MADE[8:], standard(30, "", "没有写入的")])
    assert report.missing == [("standard", 30)]
    assert report.different == [("standard", 7)]
    assert report.left_over == [("standard", 8)]
    engine.store.run("UPDATE {token} SET n = n + 1 WHERE token = %s", ("照明",))
    assert not engine.check(MADE).sound


def test_the_check_sees_postings_that_are_gone(engine: Any) -> None:
    if engine.store.vendor == "sqlite":
        engine.store.run("INSERT INTO {title} ({title}) VALUES ('delete-all')")
    else:
        engine.store.run("UPDATE {document} SET title_tokens = ''::tsvector")
    assert not engine.check(MADE).sound


def test_what_is_written_while_the_index_is_rebuilt_is_not_lost(engine: Any) -> None:
    def documents() -> Any:
        yield from MADE[:5]
        engine.put([standard(40, "GB/T 91040-2026", "潮汐表")])
        engine.remove("standard", [1])
        yield from MADE[5:]

    engine.rebuild(documents())
    assert refs(asked(engine, "潮汐")) == [40]
    assert engine.check([*MADE[1:], standard(40, "GB/T 91040-2026", "潮汐表")]).sound


def test_progress_is_told(engine: Any) -> None:
    told: list[tuple[int, int]] = []
    assert (
        engine.rebuild(MADE, total=len(MADE), progress=lambda done, total: told.append((done, total))) == 10
    )
    assert told[-1] == (10, 10)


@pytest.mark.parametrize("processes", [1, 2])
def test_a_large_index_is_counted_in_pieces(
    engine: Any, monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    """Words counted by one process, or by two beside this one, come over piece by piece and are all there."""
    monkeypatch.setattr(preparing, "_WORDS", 7)
    monkeypatch.setattr(preparing, "BATCH", 2)
    if processes > 1:
        monkeypatch.setattr(preparing, "_WORTH_A_PROCESS", 5)
        monkeypatch.setattr(preparing.os, "cpu_count", lambda: 2)
    before = sorted(engine.store.all_counts())
    assert engine.rebuild(MADE) == 10
    assert sorted(engine.store.all_counts()) == before
    assert engine.check(MADE).sound


def test_a_count_that_was_ended_says_at_least(engine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (asked(engine, "照明系统").total, asked(engine, "照明系统").approximate) == (5, False)
    monkeypatch.setattr(answer, "CANDIDATES", 2)
    monkeypatch.setattr(answer, "_COUNTED", 3)
    page = asked(engine, "照明系统", limit=2)
    assert (page.total, page.approximate) == (3, True)
    # One word is counted as it is written: exact whatever its number.
    assert (asked(engine, "照明", limit=2).total, asked(engine, "照明", limit=2).approximate) == (8, False)


@pytest.mark.parametrize("read", [0, 200])
def test_long_phrases_are_found_by_their_rarest_words(
    engine: Any, monkeypatch: pytest.MonkeyPatch, read: int
) -> None:
    engine.put([standard(70, "", "灯塔 照明系统", scope="照明管理，管理体系，明管体系，照明 管理a体系")])
    texts = ["照明管理", "照明管理体系", "照明系统", "管理体系的要求", "道路照明系统运行", "明管体系"]
    filters: list[dict[str, Any]] = [{}, {"year": ["2024"]}]
    before = [asked(engine, text, filters=chosen, mend=False) for text in texts for chosen in filters]
    assert [page.total for page in before] == [2, 1, 1, 1, 6, 1, 1, 1, 1, 1, 1, 0]
    monkeypatch.setattr(sqlite, "_OFTEN", 0)
    monkeypatch.setattr(sqlite, "_READ", read)
    monkeypatch.setattr(sqlite, "_COMPARED", read)
    assert [asked(engine, text, filters=chosen, mend=False) for text in texts for chosen in filters] == before


def test_long_lists_of_scopes_are_not_counted_to_their_end(
    engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.put([standard(80 + place, "", f"航标 {place}", scope="水上助航标志的要求") for place in range(5)])
    assert (asked(engine, "助航标志").total, asked(engine, "助航标志").approximate) == (5, False)
    monkeypatch.setattr(answer, "_TEXTS", 3)
    page = asked(engine, "助航标志")
    assert (page.total, page.approximate) == (3, True)
    # Two characters are counted as they are written, or as far as answers are given.
    assert (asked(engine, "助航").total, asked(engine, "助航").approximate) == (5, False)


def test_suggestions(engine: Any) -> None:
    assert engine.suggest("照明")[0].text == "照明"
    assert [line.number for line in engine.suggest("9002")][:2] == ["GB/T 90020.1-2025", "GB/T 90020.2-2025"]
    assert engine.suggest("zhld")[0].text == "智慧路灯 数据接口"
    assert engine.suggest("") == engine.suggest("？！") == []


@pytest.mark.parametrize(
    "text",
    ["", " ", "\0", "\"", "''", "照 OR 明", "NEAR(照 明)", "*", "a*", "^照明", "{t}:照", "-照明", "(", ")", "%", "_",
     "\\", "照明 AND", "'; DROP TABLE search_document; --", "\ud800", "\ue000", "🙂", "𠀀𠀁", "ß", "İ", "½", "١٢٣",
     "照" * 500, "1 " * 300, "GB/T", "/", "-", "1", "2025", "e\u0301"],
)  # fmt: skip
def test_no_text_breaks_it(engine: Any, text: str) -> None:
    page = asked(engine, text, with_facets=True)
    assert page.total >= len(page.hits)
    engine.suggest(text)


def test_other_types_are_refused(db: Any) -> None:
    with pytest.raises(ValueError, match="不认得类型"):
        search.put([Document("song", 1, "歌", "/")])

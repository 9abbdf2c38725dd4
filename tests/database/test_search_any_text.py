"""Whatever the texts: no question raises, every piece of a title finds it, filters count right, pages never repeat."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from zhunsheng import search
from zhunsheng.core.text.folding import fold, fold_with_places, is_packed
from zhunsheng.search.ready import Late, Ready, counted_of, facets_of, made_of, numbers_of, tally_of, texts_of
from zhunsheng.search.shape import Document, Query

pytestmark = pytest.mark.django_db

CHARACTERS = "信息技术人工智能系统要求术语测试方法管理第部分的一二三ABCai灯塔照明，。 （）-—1 2025/"
TITLES = st.text(alphabet=CHARACTERS, min_size=1, max_size=18)
ANY = st.text(max_size=40) | st.text(alphabet=CHARACTERS + "\"'*()^:%_\\；|&!《》", max_size=40)
LEVELS = ("national", "group", "local")


def documents(titles: list[str], scopes: list[str] | None = None) -> list[Document]:
    """A standard for each title; levels and ranks take turns."""
    return [
        Document(
            "standard",
            place + 1,
            title,
            f"/{place}/",
            (f"GB/T {9000 + place}-20{10 + place % 15}",),
            scope=(scopes or [""] * len(titles))[place],
            status=("current", "withdrawn")[place % 2],
            facets={"level": (LEVELS[place % 3],), "year": (str(2010 + place % 15),)},
            rank=place % 7,
        )
        for place, title in enumerate(titles)
    ]


def pieces(folded: str) -> list[str]:
    """Pieces of a folded text that a person may type: from any Chinese character, or from the beginning of a word."""
    starts = [
        place
        for place, char in enumerate(folded)
        if char != " "
        and (is_packed(char) or place == 0 or folded[place - 1] == " " or is_packed(folded[place - 1]))
    ]
    return [
        folded[start:end]
        for start in starts
        for end in range(start + 1, len(folded) + 1)
        if folded[end - 1] != " " and (end == len(folded) or is_packed(folded[end - 1]) or folded[end] == " " or is_packed(folded[end]))
    ]  # fmt: skip


def whole(document: Document, changed: bool) -> Late:
    """``document`` made whole as it stands, then changed, both it and what is told of it late."""
    document.facets = {**document.facets, "type": (document.type,), "status": (document.status,)}
    made, counted = made_of(
        document.type,
        (document.title, document.titles, document.scope),
        document.numbers,
        document.address,
        facets_of(sorted(document.facets.items())),
        status=document.status,
    )
    assert counted == counted_of(made, made.texts)
    if changed:
        document.status, document.rank = "withdrawn", document.rank + 7
        document.related_numbers = ("GB/T 7-2001", "ISO 7.1:1999")
        document.facets = {**document.facets, "adoption": ("IDT",)}
    document.facets = {**document.facets, "type": (document.type,), "status": (document.status,)}
    adoption = ("IDT",) if changed else ()
    return Late(document.ref, made, document.status, document.rank, document.related_numbers, adoption)


def tally(late: list[Late]) -> Any:
    """What these count for as they were made."""
    made = [one.made for one in late]
    return tally_of(made, [counted_of(one, one.texts) for one in made])


class AnyText(TestCase):
    """Run on the database in use."""

    @settings(max_examples=60)
    @given(st.lists(TITLES, min_size=1, max_size=8), ANY)
    def test_no_text_raises(self, titles: list[str], text: str) -> None:
        engine = search.engine()
        engine.put(documents(titles))
        page = engine.search(Query(text, with_facets=True))
        assert page.total >= len(page.hits)
        assert len(engine.suggest(text)) <= 8

    @settings(max_examples=40)
    @given(st.lists(ANY, min_size=1, max_size=6), st.lists(ANY, min_size=6, max_size=6))
    def test_any_document_can_be_written_checked_and_taken_out(
        self, titles: list[str], scopes: list[str]
    ) -> None:
        engine = search.engine()
        made = documents(titles, scopes)
        assert engine.put(made) == len(made)
        assert engine.check(made).sound
        changed = documents([title + "新" for title in titles], scopes[::-1])
        # Taken apart beforehand, as an import does it: all but one, which is taken apart on the spot.
        texts = [(one.title, one.titles, one.scope) for one in changed[1:]]
        numbers = numbers_of(number for one in changed[::2] for number in one.numbers)
        engine.put(changed, Ready({wording: texts_of(*wording) for wording in texts}, numbers))
        assert engine.check(changed).sound
        # Made whole beforehand: each second one; of some another status, numbers and degrees come to it late.
        changed = documents([title + "改" for title in titles], scopes[::-1])
        late = [whole(one, place % 4 == 0) for place, one in enumerate(changed) if place % 2 == 0]
        engine.put(changed[1::2], Ready({}, numbers, late, tally(late)))
        assert engine.check(changed).sound
        # Counted together where none of them is there yet; one that is not among them is taken out of the counts.
        assert engine.remove("standard", [one.ref for one in late]) == len(late)
        left = tally(late).without(tally(late[:1]))
        engine.put((), Ready({}, numbers, late[1:], left))
        engine.put((), Ready({}, numbers, late[:1]))
        assert engine.check(changed).sound
        assert engine.remove("standard", [document.ref for document in changed]) == len(changed)
        assert engine.check([]).sound
        engine.put(made)
        assert engine.check(made).sound
        engine.rebuild(made)
        assert engine.check(made).sound

    @settings(max_examples=40)
    @given(st.lists(TITLES, min_size=1, max_size=6), st.data())
    def test_every_piece_of_a_title_finds_it(self, titles: list[str], data: Any) -> None:
        engine = search.engine()
        made = documents(titles)
        engine.put(made)
        chosen = data.draw(st.sampled_from(made))
        found = pieces(fold(chosen.title))
        if found:
            piece = data.draw(st.sampled_from(found))
            page = engine.search(Query(piece, limit=100))
            assert chosen.ref in [hit.ref for hit in page.hits], (piece, chosen.title)

    @settings(max_examples=40)
    @given(
        st.lists(TITLES, min_size=3, max_size=12),
        st.sampled_from("信技人智能术测的第灯"),
        st.sampled_from(LEVELS),
    )
    def test_filters_count_what_a_walk_counts(self, titles: list[str], char: str, level: str) -> None:
        engine = search.engine()
        made = documents(titles)
        engine.put(made)
        wanted = {d.ref for d in made if char in fold(d.title)}
        page = engine.search(Query(char, limit=100, with_facets=True, mend=False))
        assert {hit.ref for hit in page.hits} == wanted
        assert page.total == len(wanted)
        counted = dict(page.facets.get("level", []))
        assert counted == {
            name: n
            for name in LEVELS
            if (n := sum(d.ref in wanted for d in made if d.facets["level"] == (name,)))
        }
        filtered = engine.search(Query(char, {"level": [level]}, limit=100, mend=False))
        assert filtered.total == counted.get(level, 0) == len(filtered.hits)

    @settings(max_examples=20)
    @given(st.lists(TITLES, min_size=4, max_size=14), st.integers(1, 5))
    def test_pages_join_to_the_whole(self, titles: list[str], size: int) -> None:
        engine = search.engine()
        engine.put(documents(titles))
        for sort in ("relevance", "newest", "number"):
            whole = [hit.ref for hit in engine.search(Query("术", limit=100, sort=sort)).hits]
            parts = [
                hit.ref
                for start in range(0, len(whole) + size, size)
                for hit in engine.search(Query("术", offset=start, limit=size, sort=sort)).hits
            ]
            assert parts == whole
            assert len(set(parts)) == len(parts)


@given(ANY)
def test_folding_with_places_is_the_same_folding(text: str) -> None:
    folded, places = fold_with_places(text)
    assert folded == fold(text)
    assert len(places) == len(folded)
    assert places == sorted(places)
    assert fold(folded) == folded

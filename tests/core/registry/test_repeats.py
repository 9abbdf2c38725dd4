"""Marks are counted as a dictionary counts them, whatever the order and however many runs there are."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from zhunsheng.core.registry.repeats import Repeats

_MARKS = st.one_of(st.integers(-3, 12), st.integers(-(2**63), 2**63 - 1))


@given(st.lists(_MARKS, max_size=300), st.integers(1, 9))
def test_as_a_dictionary_counts(marks: list[int], most: int) -> None:
    repeats, counter = Repeats(most), Counter[int]()
    for mark in marks:
        counter[mark] += 1
        assert repeats.count(mark) == counter[mark]

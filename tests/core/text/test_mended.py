"""What a page says of a wording that was searched in place of the one typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhunsheng.core.text.mended import Mended, mended


@pytest.mark.parametrize(
    ("typed", "searched", "told"),
    [
        ("人工智慧標準", "人工智 标准", Mended("fewer", ("人工智", "标准"), ("慧",))),
        ("资讯安全標準", "安全标准", Mended("fewer", ("安全标准",), ("资讯",))),
        ("人工智能標準", "人工智能 标准", Mended("apart", ("人工智能", "标准"))),
        ("人工只能", "人工智能", Mended("other", ("人工智能",))),
        ("人工职能 术语", "人工智能 术语", Mended("other", ("人工智能", "术语"))),
        ("rengongznineng", "rengongzhineng", Mended("other", ("rengongzhineng",))),
    ],
)
def test_what_became_of_the_words(typed: str, searched: str, told: Mended) -> None:
    assert mended(typed, searched) == told


@given(st.text("人工智能标准术语", min_size=1, max_size=12), st.integers(0, 2**12))
def test_nothing_is_left_out_that_was_searched(typed: str, kept: int) -> None:
    searched = "".join(char for at, char in enumerate(typed) if kept >> at & 1)
    told = mended(typed, searched)
    assert told.kind == ("apart" if searched == typed else "fewer")
    assert sorted("".join([*told.left_out, *told.words])) == sorted(typed)

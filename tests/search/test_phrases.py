"""A phrase is looked for only where it may be."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from zhunsheng.core.text.folding import fold
from zhunsheng.search.expression import may_stand, pattern_of, phrase

WORDS = st.lists(
    st.sampled_from(["study", "studies", "box", "boxes", "glass", "照明", "灯", "7", "s", " "]), max_size=5
)


@settings(max_examples=300, deadline=None)
@given(WORDS, WORDS, st.booleans(), st.booleans())
def test_what_is_found_may_stand_there(asked: list[str], said: list[str], begins: bool, ends: bool) -> None:
    folded = fold("".join(asked))
    if folded:
        part = phrase(folded, begins=begins, ends=ends)
        text = f"\x1f{fold(''.join(said))}\x1f"
        assert may_stand(part, text) or not pattern_of(part).search(text)
    assert may_stand(phrase("studies"), "\x1fstudy\x1f")
    assert not may_stand(phrase("照明"), "\x1f灯\x1f")

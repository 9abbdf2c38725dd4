"""Where a text is treated in a quick way, the outcome is that of the plain one."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from zhunsheng.catalogues import clean
from zhunsheng.core.registry.prepare import plain_record, prepare
from zhunsheng.core.registry.record import StatedRecord
from zhunsheng.core.text.folding import fold, fold_with_places

LATIN = st.text(alphabet="abcdeABÉé–’ß \t.-1ﬁ①信Ωİ\u0301", max_size=40).map(
    lambda text: text + " system" * 12
)
ANY = st.text(max_size=20) | st.text(alphabet='a"\\/\b\f\n\r\t\x00\x1e\x7f\u2028\ud800é信', max_size=12)


@given(LATIN)
def test_a_mostly_latin_text_is_folded_as_if_sign_by_sign(text: str) -> None:
    assert fold(text) == fold_with_places(text)[0]


@given(ANY, ANY)
def test_a_record_is_written_as_json_with_sorted_keys(title: str, note: str) -> None:
    record = StatedRecord(
        "1", "x", "ISO 1:2000", {"title_en": title, "note": note}, printed={"b": note, "a": title}
    )
    made = prepare(record, "iso", "A", "2026-11-29")
    assert made is not None
    plain = plain_record(record)
    told = json.loads(made.record)
    assert made.record == json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if not any(sign in title + note for sign in "\x00\ud800"):
        assert told == plain


@given(st.text(alphabet="ab <&\r\n\t\x0b\x1e\x7f", max_size=10))
def test_what_calls_for_cleaning_is_the_same_for_ascii(text: str) -> None:
    assert clean._is_clean(text) == (clean._DIRTY.search(text) is None)

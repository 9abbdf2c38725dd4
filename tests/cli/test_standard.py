"""``zhunsheng standard``: what is asked at the command line is answered whole, and what is wrong says how to mend it."""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tests.api.world import build
from zhunsheng import search
from zhunsheng.apps.registry import queries
from zhunsheng.cli import main


@pytest.fixture(autouse=True)
def _world(transactional_db: Any, tmp_path: Path, settings: Any) -> None:
    settings.UPLOADS = tmp_path / "uploads"
    build(tmp_path)
    search.engine().rebuild(queries.documents("standard"))


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, output, errors."""
    capsys.readouterr()
    code = main(["standard", *words])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.mark.parametrize("number", ["GB/T 90001-2019", "gbt90001-2019", "ＧＢ／Ｔ90001—2019", "GB/T 90001"])
def test_show_says_everything_with_its_sources(capsys: pytest.CaptureFixture[str], number: str) -> None:
    code, out, _ = run(capsys, "show", number, "--format", "json")
    one = json.loads(out)
    assert code == 0 and one["number"] == "GB/T 90001-2019"
    assert all(fact["sources"] and fact["versions"] for fact in one["fields"].values())
    assert {version["source"] for version in one["fields"]["issued"]["versions"]} == {"official", "notes"}
    assert {(link["direction"], link["number"]) for link in one["relations"]} == {
        ("out", "GB/T 90001-2009"),
        ("out", "ISO 99001:2018"),
        ("in", "GB/T 90001-2019/XG1-2022"),
    }


def test_show_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "show", "GB/T 90001-2009")
    assert code == 0
    assert "被代替" in out
    assert "应改用：GB/T 90001-2019" in out
    assert "发布日期：2009-05-01　[官方来源：公告 A]" in out
    _, out, _ = run(capsys, "show", "GB/T 90001-2019")
    assert "另一说法：2019-05-11　[笔记 C]" in out


def test_what_is_not_there_ends_with_one_and_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "show", "GB/T 90001-2014")
    assert (code, out) == (1, "")
    assert "GB/T 90001-2009" in err


def test_search_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "search", "照明", "--limit", "2", "--format", "json")
    page = json.loads(out)
    assert code == 0 and page["total"] == 4 and len(page["items"]) == 2
    assert {"number", "title", "status"} <= set(page["items"][0])
    _, out, _ = run(capsys, "search", "照明", "--filter", "status=superseded", "--format", "json")
    assert [one["number"] for one in json.loads(out)["items"]] == ["GB/T 90001-2009"]
    code, out, _ = run(capsys, "search", "量子烹饪", "--format", "json")
    assert (code, json.loads(out)["total"]) == (1, 0)


def test_a_wrong_filter_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "search", "照明", "--filter", "colour=red")
    assert code == 2 and "分面" in err
    code, _, err = run(capsys, "search", "照明", "--filter", "status=在用")
    assert code == 2 and "superseded（被代替）" in err
    _, out, _ = run(capsys, "search", "照明", "--filter", "status=被代替", "--format", "json")
    assert [one["number"] for one in json.loads(out)["items"]] == ["GB/T 90001-2009"]


def test_a_source_or_body_that_is_not_there_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    search.engine().rebuild(chain(queries.documents("standard"), queries.documents("body")))
    code, _, err = run(capsys, "search", "照明", "--filter", "source=offical")
    assert code == 2 and "official（公告）" in err and "catalogue sources" in err
    code, _, err = run(capsys, "search", "照明", "--filter", "body=示例监督管理局")
    assert code == 2 and "示例监督管理总局" in err
    assert main(["search", "query", "照明", "--where", "source=offical"]) == 2
    assert "official（公告）" in capsys.readouterr().err
    assert run(capsys, "search", "照明", "--filter", "body=示例监督管理总局")[0] == 0


def test_verify_settles_and_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    evidence = ("--evidence", "https://example.cn/7")
    code, out, _ = run(capsys, "verify", "GB/T 90001-2019", "发布日期", "2019-05-10", *evidence)
    assert code == 0 and out.startswith("已核实：GB/T 90001-2019 发布日期 2019-05-10")
    _, out, _ = run(capsys, "verify", "GB/T 90001-2019", "issued", "2019-05-11", *evidence, "-f", "json")
    fact = json.loads(out)
    assert (fact["value"], fact["state"]) == ("2019-05-11", "verified")
    assert queries.get_standard(None, "GB/T 90001-2019").issued == "2019-05-11"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("issued", "2019-05-10"), 2, "--evidence"),
        (("issued", "2019-05-10", "--evidence", "somewhere"), 1, "http"),
        (("colour", "red", "--evidence", "https://example.cn"), 1, "没有“colour”这个字段"),
        (("issued", "昨天", "--evidence", "https://example.cn"), 1, "不是日期"),
    ],
)
def test_verify_refuses_what_cannot_be(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, said: str
) -> None:
    got, _, err = run(capsys, "verify", "GB/T 90001-2019", *words)
    assert got == code and said in err


def test_cite_to_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "one.bib"
    assert run(capsys, "cite", "GB/T 90001", "--style", "bibtex", "--out", str(out))[0] == 0
    assert out.read_text(encoding="utf-8").startswith("@techreport{gb-t-90001-2019,")
    assert run(capsys, "cite", "GB/T 90001", "--style", "apa")[0] == 2

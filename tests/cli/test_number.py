"""``zhunsheng number parse`` and ``find``: the keys promised, exit codes, places in files of several formats."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import pytest

from tests.core.relations.drafts import CHINESE, ENGLISH
from zhunsheng.cli import main

KEYS = [
    "input",
    "ok",
    "canonical",
    "publisher",
    "kind",
    "number",
    "part",
    "year",
    "stage",
    "supplement",
    "problem",
]


def parsed(capsys: pytest.CaptureFixture[str], *numbers: str) -> tuple[int, list[dict[str, Any]]]:
    code = main(["number", "parse", *numbers, "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


def test_parse_gives_the_keys_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    code, rows = parsed(capsys, "GB/T 45288.1—2025", "GB 5009.225-2016/XG1-2018")
    assert code == 0
    assert list(rows[0])[: len(KEYS)] == KEYS
    first = {key: rows[0][key] for key in KEYS}
    assert first == {
        "input": "GB/T 45288.1—2025",
        "ok": True,
        "canonical": "GB/T 45288.1-2025",
        "publisher": "GB",
        "kind": "T",
        "number": "45288",
        "part": "1",
        "year": 2025,
        "stage": None,
        "supplement": None,
        "problem": None,
    }
    assert (rows[1]["canonical"], rows[1]["supplement"]) == ("GB 5009.225-2016/XG1-2018", "XG1-2018")


def test_what_is_no_number_says_why_and_exits_1(capsys: pytest.CaptureFixture[str]) -> None:
    code, rows = parsed(capsys, "GB/T 1.1-2020", "ISO/TC 184", "T/CAMETA XXX—2025")
    assert code == 1
    assert [row["ok"] for row in rows] == [True, False, False]
    assert "技术委员会" in rows[1]["problem"]
    assert rows[1]["canonical"] is None
    assert (rows[2]["canonical"], "占位符" in rows[2]["problem"]) == ("T/CAMETA XXX-2025", True)
    assert list(rows[1]) == KEYS


def test_parse_reads_lines_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("GB/T 1.1-2020\n\nISO 9001:2015\n"))
    code, rows = parsed(capsys, "-")
    assert code == 0
    assert [row["canonical"] for row in rows] == ["GB/T 1.1-2020", "ISO 9001:2015"]


def test_text_is_one_line_a_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["number", "parse", "GB/T 20438.1~3", "XYZ"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("GB/T 20438.1~3\tGB/T 20438.1~3\t")
    assert "GB/T 20438.2" in lines[0]
    assert "不是标准编号" in lines[1]


def found(capsys: pytest.CaptureFixture[str], file: str) -> list[tuple[int, int, str, str]]:
    assert main(["number", "find", file, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    return [(row["line"], row["column"], row["printed"], row["canonical"]) for row in rows]


TEXT = "前言\n　　本文件依据GB/T 1.1—2020起草，\n等同采用ISO/IEC\n22989:2022，见DB11/T 4822—2024。\n内存8 GB 16核\n"
PLACES = [
    (2, 8, "GB/T 1.1—2020", "GB/T 1.1-2020"),
    (3, 5, "ISO/IEC 22989:2022", "ISO/IEC 22989:2022"),
    (4, 13, "DB11/T 4822—2024", "DB11/T 4822-2024"),
]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_find_tells_line_and_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    path = tmp_path / "文.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert found(capsys, str(path)) == PLACES


def test_find_reads_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(TEXT.encode())))
    assert found(capsys, "-") == PLACES


def test_find_reads_word_and_web_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = docx.Document()
    document.add_paragraph("范围")
    document.add_paragraph("应符合GB/T 42755—2023。")
    word = tmp_path / "a.docx"
    document.save(str(word))
    assert found(capsys, str(word)) == [(2, 4, "GB/T 42755—2023", "GB/T 42755-2023")]
    page = tmp_path / "a.html"
    page.write_text(
        "<html><body><h1>依据</h1><p>见 <b>ISO 9001:2015</b>。</p></body></html>", encoding="utf-8"
    )
    assert [row[2:] for row in found(capsys, str(page))] == [("ISO 9001:2015", "ISO 9001:2015")]


def test_a_file_without_numbers_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("没有编号", encoding="utf-8")
    assert main(["number", "find", str(path)]) == 0
    assert "没有找到" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["absent.txt", "."])
def test_a_file_that_cannot_be_read_exits_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["number", "find", str(tmp_path / name)]) == 2
    assert "读不了" in capsys.readouterr().err


def test_cited_reads_what_a_standard_cites_and_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "草案.txt"
    file.write_text(CHINESE, encoding="utf-8")
    assert main(["number", "cited", str(file), "--format", "json"]) == 1
    printed = capsys.readouterr()
    told = json.loads(printed.out)
    assert told["number"] == "GB/T 45288.1-2025" and len(told["citations"]) == 9
    assert told["citations"][0]["role"] == "normative" and told["said"][0]["type"] == "replaces"
    assert "没有提到它" in printed.err
    assert main(["number", "cited", str(file)]) == 1
    out = capsys.readouterr().out
    assert "规范性引用\tGB/T 41867\t信息技术 人工智能 术语\t不注日期\t第 40 行" in out
    assert "前言\t本文件代替 GB/T 44445-2020\t第 21 行" in out


def test_cited_ends_well_where_nothing_is_wrong_and_says_what_to_do_with_a_bad_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.pdf"
    good.write_text(ENGLISH, encoding="utf-8")
    bad.write_bytes(b"%PDF-1.7 broken")
    assert main(["number", "cited", str(good)]) == 0
    assert main(["number", "cited", str(bad)]) == 2
    assert "PDF" in capsys.readouterr().err
    assert main(["number", "cited", str(tmp_path / "none.txt")]) == 2

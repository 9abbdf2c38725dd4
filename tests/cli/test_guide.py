"""``zhunsheng guide read``, ``table`` and ``system`` on files, standard input and bad input."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from zhunsheng.cli import main
from zhunsheng.core.system.content import load_system_file

GUIDE = """# 城市照明标准体系建设指南（2024版）

## 一、建设内容

### （一）基础标准（A）
1.术语标准
规范城市照明的名词术语。
### （二）技术标准（B）
1.灯具标准
规范灯具的性能要求。

## 附件 城市照明标准清单

| 序号 | 一级体系 | 二级体系 | 标准名称 | 缓急程度 |
| --- | --- | --- | --- | --- |
| 1 | A 基础 | AA 术语 | 城市照明术语 | ★★ |
| 2 | B 技术 | BA 灯具 | =灯具能效评价规范 | ★ |
"""
KEYS = [
    "title",
    "edition",
    "status",
    "issuers",
    "sha256",
    "subsystems",
    "planned_standards",
    "targets",
    "measures",
    "bases",
    "legend",
    "layers",
    "problems",
]


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    path = tmp_path / "照明.md"
    path.write_text(GUIDE, encoding="utf-8")
    return path


def test_read_prints_the_json(guide: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["guide", "read", str(guide)]) == 0
    data = json.loads(capsysbinary.readouterr().out)
    assert all(key in data for key in KEYS)
    assert "lines" not in data
    assert data["title"] == "城市照明标准体系建设指南"
    assert [item["code"] for item in data["subsystems"]] == ["A", "AA", "B", "BA"]
    assert data["planned_standards"][0]["source"]["line_start"] == 16


def test_read_writes_a_file(guide: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    out = tmp_path / "out.json"
    assert main(["guide", "read", str(guide), "--out", str(out)]) == 0
    assert capsysbinary.readouterr().out == b""
    text = out.read_text(encoding="utf-8")
    assert "城市照明术语" in text
    assert text.startswith("{\n  ")


def test_read_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    class Input:
        buffer = io.BytesIO(GUIDE.encode("gb18030"))

    monkeypatch.setattr(sys, "stdin", Input())
    assert main(["guide", "read", "-"]) == 0
    assert json.loads(capsysbinary.readouterr().out)["planned_standards"][0]["name"] == "城市照明术语"


@pytest.mark.parametrize(
    ("name", "data"),
    [("空.txt", b""), ("照片.docx", b"\xff\xd8\xff\xe0" + b"\x00" * 64), ("旧.doc", b"\xd0\xcf\x11\xe0")],
)
def test_hopeless_input_still_prints_problems(
    name: str, data: bytes, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert main(["guide", "read", str(path)]) == 2
    shown = capsysbinary.readouterr()
    problems = json.loads(shown.out)["problems"]
    assert problems
    assert problems[0]["message"] in shown.err.decode()


def test_table_as_csv_xlsx_and_json(
    guide: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["guide", "table", str(guide), "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode("utf-8-sig"))))
    assert [row["标准体系编号"] for row in rows] == ["AA", "BA"]
    assert rows[1]["标准名称"] == "'=灯具能效评价规范"
    out = tmp_path / "表.xlsx"
    assert main(["guide", "table", str(guide), "--out", str(out)]) == 0
    page: Any = openpyxl.load_workbook(out).active
    assert (page["D3"].value, page["D3"].data_type) == ("=灯具能效评价规范", "s")
    assert main(["guide", "table", str(guide), "--format", "json"]) == 0
    assert json.loads(capsysbinary.readouterr().out)["rows"][0]["name"] == "城市照明术语"


def test_table_of_a_guide_without_a_list_says_so(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "信.txt"
    path.write_text("一、总体要求\n\n没有清单的一份文件。\n", encoding="utf-8")
    assert main(["guide", "table", str(path), "--format", "csv"]) == 0
    assert "没有读到标准清单" in capsysbinary.readouterr().err.decode()


def test_a_guide_as_a_system_file(guide: Path, tmp_path: Path) -> None:
    out = tmp_path / "照明.yaml"
    assert main(["guide", "system", str(guide), "--slug", "city-lighting", "--out", str(out)]) == 0
    content = load_system_file(out)
    assert content.urn == "urn:zhunsheng:system:city-lighting:2024"
    assert content.system.source_name == "照明.md"
    assert not any(item.scope for item in content.system.subsystems)
    assert (
        main(["guide", "system", str(guide), "--slug", "city-lighting", "--with-text", "-o", str(out)]) == 0
    )
    assert any("名词术语" in item.scope for item in load_system_file(out).system.subsystems)


def test_a_slug_that_cannot_be_imported_is_told(
    guide: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["guide", "system", str(guide), "--slug", "照 明", "-o", str(tmp_path / "x.yaml")]) == 0
    assert "slug" in capsys.readouterr().err

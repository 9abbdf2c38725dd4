"""md: headings, pipe tables, pictures; the lines stay as they are."""

from __future__ import annotations

import pytest

from zhunsheng.core.guide.readers import read_bytes
from zhunsheng.core.guide.readers.markdown import plain_line
from zhunsheng.core.guide.source import SourceDocument


def read(text: str) -> SourceDocument:
    document = read_bytes(text.encode(), name="guide.md")
    assert [line.text for line in document.lines] == text.removesuffix("\n").split("\n")
    return document


def cells(document: SourceDocument, index: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row] for row in document.tables[index].rows]


def test_headings_of_both_kinds() -> None:
    document = read("# 指南\n## 一、总则 ##\n###（一）依据\n\n二、要求\n===\n\n三、措施\n---\n#1 不是\n")
    assert document.headings == {1: 1, 2: 2, 3: 3, 5: 1, 8: 2}


def test_rules_are_no_headings() -> None:
    document = read(
        "正文一段很长的话，以句号结束。\n---\n\n---\n\n\\---\n\n两行的\n段落\n---\n\n- 项\n---\n\n| 甲 | 乙 |\n|---|---|\n---\n"
    )
    assert document.headings == {}


def test_code_and_front_matter_have_no_structure() -> None:
    document = read("---\ntitle: 指南\n---\n\n```\n# 注释\n| a | b |\n| c | d |\n```\n\n# 真标题\n")
    assert document.headings == {11: 1}
    assert document.tables == []


def test_an_unclosed_fence_hides_nothing() -> None:
    assert read("```\n# 一、总则\n").headings == {2: 1}


def test_pipe_table() -> None:
    document = read(
        "前言\n\n| 序号 | **名称** | 备注 |\n|:---|:---:|---|\n| 1 | 甲\\|乙 | `a|b` |\n| 2 | 丙 |\n\n后记\n"
    )
    assert cells(document) == [["序号", "名称", "备注"], ["1", "甲|乙", "a|b"], ["2", "丙", ""]]
    table = document.tables[0]
    assert (table.origin, table.line_start, table.line_end) == ("pipe", 3, 6)
    assert [row[0].line_start for row in table.rows] == [3, 5, 6]


def test_pipe_tables_without_outer_bars_or_without_rule() -> None:
    assert cells(read("序号 | 名称\n--- | ---\n1 | 甲\n")) == [["序号", "名称"], ["1", "甲"]]
    assert cells(read("| 序号 | 名称 |\n| 1 | 甲 |\n")) == [["序号", "名称"], ["1", "甲"]]
    assert read("甲 | 乙\n\n丙 | 丁\n").tables == []


def test_html_table_inside_markdown() -> None:
    document = read(
        "# 清单\n\n<table>\n<tr><td rowspan=2>A 基础</td><td>甲</td></tr>\n<tr><td>乙</td></tr>\n</table>\n\n完\n"
    )
    assert cells(document) == [["A 基础", "甲"], ["A 基础", "乙"]]
    assert [[cell.merged for cell in row] for row in document.tables[0].rows] == [
        [False, False],
        [True, False],
    ]
    assert [row[0].line_start for row in document.tables[0].rows] == [4, 5]


def test_pictures() -> None:
    document = read("![结构图](a.png)\n\n见[图1](b.html)\n\n<img src='a.png'>\n")
    assert document.pictures == [1, 5]


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("### （一）云计算体系结构 ###", "（一）云计算体系结构"),
        ("##二、要求", "二、要求"),
        ("**【图片提取信息】**：", "【图片提取信息】："),
        ("- **数据质量**：覆盖全生命周期", "数据质量：覆盖全生命周期"),
        ("> 引用的*话*", "引用的话"),
        ("\\---", ""),
        ("![示意](a.png)", ""),
        ("2\\*3\\*4", "2*3*4"),
        ("见 [GB/T 1.1](https://example.org/a_(b))、`代码`", "见 GB/T 1.1、代码"),
        ("![图 1 结构](a.png)", "图 1 结构"),
        ("1. 测试评估标准", "1. 测试评估标准"),
        ("__加粗__与<b>标签</b>&amp;", "加粗与标签&"),
        ("---", ""),
        ("===", ""),
        ("snake_case_name ★★★", "snake_case_name ★★★"),
        ("", ""),
    ],
)
def test_plain_line(line: str, plain: str) -> None:
    assert plain_line("md", line) == plain
    assert plain_line("txt", line) == line


def test_the_cloud_guide(shared) -> None:  # type: ignore[no-untyped-def]
    path = shared / "guides" / "cloud-computing-2025.md"
    document = read_bytes(path.read_bytes(), name=path.name)
    levels = list(document.headings.values())
    assert (levels.count(1), levels.count(2), levels.count(3)) == (1, 5, 8)
    assert document.tables == []

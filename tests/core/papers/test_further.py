"""The guide for one category and the report on a period."""

from __future__ import annotations

import dataclasses
import io
from typing import Any

import openpyxl
import pytest
from docx import Document

from tests.core.papers.test_guide import changed
from zhunsheng.core.deliver.papers.dossier import Dossier, Event
from zhunsheng.core.deliver.papers.industry import write_industry
from zhunsheng.core.deliver.papers.making import PaperError, make_papers
from zhunsheng.core.deliver.papers.progress import write_progress


def said(data: bytes) -> tuple[str, set[str], Any]:
    document = Document(io.BytesIO(data))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    return "\n".join(paragraph.text for paragraph in document.paragraphs), cells, document


def test_the_guide_of_a_category_has_its_standards_and_items_only(dossier: Dossier) -> None:
    (made,) = write_industry(dossier.with_settings(industry="CB"))
    text, cells, _ = said(made[1])
    assert made[0] == "行业应用指南-CB.docx"
    assert "C 关键技术 › CB 知识图谱" in text and "现有标准 3 项，其中现行与即将实施的 2 项" in text
    assert "GB/T 42131-2022" in cells and "GB/T 42755-2023" not in cells
    assert "清单中本类别尚无项。" in text
    (module,) = write_industry(dossier.with_settings(industry="B"))
    _, cells, _ = said(module[1])
    own = {item.name for item in dossier.tree.items("B")}
    assert own <= cells and not cells & {item.name for item in dossier.tree.items("F")}


def test_a_category_must_be_named_and_exist(dossier: Dossier) -> None:
    with pytest.raises(PaperError, match="--industry"):
        make_papers(dossier, ["行业应用指南"])
    with pytest.raises(PaperError, match="ZZ"):
        write_industry(dossier.with_settings(industry="ZZ"))
    assert "行业应用指南" not in {one.paper for one in make_papers(dossier, ["标准统计表"])}


@pytest.fixture(scope="module")
def progress(dossier: Dossier) -> dict[str, bytes]:
    after = changed(dossier.system)
    events = [Event("2023-08-01", "发布版本", "某体系 2025版", "审定"), Event("2023-09-01", "更正", "某项")]
    changed_dossier = dataclasses.replace(
        dossier.with_settings(start="2023-01-01", end="2023-12-31"),
        system=after,
        earlier=dossier.system,
        earlier_label="2025版",
        events=events,
    )
    assert write_progress(changed_dossier) == write_progress(changed_dossier)
    return dict(write_progress(changed_dossier))


def test_the_report_tells_the_period(progress: dict[str, bytes], dossier: Dossier) -> None:
    text, cells, _ = said(progress["年度进展报告.docx"])
    assert "2023-01-01 至 2023-12-31" in text and "期内日志记有 2 件" in text
    assert {"发布版本", "GB/T 42131-2022", "全新的一项标准", "尚无登记"} <= cells
    assert "Q/X 2-2026" not in cells


def test_the_workbook_has_the_same_tables(progress: dict[str, bytes], dossier: Dossier) -> None:
    book = openpyxl.load_workbook(io.BytesIO(progress["年度进展报告.xlsx"]))
    assert book.sheetnames == ["目标", "阶段", "缺口", "期内标准", "版本变化", "期内日志", "出处"]
    assert [row[3] for row in book["目标"].iter_rows(min_row=2, values_only=True)] == ["尚无登记"] * 6
    assert sum(row[1] for row in book["阶段"].iter_rows(min_row=2, values_only=True)) == 76
    assert {row[2] for row in book["期内标准"].iter_rows(min_row=2, values_only=True)} == {
        "GB/T 42131-2022",
        "GB/T 42755-2023",
    }
    told = {row[0]: row[1] for row in book["出处"].iter_rows(min_row=2, values_only=True)}
    assert told["期间"] == "2023-01-01 至 2023-12-31" and told["内容哈希（SHA-256）"] == dossier.hash


def test_without_dates_the_period_is_the_year_so_far(dossier: Dossier) -> None:
    assert dossier.period() == ("2026-01-01", "2026-11-29")

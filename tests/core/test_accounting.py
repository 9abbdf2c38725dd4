"""Nothing of a real guide, nor of our sample, is dropped in silence: each line with words has its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.accounting import lost_lines
from tests.samples.blocks import SAMPLE, sample_blocks
from tests.samples.forms import to_docx, to_html, to_pdf, to_txt
from zhunsheng.core.guide.model import GuideDocument
from zhunsheng.core.guide.parse import parse_document
from zhunsheng.core.guide.readers import read_bytes


def lost(data: bytes, name: str) -> list[tuple[int, str]]:
    """Lines of the file that nothing accounts for."""
    source = read_bytes(data, name=name)
    return lost_lines(source, parse_document(source))


@pytest.mark.parametrize("name", ["jiangsu-ai-2025.txt", "cloud-computing-2025.md"])
def test_every_line_of_a_real_guide_is_accounted_for(shared: Path, name: str) -> None:
    assert lost((shared / "guides" / name).read_bytes(), name) == []


@pytest.mark.parametrize("form", ["md", "txt", "html", "docx", "pdf"])
def test_every_line_of_our_sample_is_accounted_for(form: str) -> None:
    makers = {"txt": to_txt, "html": to_html, "docx": to_docx, "pdf": to_pdf}
    data = SAMPLE.read_bytes() if form == "md" else makers[form](sample_blocks())
    assert lost(data, f"sample.{form}") == []


def test_the_check_can_fail() -> None:
    source = read_bytes("一、总则\n\n这一行哪里都没有。\n".encode())
    empty = GuideDocument("", "", "", [], source.sha256)
    assert [number for number, _ in lost_lines(source, empty)] == [1, 3]

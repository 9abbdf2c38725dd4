"""The next edition's draft: read again by our own reader it is the same system, marked or not."""

from __future__ import annotations

import copy
import dataclasses
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.sample import sample_system
from tests.core.system.test_writer import again, facts
from zhunsheng.core.deliver.papers.dossier import Dossier
from zhunsheng.core.deliver.papers.guide import write_guide_draft
from zhunsheng.core.deliver.papers.revision import GONE, NEW, blocks_of, compare_blocks
from zhunsheng.core.guide.read import read_guide
from zhunsheng.core.records import content_hash
from zhunsheng.core.system.builder import build_system
from zhunsheng.core.system.model import StandardsSystem


def drafts(dossier: Dossier) -> dict[str, bytes]:
    return dict(write_guide_draft(dossier))


def read_back(name: str, data: bytes, system: StandardsSystem, *, keep_prose: bool) -> StandardsSystem:
    return build_system(read_guide(data, name=name), slug=system.slug, keep_prose=keep_prose)


def changed(system: StandardsSystem) -> StandardsSystem:
    """The edition after: one item gone, one renamed, one new, a target raised, a category renamed."""
    after = copy.deepcopy(system)
    rows = after.planned_standards
    del rows[3]
    rows[0].name = rows[0].printed_name = rows[0].name + "（第二部分）"
    new = copy.deepcopy(rows[-1])
    new.number, new.printed_number, new.name = 900, "900", "全新的一项标准"
    new.printed_name = new.name
    rows.append(new)
    box = next(one for one in after.subsystems if one.code == "CB")
    box.name, box.printed_name = "知识工程", "知识工程标准"
    after.subsystems.remove(next(one for one in after.subsystems if one.code == "CL"))
    for promise in after.promises:
        renamed = [{"知识图谱": "知识工程"}.get(name, name) for name in promise.names]
        promise.names = [name for name in renamed if name != "跨媒体智能"]
    for position, row in enumerate(rows, 1):
        row.position = position
    return after


@pytest.fixture(scope="module")
def revised(dossier: Dossier) -> Dossier:
    after = changed(dossier.system)
    return dataclasses.replace(
        dossier, system=after, hash=content_hash(after), earlier=dossier.system, earlier_label="2025版"
    )


def test_the_first_draft_is_the_system(dossier: Dossier) -> None:
    expected = facts(again(dossier.system, keep_prose=False))
    for name, data in drafts(dossier).items():
        assert facts(read_back(name, data, dossier.system, keep_prose=False)) == expected, name


def test_a_marked_draft_is_the_new_system(revised: Dossier) -> None:
    expected = facts(again(revised.system, keep_prose=False))
    made = drafts(revised)
    for name, data in made.items():
        assert facts(read_back(name, data, revised.system, keep_prose=False)) == expected, name
    text = made["指南草案.md"].decode()
    head, _, body = text.removeprefix("---\n").partition("\n---\n")
    gone = revised.earlier.planned_standards[3].name if revised.earlier else ""
    assert gone in head and gone not in body
    assert "<mark>" in body and "全新的一项标准" in body
    with zipfile.ZipFile(io.BytesIO(made["指南草案.docx"])) as package:
        document = package.read("word/document.xml").decode()
    assert f">{gone}</w:delText>" in document and "<w:ins " in document
    assert drafts(revised) == made


def test_a_list_with_other_columns_is_another_table(revised: Dossier) -> None:
    after = copy.deepcopy(revised.system)
    for row in after.planned_standards:
        row.extra = {"归口单位": "某标委会"}
    dossier = dataclasses.replace(revised, system=after)
    for name, data in drafts(dossier).items():
        found = read_back(name, data, after, keep_prose=False)
        assert facts(found) == facts(again(after, keep_prose=False)), name


def test_the_sample_with_its_prose() -> None:
    system = sample_system(keep_prose=True)
    dossier = Dossier(system, "k", "2026版", content_hash(system), "2026-11-29")
    expected = facts(again(system))
    for name, data in drafts(dossier).items():
        assert facts(read_back(name, data, system, keep_prose=True)) == expected, name


def test_real_guides_as_word(shared: Path) -> None:
    from zhunsheng.core.guide.read import read_guide_file

    system = build_system(
        read_guide_file(shared / "guides" / "jiangsu-ai-2025.txt"), slug="real", keep_prose=True
    )
    dossier = Dossier(system, "k", "2025版", content_hash(system), "2026-11-29")
    data = drafts(dossier)["指南草案.docx"]
    assert facts(read_back("a.docx", data, system, keep_prose=True)) == facts(system)


TEXTS = st.lists(st.text(alphabet="甲乙丙1. ", min_size=1, max_size=8).filter(str.strip), max_size=6)


@settings(max_examples=60)
@given(TEXTS, TEXTS)
def test_nothing_is_lost_between_two_texts(before: list[str], after: list[str]) -> None:
    old, new = (blocks_of("\n\n".join(one.strip() for one in texts)) for texts in (before, after))
    found = compare_blocks(old, new)

    def text(without: str) -> list[str]:
        joined = ("".join(t for t, change in block.pieces if change != without) for block in found)
        return [one for one in joined if one]

    assert text(GONE) == [one.strip() for one in after]
    assert sorted(text(NEW)) == sorted(one.strip() for one in before)


def test_libreoffice_opens_the_marked_draft(
    revised: Dossier, office: Callable[[dict[str, bytes], str], dict[str, Path]]
) -> None:
    made = office({"草案.docx": drafts(revised)["指南草案.docx"]}, "txt:Text (encoded):UTF8")
    assert "全新的一项标准" in made["草案.docx"].read_text(encoding="utf-8-sig")

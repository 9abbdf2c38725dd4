"""A name that a person corrected is nothing the guide prints: no finding quotes it as printed."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

import zhunsheng
from zhunsheng.core.guide.model import GuideDocument
from zhunsheng.core.guide.read import read_guide
from zhunsheng.core.lint import lint_system
from zhunsheng.core.system.builder import build_system
from zhunsheng.core.system.model import StandardsSystem

SAMPLE = Path(zhunsheng.__file__).parent / "content" / "samples" / "smart-water-2026.md"


def said(system: StandardsSystem, text: GuideDocument | None) -> list[str]:
    return [finding.message for finding in lint_system(system, text=text)]


def renamed(system: StandardsSystem, code: str, name: str) -> StandardsSystem:
    boxes = [dataclasses.replace(one, name=name) if one.code == code else one for one in system.subsystems]
    return dataclasses.replace(system, subsystems=boxes)


def check(document: GuideDocument, codes: list[str]) -> None:
    system = build_system(document, slug="", keep_prose=True)
    for text in (document, None):
        before = said(system, text)
        for code in codes:
            name = next(one.name for one in system.subsystems if one.code == code)
            assert said(renamed(system, code, f"{name}与定义"), text) == before
            assert said(renamed(system, code, "改成别的"), text) == before


def test_a_corrected_name_makes_no_finding_and_is_never_quoted() -> None:
    document = read_guide(SAMPLE.read_bytes(), name=SAMPLE.name)
    codes = [one.code for one in document.subsystems]
    check(document, [codes[0], next(code for code in codes if len(code) == 2), codes[-1]])


def test_a_correction_to_a_form_the_guide_prints_is_taken() -> None:
    document = read_guide(SAMPLE.read_bytes(), name=SAMPLE.name)
    system = build_system(document, slug="", keep_prose=True)
    one = next(box for box in system.subsystems if box.printed_name and box.printed_name != box.name)
    assert said(renamed(system, one.code, one.printed_name), None) == said(system, None)


def test_the_cloud_guide_with_terms_renamed(shared: Path) -> None:
    path = shared / "guides" / "cloud-computing-2025.md"
    if not path.exists():
        pytest.skip("no cloud guide among the shared guides")
    check(read_guide(path.read_bytes(), name=path.name), ["AA"])

"""Made-up guides laid out as real ones are: each is read to the last field.

The guides are our own; places, bodies and numbers in them are invented. Each shows other habits of layout: where the
tree stands and how deep it goes, which codes are printed, what the columns of the list are called, how targets and
measures are worded, what a converter or a page break left in the text.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.guides.expectation import differences
from zhunsheng.core.guide.read import read_guide

HERE = Path(__file__).parent
GUIDES = sorted(path for path in HERE.iterdir() if path.suffix in {".txt", ".md", ".html"})


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_guide_is_read_whole(path: Path) -> None:
    wanted = yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8"))
    read = read_guide(path.read_bytes(), name=path.name)
    assert differences(read, wanted) == []


def test_every_expectation_has_its_guide() -> None:
    assert len(GUIDES) >= 40
    assert {path.stem for path in GUIDES} == {path.stem for path in HERE.glob("*.yaml")}


def test_a_wrong_reading_is_noticed() -> None:
    """The comparison itself can fail: each field changed by hand is told."""
    path = next(path for path in GUIDES if path.stem == "humanoid")
    wanted = yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8"))
    read = read_guide(path.read_bytes(), name=path.name)
    read.planned_standards[0].urgency.printed = "★"
    read.planned_standards.pop()
    read.subsystems[3].level = 5
    read.title = "另一份指南"
    told = "\n".join(differences(read, wanted))
    for word in ("title", "urgency of", "was not read", "level of"):
        assert word in told

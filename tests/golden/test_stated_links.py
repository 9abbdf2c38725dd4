"""What the two real guides say of links between subsystems, against sentences read by hand; precision as stated."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from zhunsheng.core.guide.parse import parse_document
from zhunsheng.core.guide.readers import read_path
from zhunsheng.core.relations import End, Link, link_faults, stated_in_guide
from zhunsheng.core.relations.packaged import links_text
from zhunsheng.core.system.builder import build_system
from zhunsheng.core.system.content import load_packaged
from zhunsheng.core.system.model import StandardsSystem

HERE = Path(__file__).parent
JUDGED: dict[str, Any] = yaml.safe_load((HERE / "stated_links.yaml").read_text(encoding="utf-8"))
JIANGSU = "jiangsu-ai-2025.txt"


@pytest.fixture(scope="module")
def read(shared: Path) -> dict[str, tuple[StandardsSystem, list[Link]]]:
    """Each real guide with its links."""
    found = {}
    for name in JUDGED:
        document = parse_document(read_path(shared / "guides" / name))
        system = build_system(document, slug="guide", keep_prose=True)
        found[name] = (system, stated_in_guide(system, document.lines))
    return found


def told(links: list[Link]) -> list[tuple[str, str, str, int]]:
    """Links between subsystems as the golden file writes them."""
    return [
        (_name(one.subject), one.type, _name(one.target), one.evidence[0].line_start or 0)
        for one in links
        if one.type != "based_on"
    ]


def _name(end: End) -> str:
    return "system" if end.kind == "system" else end.ref


@pytest.mark.parametrize("name", JUDGED)
def test_just_the_sentences_read_by_hand(read: dict[str, Any], name: str) -> None:
    _, links = read[name]
    assert sorted(told(links)) == sorted((*one["link"], one["line"]) for one in JUDGED[name]["found"])
    assert not {tuple(one["link"]) for one in JUDGED[name]["missed"]} & {one[:3] for one in told(links)}
    assert [fault for one in links for fault in link_faults(one)] == []
    assert all(one.status == "suggested" and one.origin == "guide" and one.evidence for one in links)


def test_precision_is_what_the_handbook_says() -> None:
    verdicts = [one["verdict"] for guide in JUDGED.values() for one in guide["found"]]
    missed = sum(len(guide["missed"]) for guide in JUDGED.values())
    assert (len(verdicts), verdicts.count(True), verdicts.count("doubtful"), missed) == (27, 24, 3, 3)
    page = (HERE.parents[1] / "docs/handbook/关联.md").read_text(encoding="utf-8")
    assert "27 条里 24 条" in page and "3 条勉强" in page and "漏掉 3 条" in page


def test_bases_are_told_by_number_or_by_place(read: dict[str, Any]) -> None:
    system, links = read[JIANGSU]
    bases = [one for one in links if one.type == "based_on"]
    assert len(bases) == len(system.bases) == 17
    standards = [one.target.ref for one in bases if one.target.kind == "standard"]
    assert standards == ["GB/T 13016-2018", "GB/T 24421.2-2023"]
    assert bases[0].target.key == "basis:1" and bases[0].target.label == "中华人民共和国标准化法"
    assert bases[0].evidence[0].line_start == 149


def test_the_packaged_system_keeps_what_the_guide_says(read: dict[str, Any]) -> None:
    """Lines, verb and ends as read from the real guide; no prose."""
    packaged = load_packaged("jiangsu-ai-2025").system
    system, links = read[JIANGSU]
    system.slug = packaged.slug
    path = HERE.parents[1] / "src/zhunsheng/content/linking/packaged/jiangsu-ai-2025.yaml"
    assert path.read_text(encoding="utf-8") == links_text(system, links)


def test_without_the_guide_the_packaged_links_are_handed_out() -> None:
    system = load_packaged("jiangsu-ai-2025").system
    links = stated_in_guide(system, [])
    assert sorted(told(links)) == sorted((*one["link"], one["line"]) for one in JUDGED[JIANGSU]["found"])
    assert all(len(one.text) <= 10 for link in links if link.type != "based_on" for one in link.evidence)
    assert [fault for one in links for fault in link_faults(one)] == []
    system.sha256 = "0" * 64
    assert {one.type for one in stated_in_guide(system, [])} == {"based_on"}

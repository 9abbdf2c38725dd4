"""Suggestions on the packaged Jiangsu system and catalogue: what the issue names comes out; precision as stated."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from zhunsheng.core.analysis.links import suggest_links
from zhunsheng.core.analysis.placement import Candidate
from zhunsheng.core.relations import Link, link_faults
from zhunsheng.core.system.content import load_packaged

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "src/zhunsheng/content/catalogue/ai"
JUDGED: dict[str, Any] = yaml.safe_load((HERE / "suggested_links.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def standards() -> list[Candidate]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for one in yaml.safe_load(path.read_text(encoding="utf-8")).get("standards", []):
            titles = [stated.get(field) for stated in one["stated"] for field in ("title_zh", "title_en")]
            found.append(Candidate(len(found), one["number"], tuple(dict.fromkeys(filter(None, titles)))))
    return found


@pytest.fixture(scope="module")
def links(standards: list[Candidate]) -> list[Link]:
    return suggest_links(load_packaged("jiangsu-ai-2025").system, standards)


def told(links: list[Link]) -> set[tuple[str, str, str]]:
    return {(one.subject.key, one.type, one.target.key) for one in links if one.rule != "layers"}


def test_every_suggestion_was_judged(links: list[Link]) -> None:
    assert told(links) == {(one["subject"], one["type"], one["target"]) for one in JUDGED["links"]}
    pairs = {frozenset((one.subject.key, one.target.key)) for one in links}
    assert not pairs & {frozenset((one["subject"], one["target"])) for one in JUDGED["missed"]}


def test_precision_is_what_the_handbook_says() -> None:
    good = [one["good"] for one in JUDGED["links"]]
    assert (len(good), sum(good), len(JUDGED["missed"])) == (42, 37, 4)
    page = (HERE.parents[1] / "docs/handbook/关联.md").read_text(encoding="utf-8")
    assert "42 条里 37 条" in page


@pytest.mark.parametrize(
    ("what", "items"),
    [
        ("数字人 in DC, FD and GI", ("15", "20", "70")),
        ("无人机航线 in FP, GE and GH", ("45", "62", "69")),
        ("碳排放监测 in BD and GA", ("10", "54")),
    ],
)
def test_what_the_issue_names_comes_out(links: list[Link], what: str, items: tuple[str, ...]) -> None:
    """Each two of the items are linked, with the shared word as evidence."""
    pairs = {frozenset((one.subject.key, one.target.key)): one for one in links}
    for at, one in enumerate(items):
        for other in items[at + 1 :]:
            link = pairs[frozenset((f"planned:{one}", f"planned:{other}"))]
            assert link.rule in ("shared-object", "test-pair")
            assert any(evidence.kind == "words" and "“" in evidence.text for evidence in link.evidence), what


def test_layers_are_suggested_with_little_confidence(links: list[Link]) -> None:
    layers = [one for one in links if one.rule == "layers"]
    pairs = {(one.subject.ref, one.target.ref) for one in layers}
    assert {("A", "C"), ("B", "C"), ("C", "D"), ("C", "G"), ("H", "A"), ("H", "G")} <= pairs and len(
        pairs
    ) == 13
    assert all(one.confidence == 0.3 and one.type == "supports" for one in layers)
    assert all("推定" in one.evidence[-1].text and one.evidence[0].line_start == 247 for one in layers)


def test_they_are_sound_and_always_the_same(links: list[Link], standards: list[Candidate]) -> None:
    assert [fault for one in links for fault in link_faults(one)] == []
    assert all(one.status == "suggested" and one.evidence and one.rule for one in links)
    again = suggest_links(load_packaged("jiangsu-ai-2025").system, list(reversed(standards)))
    assert sorted(again, key=lambda one: one.key) == sorted(links, key=lambda one: one.key)

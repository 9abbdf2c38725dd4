"""What follows on real data: the packaged catalogue, against a list typed by hand; all of ISO, against a plain walk."""

from __future__ import annotations

import json
import lzma
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from zhunsheng.core.relations import implied, notices
from zhunsheng.core.relations.closure import Fact
from zhunsheng.core.relations.ends import standard_end

FOLDER = Path(__file__).parents[2] / "src/zhunsheng/content/catalogue/ai"
#: typed by hand from the packaged catalogue (2026-11-29)
IN_TURN = {
    ("GB/T 13016-2018", "GB/T 13016-1991"),
    ("IEEE Std 1232-2010", "IEEE Std 1232-1995"),
    ("IEEE Std 2410-2019", "IEEE Std 2410-2015"),
    ("IEEE Std 2410-2021", "IEEE Std 2410-2015"),
    ("IEEE Std 2410-2021", "IEEE Std 2410-2017"),
}
OUTDATED = {
    ("GB/T 5271.28-2001", "ISO/IEC 2382-28:1995"),
    ("GB/T 5271.29-2006", "ISO/IEC 2382-29:1999"),
    ("GB/T 5271.31-2006", "ISO/IEC 2382-31:1997"),
    ("GB/T 5271.34-2006", "ISO/IEC 2382-34:1999"),
}


def catalogue() -> tuple[list[Fact], dict[str, str]]:
    """(relations, status of each standard) as the sources of the packaged catalogue state them."""
    facts: list[Fact] = []
    states = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for one in yaml.safe_load(path.read_text(encoding="utf-8")).get("standards", []):
            own = standard_end(one["number"]).key
            for stated in one["stated"]:
                states[own] = {"现行": "current", "在研": "draft"}.get(
                    stated.get("status"), stated.get("status", "")
                )
                for relation in stated.get("relations", []):
                    facts.append((own, relation["type"], standard_end(relation["target"]).key, {}))
    return facts, states


def test_what_follows_from_the_packaged_catalogue() -> None:
    facts, states = catalogue()
    assert {(one.subject.ref, one.target.ref) for one in implied(facts)} == IN_TURN
    found = notices(facts, states)
    assert {(one.subject[9:], one.target[9:]) for one in found} == OUTDATED
    assert {one.rule for one in found} == {"adopted-replaced"}
    assert all(one.instead == ("standard:ISO/IEC 2382:2015",) for one in found)


def _replacements(path: Path) -> Iterator[tuple[str, str]]:
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            record = json.loads(line)
            for kind, other in record.get("rel", ()):
                if kind == "obsoletes":
                    yield record["id"], other
                elif kind == "obsoletedBy":
                    yield other, record["id"]


@pytest.fixture(scope="module")
def pairs(shared: Path) -> list[tuple[str, str]]:
    path = shared / "data" / "iso.jsonl.xz"
    if not path.exists():
        pytest.skip("the catalogue of ISO is absent from the shared folder")
    return sorted(set(_replacements(path)))


def test_replacement_in_turn_over_all_of_iso_equals_a_plain_walk(pairs: list[tuple[str, str]]) -> None:
    """Directions are taken as printed: here only the walk is compared."""
    following: dict[str, set[str]] = defaultdict(set)
    for newer, older in pairs:
        if newer != older:
            following[newer].add(older)
    expected = set()
    for start in list(following):
        reached: set[str] = set()
        waiting = list(following[start])
        while waiting:
            one = waiting.pop()
            if one not in reached:
                reached.add(one)
                waiting.extend(following.get(one, ()))
        expected |= {(start, one) for one in reached - following[start] - {start}}
    facts: list[Fact] = [(f"standard:{newer}", "replaces", f"standard:{older}", {}) for newer, older in pairs]
    found = {(one.subject.ref, one.target.ref) for one in implied(facts, rules=["replaced-in-turn"])}
    assert len(pairs) > 10_000 and expected
    assert found == expected

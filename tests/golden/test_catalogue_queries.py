"""The written queries ask for things that are there: each answer is in the packaged catalogue or system."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from zhunsheng.core.system.content import load_packaged
from zhunsheng.search.shape import FACETS

ROOT = Path(__file__).resolve().parents[2]


def test_every_answer_of_the_written_queries_exists() -> None:
    data = yaml.safe_load((ROOT / "tests/search/queries.yaml").read_text(encoding="utf-8"))
    queries: list[dict[str, Any]] = data["queries"]
    assert len(queries) >= 150
    system = load_packaged("jiangsu-ai-2025").system
    standards, bodies = _catalogue()
    planned = {(str(row.number), row.name) for row in system.planned_standards}
    codes = {one.code for one in system.subsystems}
    asked = [(query["q"], str(query.get("filters"))) for query in queries]
    assert len(set(asked)) == len(asked), "a query stands twice"
    for query in queries:
        first = query["first"] if isinstance(query["first"], list) else [query["first"]]
        assert set(query.get("filters", {})) <= set(FACETS), query
        for answer in [*first, *query.get("also", [])]:
            kind = answer["type"]
            there = {
                "standard": lambda a: a["number"] in standards,
                "planned": lambda a: (a["number"], a["title"]) in planned,
                "subsystem": lambda a: a["code"] in codes,
                "body": lambda a: a["title"] in bodies,
            }[kind](answer)
            assert there, (query["q"], answer)


def _catalogue() -> tuple[set[str], set[str]]:
    standards: set[str] = set()
    bodies: set[str] = set()
    for path in (ROOT / "src/zhunsheng/content/catalogue/ai").glob("*.yaml"):
        for one in yaml.safe_load(path.read_text(encoding="utf-8")).get("standards", []):
            standards.add(one["number"])
            for stated in one["stated"]:
                bodies.update(name for names in stated.get("parties", {}).values() for name in names)
    return standards, bodies

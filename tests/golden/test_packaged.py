"""The packaged Jiangsu system: what was typed in by hand, facts only, and what reading the real guide gives."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from zhunsheng.core.guide.read import read_guide_file
from zhunsheng.core.records import to_plain
from zhunsheng.core.system.builder import FACT_LENGTH, build_system, without_prose
from zhunsheng.core.system.content import SystemContent, dump_system, load_packaged
from zhunsheng.core.system.model import StandardsSystem

NAME = "jiangsu-ai-2025"
HOW_TO_RENEW = (
    "if the reader got better: zhunsheng guide system GUIDE --slug jiangsu-ai -o src/zhunsheng/content/systems/"
    f"{NAME}.yaml, review the difference against the guide, raise its version"
)


@pytest.fixture(scope="module")
def packaged() -> SystemContent:
    return load_packaged(NAME)


@pytest.fixture(scope="module")
def system(packaged: SystemContent) -> StandardsSystem:
    return packaged.system


@pytest.fixture(scope="module")
def golden() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(
        (Path(__file__).parent / f"{NAME}.yaml").read_text(encoding="utf-8")
    )
    return data


def strings(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a record with its path; indices left out."""
    if dataclasses.is_dataclass(value):
        for item in dataclasses.fields(value):
            yield from strings(getattr(value, item.name), f"{path}.{item.name}")
    elif isinstance(value, list):
        for item in value:
            yield from strings(item, path)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield path, name
            yield from strings(item, path)
    elif isinstance(value, str):
        yield path, value


def test_urn(packaged: SystemContent) -> None:
    assert packaged.urn == "urn:zhunsheng:system:jiangsu-ai:2025"
    assert packaged.version >= 1


def test_it_says_what_was_typed_in_by_hand(system: StandardsSystem, golden: dict[str, Any]) -> None:
    assert (system.title, system.edition, system.status) == (
        golden["title"],
        golden["edition"],
        golden["status"],
    )
    assert system.issuers == golden["issuers"]
    tree = sorted((item.code, item.printed_code, item.name, item.group) for item in system.subsystems)
    written = [*golden["modules"], *golden["categories"]]
    assert tree == sorted(
        (item["code"], item["printed_code"], item["name"], item.get("group")) for item in written
    )
    rows = [
        [row.number, row.subsystem, row.name, row.urgency.stars, row.source.line_start, row.source.line_end]
        for row in system.planned_standards
    ]
    assert rows == golden["rows"]
    topics = {item.code: item.topics for item in system.subsystems if item.topics}
    assert topics == {code: [topic[0] for topic in found] for code, found in golden["topics"].items()}
    assert [item.title for item in system.measures] == [item["title"] for item in golden["measures"]]
    assert [item.document_number for item in system.bases] == [
        item["document_number"] for item in golden["bases"]
    ]
    keys = ("comparator", "value", "unit", "year", "counts")
    assert [{key: getattr(item, key) for key in keys} for item in system.targets] == [
        {key: item[key] for key in keys} for item in golden["targets"]
    ]


def test_it_holds_facts_only(system: StandardsSystem) -> None:
    assert without_prose(system) == system
    long = [(path, text) for path, text in strings(system) if len(text) > FACT_LENGTH and path != ".sha256"]
    assert not long


def test_reading_the_real_guide_gives_the_same_system(system: StandardsSystem, shared: Path) -> None:
    path = shared / "guides" / f"{NAME}.txt"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == system.sha256
    read = build_system(
        read_guide_file(path), slug=system.slug, keep_prose=False, source_name=system.source_name
    )
    assert to_plain(read) == to_plain(system), HOW_TO_RENEW


def test_no_prose_of_the_guide_is_in_it(system: StandardsSystem, shared: Path) -> None:
    """No 16 characters in a row of any scope, summary, explanation or measure, names and titles in 《》 aside."""
    document = read_guide_file(shared / "guides" / f"{NAME}.txt")
    prose = [item.scope + item.summary for item in document.subsystems]
    prose += [item.text for item in document.measures] + [item.meaning for item in document.legend]
    assert len("".join(prose)) > 4000
    held = re.sub(r"《[^》]*》", "", re.sub(r"\s", "", dump_system(system)))
    joined = [re.sub(r"\s", "", text) for text in prose]
    copied = [
        text[at : at + 16] for text in joined for at in range(len(text) - 15) if text[at : at + 16] in held
    ]
    assert not copied

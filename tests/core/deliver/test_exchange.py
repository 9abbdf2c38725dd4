"""JSON out and back in."""

from __future__ import annotations

import json

import pytest

from tests.core.sample import sample_document, sample_system
from zhunsheng.core.deliver.exchange import export_system, guide_json, guide_plain, import_system, system_json
from zhunsheng.core.records import content_hash
from zhunsheng.core.system.content import ContentError


def test_a_guide_keeps_all_but_its_source_text() -> None:
    plain = guide_plain(sample_document())
    assert "lines" not in plain
    assert "pages" not in plain
    assert plain["subsystems"][3]["source"] == {"line_start": 41, "line_end": 41, "page": None}
    assert json.loads(guide_json(sample_document())) == plain
    assert "城市照明" in guide_json(sample_document())


def test_problems_keep_their_lines() -> None:
    from zhunsheng.core.guide.model import Problem

    document = sample_document()
    document.problems = [Problem("缺号", [3, 4])]
    assert guide_plain(document)["problems"][0]["lines"] == [3, 4]


def test_a_system_comes_back_equal() -> None:
    system = sample_system()
    assert import_system(export_system(system)) == system
    assert import_system(system_json(system)) == system
    assert export_system(system)["hash"] == content_hash(system)


def test_a_changed_export_is_refused() -> None:
    data = export_system(sample_system())
    data["system"]["planned_standards"][0]["name"] = "改名"
    with pytest.raises(ContentError, match="hash"):
        import_system(data)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("{", "JSON"),
        ("[]", "system"),
        ({"system": {}, "format": 7}, "format"),
        ({"system": {}, "format": 1}, "slug：缺少"),
    ],
)
def test_broken_exports_are_told(data: object, told: str) -> None:
    with pytest.raises(ContentError, match=told):
        import_system(data)

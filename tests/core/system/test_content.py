"""System files: the same system in and out, and faults told with their place."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.sample import sample_system
from zhunsheng.core.records import content_hash
from zhunsheng.core.system.content import (
    ContentError,
    dump_system,
    load_packaged,
    load_system,
    load_system_file,
    packaged_systems,
    system_urn,
)


@pytest.mark.parametrize("keep_prose", [True, False])
def test_round_trip(keep_prose: bool) -> None:
    system = sample_system(keep_prose=keep_prose)
    content = load_system(dump_system(system, version=3))
    assert content.system == system
    assert content_hash(content.system) == content_hash(system)
    assert (content.urn, content.version) == ("urn:zhunsheng:system:city-lighting:2024", 3)


def test_the_file_is_stable_and_readable() -> None:
    text = dump_system(sample_system(keep_prose=False))
    assert text == dump_system(load_system(text).system)
    assert "城市照明术语" in text
    assert "{line_start: 101, line_end: 101}" in text
    assert "null" not in text
    assert "&" not in text


def test_urn_of_an_edition_without_a_year() -> None:
    system = sample_system()
    system.edition = "V2.1"
    assert system_urn(system) == "urn:zhunsheng:system:city-lighting:v2.1"
    system.edition = ""
    assert system_urn(system) == "urn:zhunsheng:system:city-lighting:undated"


def problems_after(change: dict[str, object] | None = None, **system_changes: object) -> list[str]:
    document = yaml.safe_load(dump_system(sample_system()))
    document.update(change or {})
    document["system"].update(system_changes)
    with pytest.raises(ContentError) as caught:
        load_system(yaml.safe_dump(document, allow_unicode=True))
    return caught.value.problems


def test_each_fault_names_its_place() -> None:
    assert any("urn：" in text for text in problems_after({"urn": "x"}))
    assert any("version：" in text for text in problems_after({"version": "一"}))
    assert any("format：" in text for text in problems_after({"format": 9}))
    assert any("extra：没有这一项" in text for text in problems_after({"extra": 1}))
    assert any("system › colour：没有这一项" in text for text in problems_after(colour="red"))
    assert any("slug：" in text for text in problems_after(slug="a b"))
    assert any("sha256：" in text for text in problems_after(sha256="zz"))


def test_a_missing_name_deep_inside_is_named() -> None:
    document = yaml.safe_load(dump_system(sample_system()))
    del document["system"]["subsystems"][3]["name"]
    document["system"]["planned_standards"][1]["source"] = {"line_start": "x", "line_end": 3}
    with pytest.raises(ContentError) as caught:
        load_system(yaml.safe_dump(document, allow_unicode=True))
    assert any("subsystems 第 4 项（BA） › name：缺少" in text for text in caught.value.problems)
    assert any(
        "planned_standards 第 2 项（2） › source › line_start：应为整数" in t for t in caught.value.problems
    )


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("code", "AA", "已经用过"),
        ("parent", "Z", "上级 Z 不在体系中"),
        ("parent", None, "没有写上级"),
        ("name", "", "都不能为空"),
        ("level", 1, "层级不高于本项"),
    ],
)
def test_an_unsound_tree_is_refused(field: str, value: object, told: str) -> None:
    system = sample_system()
    setattr(system.subsystems[3], field, value)
    with pytest.raises(ContentError, match=told):
        load_system(dump_system(system))


def test_unsound_rows_targets_and_lines_are_refused() -> None:
    system = sample_system()
    system.planned_standards[0].subsystem = "ZZ"
    system.planned_standards[1].urgency.basis = "其他"
    system.targets[0].comparator = "≥"
    system.targets[1].value = float("inf")
    system.bases[0].source = type(system.bases[0].source)(9, 3)
    with pytest.raises(ContentError) as caught:
        load_system(dump_system(system))
    together = "\n".join(caught.value.problems)
    for told in ("类别 ZZ 不在体系中", "basis 应为", "comparator 应为", "有限的数", "行号 9–3 不成立"):
        assert told in together


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "键值表"),
        ("- 1", "键值表"),
        ("a: [", r"第 \d 行"),
        ("a: &x [1]\nb: *x", "锚点"),
        ("system: !!python/object:os.system {}", "YAML"),
        ("\x00", "YAML"),
        ("system: 2024-13-45", "YAML"),
    ],
)
def test_hopeless_files_are_told(text: str, told: str) -> None:
    with pytest.raises(ContentError, match=told):
        load_system(text)


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("标题".encode("gb18030"))
    with pytest.raises(ContentError, match="UTF-8"):
        load_system_file(path)


@pytest.mark.parametrize("name", packaged_systems())
def test_packaged_systems_are_sound(name: str) -> None:
    content = load_packaged(name)
    assert content.urn == system_urn(content.system)


def test_an_unknown_packaged_system() -> None:
    with pytest.raises(KeyError):
        load_packaged("nothing")


# Characters that YAML itself cannot hold never come out of a reader.
TEXT = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="\ufffe\uffff"), min_size=1, max_size=30
)


@settings(max_examples=40)
@given(st.lists(TEXT, min_size=4, max_size=4), st.text("ab: #-?'\"{}[],&*!|>%@`=~\n\\t ", max_size=2000))
def test_any_text_survives_the_file(names: list[str], scope: str) -> None:
    system = sample_system()
    for row, name in zip(system.planned_standards, names, strict=True):
        row.name = row.printed_name = row.printed_category = name
        row.extra = {name: name}
    system.subsystems[0].scope = scope
    assert load_system(dump_system(system)).system == system


@pytest.mark.parametrize(
    "text", ["yes", "~", "null", "1e3", "0x1F", "2024-01-01", "=", "<<", "1:30", "- a", "a: b", "#", "", " "]
)
def test_words_that_yaml_reads_otherwise(text: str) -> None:
    system = sample_system()
    system.planned_standards[0].printed_number = text
    system.measures[0].commitments = [text, text]
    assert load_system(dump_system(system)).system == system

"""Relaton YAML of both schemas, from every kind of packing, told by content; equal to the compact form of the same."""

from __future__ import annotations

import io
import lzma
import re
import tarfile
import zipfile
from pathlib import Path

import pytest

from zhunsheng.catalogues import Unreadable, connector_for
from zhunsheng.core.registry.record import StatedParty, StatedRecord, StatedRelation

OLD = """---
schema-version: v1.2.9
title:
- {content: Intro, language: [en], type: title-intro}
- {content: Main, language: [en], type: title-main}
- {content: Intro - Main, language: [en], type: main}
- {content: Titre, language: [fr], type: main}
link: [{content: "https://www.iso.org/standard/1.html", type: src}]
docid:
- {id: "ISO 1:2018", type: ISO, primary: true}
- {id: "urn:iso:std:iso:1", type: URN}
date: [{type: published, value: 2018-05}]
contributor:
- organization: {name: [{content: International Organization for Standardization}]}
  role: [{type: publisher}]
edition: {content: '2'}
language: [en, fr]
abstract: [{content: "<p>Scope</p>", language: [en]}]
docstatus: {stage: {value: '90'}, substage: {value: '93'}}
relation:
- type: updates
  bibitem: {docid: [{id: "ISO 1:2018/Amd 1:2020", type: ISO, primary: true}]}
doctype: {type: international-standard}
editorialgroup: {technical_committee: [{name: Screws, identifier: ISO/TC 2}]}
ics: [{code: 21.060.10}]
"""
NEW = """---
schema_version: v1.5.6
title: [{language: en, content: Images Level 3}]
source: [{type: src, content: "https://www.w3.org/TR/x"}]
docidentifier: [{content: W3C WD-x-20201217, type: W3C, primary: true}]
date: [{type: published, at: '2020-12-17'}]
contributor:
- role: [{type: editor}]
  person: {name: {forename: [{content: Tab}], surname: {content: Atkins}}}
- role: [{type: author, description: [{content: committee}]}]
  organization: {name: [{content: W3C}], subdivision: [{name: [{content: CSS Group}], type: technical-committee}]}
status: {stage: {content: Working Draft}}
relation:
- type: updatedBy
  description: {content: errata}
  bibitem: {docidentifier: [{content: W3C WD-x-20210101, type: W3C, primary: true}]}
ext: {doctype: {content: technicalReport}, flavor: w3c}
"""


def make(folder: Path, packing: str, files: dict[str, bytes]) -> Path:
    path = folder / f"collection.{packing}"
    if packing == "folder":
        for name, data in files.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(data)
    elif packing == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
    else:
        with tarfile.open(path, f"w:{packing.partition('.')[2]}") as archive:  # type: ignore[call-overload]
            for name, data in files.items():
                info = tarfile.TarInfo(name)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
    return path


FILES = {
    "repo/data/a.yaml": OLD.encode(),
    "repo/data/b.yaml": NEW.encode(),
    "repo/data/c.yaml": b"title: [",
    "repo/data/d.yaml": b"title: nothing else",
    "repo/data/notes.txt": b"no",
    "repo/index-v1.yaml": b"- {id: x}",
}


@pytest.mark.parametrize("packing", ["folder", "zip", "tar", "tar.gz", "tar.xz"])
def test_every_packing_gives_the_same(tmp_path: Path, packing: str) -> None:
    path = make(tmp_path, packing, FILES)
    if packing == "folder":
        path = path / "repo"
    connector = connector_for(path)
    assert connector.name == "relaton" and connector.source(path).code == "relaton-iso"
    items = list(connector.items(path))
    assert [item.record.number if item.record else None for item in items] == [
        "ISO 1:2018",
        "W3C WD-x-20201217",
        None,
        None,
    ]
    assert items[1].source is not None and items[1].source.code == "relaton-w3c"
    assert "YAML" in items[2].bad[0].problem and items[3].bad[0].problem == "没有编号"
    assert "c.yaml" in items[2].bad[0].place and items[2].bad[0].row["yaml"] == "title: ["
    assert items[-1].done == pytest.approx(1.0, abs=0.6)
    assert list(connector.items(path, skip=1)) == items[1:]


def test_both_schemas(tmp_path: Path) -> None:
    path = make(tmp_path, "zip", FILES)
    old, new = (item.record for item in list(connector_for(path).items(path))[:2])
    assert isinstance(old, StatedRecord) and isinstance(new, StatedRecord)
    assert old.values == {
        "title_en": "Intro - Main",
        "title_fr": "Titre",
        "scope": "Scope",
        "edition": "2",
        "stage": "90.93",
        "status": "current",
        "doctype": "国际标准",
        "issued": "2018-05",
        "url": "https://www.iso.org/standard/1.html",
        "language": "en、fr",
    }
    assert old.relations == (StatedRelation("amends", "ISO 1:2018/Amd 1:2020", "", "updates", True),)
    assert old.parties == (
        StatedParty("committee", "ISO/TC 2"),
        StatedParty("publisher", "International Organization for Standardization"),
    )
    assert old.printed["docid:URN"] == "urn:iso:std:iso:1" and old.local_id == "a.yaml"
    assert new.values["status"] == "draft" and new.printed["status"] == "Working Draft"
    assert new.relations == (StatedRelation("replaces", "W3C WD-x-20210101", "", "updatedBy:errata", True),)
    assert new.parties == (StatedParty("committee", "CSS Group"), StatedParty("person", "Tab Atkins"))


def test_a_body_without_a_dialect_is_read_by_the_model_alone(tmp_path: Path) -> None:
    text = OLD.replace("type: ISO", "type: OGC").replace("updates", "obsoletes").replace("/Amd 1:2020", "")
    path = tmp_path / "one.yaml"
    path.write_text(
        text.replace('{id: "ISO 1:2018", type: OGC}', "x").replace(
            'ISO 1:2018", type: OGC, primary: true}]}', 'OGC 1:2010"}]}'
        ),
        encoding="utf-8",
    )
    (item,) = connector_for(path).items(path)
    assert item.record is not None and connector_for(path).source(path).code == "relaton"
    assert [(one.type, one.target) for one in item.record.relations] == [("replaces", "OGC 1:2010")]


def test_a_replaced_text_is_not_current_for_its_active_page(tmp_path: Path) -> None:
    text = """
title: [{content: T}]
docid: [{id: IEEE Std 1232-2002, type: IEEE, primary: true}]
relation: [{type: obsoletedBy, bibitem: {docid: [{id: IEEE Std 1232-2010}]}}]
ext: {standard_status: Active}
"""
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    (replaced,) = connector_for(path).items(path)
    path.write_text(text.replace("obsoletedBy", "updates"), encoding="utf-8")
    (active,) = connector_for(path).items(path)
    assert replaced.record is not None and active.record is not None
    assert "status" not in replaced.record.values and replaced.record.printed["standard_status"] == "Active"
    assert active.record.values["status"] == "current"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"docid: &a [x]\ntitle: [*a, *a]\n", "锚点"),
        (b"docid: " + b"[" * 90 + b"]" * 90 + b"\ntitle: x", "嵌套"),
        (b"docid: x\ntitle: x\n? [a]\n: b\n", "键不是文字"),
        (b"docid: x\ntitle: x\n\x00", "YAML"),
        (b"docid: x\ntitle: !!python/object/apply:os.system [ls]\n", "没有编号"),
        (b"docid: x\ntitle: x\nk: " + b"y" * (5 << 20), "太大"),
    ],
)
def test_documents_that_harm_are_refused_and_the_rest_read(tmp_path: Path, data: bytes, message: str) -> None:
    path = make(tmp_path, "zip", {"data/a.yaml": OLD.encode(), "data/b.yaml": data})
    good, bad = connector_for(path).items(path)
    assert good.record is not None and not good.bad
    assert message in bad.bad[0].problem


def test_archives_write_nothing_and_follow_no_link(tmp_path: Path) -> None:
    path = tmp_path / "t.tar"
    with tarfile.open(path, "w") as archive:
        info = tarfile.TarInfo("../../escape.yaml")
        info.size = len(OLD.encode())
        archive.addfile(info, io.BytesIO(OLD.encode()))
        link = tarfile.TarInfo("link.yaml")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    (item,) = connector_for(path).items(path)
    assert item.record is not None
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["t.tar"]


def test_a_broken_archive_is_told(tmp_path: Path) -> None:
    files = {f"data/{n:04}.yaml": OLD.replace("ISO 1:2018", f"ISO {n}:2018").encode() for n in range(300)}
    path = make(tmp_path, "tar.gz", files)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(Unreadable, match="损坏"):
        list(connector_for(path, "relaton").items(path))


def _lines_of(source: Path, names: set[str], folder: Path) -> Path:
    """Those lines of a compact catalogue that are of the files ``names``, as a catalogue of their own."""
    path = folder / source.name.removesuffix(".xz")
    with lzma.open(source, "rt", encoding="utf-8") as lines, path.open("w", encoding="utf-8") as out:
        for line in lines:
            found = re.search(r'"file": *"([^"]+)"', line)
            if found and found[1] in names:
                out.write(line)
    return path


def test_equal_to_the_compact_form(data: Path, tmp_path: Path) -> None:
    """The samples' documents give what their lines in the compact catalogues give."""
    path = data / "relaton-yaml-samples.tar.xz"
    items = list(connector_for(path).items(path))
    assert len(items) == 1077 and not [bad for item in items for bad in item.bad]
    wanted = {
        (item.record.place.split("/")[-2], item.record.local_id): item.record for item in items if item.record
    }
    compared = 0
    for name in ("iso", "iec", "ieee", "itu", "etsi", "w3c", "jis"):
        lines = _lines_of(
            data / f"{name}.jsonl.xz", {file for source, file in wanted if source == name}, tmp_path
        )
        for item in connector_for(lines).items(lines):
            compact = item.record
            if compact is None or (name, compact.local_id) not in wanted:
                continue
            compared += 1
            full = wanted[name, compact.local_id]
            assert full.number == compact.number
            blanks = {key: value.replace("　", " ") for key, value in full.values.items()}
            got = {key: blanks.get(key) for key in compact.values}
            assert got == {key: value.replace("　", " ") for key, value in compact.values.items()}, (
                full.local_id
            )
            assert set(compact.relations) <= set(full.relations), full.local_id
            assert set(compact.parties) <= set(full.parties)
            assert full.lists.get("ics") == compact.lists.get("ics")
            # The compact form keeps the first twenty keywords.
            keywords = compact.lists.get("keywords", ())
            assert full.lists.get("keywords", ())[: len(keywords)] == keywords
    assert compared == 1076

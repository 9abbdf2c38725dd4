"""JSON by its schema, Relaton by our connector, the archive by its hashes: equal to the database, byte for byte again."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.openly.conftest import Taken
from tests.openly.sample import SampleHoldings
from tests.openly.stated import links, standards
from zhunsheng.catalogues.relaton import Relaton
from zhunsheng.core.deliver.exchange import import_system
from zhunsheng.core.deliver.openly.entries import schema
from zhunsheng.core.deliver.openly.forms import FORMS, write
from zhunsheng.core.deliver.openly.names import Names
from zhunsheng.core.relations import relation_kinds
from zhunsheng.core.system.content import load_packaged

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def data(taken: Taken) -> dict[str, Any]:
    """The JSON of everything."""
    return json.loads(taken.whole["json"].read_bytes())  # type: ignore[no-any-return]


def test_json_is_what_its_schema_says(taken: Taken, data: dict[str, Any]) -> None:
    schema = json.loads(taken.whole["schema"].read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.Draft202012Validator(schema)
    # One record of each kind at a time: the same as the whole, told faster.
    assert not list(
        checker.iter_errors({**data, "standards": data["standards"][::7], "links": data["links"][::7]})
    )
    assert not list(
        checker.iter_errors(json.loads(taken.part["json"].read_bytes()) | {"standards": [], "links": []})
    )


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d["standards"][0].update(status="valid"),
        lambda d: d["standards"][0].pop("number"),
        lambda d: d["standards"][0].update(surprise=1),
        lambda d: d["links"][0].update(status="rejected"),
        lambda d: d["sources"][0].update(grade="A+"),
        lambda d: d.update(version=2),
    ],
)
def test_the_schema_can_refuse(taken: Taken, data: dict[str, Any], spoil: Any) -> None:
    schema = json.loads(taken.whole["schema"].read_bytes())
    some = json.loads(json.dumps({**data, "standards": data["standards"][:1], "links": data["links"][:1]}))
    spoil(some)
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(some))


def test_json_holds_the_database_and_the_files(taken: Taken, data: dict[str, Any]) -> None:
    told = {one["number"]: one for one in data["standards"]}
    assert set(told) == set(taken.standards) == set(standards())
    for number, row in taken.standards.items():
        one = told[number]
        for name in ("title_zh", "title_en", "issued", "implemented"):
            assert one["values"].get(name, "") == row[name], (number, name)
        assert (one["status"], one["verification"]) == (row["status"], row["verification"])
        said = {voice["source"] for fact in one["facts"] for voice in fact["voices"]}
        assert {stated["source"] for stated in standards()[number] if len(stated) > 1} >= said - {
            "number",
            "derived",
        }
    stated = {
        (link["subject"]["ref"], link["type"], link["target"]["ref"])
        for link in data["links"]
        if link["origin"] == "catalogue"
    }
    assert stated == links()
    (edition,) = data["editions"]
    system = load_packaged("jiangsu-ai-2025").system
    assert [item["name"] for item in edition["planned"]] == [item.name for item in system.planned_standards]
    assert [box["code"] for box in edition["subsystems"]] == [box.code for box in system.subsystems]


def test_relaton_comes_back_through_our_own_connector(taken: Taken, data: dict[str, Any]) -> None:
    path = taken.whole["relaton"]
    connector = Relaton()
    assert connector.recognises(path) > 0.9
    items = list(connector.items(path))
    assert not [bad for item in items for bad in item.bad]
    records = {item.record.number: item.record for item in items if item.record is not None}
    told = {one["number"]: one for one in data["standards"]}
    assert set(records) == set(told)
    for number, record in records.items():
        for name in ("title_zh", "title_en", "issued", "implemented"):
            assert record.values.get(name, "") == told[number]["values"].get(name, ""), (number, name)
        assert set(record.lists.get("ics", ())) == set(told[number]["ics"])
    both = {
        ((one.target, one.type, number) if one.inverse else (number, one.type, one.target))
        for number, record in records.items()
        for one in record.relations
    }
    assert both == links()
    with zipfile.ZipFile(path) as archive:  # plain YAML for anybody
        assert {yaml.safe_load(archive.read(name))["docid"][0]["id"] for name in archive.namelist()} == set(
            told
        )


def test_the_archive_tells_the_truth_about_its_files(taken: Taken, data: dict[str, Any]) -> None:
    with zipfile.ZipFile(taken.whole["open-data"]) as archive:
        assert archive.testzip() is None
        manifest = json.loads(archive.read("manifest.json"))
        names = archive.namelist()
        assert len(names) == len(set(names))
        assert [one["path"] for one in manifest["files"]] == [
            name for name in names if name != "manifest.json"
        ]
        for one in manifest["files"]:
            content = archive.read(one["path"])
            assert (len(content), hashlib.sha256(content).hexdigest()) == (one["bytes"], one["sha256"]), one[
                "path"
            ]
            assert one["holds"], one["path"]
        for name, form in (
            ("open-data.json", "json"),
            ("rdf/open-data.ttl", "rdf-turtle"),
            ("rdf/shapes.ttl", "shapes"),
            ("graph/relations.graphml", "graphml"),
            ("csv/standards.csv", "csv-standards"),
            ("relaton.zip", "relaton"),
        ):
            assert archive.read(name) == taken.whole[form].read_bytes(), name
        assert manifest["rows"]["standards"] == len(data["standards"])
        assert manifest["as_of"] == data["as_of"] != ""
        (system,) = [name for name in names if name.startswith("systems/")]
        assert (
            import_system(archive.read(system)).planned_standards
            == load_packaged("jiangsu-ai-2025").system.planned_standards
        )
        assert all(info.date_time == (2000, 1, 1, 0, 0, 0) for info in archive.infolist())


def test_the_schema_knows_every_kind_of_end() -> None:
    kinds = schema()["$defs"]["EndEntry"]["properties"]["kind"]["enum"]
    assert set(kinds) == set(relation_kinds())


@pytest.mark.parametrize("key", FORMS)
def test_the_same_content_gives_the_same_bytes(key: str) -> None:
    first, second = (b"".join(write(FORMS[key], SampleHoldings(), Names())) for _ in range(2))
    assert first == second and len(first) > 50


def test_nothing_to_give_is_given_soundly(tmp_path: Path) -> None:
    """An empty house: every form is still whole."""
    holdings = SampleHoldings([], [])
    holdings.editions = list  # type: ignore[method-assign]
    for key, form in FORMS.items():
        text = b"".join(write(form, holdings, Names()))
        assert text or key == "skos-ntriples", key
        if form.name.endswith((".json", ".jsonld")):
            json.loads(text)

"""The interface to the registry: a standard by any spelling of its number, with its sources, both ways, whole."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client

from tests.api.world import build
from zhunsheng import search
from zhunsheng.apps.registry import queries
from zhunsheng.apps.registry.models import Source


@pytest.fixture
def world(db: Any, tmp_path: Path) -> None:
    build(tmp_path)


pytestmark = pytest.mark.usefixtures("world")


@pytest.mark.parametrize(
    "number",
    ["GB~T_90001-2019", "GB/T 90001-2019", "gbt90001-2019", "GB/T 90001—2019", "ＧＢ／Ｔ 90001-2019"],
)
def test_any_spelling_is_the_standard(api: Client, number: str) -> None:
    for address in (f"/api/v1/standards/{number}", f"/standards/{number}.json"):
        response = api.get(address)
        assert response.status_code == 200, address
        assert response.json()["number"] == "GB/T 90001-2019"


def test_a_number_without_its_year_is_the_edition_in_force(api: Client) -> None:
    assert api.get("/api/v1/standards/GB~T_90001").json()["number"] == "GB/T 90001-2019"
    assert api.get("/standards/GB~T_90001/")["Location"] == "/standards/GB~T_90001-2019/"
    # Another year is another text: it is not answered with the one in force.
    missing = api.get("/api/v1/standards/GB~T_90001-2014")
    assert missing.status_code == 404
    assert "GB/T 90001-2009" in missing.json()["error"]["mend"]


def test_an_id_is_the_standard(api: Client) -> None:
    one = api.get("/api/v1/standards/gbt90001-2019").json()
    assert api.get(f"/api/v1/standards/{one['id']}").json()["number"] == one["number"]
    assert api.get(one["api"]).json() == one


def test_each_value_has_its_sources_and_all_versions(api: Client) -> None:
    one = api.get("/api/v1/standards/GB~T_90001-2019").json()
    issued = one["fields"]["issued"]
    assert issued["value"] == one["issued"] == "2019-05-10"
    assert [voice["source"] for voice in issued["sources"]] == ["official"]
    assert {(version["source"], version["value"], version["agrees"]) for version in issued["versions"]} == {
        ("official", "2019-05-10", True),
        ("notes", "2019-05-11", False),
    }
    assert issued["contested"] and issued["state"] == "contradicted"
    assert one["verification"] == "contradicted"
    assert one["fields"]["status"]["versions"][0]["source"] == "derived"
    for name, fact in one["fields"].items():
        assert fact["sources"], name


def test_bodies_and_classes_say_who_says_so(api: Client) -> None:
    one = api.get("/api/v1/standards/GB~T_90001-2019").json()
    (administrator,) = [part for part in one["participants"] if part["role"] == "administrator"]
    assert administrator["role_label"] == "归口单位"
    assert {voice["source"] for voice in administrator["sources"]} == {"official", "notes"}
    assert {item["code"] for item in one["classifications"]} == {"35.240", "35.020"}


def test_relations_stand_at_both_ends(api: Client) -> None:
    new = api.get("/api/v1/standards/GB~T_90001-2019/relations").json()["items"]
    told = {(item["type"], item["direction"], item["label"], item["number"]) for item in new}
    assert ("replaces", "out", "代替", "GB/T 90001-2009") in told
    assert ("adopts", "out", "采用", "ISO 99001:2018") in told
    assert ("amends", "in", "有修改单", "GB/T 90001-2019/XG1-2022") in told
    old = api.get("/api/v1/standards/GB~T_90001-2009").json()
    assert ("replaces", "in", "GB/T 90001-2019") in {
        (item["type"], item["direction"], item["number"]) for item in old["relations"]
    }
    assert old["status"] == "superseded"
    assert [item["number"] for item in old["successors"]] == ["GB/T 90001-2019"]


def test_a_number_that_is_not_here_is_told_as_such(api: Client) -> None:
    cites = api.get("/api/v1/standards/DB32~T_9100-2024/relations").json()["items"]
    (absent,) = [item for item in cites if item["number"] == "GB/T 99999-2001"]
    assert absent["standard"] is None


def test_editions_and_life(api: Client) -> None:
    editions = api.get("/api/v1/standards/GB~T_90001-2019/editions").json()["items"]
    assert [item["number"] for item in editions][:2] == ["GB/T 90001-2009", "GB/T 90001-2019"]
    life = api.get("/api/v1/standards/GB~T_90001-2019/timeline").json()["items"]
    dates = [event["date"] for event in life if event["date"]]
    assert dates == sorted(dates)
    assert {"issued", "implemented"} <= {event["kind"] for event in life}


def test_a_value_is_given_by_its_code_or_its_word(api: Client) -> None:
    for place, more in (("search", ""), ("standards", "&count=true")):
        totals = [
            api.get(f"/api/v1/{place}?status={word}&level={level}{more}").json()["total"]
            for word, level in (("current", "national"), ("现行", "国家标准"))
        ]
        assert totals[0] == totals[1] > 0, place
        fault = api.get(f"/api/v1/{place}?status=有效&status=current").json()["error"]
        assert (fault["code"], fault["place"]) == ("invalid", "status")
        assert "current（现行）" in fault["message"]


def test_a_source_or_body_that_is_not_there_is_refused_with_what_is(
    api: Client, sign_in: Callable[..., Client]
) -> None:
    search.engine().rebuild(chain(queries.documents("standard"), queries.documents("body")))
    editor = sign_in("editor")
    for place, asked, said in (
        ("standards", {"source": "offical"}, "official（公告）"),
        ("standards.json", {"source": "公告"}, "/api/v1/sources"),
        ("search", {"source": ["notes", "offical"]}, "official（公告）"),
        ("search", {"body": "示例监督管理局"}, "示例监督管理总局"),
        ("search", {"body": "量子烹饪协会"}, "/api/v1/bodies"),
        ("standards", {"body": 999999}, "/api/v1/bodies"),
        ("verification", {"source": "offical"}, "official（公告）"),
        ("verification", {"rule": "sources-differs"}, "sources-differ（"),
        ("verification", {"placed": "nowhere"}, "/api/v1/systems"),
    ):
        address = f"/{place}" if place.endswith(".json") else f"/api/v1/{place}"
        response = editor.get(address, asked)
        fault = response.json()["error"]
        name = next(iter(asked))
        assert (response.status_code, fault["code"], fault["place"]) == (422, "invalid", name), asked
        assert "没有" in fault["message"] and said in fault["mend"], (asked, fault)
    (body,) = api.get("/api/v1/bodies?q=监督").json()["items"]
    assert len(api.get("/api/v1/standards", {"body": body["id"]}).json()["items"]) == 5
    assert api.get("/api/v1/search", {"body": body["name"], "source": "notes"}).json()["total"] == 1


def test_of_many_sources_the_nearest_are_named(api: Client) -> None:
    Source.objects.bulk_create(
        Source(code=f"made-{place:02}", name=f"来源{place:02}", grade="C") for place in range(40)
    )
    mend = api.get("/api/v1/standards?source=offical").json()["error"]["mend"]
    assert "是否指：official（公告）" in mend and "made-07" not in mend and "/api/v1/sources" in mend


def test_citations(api: Client) -> None:
    def cite(style: str) -> str:
        return str(api.get(f"/api/v1/standards/GB~T_90001-2019/citation?format={style}").json()["text"])

    assert cite("gbt7714") == "示例标准化技术委员会. 照明管理 要求: GB/T 90001—2019[S]. 2019.\n"
    assert cite("bibtex").startswith("@techreport{gb-t-90001-2019,")
    relaton = yaml.safe_load(cite("relaton"))
    assert relaton["docid"][0]["id"] == "GB/T 90001-2019"
    assert api.get("/api/v1/standards/GB~T_90001-2019/citation?format=apa").status_code == 422


def test_the_list_is_filtered_and_walked(api: Client) -> None:
    def walk(**asked: Any) -> list[str]:
        found: list[str] = []
        while True:
            page = api.get("/api/v1/standards", {"limit": 2, **asked}).json()
            found += [item["number"] for item in page["items"]]
            if page["next"] is None:
                return found
            asked["cursor"] = page["next"]

    everything = walk()
    assert len(everything) == len(set(everything)) == 5
    assert sorted(walk(order="id")) == sorted(everything)
    assert walk(status="superseded") == ["GB/T 90001-2009"]
    assert walk(level="local") == ["DB32/T 9100-2024"]
    assert walk(lineage="gbt 90001")[:2] == ["GB/T 90001-2009", "GB/T 90001-2019"]
    assert walk(source="notes") == ["GB/T 90001-2019"]
    assert walk(contested="true") == ["GB/T 90001-2019"]
    assert len(walk(ics="35")) == 5 and walk(ics="36") == []
    assert api.get("/api/v1/standards?count=true&limit=1").json()["total"] == 5


def test_what_is_not_there_says_how_to_find_it(api: Client) -> None:
    response = api.get("/api/v1/standards/GB~T_1-1900")
    assert response.status_code == 404
    told = response.json()["error"]
    assert "/api/v1/search" in told["mend"]
    assert "“GB/T 1-1900”" in str(told) and "GB~T" not in str(told)  # as people write it
    assert api.get("/api/v1/standards/a%00b").status_code == 404


def test_bodies_and_sources(api: Client) -> None:
    (body,) = api.get("/api/v1/bodies?q=监督").json()["items"]
    whole = api.get(f"/bodies/{body['id']}.json").json()
    assert whole["roles"] == {"issuer": 5} and whole["total"] == 5
    assert {item["code"]: item["grade"] for item in api.get("/api/v1/sources").json()["items"]} == {
        "official": "A",
        "notes": "C",
    }
    assert api.get("/api/v1/bodies/999999").status_code == 404
    assert api.get("/bodies.json?role=issuer").json()["total"] == 1
    assert api.get("/api/v1/bodies?role=person").json()["items"] == []
    assert "'issuer'" in api.get("/api/v1/bodies?role=发布").json()["error"]["message"]


def test_classes_count_their_standards(api: Client) -> None:
    found = api.get("/classes.json", {"within": "35"}).json()
    assert found["items"] == [{"code": "35.020", "standards": 5}, {"code": "35.240", "standards": 5}]


def test_imports_and_the_queue_are_for_editors(api: Client, sign_in: Callable[..., Client]) -> None:
    for address in ("/api/v1/runs", "/api/v1/verification"):
        assert api.get(address).status_code == 401
    assert sign_in("reader").get("/api/v1/runs").status_code == 403
    editor = sign_in("editor")
    (one, two) = editor.get("/api/v1/runs").json()["items"]
    first = editor.get("/api/v1/runs?limit=1").json()
    second = editor.get("/api/v1/runs", {"limit": 1, "cursor": first["next"]}).json()
    assert (first["items"], second["items"], second["next"]) == ([one], [two], None)
    assert {one["source"], two["source"]} == {"official", "notes"}
    assert editor.get(f"/catalogues/runs/{one['uid']}.json").json()["state"] == "done"
    assert editor.get(f"/api/v1/runs/{one['uid']}/problems").json()["total"] == 0
    waiting = editor.get("/verification.json").json()["items"]
    assert waiting[0]["number"] == "GB/T 90001-2019"


def test_numbers_are_read(api: Client) -> None:
    good, bad = api.get("/api/v1/numbers", {"n": ["gb/t 45288.1—2025", "不是"]}).json()["items"]
    assert (good["canonical"], good["part"], good["year"]) == ("GB/T 45288.1-2025", "1", 2025)
    assert bad["ok"] is False and bad["problem"]


def test_search_and_suggestions(api: Client) -> None:
    search.engine().rebuild(chain(queries.documents("standard"), queries.documents("body")))
    page = api.get("/api/v1/search", {"q": "照明管理", "limit": 2, "facets": "true"}).json()
    assert page["total"] == 3 and len(page["items"]) == 2
    assert {"number", "title", "status", "type", "address"} <= set(page["items"][0])
    assert {one["value"]: one["count"] for one in page["facets"]["status"]}["superseded"] == 1
    rest = api.get("/api/v1/search", {"q": "照明管理", "limit": 2, "cursor": page["next"]}).json()
    numbers = [one["number"] for one in page["items"] + rest["items"]]
    assert len(set(numbers)) == 3 and rest["next"] is None
    old = api.get("/search.json", {"q": "照明管理", "status": "superseded"}).json()
    assert [one["number"] for one in old["items"]] == ["GB/T 90001-2009"]
    assert api.get("/standards.json", {"q": "总局"}).json()["total"] == 0
    assert api.get("/search.json", {"q": "总局", "type": "body"}).json()["total"] == 1
    (first, *_) = api.get("/api/v1/suggest", {"q": "90001"}).json()["items"]
    assert first["number"].startswith("GB/T 90001")

"""The interface to relations: what it answers, who may decide through it, and that its pages' ``.json`` are the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.api.world import build
from zhunsheng.apps.insight.actions import suggest_links
from zhunsheng.apps.insight.models import Link
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems.models import Edition


@pytest.fixture
def where(edition: Edition, tmp_path: Path) -> str:
    """The address of the relations of the packaged system, with a few standards and suggestions in store."""
    build(tmp_path)
    suggest_links(OPERATOR, edition)
    return f"/api/v1/systems/{edition.system.slug}/{edition.key}/relations"


def test_impact_is_told_nearest_first_with_its_way(api: Client, where: str) -> None:
    told = api.get(f"{where}/impact", {"end": "ISO 99001:2018", "change": "replaced"}).json()
    assert [(one["number"], one["distance"]) for one in told["items"]][:2] == [
        ("GB/T 90001-2019", 1),
        ("GB/T 90001-2019/XG1-2022", 2),
    ]
    assert told["items"][0]["path"] == [["standard:GB/T 90001-2019", "adopts", "standard:ISO 99001:2018"]]
    assert told["items"][0]["certain"] is True
    assert "采用" in told["items"][0]["said"][0]


def test_impact_says_what_stands_instead(api: Client, where: str) -> None:
    told = api.get(f"{where}/impact", {"end": "GB/T 90001-2009", "change": "replaced"}).json()
    assert [one["number"] for one in told["instead"]] == ["GB/T 90001-2019"]


def test_things_are_named_as_people_write_them_and_unknown_ones_are_said(api: Client, where: str) -> None:
    assert api.get(f"{where}/around", {"end": "BB"}).json()["thing"]["end"] == "subsystem:BB"
    answer = api.get(f"{where}/around", {"end": "没有这一项"})
    assert answer.status_code == 404
    assert "没有找到" in answer.json()["error"]["message"]
    assert api.get(f"{where}/around").status_code == 422
    assert api.get(f"{where}/impact", {"end": "BB", "on": "昨天"}).status_code == 422


def test_cells_lead_to_as_many_links(api: Client, where: str) -> None:
    told = api.get(where).json()
    assert told["cells"]
    for cell in told["cells"]:
        behind = api.get(f"{where}/links", {"from": cell["from"], "to": cell["to"], "limit": 200}).json()
        assert behind["total"] == sum(cell["confirmed"].values()) + sum(cell["suggested"].values())


def test_pages_of_the_list_follow_one_another(api: Client, where: str) -> None:
    whole = api.get(f"{where}/links", {"limit": 200}).json()["items"]
    first = api.get(f"{where}/links", {"limit": 7}).json()
    second = api.get(f"{where}/links", {"limit": 7, "cursor": first["next"]}).json()
    assert first["items"] + second["items"] == whole[:14]
    queue = api.get(f"{where}/review", {"limit": 5}).json()
    more = api.get(f"{where}/review", {"limit": 5, "cursor": queue["next"]}).json()
    assert len({one["id"] for one in queue["items"] + more["items"]}) == 10


def test_a_decision_is_made_and_undone_by_editors_only(
    api: Client, where: str, sign_in: Callable[..., Client]
) -> None:
    pk = Link.objects.filter(type="supports").order_by("pk")[0].pk
    body = {"verdict": "reject", "links": [pk], "reason": "对象不同"}
    send = {"content_type": "application/json"}
    assert api.post(f"{where}/decisions", body, **send).status_code == 401
    assert sign_in("reader").post(f"{where}/decisions", body, **send).status_code == 403
    editor = sign_in("editor")
    assert editor.post(f"{where}/decisions", {**body, "reason": ""}, **send).status_code == 409
    made = editor.post(f"{where}/decisions", body, **send).json()
    assert made["count"] == 1
    assert api.get(f"{where}/links/{pk}").json()["reason"] == "对象不同"
    undone = editor.post(f"{where}/decisions/undo", {"decision": made["decision"]}, **send).json()
    assert undone["count"] == 1
    assert api.get(f"{where}/links/{pk}").json()["status"] == "suggested"


def test_a_link_is_stated_with_its_evidence(where: str, sign_in: Callable[..., Client]) -> None:
    editor = sign_in("editor")
    body = {"subject": "BB", "type": "supports", "target": "GA", "evidence": "工作组纪要"}
    made = editor.post(f"{where}/statements", body, content_type="application/json")
    assert made.status_code == 201
    assert (made.json()["status"], made.json()["evidence"][0]["text"]) == ("confirmed", "工作组纪要")
    bad = editor.post(f"{where}/statements", {**body, "type": "nothing"}, content_type="application/json")
    assert bad.status_code == 409


@pytest.mark.parametrize(
    "rest",
    ["", "/links", "/review", "/around?end=BB&steps=2", "/impact?end=BB", "/path?from=BB&to=GA", "/health"],
)
def test_each_page_has_its_data(api: Client, where: str, edition: Edition, rest: str) -> None:
    name, _, query = rest.partition("?")
    page = f"/systems/{edition.system.slug}/{edition.key}/relations{name}"
    assert api.get(f"{page}.json?{query}").json() == api.get(f"{where}{rest}").json()
    answer: Any = api.get(f"{page}/?{query}")
    assert answer.status_code == 200

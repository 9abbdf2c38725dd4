"""What people decide through the interface: signed in, with the CSRF token, by right, and written to the journal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.api.world import build
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.registry.actions import place_standard
from zhunsheng.apps.registry.models import Placement
from zhunsheng.apps.registry.queries import get_standard, journal_of
from zhunsheng.apps.systems.models import Edition

ADDRESS = "/api/v1/standards/GB~T_90001-2019/verifications"
WORD = {"field": "issued", "value": "2019-05-10", "evidence_url": "https://example.cn/notice/7"}


@pytest.fixture(autouse=True)
def _world(db: Any, tmp_path: Path) -> None:
    build(tmp_path)


def post(client: Client, address: str, body: dict[str, Any], **headers: str) -> Any:
    return client.post(address, body, content_type="application/json", headers=headers)


def test_a_word_settles_a_contradiction(sign_in: Callable[..., Client]) -> None:
    response = post(sign_in("editor"), ADDRESS, WORD)
    assert response.status_code == 201, response.content.decode()
    fact = response.json()
    assert (fact["state"], fact["contested"], fact["value"]) == ("verified", False, "2019-05-10")
    (own,) = [version for version in fact["versions"] if version["chosen"]]
    assert own["evidence"] == WORD["evidence_url"]
    event = journal_of(get_standard(None, "GB/T 90001-2019"))[0]
    assert event.action == "registry.verify"


def test_another_value_is_a_correction(sign_in: Callable[..., Client]) -> None:
    fact = post(sign_in("editor"), ADDRESS, {**WORD, "field": "发布日期", "value": "2019-05-11"}).json()
    assert (fact["value"], fact["state"]) == ("2019-05-11", "verified")
    assert {version["value"] for version in fact["versions"]} == {"2019-05-10", "2019-05-11"}


@pytest.mark.parametrize(
    ("change", "status", "place"),
    [
        ({"evidence_url": ""}, 422, "evidence_url"),
        ({"evidence_url": "somewhere"}, 409, "evidence_url"),
        ({"field": "colour"}, 409, "field"),
        ({"value": "yesterday"}, 409, "value"),
        ({"value": "2030-01-01"}, 409, ""),
    ],
)
def test_what_cannot_be_is_refused(
    sign_in: Callable[..., Client], change: dict[str, str], status: int, place: str
) -> None:
    response = post(sign_in("editor"), ADDRESS, {**WORD, **change})
    assert response.status_code == status, response.content.decode()
    if place:
        assert response.json()["error"]["place"] == place


def test_only_by_right(api: Client, sign_in: Callable[..., Client]) -> None:
    assert post(api, ADDRESS, WORD).status_code == 401
    refused = post(sign_in("reader"), ADDRESS, WORD)
    assert refused.status_code == 403
    assert "核实" in refused.json()["error"]["message"]


def test_another_site_cannot_borrow_a_session(sign_in: Callable[..., Client]) -> None:
    client = sign_in("editor", checked=True)
    refused = post(client, ADDRESS, WORD)
    assert refused.status_code == 403
    assert set(refused.json()["error"]) == {"code", "message", "place", "mend"}
    client.get("/accounts/password/change/")
    token = client.cookies["csrftoken"].value
    assert post(client, ADDRESS, WORD, **{"x-csrftoken": token}).status_code == 201


@pytest.fixture
def placement(edition: Edition) -> Placement:
    """A standard placed at the first item by hand."""
    return place_standard(OPERATOR, get_standard(None, "GB/T 90001-2019"), edition, "planned", "1")


def test_a_placement_is_rejected_with_a_reason(
    sign_in: Callable[..., Client], placement: Placement, edition: Edition
) -> None:
    editor = sign_in("editor")
    beside = f"/api/v1/systems/{edition.system.slug}/{edition.key}/items/1/standards"
    assert [one["state"] for one in editor.get(beside).json()["items"]] == ["confirmed"]
    address = f"/api/v1/placements/{placement.pk}"
    assert post(editor, f"{address}/reject", {"reason": ""}).status_code == 422
    rejected = post(editor, f"{address}/reject", {"reason": "讲的是照明"}).json()
    assert (rejected["state"], rejected["reason"]) == ("rejected", "讲的是照明")
    assert editor.get(beside).json()["items"] == []
    assert post(editor, f"{address}/confirm", {}).json()["state"] == "confirmed"
    assert post(editor, "/api/v1/placements/999999/confirm", {}).status_code == 404

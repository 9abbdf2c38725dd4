"""What holds for every answer: one error shape, ETags, HEAD, cursors, pages with their data, nothing from elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from ninja import Schema

from zhunsheng.api.errors import KNOWN
from zhunsheng.api.mirror import MIRRORS
from zhunsheng.api.paging import read_cursor, write_cursor
from zhunsheng.api.site import description_of_api
from zhunsheng.apps.systems.models import Edition


def error_of(response: Any) -> dict[str, str]:
    """The error of an answer, which has exactly the promised shape."""
    assert response["Content-Type"] == "application/json; charset=utf-8"
    body = response.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message", "place", "mend"}
    assert body["error"]["message"] and body["error"]["mend"]
    assert not re.search("[a-z]{4,} [a-z]{3,} [a-z]{3,}", body["error"]["message"]), "English left"
    return dict(body["error"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nowhere", 404, "not_found"),
        ("GET", "/api/v9/systems", 404, "not_found"),
        ("GET", "/systems/nowhere.json", 404, "not_found"),
        ("GET", "/api/v1/systems/nowhere", 404, "not_found"),
        ("POST", "/api/v1/systems", 405, "method_not_allowed"),
        ("DELETE", "/systems.json", 405, "method_not_allowed"),
        ("POST", "/api/v1/nowhere", 404, "not_found"),
        ("GET", "/api/v1/systems/x/y/items?limit=0", 422, "invalid"),
        ("GET", "/api/v1/systems/x/y/items?limit=many", 422, "invalid"),
    ],
)
def test_errors_have_one_shape(api: Client, method: str, path: str, status: int, code: str) -> None:
    response = api.generic(method, path)
    assert response.status_code == status
    assert error_of(response)["code"] == code


@pytest.mark.django_db
def test_a_fault_of_ours_has_the_shape_too(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("zhunsheng.apps.systems.queries.visible_systems", broken)
    response = api.get("/api/v1/systems")
    assert response.status_code == 500
    assert error_of(response)["code"] == "server_error"
    assert "secret" not in response.content.decode()


def test_a_wrong_host_is_told_in_the_shape(api: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["example.cn"]
    response = api.get("/api/v1/systems", headers={"host": "elsewhere.cn"})
    assert response.status_code == 400
    assert error_of(response)["code"] == "bad_request"


def test_the_place_of_a_fault_is_named(api: Client, db: Any) -> None:
    fault = error_of(api.get("/api/v1/systems/x/y/items?limit=900"))
    assert fault["place"] == "limit"
    assert fault["message"] == "参数 limit 不能大于 200。"


@pytest.mark.django_db
def test_a_parameter_that_is_not_known_is_told(api: Client) -> None:
    response = api.get("/api/v1/search?q=a&staus=current")
    fault = error_of(response)
    assert (response.status_code, fault["code"], fault["place"]) == (422, "unknown_parameter", "staus")
    assert "是否指 status" in fault["message"] and "verification" in fault["mend"]
    assert api.head("/api/v1/search?nope=1").status_code == 422
    assert "没有参数" in error_of(api.get("/api/v1/sources?limit=3"))["mend"]
    # A page's address may say how the page looks; its data stand beside it all the same.
    assert api.get("/standards.json?columns=number&sort=number").status_code == 200


def test_what_has_not_changed_is_not_sent_again(api: Client, edition: Edition) -> None:
    first = api.get("/api/v1/systems")
    again = api.get("/api/v1/systems", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert api.get("/systems.json")["ETag"] == first["ETag"]
    other = api.get("/api/v1/systems", headers={"if-none-match": '"other"'})
    assert other.status_code == 200


def test_head_says_what_get_would(api: Client, edition: Edition) -> None:
    get, head = api.get("/api/v1/systems"), api.head("/api/v1/systems")
    assert head.status_code == 200 and head.content == b""
    assert (head["ETag"], head["Content-Length"]) == (get["ETag"], str(len(get.content)))


def test_a_cursor_belongs_to_its_list() -> None:
    word = write_cursor(["GB/T 1", 7], {"q": "甲"})
    assert read_cursor(word, {"q": "甲", "status": ""}, (str, int)) == ["GB/T 1", 7]
    for question, kinds in [({"q": "乙"}, (str, int)), ({"q": "甲"}, (int,)), ({"q": "甲"}, (int, int))]:
        with pytest.raises(Exception, match="cursor"):
            read_cursor(word, question, kinds)
    for bad in ("x", "é", word[:-3], word + "AAAA", "W10", "bnVsbA"):
        with pytest.raises(Exception, match="cursor"):
            read_cursor(bad, {"q": "甲"}, (str, int))


def test_a_list_is_walked_whole_by_its_cursors(api: Client, edition: Edition) -> None:
    address = f"/api/v1/systems/{edition.system.slug}/{edition.key}/items"
    seen: list[int] = []
    asked: dict[str, Any] = {"limit": 30}
    while True:
        page = api.get(address, asked).json()
        seen += [item["position"] for item in page["items"]]
        if page["next"] is None:
            break
        asked["cursor"] = page["next"]
    assert seen == list(range(1, page["total"] + 1))
    assert page["total"] == 76


def test_the_page_of_the_interface_shows_every_operation(api: Client, edition: Edition) -> None:
    text = api.get("/api/v1/").content.decode()
    for path in description_of_api()["paths"]:
        assert path in text
    assert not re.search(r'(src|href)="(https?:)?//', text)


def test_every_operation_is_told_in_chinese() -> None:
    for path, methods in description_of_api()["paths"].items():
        for method, operation in methods.items():
            assert re.search("[一-鿿]", operation["summary"]), (method, path)
            for item in operation.get("parameters", []):
                described = item.get("description") or item["schema"].get("description", "")
                assert re.search("[一-鿿]", described), (path, item["name"])


def test_no_two_shapes_share_a_name() -> None:
    # The description keeps one shape a name: of two with one name, the second would be described as the first.
    def below(kind: type) -> list[type]:
        return [each for child in kind.__subclasses__() for each in (child, *below(child))]

    description_of_api()
    names = Counter(kind.__name__ for kind in set(below(Schema)) if kind.__module__.startswith("zhunsheng."))
    assert [name for name, count in names.items() if count > 1] == []


#: pages that show no data of their own: forms, work in progress, files
# Besides exports: what only writes, pieces of pages, and the classes, whose data are their export.
NO_DATA = re.compile(
    r"^(accounts|language|import|api)/|/(attach|publish|revise|discard|judge|review|picture|export)|^$|\.(<|svg|json)"
    r"|^papers/(jobs/|<uuid:uid>/(files|again))|^relations/|/relations/(links/(add|draft|<int:pk>/resolve)|atlas/rows)/"
    r"|^placements/|/(verify|suggest)/|/returns/.*/(columns|accept|reject|close)/"
    r"|^(searches/(keep|<)|catalogues/(import|mappings|runs/.*/(repair|drop|cancel|resume|state|changes))|verification/batch)"
)


def _routes(patterns: list[Any], base: str = "") -> list[str]:
    found = []
    for item in patterns:
        here = base + str(item.pattern)
        if isinstance(item, URLResolver):
            found += _routes(item.url_patterns, here)
        elif isinstance(item, URLPattern):
            found.append(here)
    return found


def test_every_page_has_its_data() -> None:
    known = {re.sub("<[^>]*>", "<>", page) for page in MIRRORS}
    missing = []
    for route in _routes(get_resolver().url_patterns):
        if not route.endswith("/") or NO_DATA.search(route):
            continue
        if re.sub("<[^>]*>", "<>", route[:-1]) + ".json" not in known:
            missing.append(route)
    assert missing == []


@pytest.mark.parametrize("page", ["", "structure", "items", "items/3", "checks", "source"])
def test_a_page_and_its_data_stand_side_by_side(api: Client, edition: Edition, page: str) -> None:
    base = f"/systems/{edition.system.slug}/{edition.key}"
    assert api.get(f"{base}/{page}/" if page else f"{base}/").status_code == 200
    response = api.get(f"{base}/{page}.json" if page else f"{base}.json")
    assert response.status_code == 200
    assert response["Content-Location"].startswith("/api/v1/systems/")


def test_drafts_are_for_editors(sign_in: Callable[..., Client], api: Client, edition: Edition) -> None:
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.systems.actions import revise_edition

    draft = revise_edition(OPERATOR, edition)
    address = f"/api/v1/systems/{draft.system.slug}/{draft.key}"
    assert api.get(address).status_code == 404
    assert sign_in("editor").get(address).status_code == 200


def test_every_known_status_is_told_in_chinese() -> None:
    for _code, message, mend in KNOWN.values():
        assert re.search("[一-鿿]", message) and re.search("[一-鿿]", mend)

"""Open data on the site: the page, the files streamed and kept, the interface, identifiers that lead somewhere."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import html
from rdflib import RDF, Graph, Namespace, URIRef

from tests.pages.registry_sample import OFFICIAL, stock
from zhunsheng.apps.openly.keeping import Turn
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.registry.actions import verify_value
from zhunsheng.apps.registry.queries import get_standard
from zhunsheng.apps.systems.actions import import_packaged
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.deliver.openly.forms import FORMS
from zhunsheng.core.system.content import load_packaged

pytestmark = pytest.mark.django_db
G48 = Namespace("urn:zhunsheng:gbt48000-3:")
NUMBER = "GB/T 90001-2024"


@pytest.fixture
def edition(db: Any, settings: Any, tmp_path: Path) -> Edition:
    """A small registry and the packaged system, everything of its own folder."""
    settings.UPLOADS, settings.SPOOL = tmp_path / "uploads", tmp_path / "spool"
    stock(tmp_path)
    return import_packaged(OPERATOR, load_packaged("jiangsu-ai-2025").system)


def taken(client: Client, address: str, **more: Any) -> bytes:
    """A file as a browser gets it."""
    response = client.get(address, **more)
    assert response.status_code == 200 and "attachment" in response["Content-Disposition"]
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def test_the_page_offers_every_form_and_each_can_be_had(edition: Edition, client: Client) -> None:
    page = html.fromstring(client.get("/open-data/").content.decode())
    links = {a.get("href") for a in page.xpath("//table//a[@download]")}
    assert links == {f"/open-data/{form.name}" for form in FORMS.values()}
    for form in FORMS.values():
        assert form.holds in page.text_content()
        content = taken(client, f"/open-data/{form.name}")
        assert content, form.key
    assert f"标准 {len(OFFICIAL) + 1} 项" in " ".join(page.text_content().split())


def test_size_and_hash_are_told_once_a_file_has_been_made(edition: Edition, client: Client) -> None:
    def told() -> dict[str, Any]:
        return next(
            one for one in client.get("/open-data.json").json()["files"] if one["key"] == "rdf-turtle"
        )

    assert told()["bytes"] is None and told()["sha256"] is None
    content = taken(client, told()["address"])
    now = told()
    assert (now["bytes"], now["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    again = client.get(now["address"])
    assert b"".join(again.streaming_content) == content and again["Content-Length"] == str(len(content))  # type: ignore[attr-defined]
    assert client.get(now["address"], headers={"If-None-Match": again["ETag"]}).status_code == 304
    verify_value(
        OPERATOR, get_standard(OPERATOR, NUMBER), "issued", "2024-03-01", evidence_url="https://example.cn/"
    )
    assert told()["bytes"] is None, "what was kept is of another state"
    changed = Graph().parse(data=taken(client, now["address"]), format="turtle")
    assert (URIRef("urn:zhunsheng:source:person"), None, None) in changed
    assert taken(client, now["address"]) != content


def test_breaking_off_leaves_nothing_behind(edition: Edition, client: Client, settings: Any) -> None:
    response = client.get("/open-data/open-data.zip")
    next(iter(response.streaming_content))  # type: ignore[attr-defined]
    response.close()
    assert list((settings.SPOOL / "openly").iterdir()) == []


def test_few_files_are_made_at_once_and_an_unread_answer_holds_no_turn(
    edition: Edition, client: Client
) -> None:
    held = [Turn(iter((b"a", b"b"))), Turn(iter((b"c",)))]
    assert all(held) and not Turn(iter(()))
    refused = client.get("/open-data/nodes.csv")
    assert refused.status_code == 503 and refused["Retry-After"]
    assert "一分钟后" in refused.content.decode()
    assert list(held[1]) == [b"c"] and not held[1], "read to its end"
    assert next(held[0]) == b"a"
    del held[0]  # broken off: nobody reads on
    later = client.get("/open-data/nodes.csv")
    assert later.status_code == 200
    assert b"".join(later.streaming_content)  # type: ignore[attr-defined]
    assert Turn(iter(()))


def test_a_sign_that_no_database_keeps_is_not_found(edition: Edition, client: Client) -> None:
    assert client.get("/id/standard/%00").status_code == 404
    assert client.get("/open-data/", {"system": "\0"}).status_code == 404
    assert client.get(f"/id/planned/jiangsu-ai/{edition.key}/a/b").status_code == 404


def test_one_edition_alone(edition: Edition, client: Client) -> None:
    page = html.fromstring(client.get("/open-data/", {"of": f"jiangsu-ai/{edition.key}"}).content.decode())
    (address,) = [a.get("href") for a in page.xpath("//a[@download]") if "subsystems.ttl" in a.get("href")]
    assert "system=jiangsu-ai" in address
    response = client.get(address)
    assert "jiangsu-ai-2025" in response["Content-Disposition"]
    assert b"".join(response.streaming_content)  # type: ignore[attr-defined]
    for lost in (
        "/open-data/?system=nowhere",
        "/open-data/x.ttl",
        "/open-data/open-data.ttl?system=jiangsu-ai&edition=1999",
    ):
        assert client.get(lost).status_code == 404
    error = client.get("/api/v1/open-data?system=nowhere")
    assert error.status_code == 404 and "nowhere" in error.json()["error"]["message"]


def test_drafts_are_not_given_away(edition: Edition, client: Client, settings: Any, tmp_path: Path) -> None:
    from tests.pages.conftest import SAMPLE
    from zhunsheng.apps.systems.actions import import_guide

    draft = import_guide(OPERATOR, SAMPLE.read_bytes(), SAMPLE.name)
    client.force_login(_admin(), backend="allauth.account.auth_backends.AuthenticationBackend")
    page = html.fromstring(client.get("/open-data/").content.decode())
    assert not [one for one in page.xpath("//main//option/@value") if draft.system.slug in one]
    assert client.get(f"/open-data/?system={draft.system.slug}").status_code == 404
    assert draft.title.encode() not in taken(client, "/open-data/open-data.json")


def test_identifiers_lead_to_their_pages(edition: Edition, client: Client, settings: Any) -> None:
    settings.IRI_BASE = "http://testserver/"
    data = json.loads(taken(client, "/open-data/open-data.json"))
    assert data["base"] == "http://testserver/"
    told = [data[name][0]["iri"] for name in ("standards", "bodies", "sources", "editions")]
    told += [data["editions"][0][name][0]["iri"] for name in ("subsystems", "planned", "bases", "targets")]
    for iri in told:
        answer = client.get(iri.removeprefix("http://testserver"))
        assert answer.status_code == 303, iri
        assert client.get(answer["Location"].partition("#")[0]).status_code == 200, answer["Location"]
    for lost in (
        "/id/standard/GB~T_1-1900",
        "/id/body/x",
        "/id/nothing/x",
        "/id/subsystem/jiangsu-ai",
        "/id/planned/a/b/c",
    ):
        assert client.get(lost).status_code == 404, lost


def test_a_program_gets_the_triples_of_a_standard(edition: Edition, client: Client) -> None:
    address = "/id/standard/GB~T_90001-2024"
    one = URIRef("urn:zhunsheng:standard:GB~T_90001-2024")
    for media, form in (
        ("text/turtle", "turtle"),
        ("application/ld+json", "json-ld"),
        ("application/n-triples", "nt"),
    ):
        answer = client.get(address, headers={"Accept": media})
        graph = Graph().parse(data=answer.content.decode(), format=form)
        assert list(graph.subjects(RDF.type, G48.Standard)) == [one]
        assert len(list(graph.objects(one, G48.replaces))) == len(list(graph.objects(one, G48.adopts))) == 1
    assert client.get(address, headers={"Accept": "text/html,text/turtle"}).status_code == 303


def test_an_empty_house_says_what_to_do(db: Any, client: Client) -> None:
    page = client.get("/open-data/").content.decode()
    assert "还没有可给出的内容" in page and client.get("/open-data.json").json()["standards"] == 0


def _admin() -> Any:
    from zhunsheng.apps.people.actions import create_user

    return create_user(OPERATOR, "admin@example.cn", password="correct-horse-battery", role="admin")

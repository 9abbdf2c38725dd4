"""Whoever may not see or change something does not get there by its address either."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from tests.database.conftest import PASSWORD
from zhunsheng.apps.journal.models import Event
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.rows import stored_system

# Values for the parameters of addresses; the edition is a draft.
UNKNOWN = "00000000-0000-4000-8000-000000000000"


def addresses(draft: Edition) -> list[str]:
    """Every address of the pages of systems, with this draft in it wherever there is an edition."""
    values = {
        "slug": draft.system.slug,
        "key": draft.key,
        "code": "BA",
        "name": "1",
        "kind": "csv",
        "view": "structure",
        "uid": UNKNOWN,
    }
    found = []

    def walk(patterns: list[Any], prefix: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                namespace = f"{pattern.namespace}:" if pattern.namespace else ""
                walk(pattern.url_patterns, prefix + namespace)
            elif isinstance(pattern, URLPattern) and pattern.name and prefix == "systems:":
                names = pattern.pattern.regex.groupindex
                found.append(reverse(prefix + pattern.name, kwargs={name: values[name] for name in names}))

    walk(get_resolver().url_patterns, "")
    return found


def log_in(client: Client, people: dict[str, Any], role: str) -> None:
    if role != "visitor":
        assert client.login(username=role, password=PASSWORD)


@pytest.mark.parametrize("role", ["visitor", "reader"])
def test_a_draft_is_not_shown_to_those_who_may_not_see_it(
    draft: Edition, people: dict[str, Any], client: Client, role: str
) -> None:
    log_in(client, people, role)
    told = addresses(draft)
    assert len(told) > 20
    of_draft = [address for address in told if draft.key in address]
    assert len(of_draft) > 12
    for address in of_draft:
        answer = client.get(address)
        assert answer.status_code in {302, 403, 404, 405}, (address, answer.status_code)
        if answer.status_code == 302:
            assert "/accounts/login/" in answer.headers["Location"], address
        assert "灯具" not in answer.content.decode(), address


@pytest.mark.parametrize("role", ["visitor", "reader"])
def test_nobody_changes_anything_without_the_right(
    draft: Edition, published: Edition, people: dict[str, Any], client: Client, role: str
) -> None:
    log_in(client, people, role)
    events = Event.objects.count()
    before = stored_system(published)
    form = {
        "kind": "subsystem",
        "row": "BA",
        "field": "name",
        "value": "改",
        "reason": "改",
        "fingerprint": "0" * 16,
        "verdict": "silenced",
        "name": "改",
        "lines": "1",
    }
    for address in addresses(published):
        # A page that is only read may answer as it would to GET; what counts is what is stored afterwards.
        assert client.post(address, form).status_code < 500, address
    assert Event.objects.count() == events
    assert stored_system(published) == before


def test_an_editor_does_not_publish(draft: Edition, people: dict[str, Any], client: Client) -> None:
    log_in(client, people, "editor")
    address = reverse("systems:publish", args=[draft.system.slug, draft.key])
    answer = client.post(address, {"reason": "x"}, follow=True)
    assert "没有“发布版本”的权限" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.is_draft


def test_forms_need_their_token(draft: Edition, people: dict[str, Any]) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.login(username="admin", password=PASSWORD)
    address = reverse("systems:publish", args=[draft.system.slug, draft.key])
    assert client.post(address, {"reason": "x"}).status_code == 403
    draft.refresh_from_db()
    assert draft.is_draft

"""Whoever may not see or change something of the registry does not get there by its address, page or interface."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from tests.breaking.stored.test_import import tables
from tests.database.conftest import PASSWORD
from zhunsheng.apps.journal.models import Event
from zhunsheng.apps.registry.models import Body, ImportRun, Standard

UNKNOWN = "00000000-0000-4000-8000-000000000000"
#: addresses by name that anybody may read; every other one of the two apps is for those who are signed in, or editors
OPEN = {
    "registry:standards", "registry:export", "registry:standard", "registry:bodies", "registry:bodies-export", "registry:body",
    "registry:body-export", "registry:classes", "registry:classes-export", "registry:catalogues", "registry:sources-export",
    "registry:related", "discovery:search", "discovery:suggest", "discovery:export", "registry:standard-figure",
}  # fmt: skip
FORM = {
    "field": "issued", "value": "1999-01-01", "evidence_url": "https://std.example.cn/1", "reason": "改", "note": "改", "action": "correct",
    "name": "改", "q": "GB", "query": "q=GB", "title": "改", "standards": "1", "pk": "1", "kind": "verify", "mode": "correct",
}  # fmt: skip


def addresses(standard: Standard, run: ImportRun) -> dict[str, str]:
    """Each address of the registry and of finding by its name, with real things in it where there are any."""
    values = {
        "name": "GB~T_1.1-2020", "pk": Body.objects.first().pk, "uid": run.pk, "job": UNKNOWN, "ordinal": 1, "kind": "csv",
        "slug": "x", "key": "1", "item": "1",
    }  # fmt: skip
    found: dict[str, str] = {}

    def walk(patterns: list[Any], prefix: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, prefix + (f"{pattern.namespace}:" if pattern.namespace else ""))
            elif isinstance(pattern, URLPattern) and pattern.name and prefix in {"registry:", "discovery:"}:
                names = pattern.pattern.regex.groupindex
                found[prefix + pattern.name] = reverse(
                    prefix + pattern.name, kwargs={n: values[n] for n in names}
                )

    walk(get_resolver().url_patterns, "")
    assert len(found) > 35
    return found


def log_in(client: Client, role: str) -> None:
    if role != "visitor":
        assert client.login(username=role, password=PASSWORD)


@pytest.mark.parametrize("role", ["visitor", "reader"])
def test_what_is_for_editors_is_not_shown_to_others(
    role: str, trapped: tuple[Standard, ImportRun], people: dict[str, Any], client: Client
) -> None:
    log_in(client, role)
    for name, address in addresses(*trapped).items():
        answer = client.get(address)
        if name in OPEN:
            assert answer.status_code in {200, 404}, (name, answer.status_code)
        elif name.startswith("discovery:"):
            assert answer.status_code in {200, 302, 403, 404, 405}, (name, answer.status_code)
            assert role == "reader" or answer.status_code != 200, name
        else:
            assert answer.status_code in {302, 403, 404, 405}, (name, answer.status_code)
            assert answer.status_code != 302 or "/accounts/login/" in answer["Location"], name


@pytest.mark.parametrize("role", ["visitor", "reader"])
def test_nobody_changes_the_registry_without_the_right(
    role: str, trapped: tuple[Standard, ImportRun], people: dict[str, Any], client: Client
) -> None:
    log_in(client, role)
    before, events = tables(), Event.objects.exclude(action__startswith="discovery").count()
    for name, address in addresses(*trapped).items():
        assert client.post(address, FORM).status_code < 500, name
    for address in ("/api/v1/standards/GB/T 1.1-2020/verifications",):
        answer = client.post(address, FORM, content_type="application/json")
        assert answer.status_code in {401, 403, 404}, (address, answer.status_code)
    for address in ("/api/v1/runs", f"/api/v1/runs/{trapped[1].pk}", "/api/v1/verification"):
        assert client.get(address).status_code in {401, 403}, address
    assert tables() == before
    assert Event.objects.exclude(action__startswith="discovery").count() == events


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_no_address_fails_for_those_who_may(
    role: str, trapped: tuple[Standard, ImportRun], people: dict[str, Any], client: Client
) -> None:
    log_in(client, role)
    for name, address in addresses(*trapped).items():
        assert client.get(address).status_code < 500, name
        assert client.post(address, FORM).status_code < 500, name


def test_a_kept_search_belongs_to_one_person(
    trapped: tuple[Standard, ImportRun], people: dict[str, Any], client: Client
) -> None:
    from zhunsheng.apps.discovery.models import SavedSearch

    log_in(client, "reader")
    client.post("/searches/keep/", {"question": "q=导则", "name": "我的"})
    kept = list(SavedSearch.objects.all())
    client.logout()
    log_in(client, "editor")
    for one in kept:
        for part in ("drop", "seen"):
            assert client.post(f"/searches/{one.pk}/{part}/").status_code in {302, 403, 404}
    assert SavedSearch.objects.count() == len(kept) == 1


def test_forms_of_the_registry_need_their_token(
    trapped: tuple[Standard, ImportRun], people: dict[str, Any]
) -> None:
    client = Client(enforce_csrf_checks=True)
    log_in(client, "admin")
    before = tables()
    for name, address in addresses(*trapped).items():
        assert client.post(address, FORM).status_code in {403, 404, 405}, name
    answer = client.post(
        "/api/v1/standards/GB/T 1.1-2020/verifications", FORM, content_type="application/json"
    )
    assert answer.status_code in {403, 404}
    assert tables() == before

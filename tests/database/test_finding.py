"""What of a system is found in the one search box, and that publishing keeps it right."""

from __future__ import annotations

from typing import Any

import pytest

from zhunsheng import search
from zhunsheng.apps.systems.actions import correct_value, publish_edition, rename_system, revise_edition
from zhunsheng.apps.systems.finding import documents
from zhunsheng.apps.systems.models import Edition
from zhunsheng.search.providers import all_documents
from zhunsheng.search.shape import Query

pytestmark = pytest.mark.django_db


def _found(text: str, **filters: list[str]) -> list[tuple[str, str]]:
    return [(hit.type, hit.title) for hit in search.engine().search(Query(text, filters=filters)).hits]


def test_a_draft_is_not_found(draft: Edition) -> None:
    assert not list(documents("planned")) and not list(documents("subsystem"))
    assert not _found(draft.planned_standards.first().name)


def test_what_is_published_is_found_by_its_name_and_its_place(published: Edition) -> None:
    for item in published.planned_standards.select_related("subsystem"):
        assert ("planned", item.name) in _found(item.name)
        if item.subsystem:
            box = f"{item.subsystem.code} {item.subsystem.name}"
            assert ("planned", item.name) in _found(item.name, subsystem=[box])
            assert ("subsystem", item.subsystem.name) in _found(item.subsystem.name)
            for asked in (item.subsystem.code, item.subsystem.code.lower(), box):
                hits = search.engine().search(Query(asked, filters={"type": ["subsystem"]})).hits
                assert (item.subsystem.code, item.subsystem.name) in [(hit.number, hit.title) for hit in hits]
    assert search.engine().check(all_documents()).sound


def test_a_revision_takes_the_place_of_its_forerunner(published: Edition, editor: Any, admin: Any) -> None:
    item = published.planned_standards.order_by("ordinal").first()
    before = item.name
    draft = revise_edition(editor, published)
    row = str(draft.planned_standards.get(ordinal=item.ordinal).pk)
    correct_value(editor, draft, "planned_standard", row, "name", "全新写法的照明运维指引", reason="改名")
    assert ("planned", before) in _found(before)
    publish_edition(admin, draft)
    assert ("planned", "全新写法的照明运维指引") in _found("全新写法的照明运维指引")
    assert ("planned", before) not in _found(f'"{before}"')
    assert search.engine().check(all_documents()).sound


def test_a_new_name_of_the_system_reaches_the_index(published: Edition, admin: Any) -> None:
    rename_system(admin, published.system, "改过名的体系")
    assert search.engine().check(all_documents()).sound


def test_setup_fills_an_index_that_lacks_what_is_stored(published: Edition) -> None:
    from zhunsheng.cli.setup import fill_index

    name = published.planned_standards.first().name
    for kind in ("planned", "subsystem"):
        search.remove(kind, [document.ref for document in documents(kind)])
    assert not _found(name)
    fill_index()
    assert ("planned", name) in _found(name)
    assert search.engine().check(all_documents()).sound

"""What a draft holds is told to those who may open it, and to nobody else: on pages, as data, by the search, to assistants."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.database.catalogue_samples import Made, stated
from tests.database.conftest import PASSWORD, intake_of
from tests.database.registry_scenarios import place_twice
from zhunsheng.apps.journal.queries import events_of
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.registry.actions import (
    confirm_placement,
    import_catalogue,
    place_standard,
    reject_placement,
    settle_placements,
    suggest_placements,
    unsettled_editions,
)
from zhunsheng.apps.registry.holdings import open_placements
from zhunsheng.apps.registry.models import Placement
from zhunsheng.apps.registry.plain import standard_plain
from zhunsheng.apps.registry.queries import get_standard, placements_of, related_standards
from zhunsheng.apps.registry.whole import placed_candidates, placement_rows
from zhunsheng.apps.systems.actions import discard_draft, publish_edition, remove_row, store_guide
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import load_system
from zhunsheng.assistant.answers import one_standard
from zhunsheng.cli.standard import _tell
from zhunsheng.search import Query, engine

NUMBER, ADDRESS = "GB/T 100-2020", "/standards/GB~T_100-2020"
#: where a placement can be read about
TOLD_AT = (
    f"{ADDRESS}/",
    f"{ADDRESS}.json",
    "/api/v1/standards/GB~T_100-2020",
    "/api/v1/standards/GB~T_100-2020/placements",
    "/search/?q=100&type=standard",
    "/search.json?q=100&facets=true",
    "/standards/?q=100",
    "/standards.json?q=100&facets=true",
)


@pytest.fixture
def world(editor: Any, draft: Edition, tmp_path: Path) -> tuple[str, str]:
    """A standard confirmed at an item of a draft that nobody outside has seen; names of the item and of its box."""
    file = tmp_path / "made.jsonl"
    file.write_text("x", encoding="utf-8")
    import_catalogue(editor, file, Made([stated(NUMBER, "路灯 术语")]))
    system = load_system(draft)
    item = next(row for row in system.planned_standards if row.subsystem)
    box = next(one for one in system.subsystems if one.code == item.subsystem)
    from zhunsheng.core.deliver.tree import SystemTree

    name = SystemTree(system).item_name(item)
    place_standard(editor, get_standard(editor, NUMBER), draft, "planned", name)
    return item.name, f"{box.code} {box.name}"


def read(client: Client, who: str) -> dict[str, str]:
    """Everything that may be told, as this person sees it."""
    client.logout()
    if who != "visitor":
        assert client.login(username=who, password=PASSWORD)
    return {address: client.get(address).content.decode() for address in TOLD_AT}


@pytest.mark.parametrize("who", ["visitor", "reader"])
def test_a_visitor_and_a_member_are_not_told_what_a_draft_holds(
    world: tuple[str, str], people: Any, client: Client, who: str
) -> None:
    for address, page in read(client, who).items():
        assert "100-2020" in page or address.endswith("/placements"), address
        for name in world:
            assert name not in page, (address, name)


def test_a_secretary_is_told(world: tuple[str, str], people: Any, client: Client) -> None:
    pages = read(client, "editor")
    for address in TOLD_AT[:4]:
        assert world[0] in pages[address], address


def test_an_assistant_is_told_what_a_visitor_is(world: tuple[str, str], people: Any) -> None:
    assert one_standard(NUMBER)["placements"] == []
    assert [one.item_label for one in placements_of(OPERATOR, get_standard(None, NUMBER))] == [world[0]]


def test_once_published_everybody_is_told_and_the_search_finds_the_box(
    world: tuple[str, str], draft: Edition, admin: Any, people: Any, client: Client
) -> None:
    box = Query("", filters={"subsystem": [world[1]], "type": ["standard"]})
    assert engine().search(box).total == 0
    publish_edition(admin, draft)
    assert [hit.number for hit in engine().search(box).hits] == [NUMBER]
    pages = read(client, "visitor")
    for address in TOLD_AT[:4]:
        assert world[0] in pages[address], address
    assert world[1] in pages[TOLD_AT[4]]


def test_of_an_item_taken_out_of_the_draft_only_the_secretary_is_told(
    world: tuple[str, str], draft: Edition, editor: Any, admin: Any, people: Any, client: Client
) -> None:
    gone = draft.planned_standards.get(name=world[0])
    remove_row(editor, draft, "planned_standard", str(gone.pk), reason="并入别的条目")
    mark = "所指条目已不在本版"
    assert mark in read(client, "editor")[TOLD_AT[0]]
    publish_edition(admin, draft)
    draft.refresh_from_db()
    listed = f"/api/v1/systems/{draft.system.slug}/{draft.key}/placements"
    for who in ("visitor", "reader"):
        for address, page in read(client, who).items():
            assert world[0] not in page and world[1] not in page, address
        assert client.get(listed).json() == {"items": []}
    assert one_standard(NUMBER)["placements"] == related_standards(draft) == []
    for told in (open_placements([draft]), placement_rows(draft), placed_candidates(draft)):
        assert list(told) == []
    pages = read(client, "editor")
    assert mark in pages[TOLD_AT[0]] and world[0] in pages[TOLD_AT[0]]
    assert '"gone":true' in pages[TOLD_AT[2]] and world[1] not in pages[TOLD_AT[4]]
    assert [one["gone"] for one in client.get(listed).json()["items"]] == [True]
    with contextlib.redirect_stdout(io.StringIO()) as said:
        _tell(standard_plain(OPERATOR, get_standard(None, NUMBER)))
    assert f"{world[0]}（已确认，{mark}）" in said.getvalue()


def test_what_a_discarded_draft_held_stays_with_the_secretaries(
    world: tuple[str, str], draft: Edition, editor: Any, people: Any
) -> None:
    discard_draft(editor, draft)
    standard = get_standard(None, NUMBER)
    assert placements_of(people["reader"], standard) == []
    assert len(placements_of(editor, standard)) == 1


@pytest.mark.parametrize("who", ["reader", "editor"])
def test_the_journal_of_a_draft_is_for_those_who_may_read_it(
    draft: Edition, editor: Any, people: Any, client: Client, who: str
) -> None:
    first = store_guide(editor, *intake_of("别的"), slug=draft.system.slug)
    publish_edition(people["admin"], first)
    assert client.login(username=who, password=PASSWORD)
    page = client.get(f"/systems/{draft.system.slug}/editions/").content.decode()
    assert "发布版本" in page
    assert (page.count("导入指南") > page.count("发布版本")) == (who == "editor")


def _twins(editor: Any, published: Edition, tmp_path: Path) -> tuple[Placement, Placement]:
    """A home of an earlier build: what was decided on the draft, and the same pair suggested again on what it became."""
    file = tmp_path / "made.jsonl"
    file.write_text("x", encoding="utf-8")
    import_catalogue(editor, file, Made([stated(NUMBER, "城市照明 术语")]))
    suggest_placements(editor, published)
    new = related_standards(published)[0]
    told = {"kind": new.kind, "item_label": new.item_label, "boxes": new.boxes, "evidence": ["照明", "旧"]}
    key = f"draft-{published.uid.hex[:8]}"
    return place_twice(new.standard, new.system, key, new.item, **told), new


def test_what_was_placed_twice_is_kept_once_with_the_decision(
    editor: Any, published: Edition, tmp_path: Path
) -> None:
    old, new = _twins(editor, published, tmp_path)
    reject_placement(editor, old, reason="只是同名")
    assert [one.pk for one in unsettled_editions()] == [published.pk]
    assert settle_placements(OPERATOR, published) == 1
    (kept,) = Placement.objects.filter(item=new.item, standard=new.standard)
    assert (kept.pk, kept.state, kept.reason, kept.by) == (old.pk, Placement.REJECTED, "只是同名", editor)
    assert set(map(str, new.evidence)) | {"旧"} <= set(kept.evidence)
    assert related_standards(published, new.item) == []
    # Nothing of what was decided leaves the journals, and what went is told.
    assert [one.reason for one in events_of(new.standard)][:1] == ["只是同名"]
    (event,) = events_of(published)[:1]
    assert {one["state"] for one in event.before["placements"][0]} == {"suggested", "rejected"}
    # Neither the repair nor the suggestions bring it back.
    assert unsettled_editions() == []
    assert settle_placements(OPERATOR, published) == 0
    assert suggest_placements(editor, published) == 0


def test_of_two_decisions_the_later_one_stays(editor: Any, published: Edition, tmp_path: Path) -> None:
    old, new = _twins(editor, published, tmp_path)
    reject_placement(editor, old, reason="只是同名")
    confirm_placement(editor, new)
    assert settle_placements(OPERATOR, published) == 1
    (kept,) = Placement.objects.filter(item=new.item, standard=new.standard)
    assert (kept.pk, kept.state) == (new.pk, Placement.CONFIRMED)
    (event,) = events_of(published)[:1]
    assert "只是同名" in {one["reason"] for one in event.before["placements"][0]}


def test_a_draft_named_in_the_search_by_an_earlier_build_is_taken_out(
    world: tuple[str, str], draft: Edition
) -> None:
    from zhunsheng.apps.registry.storage.documents import put_standards

    Placement.objects.update(boxes=[world[1]])
    put_standards(list(Placement.objects.values_list("standard_id", flat=True)))
    assert engine().search(Query("", filters={"subsystem": [world[1]]})).total == 1
    settle_placements(OPERATOR, draft)
    assert engine().search(Query("", filters={"subsystem": [world[1]]})).total == 0

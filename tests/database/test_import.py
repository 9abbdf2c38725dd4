"""Guides come in: as files, from the package, and as originals of what is stored already."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from tests.builders import as_text, large_plan
from tests.core.sample import sample_system
from tests.database.conftest import intake_of
from zhunsheng.apps.journal.actions import NotAllowed, Refused
from zhunsheng.apps.journal.models import Event
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems.actions import (
    attach_source,
    discard_draft,
    import_guide,
    import_packaged,
    importing,
    publish_edition,
    revise_edition,
    store_guide,
)
from zhunsheng.apps.systems.models import Blob, Edition, SourceText, System
from zhunsheng.apps.systems.queries import (
    has_source,
    load_document,
    load_system,
    reading,
    source_lines,
)
from zhunsheng.apps.systems.storage import blob_path, read_blob, sha256_of
from zhunsheng.core.guide.read import read_guide
from zhunsheng.core.system.builder import build_system

GUIDE = as_text(large_plan(1)).encode()


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (System, Edition, Blob, SourceText, Event))


def test_a_guide_becomes_a_draft(editor: Any) -> None:
    edition = import_guide(editor, GUIDE, "C:\\指南\\水务.txt")
    assert edition.status == Edition.DRAFT
    assert edition.label == "2026版"
    assert edition.guide_status == "征求意见稿"
    assert edition.source_name == "水务.txt"
    assert edition.created_by == editor
    assert edition.system.slug == "bin-he-shi-zhi-hui-shui-wu-biao-zhun-ti-xi"
    assert edition.planned_standards.count() == 76
    expected = build_system(
        read_guide(GUIDE, name="水务.txt"), slug=edition.system.slug, keep_prose=True, source_name="水务.txt"
    )
    assert load_system(edition) == expected
    assert source_lines(edition) == GUIDE.decode().splitlines()
    assert read_blob(edition.source_sha256) == GUIDE
    assert (reading(edition) or {})["media"] == "txt"
    assert blob_path(edition.source_sha256).stat().st_mode & 0o777 == 0o600


def test_the_same_file_again_changes_nothing(editor: Any, admin: Any) -> None:
    first = import_guide(editor, GUIDE, "水务.txt")
    before = counts()
    assert import_guide(editor, GUIDE, "另一个名字.txt") == first
    assert import_guide(editor, GUIDE, "水务.txt", slug=first.system.slug) == first
    publish_edition(admin, first)
    assert import_guide(editor, GUIDE, "水务.txt") == first
    assert counts()[:4] == before[:4]
    assert Event.objects.count() == before[4] + 1  # the publication


def test_a_known_file_stored_at_the_same_moment_is_not_stored_twice(editor: Any) -> None:
    intake, content = intake_of()
    first = store_guide(editor, intake, content, slug="city-lighting")
    before = counts()
    assert store_guide(editor, intake, content, slug="city-lighting") == first
    assert counts() == before


def test_a_discarded_file_may_come_again(editor: Any) -> None:
    first = import_guide(editor, GUIDE, "水务.txt")
    discard_draft(editor, first, reason="重来")
    second = import_guide(editor, GUIDE, "水务.txt")
    assert second != first
    assert second.system == first.system
    assert second.revision == 1


def test_the_same_title_is_the_same_system(editor: Any) -> None:
    first = import_guide(editor, GUIDE, "水务.txt")
    second = import_guide(editor, GUIDE.replace("2026版".encode(), "2027版".encode()), "水务.txt")
    third = import_guide(editor, GUIDE + b"\n\n", "水务.txt")
    assert first.system == second.system == third.system
    assert (second.label, second.revision) == ("2027版", 1)
    assert (third.label, third.revision) == ("2026版", 2)
    elsewhere = import_guide(editor, GUIDE, "水务.txt", slug="water", title="水务")
    assert elsewhere.system.slug == "water"
    assert elsewhere.system.name == "水务"
    assert load_system(elsewhere).slug == "water"


def test_two_systems_of_one_title_must_be_told_apart(editor: Any) -> None:
    import_guide(editor, GUIDE, "水务.txt", slug="a")
    import_guide(editor, GUIDE, "水务.txt", slug="b")
    with pytest.raises(Refused, match=r"a、b.*请用简称指明"):
        import_guide(editor, GUIDE + b"\n", "水务.txt")


@pytest.mark.parametrize("slug", ["Wasser", "水务", "a b", "../x", "-a"])
def test_a_bad_short_name_is_refused(editor: Any, slug: str) -> None:
    with pytest.raises(Refused, match="简称") as caught:
        import_guide(editor, GUIDE, "水务.txt", slug=slug)
    assert caught.value.field == "slug"
    assert System.objects.count() == 0


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   \n\n",
        "今天天气很好。".encode(),
        b"\xff\xd8\xff\xe0" + bytes(100),
        b"PK\x03\x04" + bytes(64),
        b"%PDF-1.7\n",
    ],
)
def test_what_is_no_guide_is_refused_and_not_stored(editor: Any, data: bytes) -> None:
    before = counts()
    with pytest.raises(Refused) as caught:
        import_guide(editor, data, "指南.docx")
    assert any("\u4e00" <= char <= "\u9fff" for char in caught.value.message)
    assert counts() == before
    assert read_blob(sha256_of(data)) is None


def test_a_failure_while_storing_leaves_nothing(editor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhunsheng.apps.systems.actions import importing

    def full(_data: bytes) -> str:
        raise OSError("no space left")

    monkeypatch.setattr(importing, "write_blob", full)
    before = counts()
    with pytest.raises(OSError, match="no space"):
        import_guide(editor, GUIDE, "水务.txt")
    assert counts() == before


def test_a_visitor_is_refused_before_anything_is_read(people: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed):
        import_guide(people["reader"], GUIDE, "水务.txt")


def packaged(**changes: Any) -> Any:
    return dataclasses.replace(sample_system(keep_prose=False), **changes)


def test_packaged_systems_come_published_and_only_once(db: Any) -> None:
    edition = import_packaged(OPERATOR, packaged())
    assert edition.is_published
    assert edition.key == "2024版"
    before = counts()
    assert import_packaged(OPERATOR, packaged()) == edition
    assert counts() == before
    assert not has_source(edition)
    assert load_document(edition) is None


def test_mended_package_content_becomes_a_revision(db: Any) -> None:
    intake, _content = intake_of()
    first = import_packaged(OPERATOR, packaged(sha256=intake.sha256))
    importing.store_source(OPERATOR, first, intake)
    second = import_packaged(OPERATOR, packaged(sha256=intake.sha256, issuers=["某市住房和城乡建设局"]))
    assert (second.key, second.based_on) == ("2024版-r2", first)
    assert has_source(second)
    third = import_packaged(OPERATOR, packaged(sha256="cd" * 32))
    assert not has_source(third)
    assert load_system(first).issuers == ["某市城市管理局"]


def test_package_content_does_not_override_what_people_revised(db: Any) -> None:
    first = import_packaged(OPERATOR, packaged())
    draft = revise_edition(OPERATOR, first)
    assert import_packaged(OPERATOR, packaged(issuers=["别处"])) == draft


def packaged_of(data: bytes) -> Any:
    """The system of a guide as a content file would hold it: facts, no prose."""
    return build_system(read_guide(data), slug="water", keep_prose=False, source_name="水务.txt")


def test_the_original_is_attached_by_its_hash(editor: Any) -> None:
    edition = import_packaged(OPERATOR, packaged_of(GUIDE))
    hash_before = edition.content_hash
    other = GUIDE + b"\n"
    with pytest.raises(Refused) as caught:
        attach_source(editor, edition, other, "水务.txt")
    assert edition.source_sha256 in caught.value.message
    assert sha256_of(other) in caught.value.message
    assert not has_source(edition)
    attach_source(editor, edition, GUIDE, "水务.txt")
    assert source_lines(edition) == GUIDE.decode().splitlines()
    events = Event.objects.count()
    attach_source(editor, edition, GUIDE, "水务.txt")
    assert Event.objects.count() == events
    edition.refresh_from_db()
    assert edition.content_hash == hash_before
    document = load_document(edition)
    assert document is not None
    assert load_system(edition).subsystems[0].scope == ""
    assert document.subsystems[0].scope == read_guide(GUIDE).subsystems[0].scope != ""


def test_importing_the_original_of_a_packaged_edition_attaches_it(editor: Any) -> None:
    edition = import_packaged(OPERATOR, packaged_of(GUIDE))
    assert import_guide(editor, GUIDE, "水务.txt") == edition
    assert has_source(edition)
    assert Edition.objects.count() == 1


def test_an_edition_without_hash_takes_no_file(editor: Any) -> None:
    edition = import_packaged(OPERATOR, packaged(sha256=""))
    with pytest.raises(Refused, match="没有记录"):
        attach_source(editor, edition, GUIDE, "水务.txt")


def test_a_damaged_upload_is_noticed(editor: Any) -> None:
    edition = import_guide(editor, GUIDE, "水务.txt")
    path: Path = blob_path(edition.source_sha256)
    path.chmod(0o600)
    path.write_bytes(b"x")
    assert read_blob(edition.source_sha256) is None

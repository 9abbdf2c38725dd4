"""How often reads ask the database: never once for each row."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.builders import as_text, large_plan
from zhunsheng.apps.systems.actions import import_guide
from zhunsheng.apps.systems.intake import Hopeless, read_upload
from zhunsheng.apps.systems.queries import (
    findings,
    get_edition,
    list_editions,
    load_system,
    source_lines,
    visible_systems,
)
from zhunsheng.apps.systems.rows import stored_system


@pytest.mark.parametrize("times", [1, 4])
def test_questions_do_not_grow_with_the_guide(
    editor: Any, times: int, django_assert_max_num_queries: Any
) -> None:
    edition = import_guide(editor, as_text(large_plan(times)).encode(), "水务.txt", slug="water")
    edition = get_edition(editor, "water", edition.key)
    with django_assert_max_num_queries(7):
        stored_system(edition)
    load_system(edition)
    findings(edition)
    with django_assert_max_num_queries(1):
        load_system(edition)
    with django_assert_max_num_queries(3):
        findings(edition)
    with django_assert_max_num_queries(1):
        source_lines(edition)
    with django_assert_max_num_queries(3):
        list_editions(editor, visible_systems(editor).get())


def test_a_large_upload_is_refused_unread() -> None:
    class Large(SimpleUploadedFile):
        def read(self, *_: Any) -> bytes:  # type: ignore[override]
            raise AssertionError("must not be read")

    upload = Large("指南.docx", b"x")
    upload.size = 200 * 1024 * 1024
    with pytest.raises(Hopeless, match="200 MB"):
        read_upload(upload)
    assert read_upload(SimpleUploadedFile("..\\..\\a/指南.txt", b"x")) == (b"x", "指南.txt")

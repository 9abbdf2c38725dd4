"""What catalogues say is shown as text: nothing of it runs in a browser, and nothing in a spreadsheet."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from lxml import html

from tests.breaking.stored.conftest import JAVASCRIPT
from tests.database.conftest import PASSWORD
from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.registry.actions import correct_value, verify_value
from zhunsheng.apps.registry.models import Body, ImportRun, Standard
from zhunsheng.core.registry.address import standard_address


@pytest.fixture
def signed_in(client: Client, people: dict[str, Any]) -> Client:
    assert client.login(username="admin", password=PASSWORD)
    return client


def pages_of(standard: Standard, run: ImportRun) -> list[str]:
    at = standard_address(standard.number)
    bodies = [f"/bodies/{body.pk}/" for body in Body.objects.all()]
    return [
        at, "/standards/", "/standards/?q=GB", "/search/?q=导则", "/search/?q=1.1", "/search/?q=alert", "/bodies/", *bodies,
        "/classes/", "/catalogues/", f"/catalogues/runs/{run.pk}/", "/verification/", "/search/suggest/?q=导则", "/",
        f"/search/?q={quote('<script>alert(4)</script>')}", "/search/?q=%22%3E%3Cimg+src%3Dx+onerror%3Dalert(5)%3E",
        "/search/?status=%3Cscript%3Ealert(6)%3C/script%3E&q=GB", "/standards/?body=%22onmouseover%3Dalert(7)",
        f"/standards/{quote('<script>alert(8)<~script>')}/",
    ]  # fmt: skip


def test_nothing_from_a_catalogue_runs_in_a_page(
    trapped: tuple[Standard, ImportRun], signed_in: Client
) -> None:
    for address in pages_of(*trapped):
        answer = signed_in.get(address)
        assert answer.status_code in {200, 404}, (address, answer.status_code)
        if not answer.content.strip():
            continue
        if not answer["Content-Type"].startswith("text/html"):
            assert answer.headers.get("X-Content-Type-Options") == "nosniff"
            continue
        tree = html.fromstring(answer.content.decode())
        assert not [one for one in tree.iter("script") if "alert(" in (one.text or "")], address
        for element in tree.iter():
            if not isinstance(element.tag, str):
                continue
            for name, value in element.attrib.items():
                assert not name.startswith("on"), (address, element.tag, name)
                if name in {"href", "src", "action", "formaction", "hx-get", "hx-post"}:
                    assert not value.strip().lower().startswith(("javascript:", "data:text", "vbscript:")), (
                        address,
                        value,
                    )


def test_data_within_a_page_cannot_end_its_script(
    trapped: tuple[Standard, ImportRun], signed_in: Client
) -> None:
    for address in pages_of(*trapped):
        answer = signed_in.get(address)
        if answer["Content-Type"].startswith("text/html"):
            assert b"<script>alert(" not in answer.content, address


@pytest.mark.parametrize("evidence", [
    JAVASCRIPT, " javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.example", "ftp://x", "不是网址", "",
    "https://", "http://\0", "https://x y", "https://std.example.cn/\njavascript:alert(1)", "https://[", "https://" + "a" * 100_000,
])  # fmt: skip
def test_evidence_is_a_web_address(evidence: str, trapped: tuple[Standard, ImportRun], editor: Any) -> None:
    standard, _ = trapped
    with pytest.raises(Refused):
        verify_value(editor, standard, "issued", evidence_url=evidence)
    with pytest.raises(Refused):
        correct_value(editor, standard, "issued", "2020-04-01", evidence_url=evidence)


@pytest.mark.parametrize(("field", "value"), [
    ("issued", "2025-02-30"), ("issued", "昨天"), ("issued", "99999-01-01"), ("status", "好"), ("nature", "<b>"), ("level", "x"),
    ("title_zh", ""), ("title_zh", " \0 "), ("nothing", "x"), ("number", "GB/T 9-2020"), ("withdrawn", "1066-10-14"),
])  # fmt: skip
def test_a_corrected_value_is_of_its_kind(
    field: str, value: str, trapped: tuple[Standard, ImportRun], editor: Any
) -> None:
    standard, _ = trapped
    with pytest.raises(Refused):
        correct_value(editor, standard, field, value, evidence_url="https://std.example.cn/1")


EXPORTS = [
    "/standards/export.{kind}", "/search/export.{kind}?q=GB", "/bodies/export.{kind}", "/catalogues/export.{kind}",
    "/verification/export.{kind}", "/classes/export.{kind}", "/catalogues/runs/{run}/problems.{kind}",
    "/catalogues/runs/{run}/repairs.{kind}",
]  # fmt: skip


@pytest.mark.parametrize("address", EXPORTS)
def test_nothing_from_a_catalogue_runs_in_a_spreadsheet(
    address: str, trapped: tuple[Standard, ImportRun], signed_in: Client
) -> None:
    run = trapped[1].pk
    answer = signed_in.get(address.format(kind="csv", run=run))
    assert answer.status_code == 200
    for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))):
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), row
    book = signed_in.get(address.format(kind="xlsx", run=run))
    with zipfile.ZipFile(io.BytesIO(book.content)) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in parts.read(name), name
    assert signed_in.get(address.format(kind="json", run=run)).json() is not None
    assert signed_in.get(address.format(kind="exe", run=run)).status_code == 404

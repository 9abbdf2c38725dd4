"""成果: asked for on the page or by the interface, made in the background, kept, handed out as they were kept."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.pages.conftest import Site, text, tree
from zhunsheng.apps.deliverables import queries
from zhunsheng.apps.deliverables.dossiers import dossier_of
from zhunsheng.apps.deliverables.models import Delivery
from zhunsheng.apps.deliverables.tasks import DELIVER
from zhunsheng.apps.journal.models import Event
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.registry.actions import place_standard
from zhunsheng.apps.systems.actions import publish_edition, revise_edition
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.storage import blob_path
from zhunsheng.core.deliver.papers.dossier import Settings
from zhunsheng.core.deliver.papers.making import PAPERS, make_papers
from zhunsheng.jobs import queue
from zhunsheng.jobs.models import Job
from zhunsheng.jobs.registry import kind_of

ASKED = {"papers": ["标准明细表", "标准统计表"], "day": "2026-11-29", "paper": "A4"}


@pytest.fixture(autouse=True)
def _inline(settings: Any) -> None:
    settings.JOBS_MODE = "inline"


def ask(client: Client, where: Site, **more: Any) -> Any:
    return client.post(where.at("papers/"), {**ASKED, **more}, follow=True)


def test_papers_asked_for_are_in_the_archive_and_are_the_very_files(
    site: Site, sign_in: Callable[[str], Client]
) -> None:
    client = sign_in("reader")
    page = ask(client, site)
    assert page.status_code == 200 and page.redirect_chain
    delivery = Delivery.objects.get()
    made = make_papers(
        dossier_of(OPERATOR, site.published, Settings(paper="A4"), day="2026-11-29"), ASKED["papers"]
    )
    sent = {}
    for link in tree(page).xpath("//tr[starts-with(@id,'d-')]//li/a"):
        answer = client.get(link.get("href"))
        assert "attachment" in answer["Content-Disposition"]
        sent[text(link)] = answer.content
    assert sent == {one.name: one.data for one in made}
    bundle = Client().get(f"/papers/{delivery.pk}.zip")
    with zipfile.ZipFile(io.BytesIO(bundle.content)) as package:
        assert {name: package.read(name) for name in package.namelist()} == sent
    event = Event.objects.get(action="papers.keep")
    assert event.after["files"] == {name: hashlib.sha256(data).hexdigest() for name, data in sent.items()}
    assert delivery.content_hash == site.published.content_hash == event.after["content_hash"]


def test_the_same_papers_are_kept_once(site: Site, sign_in: Callable[[str], Client]) -> None:
    client = sign_in("editor")
    ask(client, site)
    ask(client, site)
    assert Delivery.objects.count() == 1
    client.post(f"/papers/{Delivery.objects.get().pk}/again/", follow=True)
    again = Delivery.objects.order_by("-at")[0]
    assert again.asked.get("paper") == "A4" and again.papers == ASKED["papers"]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"papers": []}, "至少选择一种"),
    ({"papers": ["年鉴"]}, "没有“年鉴”"),
    ({"day": "昨天"}, "日期应写作"),
    ({"paper": "B5"}, "A3 或 A4"),
    ({"start": "2026-02-01", "end": "2026-01-01"}, "请对调"),
    ({"site": "javascript:alert(1)"}, "http:// 或 https://"),
]


def test_what_cannot_be_meant_is_refused_with_a_reason(site: Site, sign_in: Callable[[str], Client]) -> None:
    client = sign_in("reader")
    for wrong, said in WRONG:
        page = client.post(site.at("papers/"), {**ASKED, **wrong})
        assert page.status_code == 400
        assert said in text(tree(page).xpath("//*[@role='alert']")[0])
    assert not Job.objects.exists() and not Delivery.objects.exists()


def test_a_template_that_is_none_fails_the_job_and_keeps_nothing(
    site: Site, sign_in: Callable[[str], Client]
) -> None:
    page = ask(
        sign_in("reader"),
        site,
        papers=["编制说明"],
        template=SimpleUploadedFile("模板.docx", b"not a package"),
    )
    assert "模板读不了" in text(tree(page).xpath("//*[@role='alert']")[0])
    assert not Delivery.objects.exists()


def test_visitors_may_fetch_but_not_ask_and_drafts_are_for_those_who_see_them(
    site: Site, sign_in: Callable[[str], Client]
) -> None:
    visitor = Client()
    assert visitor.post(site.at("papers/"), ASKED).status_code == 403
    assert "登录后可以编制" in visitor.get(site.at("papers/")).content.decode()
    assert visitor.get(site.at("papers/", draft=True)).status_code == 404
    editor = sign_in("editor")
    assert editor.post(site.at("papers/", draft=True), {**ASKED, "papers": ["标准统计表"]}).status_code == 302
    delivery = Delivery.objects.get(edition=site.draft)
    for address in (f"/papers/{delivery.pk}.zip", f"/papers/{delivery.pk}/files/1/"):
        assert visitor.get(address).status_code == 404
        assert editor.get(address).status_code == 200
    assert editor.get(f"/papers/{delivery.pk}/files/9/").status_code == 404
    # They may say what was taken out before publishing: publishing does not make them public.
    published = publish_edition(OPERATOR, site.draft)
    where = f"/systems/{published.system.slug}/{published.key}/papers"
    for address in (f"/papers/{delivery.pk}.zip", f"/papers/{delivery.pk}/files/1/"):
        assert visitor.get(address).status_code == 404
        assert editor.get(address).status_code == 200
    assert str(delivery.pk) not in visitor.get(f"{where}.json").content.decode()


def test_a_cancelled_job_keeps_nothing(site: Site, sign_in: Callable[[str], Client], settings: Any) -> None:
    settings.JOBS_MODE = "thread"
    client = sign_in("editor")
    page = client.post(site.at("papers/"), ASKED)
    job = Job.objects.get(kind=DELIVER)
    assert page["Location"] == f"/papers/jobs/{job.pk}/"
    assert "等待，0%" in client.get(f"/papers/jobs/{job.pk}/state/").content.decode()
    client.post(f"/papers/jobs/{job.pk}/cancel/")
    job.refresh_from_db()
    assert job.state == Job.CANCELLED and queue.claim() is None
    assert "没有存储任何" in client.get(f"/papers/jobs/{job.pk}/").content.decode()
    assert not Delivery.objects.exists() and kind_of(DELIVER).title == "编制成果"


def test_the_interface_says_what_there_is_and_takes_orders(
    site: Site, sign_in: Callable[[str], Client]
) -> None:
    client = sign_in("reader")
    address = f"/api/v1{site.at('papers')}"
    order = client.post(address, {"papers": ["标准统计表"]}, content_type="application/json")
    assert order.status_code == 202 and order.json()["state"] == "done"
    job = client.get(f"/api/v1/papers/jobs/{order.json()['id']}").json()
    listed = client.get(site.at("papers.json")).json()
    assert [one["name"] for one in listed["papers"]] == list(PAPERS)
    (item,) = listed["items"]
    assert item["id"] == job["delivery"] and item["files"][0]["name"] == "标准统计表.xlsx"
    assert client.get(item["files"][0]["href"]).status_code == 200
    assert client.post(address, {"papers": []}, content_type="application/json").status_code == 409
    assert (
        Client().post(address, {"papers": ["标准统计表"]}, content_type="application/json").status_code == 401
    )


def test_placed_standards_come_with_what_the_registry_says(
    site: Site, sign_in: Callable[[str], Client], tmp_path: Any
) -> None:
    from tests.api.world import build
    from zhunsheng.apps.registry.models import Standard

    build(tmp_path)
    standard = Standard.objects.exclude(title="").order_by("pk")[0]
    place_standard(OPERATOR, standard, site.published, "subsystem", "CB")
    dossier = dossier_of(OPERATOR, site.published, Settings(), day="2026-11-29")
    made = next(one for one in make_papers(dossier, ["标准明细表"]))
    rows = openpyxl.load_workbook(io.BytesIO(made.data))["明细"].iter_rows(min_row=4, values_only=True)
    row = next(row for row in rows if row[4] == standard.number)
    assert row[0] == "CB-1" and row[3] == standard.title
    uids = {str(one) for one in site.published.planned_standards.values_list("pk", flat=True)}
    assert set(dossier.uids.values()) == uids


def test_an_offices_own_content_is_read_from_the_home_folder(
    site: Site, settings: Any, tmp_path: Any
) -> None:
    settings.HOME = tmp_path
    folder = tmp_path / "deliverables"
    folder.mkdir()
    (folder / "report.yaml").write_text("title: x", encoding="utf-8")
    dossier = dossier_of(OPERATOR, site.published, Settings())
    assert dossier.content == {"report": "title: x"}
    assert dataclasses.replace(dossier, content={}).hash == site.published.content_hash


def test_lost_bytes_are_told_not_sent(site: Site, sign_in: Callable[[str], Client]) -> None:
    ask(sign_in("reader"), site, papers=["标准统计表"])
    file = Delivery.objects.get().files.get()
    assert queries.damaged_papers() == []
    blob_path(file.sha256).write_bytes(b"other")
    assert queries.damaged_papers() == [file.sha256]
    assert Client().get(f"/papers/{file.delivery_id}/files/1/").status_code == 404
    assert Client().get(f"/papers/{file.delivery_id}.zip").status_code == 404
    assert Edition.objects.filter(pk=site.published.pk).exists()


def test_the_report_on_a_period_tells_what_the_journal_says_but_nothing_of_other_drafts(site: Site) -> None:
    revise_edition(OPERATOR, site.published)
    dossier = dossier_of(OPERATOR, site.published, Settings())
    assert [(one.action, one.reason) for one in dossier.events] == [("载入随附体系", "")]
    assert dossier_of(OPERATOR, site.published, Settings(start="2001-01-01", end="2001-12-31")).events == []

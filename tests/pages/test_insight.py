"""Pages of relations: what is linked with what, found by number, code, 序号 or name."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.urls.converters import IntConverter

from tests.pages.conftest import Site, text, tree
from tests.pages.registry_sample import stock
from zhunsheng.apps.insight import queries
from zhunsheng.apps.insight.actions import add_link, suggest_links
from zhunsheng.apps.insight.actions.linking import Statement
from zhunsheng.apps.insight.models import Link
from zhunsheng.apps.journal.models import Event
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems.models import Edition


def test_the_neighbourhood_of_a_standard_is_a_table(site: Site, client: Client, tmp_path: Path) -> None:
    stock(tmp_path)
    page = tree(client.get(site.at("relations/around/"), {"end": "gbt90001-2024"}))
    assert "GB/T 90001-2024" in text(page.xpath("//h1")[0])
    rows = [text(row) for row in page.xpath("//tr[@data-row]")]
    assert any(row.startswith("代替 GB/T 90001-2012") for row in rows), rows


def test_the_neighbourhood_of_a_category_holds_its_module_and_its_items(site: Site, client: Client) -> None:
    for asked in ("BB", "subsystem:BB", "数据资源"):
        page = tree(client.get(site.at("relations/around/"), {"end": asked}))
        rows = [text(row) for row in page.xpath("//tr[@data-row]")]
        assert any(row.startswith("包含于 B 基础支撑") for row in rows), (asked, rows)


def test_what_is_unknown_is_said_to_be(site: Site, client: Client) -> None:
    for asked in ("GB/T 1-1900", "standard:", "nothing:1", "\x00", "x" * 400):
        answer = client.get(site.at("relations/around/"), {"end": asked})
        assert answer.status_code == 200
        assert "没有找到" in answer.content.decode()


def test_what_was_replaced_and_is_still_cited_is_told(site: Site, client: Client, tmp_path: Path) -> None:
    stock(tmp_path)
    page = tree(client.get(site.at("relations/health/")))
    assert "没有已被代替或废止的标准" in text(page.xpath("//*[@id='outdated']")[0])
    edition = site.published
    item = queries.find_thing(OPERATOR, edition, "planned:1")
    old = queries.find_thing(OPERATOR, edition, "GB/T 90001-2012")
    assert item is not None and old is not None
    add_link(OPERATOR, edition, item, "cites", old, Statement(evidence="草案第 2 章"))
    page = tree(client.get(site.at("relations/health/")))
    (told,) = page.xpath("//*[@id='outdated']//li")
    assert "规范性引用 GB/T 90001-2012，GB/T 90001-2012 已被 GB/T 90001-2024 代替" in text(told)
    assert client.get(told.xpath("./a[2]/@href")[0]).status_code == 200
    (plain,) = client.get(site.at("relations/health.json")).json()["outdated"]
    assert plain["subject"]["end"] == "planned:1" and plain["instead"][0]["number"] == "GB/T 90001-2024"
    rows = client.get(site.at("relations/health/export.json")).json()["rows"]
    assert any("已被 GB/T 90001-2024 代替" in str(row) for row in rows)


@pytest.fixture
def suggested(site: Site, tmp_path: Path) -> Site:
    """The site with a few standards and suggested links."""
    stock(tmp_path)
    suggest_links(OPERATOR, site.published)
    return site


def _addresses(edition: Edition, link: int) -> list[str]:
    """Every address of the pages of relations of an edition."""
    values = {"slug": edition.system.slug, "key": edition.key, "pk": link, "kind": "csv", "number": 1}
    urls = importlib.import_module("zhunsheng.apps.insight.urls")
    found = []
    for one in urls.urlpatterns:
        names = one.pattern.regex.groupindex
        if "slug" in names:
            numbers = {
                name for name, kind in one.pattern.converters.items() if isinstance(kind, IntConverter)
            }
            given = {name: values.get(name, 1 if name in numbers else "chord") for name in names}
            found.append(reverse(f"insight:{one.name}", kwargs=given))
    return found


@pytest.mark.parametrize("role", ["", "reader"])
def test_a_draft_s_relations_are_not_shown_to_those_who_may_not_see_it(
    site: Site, sign_in: Callable[[str], Client], role: str
) -> None:
    client = sign_in(role)
    told = _addresses(site.draft, 1)
    assert len(told) > 20
    for address in told:
        assert client.get(address, {"end": "AA"}).status_code in {404, 405}, address


@pytest.mark.parametrize("role", ["", "reader"])
def test_nobody_changes_relations_without_the_right(
    suggested: Site, sign_in: Callable[[str], Client], role: str
) -> None:
    client = sign_in(role)
    link = Link.objects.order_by("pk")[0].pk
    before = Event.objects.count()
    for verdict in ("confirm", "reject", "undo"):
        form = {
            "verdict": verdict,
            "link": link,
            "reason": "x",
            "resolution": "x",
            "subject": "BB",
            "target": "GA",
        }
        for address in _addresses(suggested.published, link):
            answer = client.post(address, {**form, "type": "supports", "evidence": "x"})
            assert answer.status_code < 500, address
    assert Event.objects.count() == before
    assert not Link.objects.exclude(status="suggested").exists()


def test_the_queue_is_worked_through_without_a_script(
    suggested: Site, sign_in: Callable[[str], Client]
) -> None:
    client = sign_in("editor")
    here = suggested.at("relations/review/")
    page = tree(client.get(here))
    boxes = page.xpath("//input[@name='link']/@value")
    assert len(boxes) > 10
    assert "j / k 移动" in text(page)
    decide = suggested.at("relations/review/decide/")
    refused = client.post(decide, {"verdict": "reject", "link": boxes[:2], "next": here}, follow=True)
    assert "请说明否定的理由" in refused.content.decode()
    done = client.post(
        decide, {"verdict": "reject", "link": boxes[:2], "reason": "对象不同", "next": here}, follow=True
    )
    assert "已否定 2 条" in done.content.decode()
    undo = tree(done).xpath("//form[@data-undo]")[0]
    fields = {field.get("name"): field.get("value") for field in undo.xpath(".//input")}
    again = client.post(decide, {**fields, "verdict": "undo"}, follow=True)
    assert "2 条恢复原状" in again.content.decode()
    assert tree(again).xpath("//input[@name='link']/@value") == boxes


def test_a_link_has_a_page_with_its_evidence_and_history(
    suggested: Site, sign_in: Callable[[str], Client]
) -> None:
    client = sign_in("editor")
    link = Link.objects.filter(origin="guide").exclude(type="overlaps").order_by("pk")[0]
    client.post(suggested.at("relations/review/decide/"), {"verdict": "confirm", "link": link.pk})
    page = tree(client.get(suggested.at(f"relations/links/{link.pk}/")))
    said = text(page)
    assert "确认关联" in said and "editor" in said
    line = link.evidence[0]["line_start"]
    assert page.xpath(f"//ul[contains(@class,'evidence')]//a[contains(@href, 'source/?lines={line}')]")


def test_what_a_draft_cites_is_shown_chosen_and_kept(
    suggested: Site, sign_in: Callable[[str], Client]
) -> None:
    client = sign_in("editor")
    here = suggested.at("relations/links/draft/")
    words = "示例 智能照明 规范\n\n1 范围\n本文件规定了照明。\n\n2 规范性引用文件\n下列文件中的内容通过文中的规范性引用而构成本文件必不可少的条款。\nGB/T 90001-2024 示例 人工智能 术语\nGB/T 99999-2001 不在库中的标准\n\n3 术语和定义\n本文件没有术语。\n"
    file = SimpleUploadedFile("照明草案.txt", words.encode())
    page = tree(client.post(here, {"file": file, "subject": "32"}))
    assert [box.get("value") for box in page.xpath("//input[@name='line']")] == ["0", "1"]
    assert "标准库中没有" in text(page)
    signed = page.xpath("//input[@name='found']/@value")[0]
    done = client.post(here, {"found": signed, "line": ["0"]}, follow=True)
    assert "已登记 1 条" in done.content.decode()
    link = Link.objects.get(type="cites")
    assert (link.subject_end, link.target_end, link.status) == (
        "planned:32",
        "standard:GB/T 90001-2024",
        "suggested",
    )
    assert link.evidence[0]["source"] == "照明草案.txt"
    spoiled = client.post(here, {"found": signed + "x", "line": ["0"]}, follow=True)
    assert "已失效" in spoiled.content.decode()


def test_a_person_states_a_link_by_the_form(suggested: Site, sign_in: Callable[[str], Client]) -> None:
    client = sign_in("editor")
    here = suggested.at("relations/links/add/")
    form = {"subject": "BB", "type": "supports", "target": "没有", "evidence": "纪要"}
    wrong = client.post(here, form)
    assert wrong.status_code == 422
    assert "没有找到" in wrong.content.decode() and "纪要" in wrong.content.decode()
    made = client.post(here, {**form, "target": "GA"}, follow=True)
    assert "关联已登记" in made.content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
@pytest.mark.parametrize(
    "rest",
    [
        "links/{}?type=placed",
        "review/{}",
        "around/{}?end=BB&steps=2",
        "impact/{}?end=BB",
        "path/{}?from=BB&to=GA",
        "health/{}",
    ],
)
def test_lists_are_exported_as_they_are_shown(suggested: Site, client: Client, rest: str, kind: str) -> None:
    answer = client.get(suggested.at(f"relations/{rest.format(f'export.{kind}')}"))
    assert answer.status_code == 200
    assert len(answer.content) > 100
    if kind == "json":
        page = client.get(suggested.at(f"relations/{rest.format('')}"))
        rows = json.loads(answer.content)["rows"]
        if "health" not in rest:
            shown = len(tree(page).xpath("//tr[@data-row]"))
            assert shown in {len(rows), 25, 50}


def test_impact_explains_itself_in_words(suggested: Site, client: Client) -> None:
    page = tree(
        client.get(suggested.at("relations/impact/"), {"end": "ISO/IEC 99001:2022", "change": "withdrawn"})
    )
    rows = [text(row) for row in page.xpath("//tr[@data-row]")]
    assert rows[0].startswith("GB/T 90001-2024") and "采用" in rows[0]
    assert "找到可用的标准代替" in text(page)


def test_pages_of_relations_say_what_to_do_where_there_is_nothing(site: Site, client: Client) -> None:
    for rest, said in (
        ("relations/review/", "还没有查找过"),
        ("relations/links/?type=conflicts", "清除条件"),
        ("relations/impact/?end=32&type=cites", "没有受影响的"),
        ("relations/path/", "写出两端"),
        ("relations/path/?from=1&to=1", "两端是同一项"),
    ):
        assert said in client.get(site.at(rest)).content.decode(), rest


def test_other_pages_lead_to_relations(suggested: Site, client: Client) -> None:
    for place in (suggested.at("subsystems/BB/"), suggested.at("items/32/"), "/standards/GB~T_90001-2024/"):
        href = tree(client.get(place)).xpath("//a[text()='关联与影响']/@href")[0]
        answer = client.get(href, follow=True)
        assert answer.status_code == 200
        assert "没有找到" not in answer.content.decode(), place

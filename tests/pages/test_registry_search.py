"""One box for everything, and searches that people keep and are told about."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.pages.conftest import Site, text, tree
from tests.pages.registry_sample import write_table
from zhunsheng.apps.discovery.models import Notice, SavedSearch
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.registry.actions import import_catalogue
from zhunsheng.catalogues.shape import SourceInfo


def answers(client: Client, question: str) -> list[str]:
    return [text(row) for row in tree(client.get(f"/search/?{question}")).xpath("//tr[@data-row]")]


def test_all_types_answer_in_one_list_with_tabs(shelf: Site, client: Client) -> None:
    page = tree(client.get("/search/?q=智能"))
    tabs = page.xpath("//nav[@aria-label='结果类型']/a")
    labels = [text(tab).split()[0] for tab in tabs]
    assert labels[0] == "全部"
    assert {"标准", "拟制定项目", "子体系"} <= set(labels)
    for tab in tabs[1:]:
        found = tree(client.get(urljoin("/search/", tab.get("href"))))
        count = found.xpath("//div[@role='status']//b")[0]
        assert text(count) == text(tab).split()[1]
    assert page.xpath("//td//mark")


def test_the_top_box_searches_and_keeps_what_was_asked(shelf: Site, client: Client) -> None:
    page = tree(client.get("/search/?q=90002"))
    box = page.xpath("//form[contains(@class,'find')]")[0]
    assert box.get("action") == "/search/"
    assert box.xpath(".//input[@name='q']/@value") == ["90002"]
    assert answers(client, "q=90002")[0].startswith("GB/T 90002-2025 示例 大模型 要求 即将实施 标准")


def test_a_slip_is_mended_and_can_be_undone(shelf: Site, client: Client) -> None:
    page = tree(client.get("/search/?q=人工只能 术语"))
    told = page.xpath("//div[contains(@class,'note-box')]")
    assert told, "no correction offered"
    assert "已按“ 人工智能 术语 ”检索" in text(told[0])
    assert "GB/T 90001-2024" in text(page.xpath("//tr[@data-row]")[0])
    exact = tree(client.get(urljoin("/search/", told[0].xpath(".//a/@href")[0])))
    assert not exact.xpath("//tr[@data-row]")
    assert "没有符合条件的结果" in text(exact)


def test_words_left_out_and_words_taken_apart_are_said(shelf: Site, client: Client) -> None:
    def told(asked: str) -> str:
        for address in ("/search/", "/standards/"):
            page = tree(client.get(address, {"q": asked}))
            assert page.xpath("//tr[@data-row]"), asked
            words = text(page.xpath("//div[contains(@class,'note-box')]")[0]).replace(" ", "")
        return words

    assert told("大模型術語示例").startswith("没有")
    assert "列出同时含“" in told("模型示例")
    assert "没有连在一起的“模型示例”" in told("模型示例")
    assert "也没有同时含各词的，列出含“词汇”或“要求”的结果" in told("词汇 要求")


def test_beyond_the_last_page_the_way_leads_back(shelf: Site, client: Client) -> None:
    for address in ("/search/", "/standards/"):
        page = tree(client.get(address, {"q": "示例", "status": "current", "page": "99"}))
        box = page.xpath("//div[@class='empty-state']")[0]
        assert "没有这一页" in text(box) and "这里是第" not in text(page)
        back = tree(client.get(urljoin(address, box.xpath(".//a/@href")[0])))
        assert back.xpath("//tr[@data-row]")


def test_answers_go_out_as_a_file_with_the_question(shelf: Site, client: Client) -> None:
    page = tree(client.get("/search/?q=示例&status=current"))
    links = {link.get("data-export"): link.get("href") for link in page.xpath("//a[@data-export]")}
    rows = json.loads(client.get(links["json"]).content)["rows"]
    assert [row["number"] for row in rows] == [
        text(cell) for cell in page.xpath("//tr[@data-row]/td[contains(@class,'number')]")
    ]
    assert all(row["status"] == "现行" for row in rows)
    book = load_workbook(io.BytesIO(client.get(links["xlsx"]).content))
    assert {("检索词", "示例"), ("条件", "现行")} <= set(book["出处"].values)


def test_what_is_no_longer_in_force_leads_to_what_is_used_instead(shelf: Site, client: Client) -> None:
    rows = tree(client.get("/search/?q=90001")).xpath("//tr[@data-row]")
    told = {text(row.xpath("./td[1]")[0]): row.xpath(".//div[contains(., '改用')]/a/@href") for row in rows}
    assert told["GB/T 90001-2012"] == ["/standards/GB~T_90001-2024/"]
    assert told["GB/T 90001-2024"] == []


def test_a_standard_is_told_in_the_file_of_a_search_as_in_that_of_the_list(
    shelf: Site, client: Client
) -> None:
    found = json.loads(client.get("/search/export.json?q=示例").content)
    listed = json.loads(client.get("/standards/export.json?q=示例").content)
    labels = [column["label"] for column in found["columns"]]
    assert {column["label"] for column in listed["columns"]} - {"标准号", "标准名称"} <= set(labels)
    lines = {row["number"]: row for row in found["rows"] if row["type"] == "标准"}
    assert lines and {row["verification"] for row in lines.values()} >= {"来源矛盾", "官方来源"}
    for row in listed["rows"]:
        assert row.items() <= lines[row["number"]].items()
    others = [row for row in found["rows"] if row["type"] != "标准"]
    assert others and {row["verification"] for row in others} == {""}


def test_suggestions_lead_straight_to_the_thing(shelf: Site, client: Client) -> None:
    lines = tree(client.get("/search/suggest/?q=90001")).xpath("//li[@role='option']")
    assert lines[0].get("data-href") == "/standards/GB~T_90001-2024/"
    assert lines[-1].get("data-href") == "/search/?q=90001"
    assert client.get("/search/suggest/?q=").content.strip() == b""


@pytest.mark.parametrize(
    "asked", ["<script>alert(1)</script>", "\x00", "'\" OR 1=1 --", "%", "*" * 500, "１２３"]
)
def test_no_text_breaks_the_search(shelf: Site, client: Client, asked: str) -> None:
    for place in ("/search/", "/standards/", "/search/suggest/"):
        answer = client.get(place, {"q": asked})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()


def test_a_kept_search_tells_what_a_later_import_brought(
    shelf: Site, sign_in: Callable[[str], Client], tmp_path: Path
) -> None:
    reader = sign_in("reader")
    page = tree(reader.get("/search/?q=示例&status=current"))
    form = page.xpath("//form[@action='/searches/keep/']")[0]
    question = form.xpath(".//input[@name='question']/@value")[0]
    reader.post("/searches/keep/", {"question": question, "name": "示例现行"})
    reader.post("/searches/keep/", {"question": question, "name": "再存一次"})
    kept = SavedSearch.objects.get()
    assert kept.name == "示例现行"
    assert "新增" not in text(tree(reader.get("/searches/")))
    assert not tree(reader.get("/standards/")).xpath("//b[@class='badge']")

    later = write_table(
        tmp_path / "later.csv",
        [
            "GB/T 90020-2026,示例 新的一项,,2026-01-01,2026-02-01,现行,,,,,,",
            "GB/T 90021-2026,无关,,2026-01-01,,,,,,,,",
        ],
    )
    for _ in range(2):
        import_catalogue(OPERATOR, later, name="table", source=SourceInfo("later", "后来的目录"))
    assert [one.number for one in Notice.objects.all()] == ["GB/T 90020-2026"]
    badge = tree(reader.get("/standards/")).xpath("//b[@class='badge']")[0]
    assert text(badge).startswith("1")
    mine = tree(reader.get("/searches/"))
    assert "新增 1 条" in text(mine)
    assert mine.xpath("//a[@href='/standards/GB~T_90020-2026/']")
    (plain,) = reader.get("/searches.json").json()["items"]
    assert (plain["name"], plain["fresh"]) == ("示例现行", 1)
    assert [one["address"] for one in plain["notices"]] == ["/standards/GB~T_90020-2026/"]
    assert reader.get(plain["address"]).status_code == 200
    reader.post(f"/searches/{kept.pk}/seen/")
    assert not tree(reader.get("/standards/")).xpath("//b[@class='badge']")
    other = sign_in("editor")
    assert other.post(f"/searches/{kept.pk}/drop/").status_code == 404
    assert "还没有保存的检索" in text(tree(other.get("/searches/")))
    assert other.get("/searches.json").json() == {"items": []}
    reader.post(f"/searches/{kept.pk}/drop/")
    assert not SavedSearch.objects.exists()


def test_a_visitor_is_asked_to_sign_in_before_keeping(shelf: Site, client: Client) -> None:
    assert client.get("/searches/")["Location"].startswith("/accounts/login/")
    assert client.get("/searches.json").status_code == 401
    assert client.post("/searches/keep/", {"question": "q=x"})["Location"].startswith("/accounts/login/")
    assert not SavedSearch.objects.exists()

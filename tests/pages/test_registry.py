"""Pages of the registry: what stands in them is what is stored, every value with its source, every list as a file."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.pages.conftest import Site, text, tree
from tests.pages.registry_sample import OFFICIAL, write_table
from tests.pages.test_pages import ALLOWED, LATIN, SHELVES, TOGETHER, crawl
from zhunsheng import search
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.registry.actions import import_catalogue, place_standard
from zhunsheng.apps.registry.models import Body, BodyTally, Placement, Standard, Verification
from zhunsheng.apps.registry.queries import get_standard
from zhunsheng.catalogues.shape import SourceInfo

NEW, OLD = "/standards/GB~T_90001-2024/", "/standards/GB~T_90001-2012/"


def rows(page: Any) -> list[str]:
    """Numbers of the list, in order."""
    return [
        text(cell)
        for cell in page.xpath("//table[contains(@class,'standards')]//td[contains(@class,'number')]")
    ]


def test_the_list_is_narrowed_by_each_facet_to_the_number_it_shows(shelf: Site, client: Client) -> None:
    page = tree(client.get("/standards/"))
    assert len(rows(page)) == 6
    links = page.xpath("//aside[@id='facets']//li/a")
    assert len(links) > 8
    for link in links:
        found = tree(client.get(urljoin("/standards/", link.get("href"))))
        assert len(rows(found)) == int(text(link.xpath("./b")[0])), text(link)
        assert found.xpath("//aside[@id='facets']//a[@aria-current='true']")


def test_titles_and_printed_heads_name_an_edition_only_where_the_page_is_about_one(
    shelf: Site, client: Client
) -> None:
    name = shelf.published.system.name

    def heads(address: str) -> str:
        page = tree(client.get(address))
        return text(page.xpath("//title")[0]) + text(page.xpath("//p[@class='print-head']")[0])

    for address in (
        "/standards/",
        NEW,
        "/bodies/",
        "/classes/",
        "/catalogues/",
        "/search/?q=x",
        "/open-data/",
        "/accounts/login/",
    ):
        assert name not in heads(address), address
    for address in (shelf.at(), shelf.at("items/"), shelf.at("relations/")):
        assert name in heads(address), address
    assert "http://testserver/search/?q=大模型&type=standard" in heads(
        f"/search/?q={quote('大模型')}&type=standard"
    )


def test_a_class_without_a_chinese_name_is_told_by_its_field_and_its_english_name(
    shelf: Site, client: Client
) -> None:
    fields = tree(client.get("/classes/"))
    assert "信息技术" in text(fields.xpath("//section//table")[0])
    assert "英文名" not in text(fields.xpath("//main")[0])
    below = tree(client.get("/classes/?within=35"))
    (cell,) = below.xpath("//tr[th='35.020']/td[1]")
    assert text(cell).startswith("信息技术 英文名 Information technology")
    assert text(cell.xpath(".//*[@lang='en']")[0]).startswith("Information technology")
    assert "ISO Open Data" in text(below.xpath("//p[@class='panel-foot']")[0])
    # Beside the answers and on the standard's own page too.
    facet = text(tree(client.get("/standards/")).xpath("//aside[@id='facets']")[0])
    assert "35.020 信息技术（Information technology" in facet
    assert "35.020 信息技术（Information technology" in text(
        tree(client.get(NEW)).xpath("//section[@aria-labelledby='h-classes']")[0]
    )


def test_a_fragment_two_characters_and_initials_find(shelf: Site, client: Client) -> None:
    for asked, first in (
        ("90002", "GB/T 90002-2025"),
        ("模型", "GB/T 90002-2025"),
        ("rgzn", "GB/T 90001-2024"),
    ):
        assert rows(tree(client.get("/standards/", {"q": asked})))[0] == first
        page = tree(client.get("/search/", {"q": asked, "type": "standard"}))
        assert first in text(page.xpath("//tr[@data-row]")[0])


def test_what_is_exported_is_what_is_seen(shelf: Site, client: Client) -> None:
    seen = tree(
        client.get("/standards/?status=current&sort=number&columns=number,title,administrator,adopts")
    )
    table = [[text(cell) for cell in row.xpath("./td")] for row in seen.xpath("//tr[@data-row]")]
    heads = [text(head).rstrip("↑↓ ") for head in seen.xpath("//table[@data-walk]/thead//th")]
    links = {link.get("data-export"): link.get("href") for link in seen.xpath("//a[@data-export]")}
    book = load_workbook(io.BytesIO(client.get(links["xlsx"]).content))
    sheet = [["" if cell is None else str(cell) for cell in row] for row in book.worksheets[0].values]
    assert sheet == [heads, *table]
    assert ("条件", "现行") in list(book["出处"].values)
    read = list(csv.reader(io.StringIO(client.get(links["csv"]).content.decode("utf-8-sig"))))
    assert read == sheet
    plain = json.loads(client.get(links["json"]).content)
    assert [list(row.values()) for row in plain["rows"]] == table
    assert [
        "GB/T 90001-2024",
        "示例 人工智能 术语",
        "示例标准化技术委员会",
        "等同采用 ISO/IEC 99001:2022",
    ] in table


def test_a_source_or_body_that_is_not_there_is_told_with_what_is(
    shelf: Site, sign_in: Callable[[str], Client]
) -> None:
    editor = sign_in("editor")
    code = "example-official"
    for address, asked, said, leads in (
        ("/standards/", {"source": f"{code}x"}, f"没有代号为“{code}x”的来源", "/catalogues/"),
        ("/search/", {"source": f"{code}x"}, "example-official（示例官方目录）", "/catalogues/"),
        ("/standards/", {"body": "量子烹饪协会"}, "没有名为“量子烹饪协会”的机构", "/bodies/"),
        ("/verification/", {"source": f"{code}x"}, "下面没有按它筛选", "/catalogues/"),
        ("/standards/", {"status": "有效"}, "current（现行）", ""),
        ("/verification/", {"rule": "nothing"}, "没有编号为“nothing”的规则", ""),
    ):
        notes = tree(editor.get(address, asked)).xpath("//div[contains(@class,'note-box')]")
        assert len(notes) == 1 and said in text(notes[0]), (address, asked)
        assert notes[0].xpath(".//a/@href") == ([leads] if leads else [])
    for address in ("/standards/", "/search/", "/verification/"):
        assert "没有代号" not in text(tree(editor.get(address, {"source": code})))


def test_counts_have_separators_and_nothing_else_has(
    shelf: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = type(search.engine())
    ask = engine.search

    def many(self: Any, query: Any) -> Any:
        page = ask(self, query)
        page.total = 999037
        page.facets = {"year": [("2024", 123456), ("2012", 1)]}
        return page

    monkeypatch.setattr(engine, "search", many)
    for address in ("/standards/", "/search/?q=GB"):
        page = tree(client.get(address))
        assert "999,037" in text(page.xpath("//div[contains(@class,'list-sum')]")[0]), address
        years = page.xpath("//section[@aria-labelledby='facet-year']//li/a")
        assert [text(one) for one in years] == ["2024 123,456", "2012 1"]
        hrefs = [unquote(one) for one in page.xpath("//a/@href")]
        assert not [one for one in hrefs if re.search(r"\d,\d", one)]
    body = Body.objects.order_by("pk")[0]
    BodyTally.objects.filter(body=body, role="").update(standards=12345)
    assert "12,345" in text(tree(client.get("/bodies/"))) and "12,345" in text(
        tree(client.get(f"/bodies/{body.pk}/"))
    )
    assert "12345" in client.get(f"/bodies/{body.pk}.json").content.decode()


def test_chosen_columns_are_remembered_until_forgotten(shelf: Site, client: Client) -> None:
    def heads() -> list[str]:
        return [text(h).rstrip("↑↓ ") for h in tree(client.get("/standards/")).xpath("//thead//th")]

    usual = heads()
    client.get("/standards/", {"columns": ["number", "ics"], "remember": "1"})
    assert heads() == ["标准号", "ICS"]
    client.get("/standards/", {"columns": "default"})
    assert heads() == usual


def test_htmx_gets_the_table_alone(shelf: Site, client: Client) -> None:
    answer = client.get("/standards/", {"q": "90002"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in answer
    assert answer.count("data-row") == 1


def test_a_standard_shows_every_value_with_its_source_and_all_versions(shelf: Site, client: Client) -> None:
    page = tree(client.get(NEW))
    issued = page.xpath("//tr[@id='fact-issued']")[0]
    assert "contested" in issued.get("class")
    assert text(issued) == "发布日期 2024-03-01 来源矛盾 示例官方目录 A （官方） 2026-01-05"
    other = text(issued.getnext())
    assert "另说 2024-03-05" in other
    assert "示例笔记" in other
    assert issued.getnext().xpath("./td[@data-head='数据日期']/text()") == ["2026-02-01"]
    relations = text(page.xpath("//section[@id='relations']")[0])
    assert "代替 1 编号 名称 状态 来源 GB/T 90001-2012 示例 人工智能 词汇 被代替" in relations
    assert "采用 1 编号 名称 状态 来源 ISO/IEC 99001:2022 IDT" in relations
    said = text(page.xpath("//pre[@id='cite-gbt7714']")[0])
    assert said.startswith("示例标准化技术委员会. 示例 人工智能 术语: GB/T 90001—2024[S]")
    assert "@" in text(page.xpath("//pre[@id='cite-bibtex']")[0])
    assert [text(one) for one in page.xpath("//div[@class='numbers']/span[@class='form']")] == [
        "GB/T 90001-2024",
        "GB/T 90001—2024",
        "GB/T 90001",
        "GBT-90001-2024",
    ]


def test_a_replaced_standard_leads_to_what_is_used_instead(shelf: Site, client: Client) -> None:
    page = tree(client.get(OLD))
    box = page.xpath("//div[@class='successor']")[0]
    assert text(box) == "改用 GB/T 90001-2024 示例 人工智能 术语 现行"
    assert box.xpath(".//a")[0].get("href") == NEW
    assert not tree(client.get(NEW)).xpath("//div[@class='successor']")
    life = text(page.xpath("//section[@aria-labelledby='h-life']//table")[0])
    assert "2012-05-01 发布" in life
    assert "2024-10-01 被代替 GB/T 90001-2024" in life


def test_any_spelling_leads_to_the_one_address(shelf: Site, client: Client) -> None:
    for spelling in ("GB~T 90001—2024", "gbt90001-2024", "ＧＢ~Ｔ　90001-2024"):
        assert client.get(f"/standards/{spelling}/")["Location"] == NEW
    answer = client.get("/standards/GB~T_1-1999/")
    assert answer.status_code == 404
    assert "标准库里没有 GB/T 1-1999" in answer.content.decode()
    missing = client.get("/standards/GB~T_90001-1998/")
    near = tree(missing).xpath("//main//li/a")
    assert missing.status_code == 404 and NEW in [one.get("href") for one in near]
    assert client.get("/standards/%3Cscript%3E%00~~/").status_code == 404


def test_an_editor_settles_a_contradiction_with_evidence(
    shelf: Site, sign_in: Callable[[str], Client]
) -> None:
    editor = sign_in("editor")
    assert "核实 发布日期" in text(tree(editor.get(f"{NEW}?verify=issued")))
    typed = {"field": "issued", "value": "2024-03-05", "evidence": "不是网址", "note": "封面"}
    refused = editor.post(f"{NEW}verify/", typed)
    form = tree(refused).xpath("//form[@id='verify']")[0]
    assert refused.status_code == 400
    assert form.xpath(".//input[@name='value']")[0].get("value") == "2024-03-05"
    assert form.xpath(".//*[@role='alert']")
    done = editor.post(f"{NEW}verify/", typed | {"evidence": "https://example.cn/90001"}, follow=True)
    fact = tree(done).xpath("//tr[@id='fact-issued']")[0]
    assert "2024-03-05 已人工核实" in text(fact)
    assert fact.xpath(".//a[@href='https://example.cn/90001']")
    assert get_standard(None, "GB/T 90001-2024").issued == "2024-03-05"
    told = text(tree(editor.get(NEW)).xpath("//section[@aria-labelledby='h-history']")[0])
    assert "发布日期 2024-03-01 → 2024-03-05" in told
    form = tree(editor.get(f"{NEW}?verify=issued")).xpath("//form[contains(@action,'/withdraw/')]")[0]
    back = editor.post(form.get("action"), {"field": "issued", "reason": "看错了封面"}, follow=True)
    assert "来源矛盾" in text(tree(back).xpath("//tr[@id='fact-issued']")[0])
    assert get_standard(None, "GB/T 90001-2024").issued == "2024-03-01"


def test_the_queue_puts_contradictions_first_and_takes_several_at_once(
    shelf: Site, sign_in: Callable[[str], Client]
) -> None:
    editor = sign_in("editor")
    page = tree(editor.get("/verification/"))
    numbers = [text(cell) for cell in page.xpath("//td[contains(@class,'number')]")]
    assert numbers[0] == "GB/T 90001-2024"
    assert "T/EX 99004-2021" in numbers
    pks = {one.number: one.pk for one in Standard.objects.all()}
    chosen = [f"{pks['GB/T 90001-2024']}|issued", f"{pks['T/EX 99004-2021']}|title_zh"]
    offered = page.xpath("//input[@name='value']/@value")
    assert set(chosen) <= set(offered)
    answer = editor.post(
        "/verification/batch/", {"value": chosen, "evidence": "https://example.cn/x", "note": ""}, follow=True
    )
    assert "已确认 2 个值" in text(tree(answer))
    left = tree(editor.get("/verification/")).xpath("//input[@name='value']/@value")
    assert left and not set(chosen) & set(left)
    assert Verification.objects.count() == 2
    assert "没有选择任何值" in text(tree(editor.post("/verification/batch/", {"evidence": "x"}, follow=True)))
    found = tree(editor.get("/verification/?state=contradicted"))
    assert "没有符合条件的标准" in text(found)


def test_writing_is_for_those_who_may(shelf: Site, sign_in: Callable[[str], Client]) -> None:
    for role in ("", "reader"):
        client = sign_in(role)
        for place in ("/verification/", "/catalogues/import/", "/catalogues/mappings/"):
            assert client.get(place).status_code == (302 if not role else 403), (role, place)
        for place in ("runs/00000000-0000-4000-8000-000000000000/", "../verification/export.csv"):
            barred = client.get(f"/catalogues/{place}".replace("/catalogues/..", ""))
            assert barred.status_code == (302 if not role else 403), (role, place)
            if role:
                told = text(tree(barred))
                assert (
                    "需要编辑或管理员角色" in told
                    and "请管理员授予相应角色" in told
                    and "没有登录" not in told
                )
        client.post(f"{NEW}verify/", {"field": "issued", "value": "2024-03-01", "evidence": "https://e.cn"})
        client.post("/verification/batch/", {"value": ["1|issued"], "evidence": "https://e.cn"})
        assert "verify" not in client.get(NEW).content.decode()
    assert not Verification.objects.exists()
    editor = sign_in("editor")
    for place in (f"{NEW}verify/", "/verification/batch/", "/placements/1/confirm/", "/searches/keep/"):
        assert editor.get(place).status_code == 405, place


def test_organisations_and_classes_lead_to_their_standards(shelf: Site, client: Client) -> None:
    page = tree(client.get("/bodies/"))
    first = page.xpath("//tr[@data-row]")[0]
    assert text(first).startswith("示例标准化技术委员会")
    assert text(first).endswith("3")
    body = tree(client.get(first.xpath(".//a")[0].get("href")))
    assert len(body.xpath("//tr[@data-row]")) == 3
    fields = tree(client.get("/classes/"))
    assert [text(row) for row in fields.xpath("//tr[@data-row]")] == ["25 机械制造 1 1", "35 信息技术 2 4"]
    deeper = tree(client.get("/classes/?scheme=ics&within=35"))
    for row in deeper.xpath("//tr[@data-row]"):
        link = row.xpath(".//td[@class='num']/a")
        if link:
            assert len(rows(tree(client.get(link[0].get("href"))))) == int(text(link[0]))
    for place in ("bodies", "classes", "catalogues"):
        assert client.get(f"/{place}/export.xlsx").status_code == 200
        assert json.loads(client.get(f"/{place}/export.json").content)["rows"]
        assert client.get(f"/{place}/export.exe").status_code == 404


def test_sources_are_told_with_grade_date_and_count_in_one_order(shelf: Site, client: Client) -> None:
    page = tree(client.get("/catalogues/"))
    lines = [text(row) for row in page.xpath("//tbody/tr")]
    assert any(
        line.startswith("示例官方目录") and "A （官方）" in line and "2026-01-05" in line for line in lines
    )
    told = [text(code) for code in page.xpath("//tbody//span[contains(@class,'mono')]")]
    assert told == ["example-official", "example-notes"]
    assert [one["code"] for one in client.get("/api/v1/sources").json()["items"]] == told
    link = page.xpath("//a[contains(@href,'source=example-official')]")[0]
    assert len(rows(tree(client.get(link.get("href"))))) == int(text(link)) == 5
    assert not page.xpath("//*[@id='h-runs']")


def test_a_standard_is_placed_confirmed_and_rejected_beside_an_item(
    shelf: Site, client: Client, sign_in: Callable[[str], Client]
) -> None:
    item = tree(client.get(shelf.at("items/32/")))
    block = item.xpath("//section[@id='related']//a")[0].get("href")
    assert "还没有找到相关的现有标准" in text(tree(client.get(block)))
    standard = get_standard(None, "GB/T 90001-2024")
    made = place_standard(OPERATOR, standard, shelf.published, Placement.PLANNED, "32")
    Placement.objects.filter(pk=made.pk).update(state=Placement.SUGGESTED, score=0.5, evidence=["同有“监测”"])
    piece = client.get(block, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in piece
    assert "GB/T 90001-2024" in piece
    assert "相关，待确认" in piece
    assert "同有“监测”" in piece
    assert "placements/" not in piece
    places = text(tree(client.get(NEW)).xpath("//section[@id='placements']")[0])
    assert "海洋装备腐蚀智能监测与预警标准" in places
    editor = sign_in("editor")
    there = shelf.at("items/32/")
    answer = editor.post(f"/placements/{made.pk}/confirm/", {"next": there}, follow=True)
    assert "已确认 GB/T 90001-2024" in text(tree(answer))
    made.refresh_from_db()
    assert made.state == Placement.CONFIRMED
    answer = editor.post(f"/placements/{made.pk}/reject/", {"next": there, "reason": " "}, follow=True)
    assert "理由" in text(tree(answer))
    editor.post(f"/placements/{made.pk}/reopen/", {"next": there, "reason": "手滑"})
    made.refresh_from_db()
    assert made.state == Placement.SUGGESTED
    editor.post(f"/placements/{made.pk}/reject/", {"next": there, "reason": "不是一回事"})
    assert "GB/T 90001-2024" not in client.get(block, headers={"HX-Request": "true"}).content.decode()


@pytest.mark.parametrize("role", ["", "admin"])
def test_every_link_of_the_registry_leads_somewhere(
    shelf: Site, sign_in: Callable[[str], Client], role: str
) -> None:
    client = sign_in(role)
    seen = crawl(
        client,
        ["/standards/", NEW, OLD, "/search/?q=示例", "/catalogues/", "/classes/", "/bodies/"],
        # The filters are the same for everybody; three at once are tried by one.
        together=TOGETHER if role else 2,
        inside=SHELVES.__contains__,
    )
    assert len(seen) > 30
    for address, content in seen.items():
        if not content.lstrip().startswith(b"<!doctype html>"):
            continue
        page = content.decode()
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=\"", page), address
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), f"{address} has an id twice"


def test_no_english_is_left_on_chinese_pages(shelf: Site, sign_in: Callable[[str], Client]) -> None:
    allowed = set(ALLOWED) | {
        "admin",
        "example",
        "cn",
        "ICS",
        "CCS",
        "BibTeX",
        "Relaton",
        "YAML",
        "ISO",
        "DB",
    }
    allowed |= set(LATIN.findall(" ".join(OFFICIAL)))
    allowed |= {"IEC", "IDT", "GBT", "Example", "EX", "official", "notes", "csv", "GB", "DB32", "rgzn", "gbt"}
    allowed |= {
        "xlsx",
        "xls",
        "ods",
        "Lines",
        "Open",
        "Data",
        "zip",
        "tar",
        "gz",
        "git",
        "Git",
        "setup",
        "rengongzhineng",
    }
    allowed |= {"https"}
    client = sign_in("admin")
    pages = ["/standards/", "/standards/?q=没有", NEW.replace("2024", "2012"), "/bodies/", "/classes/"]
    pages += [
        "/catalogues/",
        "/catalogues/import/",
        "/verification/",
        "/search/",
        "/search/?q=术语",
        "/searches/",
    ]
    for address in pages:
        page = tree(client.get(address))
        for away in page.xpath(
            "//script|//section[@aria-labelledby='facet-ics' or @aria-labelledby='h-classes']|//*[contains(@class,'mono')]|//code|//pre|//td[contains(@class,'value')]"
        ):
            away.drop_tree()
        said = text(page) + " ".join(page.xpath("//@title|//@aria-label|//@placeholder|//@alt"))
        left = {word for word in LATIN.findall(said) if word not in allowed}
        assert not left, (address, left)


def test_a_date_that_cannot_be_is_shown_as_not_taken(shelf: Site, client: Client, tmp_path: Path) -> None:
    row = "GB/T 90050-2025,示例 日期颠倒,,2025-12-02,2025-09-01,,,,,,,"
    table = write_table(tmp_path / "odd.csv", [row])
    import_catalogue(OPERATOR, table, name="table", source=SourceInfo("odd", "示例颠倒", "C"))
    page = tree(client.get("/standards/GB~T_90050-2025/"))
    fact = page.xpath("//tr[@id='fact-implemented']")[0]
    assert "没有可采用的值" in text(fact)
    assert "未采用 2025-09-01" in text(fact.getnext())
    assert "2025-09-01" not in text(page.xpath("//section[@aria-labelledby='h-life']")[0])
    assert "早于发布日期" in text(page.xpath("//section[@id='findings']")[0])

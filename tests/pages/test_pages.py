"""Every page answers, every link leads somewhere, every number is the number of rows it leads to."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import resolve

import zhunsheng
from tests.pages.conftest import SAMPLE, Site, text, tree
from zhunsheng.apps.systems.queries import load_system
from zhunsheng.core.records import canonical_json
from zhunsheng.shell.words import ENGLISH

VISITOR_PAGES = [
    "",
    "structure/",
    "structure/?view=framework",
    "structure/?view=table",
    "structure/?fold=C,F",
    "structure/structure.svg",
    "structure/framework.svg",
    "subsystems/F/",
    "subsystems/CI/",
    "items/",
    "items/?q=32&group=none&sort=-urgency&columns=name,urgency",
    "items/32/",
    "items/export.xlsx",
    "items/export.csv",
    "items/export.json",
    "checks/",
    "checks/?severity=error&state=all",
    "source/?lines=672-675",
]


@pytest.mark.parametrize("rest", VISITOR_PAGES)
def test_a_visitor_reads_what_is_published(site: Site, client: Client, rest: str) -> None:
    assert client.get(site.at(rest)).status_code == 200


def test_the_start_page_leads_to_the_published_system(site: Site, client: Client) -> None:
    answer = client.get("/", follow=True)
    assert unquote(answer.redirect_chain[-1][0]).endswith("/jiangsu-ai/2025版/")


def test_drafts_are_for_editors(site: Site, sign_in: Callable[[str], Client]) -> None:
    for rest in ("", "items/", "structure/"):
        assert sign_in("").get(site.at(rest, draft=True)).status_code == 404
    editor = sign_in("editor")
    for rest in (
        "",
        "items/",
        "structure/?view=framework",
        "checks/",
        "source/",
        "review/",
        "subsystems/CAA/",
    ):
        assert editor.get(site.at(rest, draft=True)).status_code == 200


def test_unknown_places_give_a_chinese_page(site: Site, client: Client) -> None:
    for path in (
        "/nothing/",
        "/systems/nothing/",
        site.at("subsystems/QQ/"),
        site.at("items/999/"),
        "/systems/x/y/",
    ):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "找不到页面" in answer.content.decode()


#: of the filters of a list so many together; with ten filters there are a thousand kinds of address, each a page
TOGETHER = 3
#: rooms that tests/pages/test_registry.py walks through, with standards in them
SHELVES = {"registry", "discovery"}


def crawl(
    client: Client,
    start: list[str],
    most_alike: int = 3,
    *,
    together: int = TOGETHER,
    inside: Callable[[str], bool] = lambda room: True,
) -> dict[str, bytes]:
    """Follow links from ``start``. Of addresses that differ only in values, the first few are enough.

    Pages of rooms that are not ``inside`` (another crawl walks through them) are opened, their links are not followed.
    """
    seen: dict[str, bytes] = {}
    alike: Counter[tuple[object, ...]] = Counter()
    waiting = deque(start)
    while waiting:
        address = waiting.popleft().partition("#")[0]
        parts = urlsplit(address)
        kind = (resolve(unquote(parts.path)).view_name, *sorted(parse_qs(parts.query)))
        if address in seen or alike[kind] >= most_alike or len(kind) > 1 + together:
            continue
        alike[kind] += 1
        answer = client.get(address)
        assert answer.status_code in {200, 302}, (address, answer.status_code)
        # A file that is streamed is whole when its last part has come: it is read, not kept.
        seen[address] = b"" if answer.streaming and list(answer.streaming_content) else answer.content
        if answer.status_code == 302:
            waiting.append(answer["Location"])
        elif answer["Content-Type"].startswith("text/html") and inside(str(kind[0]).partition(":")[0]):
            for href in tree(answer).xpath("//a/@href"):
                target = urljoin(address, href)
                assert target.startswith("/"), f"{address} links to {href}"
                waiting.append(target)
    return seen


@pytest.mark.parametrize("role", ["", "admin"])
def test_every_link_leads_somewhere(site: Site, sign_in: Callable[[str], Client], role: str) -> None:
    client = sign_in(role)
    start = ["/", "/systems/", site.at("", draft=True)] if role else ["/", "/systems/"]
    seen = crawl(client, start, inside=lambda room: room not in SHELVES)
    assert len(seen) > 40
    for address, content in seen.items():
        if not content.lstrip().startswith(b"<!doctype html>"):
            continue
        page = content.decode()
        # The policy allows neither inline scripts nor inline styles; a page that has one would look broken.
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=\"", page), address
        ids = set(re.findall(r'\sid="([^"]+)"', page))
        assert len(ids) == len(re.findall(r'\sid="([^"]+)"', page)), f"{address} has an id twice"
        for anchor in re.findall(r'href="#([^"]+)"', page):
            assert anchor in ids, f"{address} points to #{anchor}"


def test_each_number_of_the_overview_counts_the_rows_it_leads_to(site: Site, client: Client) -> None:
    page = tree(client.get(site.at()))
    links = page.xpath("//table[contains(@class,'snug')]//a[contains(@href,'/items/')]")
    assert len(links) > 30
    for link in links:
        found = tree(client.get(link.get("href")))
        rows = found.xpath("//table[@data-walk]//tr[@data-row]")
        assert int(text(link)) == len(rows), link.get("href")


def test_the_figures_are_those_of_the_stored_system(site: Site, client: Client) -> None:
    system = load_system(site.published)
    page = text(tree(client.get(site.at())))
    assert f"清单列 {len(system.planned_standards)} 项" in page
    assert f"构建依据 {len(system.bases)} 项" in page
    assert f"实施措施 {len(system.measures)} 条" in page
    assert page.count("尚无登记") >= len(system.targets)


LATIN = re.compile(r"[A-Za-z]{2,}")
# What Chinese pages may say in Latin letters: formats, units, commands, names of keys.
ALLOWED = frozenset(
    (
        "XLSX",
        "CSV",
        "JSON",
        "yaml",
        "json",
        "SVG",
        "SHA",
        "PDF",
        "Word",
        "Markdown",
        "txt",
        "md",
        "html",
        "htm",
        "docx",
        "doc",
    )
    + (
        "English",
        "GB",
        "KB",
        "MB",
        "Cookie",
        "utf",
        "zhunsheng",
        "system",
        "attach",
        "user",
        "set",
        "password",
    )
)


@pytest.mark.parametrize("role", ["", "admin"])
def test_no_english_is_left_on_chinese_pages(site: Site, sign_in: Callable[[str], Client], role: str) -> None:
    allowed = set(ALLOWED) | {role, "example", "cn"}
    for edition in (site.published, site.draft):
        own = canonical_json(load_system(edition)) + edition.source_name + edition.content_hash + edition.key
        allowed |= set(LATIN.findall(own)) | {edition.system.slug}
    pages = [
        "/systems/",
        site.at(),
        site.at("structure/?view=table"),
        site.at("items/"),
        site.at("items/32/"),
    ]
    pages += [site.at("checks/"), site.at("source/"), "/systems/jiangsu-ai/editions/", "/nothing/"]
    if role:
        pages += [site.at("review/", draft=True), site.at("review/?kind=target", draft=True), "/import/"]
        pages += ["/accounts/password/change/", "/accounts/logout/", site.at("source/", draft=True)]
    else:
        pages += ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
    client = sign_in(role)
    for address in pages:
        page = tree(client.get(address))
        for away in page.xpath(
            "//script|//*[contains(@class,'mono')]|//ol[contains(@class,'source')]|//code"
        ):
            away.drop_tree()
        said = text(page) + " ".join(page.xpath("//@title|//@aria-label|//@placeholder|//@alt"))
        left = {word for word in LATIN.findall(said) if word not in allowed}
        assert not left, (address, left)


def test_the_frame_speaks_english_when_asked(site: Site, client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": site.at("items/")}, follow=True)
    page = tree(answer)
    entries = [text(link) for link in page.xpath("//nav[@class='nav']//a")]
    assert entries == [
        "Overview",
        "System",
        "Figures",
        "Items",
        "Checks",
        "Standards",
        "Relations",
        "Papers",
        "Open data",
        "Editions",
        "Import",
    ]
    assert page.get("lang") == "en"
    assert page.xpath("//main")[0].get("lang") == "zh-CN"
    assert "海洋装备腐蚀智能监测与预警标准" in text(page)
    back = client.post("/language/", {"language": "zh-hans", "next": site.at()}, follow=True)
    assert text(tree(back).xpath("//nav[@class='nav']//a")[0]) == "总览"


def test_every_frame_string_has_its_english() -> None:
    package = Path(zhunsheng.__file__).parent
    used: set[str] = set()
    for path in [*package.rglob("templates/**/*.html")]:
        used |= set(re.findall(r"""\{%\s*t\s+["']([^"']+)["']""", path.read_text(encoding="utf-8")))
    assert len(used) > 20
    assert used <= set(ENGLISH), used - set(ENGLISH)


def test_hostile_names_stay_text(site: Site, sign_in: Callable[[str], Client]) -> None:
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.systems.actions import import_guide

    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    guide = (
        SAMPLE.read_text(encoding="utf-8")
        .replace("智慧水务术语", f"水务{evil}术语")
        .replace("示例市水务局", f"局{evil}")
    )
    draft = import_guide(OPERATOR, guide.encode(), f"{evil}.md", slug="hostile")
    client = sign_in("editor")
    seen = 0
    for rest in (
        "",
        "items/",
        "items/1/",
        "structure/",
        "structure/?view=framework",
        "checks/",
        "source/",
        "review/",
    ):
        page = client.get(f"/systems/hostile/{draft.key}/{rest}").content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        seen += "&lt;script&gt;alert" in page
    assert seen > 2
    page = client.get(f"/systems/hostile/{draft.key}/items/", {"q": evil}).content.decode()
    assert "<script>alert" not in page


def test_a_guide_without_a_list_is_not_blamed_for_empty_categories(
    db: None, sign_in: Callable[[str], Client]
) -> None:
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.systems.actions import import_guide

    guide = SAMPLE.read_text(encoding="utf-8").partition("## 附件")[0]
    draft = import_guide(OPERATOR, guide.encode(), "水务.md")
    client = sign_in("editor")
    base = f"/systems/{draft.system.slug}/{draft.key}/"
    assert "没有拟制定标准的清单" in text(tree(client.get(base)))
    assert "这个版本没有清单" in text(tree(client.get(base + "items/")))
    for view in ("structure", "framework"):
        page = client.get(base + f"structure/?view={view}").content.decode()
        assert "<svg" in page
        assert "dg-empty" not in page
        assert "尚无" not in page


def test_a_slash_in_the_name_of_an_edition_stands_full_width_in_addresses(site: Site, client: Client) -> None:
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.systems.actions import import_packaged

    slashed = replace(load_system(site.published), edition="2025/试行版")
    here = f"/systems/{import_packaged(OPERATOR, slashed).system.slug}/2025／试行版/"
    for rest in ("", "structure/", "items/", "figures/", "relations/", "relations/atlas/", "papers/"):
        answer = client.get(here + rest)
        assert answer.status_code == 200, rest
        assert here in unquote(answer.content.decode()), rest
        mirrored = client.get(f"{here}{rest}".rstrip("/") + ".json")
        assert mirrored.status_code == 200, rest

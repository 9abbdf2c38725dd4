"""``zhunsheng standard …``: one standard with its sources, finding, verifying, citing."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhunsheng.cli.facets import facet_filters, known_names
from zhunsheng.cli.frame import fail, new_app, write_output
from zhunsheng.cli.site import database, say

if TYPE_CHECKING:
    from zhunsheng.apps.registry.models import Standard

app = new_app("标准：查看一个标准及其来源、检索、核实、引用。")


class Form(StrEnum):
    """Formats of what is shown."""

    text = "text"
    json = "json"


class CitationStyle(StrEnum):
    """Ways to cite."""

    gbt7714 = "gbt7714"
    bibtex = "bibtex"
    relaton = "relaton"
    csl = "csl"


Format = Annotated[Form, typer.Option("--format", "-f", metavar="text|json", help="输出格式")]
Number = Annotated[
    str, typer.Argument(metavar="NUMBER", help="标准编号，任一写法：GB/T 1.1-2020、gbt1.1-2020")
]


@app.callback()
def _standard() -> None:
    """标准：查看一个标准及其来源、检索、核实、引用。"""


@app.command()
def show(number: Number, form: Format = Form.text) -> None:
    """显示一个标准：每个值及其来源和核实状态，关联的两个方向，各版次，归类，应改用什么。

    退出码：0 找到；1 标准库中没有。
    """
    with database():
        from zhunsheng.apps.people.actors import OPERATOR
        from zhunsheng.apps.registry.plain import standard_plain

        found = standard_plain(OPERATOR, _find(number))
    if form is Form.json:
        _write_json(found)
    else:
        _tell(found)


@app.command()
def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="中文、英文、编号或其片段、拼音首字母")],
    filters: Annotated[
        list[str] | None,
        typer.Option("--filter", metavar="k=v", help="只要某一分面的，可写几次：status=现行、level=national"),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=1000, help="最多几条")] = 20,
    form: Format = Form.text,
) -> None:
    """检索标准，最贴切的在前；--filter type=planned 等也可检索拟制定项目、子体系、机构。

    退出码：0 有结果；1 没有找到。
    """
    from zhunsheng.search.shape import Query

    # Without a type only standards are sought.
    asked = {"type": ("standard",), **facet_filters(filters or [], "--filter")}
    with database():
        from zhunsheng.apps.discovery.endpoints import search_plain

        known_names(asked, "--filter")
        page = search_plain(Query(text, asked, 0, limit))
    if form is Form.json:
        keys = ("total", "approximate", "corrected", "partly", "items")
        _write_json({key: page[key] for key in keys})
    else:
        _tell_page(page)
    if not page["items"]:
        raise typer.Exit(1)


def _tell_page(page: dict[str, Any]) -> None:
    if page["corrected"]:
        partly = "，没有同时含各词的，列出含其中一部分的" if page["partly"] else ""
        say(f"按“{page['corrected']}”检索{partly}。")
    for hit in page["items"]:
        state = f"（{hit['status_label']}）" if hit["status_label"] else ""
        say(f"{hit['number']}　{hit['title']}{state}　{hit['why']}".strip())
    about = "至少 " if page["approximate"] else ""
    say(f"共 {about}{page['total']} 条。" if page["items"] else "没有找到。请换个说法，或少写几个字。")


@app.command()
def cite(
    number: Number,
    style: Annotated[
        CitationStyle,
        typer.Option("--style", "-s", metavar="gbt7714|bibtex|relaton|csl", help="引用格式"),
    ] = CitationStyle.gbt7714,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="F", help="写入文件，不写则输出到屏幕")
    ] = None,
) -> None:
    """输出一个标准的引用；不知道的不写。"""
    with database():
        from zhunsheng.apps.registry.citing import citation_plain

        text = citation_plain(_find(number), style.value)["text"]
    write_output(text, out)


@app.command()
def verify(
    number: Number,
    field: Annotated[str, typer.Argument(metavar="FIELD", help="字段，如 issued 或“发布日期”")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="证据所示的值")],
    evidence: Annotated[str, typer.Option("--evidence", "-e", metavar="URL", help="证据网址，必须给出")] = "",
    note: Annotated[str, typer.Option("--note", metavar="说明", help="记入核实记录的说明")] = "",
    form: Format = Form.text,
) -> None:
    """以证据核实一个值；与现在的值不同时即为更正，原值仍留作一种说法。记入日志。"""
    if not evidence.strip():
        fail("请用 --evidence 给出证据网址。")
    with database():
        from zhunsheng.apps.people.actors import OPERATOR
        from zhunsheng.apps.registry.endpoints_deciding import state_value
        from zhunsheng.apps.registry.plain import facts_plain

        standard = _find(number)
        made = state_value(OPERATOR, standard, field, value, evidence_url=evidence, note=note)
        standard.refresh_from_db()
        fact = facts_plain(standard)[made.field]
    if form is Form.json:
        _write_json({"number": standard.number, "field": made.field, **fact})
        return
    said = fact["value_label"] or fact["value"]
    was = f"，原值“{made.before}”" if made.before != made.value else ""
    say(
        f"{'已更正' if was else '已核实'}：{standard.number} {fact['label']} {said}{was}；证据 {made.evidence_url}"
    )


def _find(number: str) -> Standard:
    """The standard of this number; ends the command with the nearest ones where it is not there."""
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.registry.lookup import as_asked, find_any, nearest

    found = find_any(OPERATOR, number)
    if found is not None:
        return found
    near = nearest(OPERATOR, number)
    meant = f"是否指：{'、'.join(near)}？" if near else ""
    return fail(
        f"标准库中没有“{as_asked(number)}”。{meant}请检查编号和年份，或用 zhunsheng standard search 查找。",
        code=1,
    )


def _tell(one: dict[str, Any]) -> None:
    from zhunsheng.apps.registry.plain import word_of

    say(f"{one['number']}　{one['title']}")
    state = "，".join(filter(None, [one["level_label"], one["status_label"], one["verification_label"]]))
    say(f"{state}{'。' + one['status_why'] if one['status_why'] else ''}")
    if one["successors"] and one["status"] in {"superseded", "withdrawn"}:
        say("应改用：" + "；".join(f"{item['number']} {item['title']}" for item in one["successors"]))
    more = [item for item in one["numbers"] if item["kind"] != "main"]
    if more:
        say("其他编号：" + "、".join(f"{item['number']}（{item['kind_label']}）" for item in more))
    say("\n各项")
    for name, fact in one["fields"].items():
        value = fact["value_label"] or fact["value"]
        voices = dict.fromkeys(said for said in map(_voice, fact["sources"]) if said != fact["state_label"])
        told = "：".join(filter(None, [fact["state_label"], "、".join(voices)]))
        say(f"  {fact['label']}：{_short(value)}　[{told}]")
        for version in fact["versions"]:
            if not version["agrees"]:
                said = word_of(name, version["value"]) or version["value"]
                say(f"    另一说法：{_short(said)}　[{_voice(version)}]")
    _tell_parts(one)
    _tell_links(one)


def _tell_parts(one: dict[str, Any]) -> None:
    for part in one["participants"]:
        said = "、".join(_voice(voice) for voice in part["sources"])
        say(f"  {part['role_label']}：{part['name']}　[{said}]")
    for item in one["classifications"]:
        said = "、".join(_voice(voice) for voice in item["sources"])
        say(f"  {item['scheme'].upper()}：{item['code']}　[{said}]")


def _tell_links(one: dict[str, Any]) -> None:
    if one["relations"]:
        say("\n关联")
    for link in one["relations"]:
        other = link["standard"]
        title = f" {other['title']}（{other['status_label']}）" if other else "（标准库中没有）"
        degree = f" {link['degree']}" if link["degree"] else ""
        said = "、".join(
            f"{name} {grade}" for name, grade in zip(link["sources"], link["grades"], strict=False)
        )
        say(f"  {link['label']}{degree}：{link['number']}{title}　[{said}]")
    others = [item for item in one["editions"] if item["id"] != one["id"]]
    if others:
        say("\n其他版次：" + "；".join(f"{item['number']}（{item['status_label']}）" for item in others))
    if one["placements"]:
        say("\n归类")
    for place in one["placements"]:
        gone = "，所指条目已不在本版" if place["gone"] else ""
        say(f"  {place['system']} {place['edition']}　{place['item_label']}（{place['state_label']}{gone}）")
    for finding in one["findings"]:
        say(f"\n注意：{finding['message']}")


def _voice(voice: dict[str, Any]) -> str:
    grade = voice["grade"] if len(voice["grade"]) == 1 else voice["grade_label"]
    return f"{voice['source_name']} {grade}".strip()


def _short(text: str, most: int = 120) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most] + "…"


def _write_json(value: Any) -> None:
    write_output(json.dumps(value, ensure_ascii=False, indent=2) + "\n", None)

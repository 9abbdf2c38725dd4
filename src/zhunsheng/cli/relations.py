"""``zhunsheng relations …``: what is linked with what, what a change reaches, and having links suggested."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhunsheng.cli.frame import fail, new_app, write_output
from zhunsheng.cli.site import database, say

if TYPE_CHECKING:
    from zhunsheng.apps.insight.gathering import Thing
    from zhunsheng.apps.systems.models import Edition

app = new_app("关联：一项与什么有关，它变了影响什么，查找可能的关联。")


class TextOrJson(StrEnum):
    """Formats of what is shown."""

    text = "text"
    json = "json"


class Change(StrEnum):
    """What may happen to a standard."""

    revised = "revised"
    replaced = "replaced"
    withdrawn = "withdrawn"


Shown = Annotated[TextOrJson, typer.Option("--format", "-f", metavar="text|json", help="输出格式")]
One = Annotated[
    str,
    typer.Argument(metavar="X", help="一项：标准编号（任一写法）、子体系代码、清单序号、名称，或 种类:编号"),
]
Slug = Annotated[str, typer.Option("--system", metavar="SLUG", help="体系的简称，不写则取最早载入的一个")]
EditionKey = Annotated[str, typer.Option("--edition", metavar="版本", help="版本，不写则取最新发布的版本")]
Types = Annotated[
    str, typer.Option("--type", metavar="类型", help="只走这些类型的关联，用逗号隔开，如 cites,replaces")
]
Sure = Annotated[bool, typer.Option("--confirmed", help="只走已确认的关联")]
On = Annotated[str, typer.Option("--on", metavar="日期", help="哪一天的情形，如 2026-03-01")]


@app.callback()
def _relations() -> None:
    """关联：一项与什么有关，它变了影响什么，查找可能的关联。"""


@app.command()
def impact(
    one: One,
    change: Annotated[
        Change,
        typer.Option(
            "--change",
            metavar="revised|replaced|withdrawn",
            help="修订 revised、被代替 replaced、废止 withdrawn",
        ),
    ] = Change.revised,
    system: Slug = "",
    edition: EditionKey = "",
    types: Types = "",
    confirmed: Sure = False,
    on: On = "",
    form: Shown = TextOrJson.text,
) -> None:
    """一项修订、被代替或废止时，由近到远影响哪些标准、清单条目、子体系，各因为什么。

    退出码：0 有受影响的；1 没有，或没有找到这一项。
    """
    with database():
        from zhunsheng.apps.insight import asking, plain

        at = _edition(system, edition)
        found = asking.impact(at, _thing(at, one), change=change.value, **_question(types, confirmed, on))
        told = plain.impact_plain(at, found, change.value)
    if form is TextOrJson.json:
        _write_json(told)
    else:
        for other in told["instead"]:
            say(f"现由 {_name(other)} 代替")
        for item in told["items"]:
            doubt = "" if item["certain"] else "（含待确认的关联）"
            say(f"{item['distance']}　{item['kind_label']}　{_name(item)}{doubt}")
            say(f"　　{'；'.join(item['said'])}")
        say(_sum(len(told["items"]), "项受影响", cut=told["cut"]))
    _end(told["items"])


@app.command()
def around(
    one: One,
    steps: Annotated[int, typer.Option("--steps", min=1, max=3, help="几步之内")] = 1,
    system: Slug = "",
    edition: EditionKey = "",
    types: Types = "",
    confirmed: Sure = False,
    on: On = "",
    form: Shown = TextOrJson.text,
) -> None:
    """一项在几步之内与什么关联。

    退出码：0 有关联；1 没有，或没有找到这一项。
    """
    with database():
        from zhunsheng.apps.insight import asking, plain

        at = _edition(system, edition)
        thing = _thing(at, one)
        found = asking.around(at, thing, steps=steps, **_question(types, confirmed, on))
        told = plain.around_plain(at, thing, steps, found)
    if form is TextOrJson.json:
        _write_json(told)
    else:
        for item in told["items"]:
            say(f"{item['distance']}　{item['said']}（{item['status_label']}，{item['origin_label']}）")
        say(_sum(len(told["items"]), "条关联", cut=told["cut"]))
    _end(told["items"])


@app.command()
def path(
    one: One,
    other: Annotated[str, typer.Argument(metavar="Y", help="另一项，写法同上")],
    system: Slug = "",
    edition: EditionKey = "",
    types: Types = "",
    confirmed: Sure = False,
    on: On = "",
    form: Shown = TextOrJson.text,
) -> None:
    """两项之间最短的一条路。

    退出码：0 有路；1 没有，或没有找到其中一项。
    """
    with database():
        from zhunsheng.apps.insight import asking, plain

        at = _edition(system, edition)
        start, end = _thing(at, one), _thing(at, other)
        told = plain.path_plain(
            at, start, end, asking.path(at, start, end, **_question(types, confirmed, on))
        )
    if form is TextOrJson.json:
        _write_json(told)
    else:
        for number, item in enumerate(told["items"], 1):
            say(f"{number}　{item['said']}（{item['status_label']}）")
        say("两者没有连在一起。" if not told["found"] else f"共 {len(told['items'])} 步。")
    if not told["found"]:
        raise typer.Exit(1)


@app.command("list")
def list_(
    system: Slug = "",
    edition: EditionKey = "",
    start: Annotated[str, typer.Option("--from", metavar="模块", help="从哪个模块（代码）")] = "",
    end: Annotated[str, typer.Option("--to", metavar="模块", help="到哪个模块（代码）")] = "",
    types: Types = "",
    status: Annotated[
        str, typer.Option("--status", metavar="状态", help="confirmed 已确认，suggested 待确认")
    ] = "",
    form: Shown = TextOrJson.text,
) -> None:
    """列出一个版本的关联；归类（placed）另列，用 --type placed。"""
    with database():
        from zhunsheng.apps.insight import plain, queries
        from zhunsheng.apps.insight.listing import read_filter

        at = _stored(system, edition)
        asked = {"from": start, "to": end, "type": types, "status": status}
        modules = [code for code, _, _ in queries.modules_of(at)]
        for name in (start, end):
            if name and name not in modules:
                fail(f"没有模块“{name}”，可用：{'、'.join(modules)}。")
        found = queries.links_between(at, read_filter(asked, modules))
        items = [plain.view_plain(at, one) for one in found]
    if form is TextOrJson.json:
        _write_json({"total": len(items), "items": items})
        return
    for item in items:
        say(f"{item['said']}（{item['status_label']}，{item['origin_label']}）")
    say(_sum(len(items), "条关联"))


@app.command()
def suggest(system: Slug = "", edition: EditionKey = "") -> None:
    """从指南原文、规则和用词查找可能的关联，写入为待确认；已有决定的不动，否定过的不再建议。"""
    with database():
        from zhunsheng.apps.insight.actions import suggest_links
        from zhunsheng.apps.people.actors import OPERATOR

        at = _stored(system, edition)
        done = suggest_links(OPERATOR, at)
    say(
        f"新增 {done.added} 条，更新 {done.renewed} 条，去掉 {done.dropped} 条，沿用上一版的决定 {done.carried} 条。"
    )


def _edition(slug: str, key: str) -> Edition | None:
    """The edition asked for, or the first stored one; None where none is stored and none was asked for."""
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.systems.models import Edition, System
    from zhunsheng.apps.systems.queries import get_edition, visible_systems

    if not slug:
        first = visible_systems(OPERATOR).order_by("created_at").first()
        if first is None and not key:
            return None
        slug = first.slug if first else ""
    try:
        return get_edition(OPERATOR, slug, key or None)
    except (Edition.DoesNotExist, System.DoesNotExist):
        fail(f"没有体系“{slug}”或它的版本“{key}”。全部体系见 zhunsheng system list。", code=1)


def _stored(slug: str, key: str) -> Edition:
    found = _edition(slug, key)
    if found is None:
        fail("还没有载入任何体系。请先运行 zhunsheng setup，或用 zhunsheng system import 导入。", code=1)
    return found


def _thing(edition: Edition | None, asked: str) -> Thing:
    from zhunsheng.apps.insight.queries import find_thing
    from zhunsheng.apps.people.actors import OPERATOR

    found = find_thing(OPERATOR, edition, asked)
    if found is None:
        fail(f"没有找到“{asked}”。可以写标准编号、子体系代码、清单序号或完整的名称。", code=1)
    return found


def _question(types: str, confirmed: bool, on: str) -> dict[str, Any]:
    from zhunsheng.apps.insight.listing import is_day
    from zhunsheng.core.relations import relation_types

    wanted = [one.strip() for one in types.split(",") if one.strip()]
    for one in wanted:
        if one not in relation_types():
            fail(f"没有“{one}”这种关联，可用：{'、'.join(relation_types())}。")
    if on and not is_day(on):
        fail(f"日期“{on}”应写成 2026-03-01。")
    return {
        "types": wanted,
        "statuses": ("confirmed",) if confirmed else ("confirmed", "suggested"),
        "on": on,
    }


def _name(item: dict[str, Any]) -> str:
    return f"{item.get('number') or item.get('code') or ''} {item['title']}".strip()


def _sum(number: int, words: str, *, cut: bool = False) -> str:
    if not number:
        return f"没有{words.removeprefix('项').removeprefix('条')}。"
    return f"共 {number} {words}{'，其余未列' if cut else ''}。"


def _end(items: list[Any]) -> None:
    if not items:
        raise typer.Exit(1)


def _write_json(value: Any) -> None:
    write_output(json.dumps(value, ensure_ascii=False, indent=2) + "\n", None)

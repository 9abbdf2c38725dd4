"""``zhunsheng search …``: the index: built anew, checked, asked."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from zhunsheng.cli.facets import facet_filters, known_names
from zhunsheng.cli.frame import new_app, write_output
from zhunsheng.cli.site import database, say

if TYPE_CHECKING:
    from zhunsheng.search.shape import CheckReport, Page

app = new_app(
    "检索：重建索引、核对索引、查询。查标准请用 zhunsheng standard search 词。",
    instead="zhunsheng standard search",
)
_SHOWN = 10


class TextOrJson(StrEnum):
    """Formats of what is shown."""

    text = "text"
    json = "json"


Shown = Annotated[TextOrJson, typer.Option("--format", "-f", metavar="text|json", help="输出格式")]


@app.callback()
def _search() -> None:
    """检索：重建索引、核对索引、查询。查标准请用 zhunsheng standard search 词。"""


@app.command()
def rebuild() -> None:
    """重建索引；建好之前旧索引照常使用，期间的改动不丢失。"""
    with database():
        from zhunsheng.search import engine, providers

        started = time.monotonic()
        done = engine().rebuild(
            providers.all_documents(), total=providers.total(), progress=_progress(started)
        )
        seconds = time.monotonic() - started
        say(f"索引已重建：{done} 条，用时 {seconds:.1f} 秒。")


def _progress(started: float) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        if sys.stderr.isatty():
            rate = done / max(time.monotonic() - started, 1e-6)
            typer.echo(f"\r{done}/{total} 条，每秒 {rate:.0f} 条  ", err=True, nl=False)

    return tell


@app.command()
def check(shown: Shown = TextOrJson.text) -> None:
    """核对索引与数据是否一致；不一致时逐类列出，并以 1 退出。"""
    with database():
        from zhunsheng.search import engine, providers

        report = engine().check(providers.all_documents())
    if shown is TextOrJson.json:
        write_output(_as_json(report), None)
    else:
        say(_as_text(report))
    if not report.sound:
        raise typer.Exit(1)


def _as_json(report: CheckReport) -> str:
    data = {
        "sound": report.sound,
        "compared": report.compared,
        "missing": report.missing,
        "left_over": report.left_over,
        "different": report.different,
        "problems": report.problems,
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _as_text(report: CheckReport) -> str:
    if report.sound:
        return f"索引与数据一致（核对 {report.compared} 条）。"
    lines = [f"索引与数据不一致（核对 {report.compared} 条）："]
    for label, keys in (
        ("索引里没有", report.missing),
        ("索引里多出", report.left_over),
        ("内容不同", report.different),
    ):
        if keys:
            named = "、".join(f"{type} {ref}" for type, ref in keys[:_SHOWN])
            lines.append(f"  {label} {len(keys)} 条：{named}{' …' if len(keys) > _SHOWN else ''}")
    lines += [f"  {problem}" for problem in report.problems]
    lines.append("请运行：zhunsheng search rebuild")
    return "\n".join(lines)


@app.command()
def query(
    text: Annotated[str, typer.Argument(metavar="文字", help="词、标准号或其片段、拼音")],
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1, max=1000, help="最多几条")] = 20,
    where: Annotated[
        list[str] | None,
        typer.Option("--where", metavar="分面=值", help="筛选，如 level=national、status=现行；可写多次"),
    ] = None,
    shown: Shown = TextOrJson.text,
) -> None:
    """直接查询索引（不看权限，供运维检查用）。"""
    filters = facet_filters(where or [], "--where")
    with database():
        from zhunsheng.search import engine
        from zhunsheng.search.shape import Query

        known_names(filters, "--where")
        started = time.perf_counter()
        page = engine().search(Query(text, filters, limit=limit))
        milliseconds = (time.perf_counter() - started) * 1000
    if shown is TextOrJson.json:
        write_output(_page_as_json(page), None)
        return
    if page.corrected:
        say(f"没有找到“{text}”，以下是“{page.corrected}”的结果。")
    say(f"{'至少 ' if page.approximate else ''}{page.total} 条，{milliseconds:.1f} 毫秒")
    for hit in page.hits:
        say("  ".join(filter(None, (hit.number, hit.title, hit.status, f"（{hit.why}）" if hit.why else ""))))


def _page_as_json(page: Page) -> str:
    data = {
        "total": page.total,
        "approximate": page.approximate,
        "corrected": page.corrected,
        "items": [
            {
                "type": hit.type,
                "number": hit.number,
                "title": hit.title,
                "status": hit.status,
                "why": hit.why,
                "address": hit.address,
            }
            for hit in page.hits
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"

"""``zhunsheng catalogue …``: bring in catalogues of standards, compare, mend."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from zhunsheng.cli.frame import fail, new_app, reason, write_output
from zhunsheng.cli.site import database, say

app = new_app("标准目录：导入、比较、来源、修复。")
File = Annotated[Path, typer.Argument(metavar="PATH", help="目录文件、压缩包或文件夹")]
As = Annotated[
    str,
    typer.Option("--as", metavar="relaton|iso-open-data|table|samr|package", help="读法；不写则从文件认出"),
]
MappingFile = Annotated[
    Path | None, typer.Option("--mapping", metavar="F", help="表格各列的含义（JSON 文件）")
]
SourceCode = Annotated[
    str, typer.Option("--source", metavar="CODE", help="来源代号；不写则用文件自己说明的来源")
]
Complete = Annotated[
    bool, typer.Option("--complete", help="文件是该来源的完整清单：其中没有的记录标为不再列出")
]


class Form(StrEnum):
    """Formats of reports."""

    text = "text"
    json = "json"


Format = Annotated[Form, typer.Option("--format", "-f", metavar="text|json", help="输出格式")]


@app.callback()
def _catalogue() -> None:
    """标准目录：导入、比较、来源、修复。"""


@app.command("import")
def import_(
    path: File,
    as_: As = "",
    mapping: MappingFile = None,
    source: SourceCode = "",
    complete: Complete = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说明会有什么变化，不写入")] = False,
    form: Format = Form.text,
) -> None:
    """导入目录文件。可重复运行：同样的内容不会再有变化；中断后用 resume 继续。

    退出码：0 全部入库；1 有行未能入库、有工作表没有读，或导入失败；2 文件读不了或参数有误。
    """
    with database():
        from zhunsheng.apps.people.actors import OPERATOR
        from zhunsheng.apps.registry.actions import import_catalogue

        _exists(path)
        options = _options(as_, mapping, source, complete, path)
        if dry_run:
            _preview(path, options, form)
            return
        with _unreadable_ends():
            run = import_catalogue(OPERATOR, path, progress=_progress, **options)
        _clear()
        _tell_run(run, form)


@app.command()
def diff(
    path: File,
    as_: As = "",
    mapping: MappingFile = None,
    source: SourceCode = "",
    complete: Complete = False,
    form: Format = Form.text,
) -> None:
    """说明导入这个文件会新增、改动、撤下什么；不写入。"""
    with database():
        _exists(path)
        _preview(path, _options(as_, mapping, source, complete, path), form)


@app.command()
def resume(
    run: Annotated[str, typer.Argument(metavar="RUN", help="导入的标识，见 runs")], form: Format = Form.text
) -> None:
    """从中断处继续一次导入。"""
    with database():
        from zhunsheng.apps.people.actors import OPERATOR
        from zhunsheng.apps.registry.actions import resume_import

        done = resume_import(OPERATOR, _find_run(run), progress=_progress)
        _clear()
        _tell_run(done, form)


@app.command()
def rework() -> None:
    """按本版的规则重算全部标准的各项值、状态和发现；升级后用一次。来源所说的不变。"""
    with database():
        from zhunsheng.apps.people.actors import OPERATOR
        from zhunsheng.apps.registry.actions import rework_standards
        from zhunsheng.apps.registry.queries import standard_lots

        done = changed = 0
        for lot, total in standard_lots(2000):
            changed += rework_standards(OPERATOR, lot)
            done += len(lot)
            _progress(done * 100 // max(1, total), f"已重算 {done} 项")
        _clear()
        say(f"已重算 {done} 项标准，其中 {changed} 项有变化。")


@app.command()
def sources(form: Format = Form.text) -> None:
    """列出来源：代号、等级、数据日期、记录数。"""
    with database():
        from zhunsheng.apps.registry.queries import sources_with_counts

        rows = [
            {
                "code": one.code,
                "name": one.name,
                "grade": one.grade,
                "date": one.date,
                "url": one.url,
                "licence": one.licence,
                "listed": counts.get("listed", 0),
                "gone": counts.get("gone", 0),
            }
            for one, counts in sources_with_counts()
        ]
        if form is Form.json:
            _json(rows)
            return
        for row in rows:
            told = (row["code"], row["name"], f"等级 {row['grade']}", row["date"], f"{row['listed']} 条")
            say("　".join(str(part) for part in told if part))
        if not rows:
            say("还没有任何来源。用 zhunsheng catalogue import 文件 导入目录。")


@app.command()
def runs(form: Format = Form.text) -> None:
    """列出各次导入：标识、文件、状态、结果。"""
    with database():
        from zhunsheng.apps.people.actors import OPERATOR
        from zhunsheng.apps.registry.queries import import_runs, rows_waiting

        listed = list(import_runs(OPERATOR)[:200])
        waiting = rows_waiting(listed)
        found = [{**_run_data(run), "rows_waiting": waiting.get(run.pk, 0)} for run in listed]
        if form is Form.json:
            _json(found)
            return
        for one in found:
            counts = one["counts"]
            say(
                f"{one['run']}　{one['file']}　{one['state_label']}　读 {counts.get('read', 0)}，"
                f"新增 {counts.get('added', 0)}，改动 {counts.get('changed', 0)}，有问题 {counts.get('problems', 0)}，"
                f"待修复 {one['rows_waiting']} 行"
            )
        if not found:
            say("还没有导入过目录。")


@contextmanager
def _unreadable_ends() -> Iterator[None]:
    """A file that cannot be read, or not as it is asked for, ends the command with 2; other refusals go on."""
    from zhunsheng.apps.journal.actions import Refused

    try:
        yield
    except Refused as error:
        if error.field != "path":
            raise
        _clear()
        fail(error.message)


def _exists(path: Path) -> None:
    if not path.exists():
        fail(f"读不了 {path}：没有这个文件或文件夹。请检查路径。")


def _options(as_: str, mapping: Path | None, source: str, complete: bool, path: Path) -> dict[str, Any]:
    options: dict[str, Any] = {"name": as_, "complete_list": complete}
    if mapping is not None:
        try:
            options["mapping"] = json.loads(mapping.read_text(encoding="utf-8"))
        except OSError as error:
            fail(f"列的含义读不了 {mapping}：{reason(error)}。请检查路径和权限。")
        except ValueError as error:
            where = (
                f"第 {error.lineno} 行第 {error.colno} 列" if isinstance(error, json.JSONDecodeError) else ""
            )
            fail(f'列的含义 {mapping} {where}不是 JSON。应为 JSON 文件：{{"columns": {{列名: 字段}}}}。')
    if source:
        from zhunsheng.apps.registry.models import Source
        from zhunsheng.catalogues.shape import SourceInfo

        known = Source.objects.filter(code=source).first()
        options["source"] = (
            SourceInfo(source, known.name, known.grade, known.kind, known.url, known.date, known.licence)
            if known
            else SourceInfo(source, source)
        )
    return options


def _find_run(uid: str) -> Any:
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.registry.models import ImportRun
    from zhunsheng.apps.registry.queries import get_run

    try:
        return get_run(OPERATOR, uid)
    except ImportRun.DoesNotExist:
        fail(f"没有标识为 {uid} 的导入。用 zhunsheng catalogue runs 查看。")


def _preview(path: Path, options: dict[str, Any], form: Form) -> None:
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.registry.actions import preview_import

    with _unreadable_ends():
        preview = preview_import(OPERATOR, path, progress=_progress, **options)
    _clear()
    if form is Form.json:
        _json(
            {
                "source": preview.source.code,
                "connector": preview.connector,
                "counts": preview.counts,
                "differences": [
                    {
                        "kind": one.kind,
                        "number": one.number,
                        "title": one.title,
                        "local_id": one.local_id,
                        "fields": [{"field": n, "before": b, "after": a} for n, b, a in one.fields],
                    }
                    for one in preview.differences
                ],
                "problems": [_problem(one) for one in preview.problems],
            }
        )
    else:
        counts = preview.counts
        say(
            f"文件 {counts['rows']} 行，可入库 {counts['read']} 行：新标准 {counts['new_standards']}，"
            f"并入已有标准 {counts['joined']}，改动 {counts['changed']}，撤下 {counts['gone']}，"
            f"不变 {counts['unchanged']}；不能入库 {counts['left_out']} 行，缺值 {counts['partly']} 行。没有写入。"
            + (f"其中 {counts['settled']} 处问题以前已修复或不取，不再列出。" if counts["settled"] else "")
        )
        words = {"added": "新增", "joined": "并入", "changed": "改动", "gone": "撤下"}
        for one in preview.differences:
            say(f"{words[one.kind]}　{one.number}　{one.title}")
            for name, before, after in one.fields:
                say(f"　　{name}：{before or '（空）'} → {after or '（空）'}")
        for bad in preview.problems:
            _say_problem(bad)
    raise typer.Exit(1 if preview.counts["problems"] else 0)


def _tell_run(run: Any, form: Form) -> None:
    from zhunsheng.apps.registry.queries import problems_of

    waiting = problems_of(run, "open")
    problems = list(waiting[:1000])
    if form is Form.json:
        _json({**_run_data(run), "problems": [_problem(one) for one in problems]})
    else:
        counts = run.counts
        say(
            f"{run.file_name} 已导入（{run.source.name}）：读 {counts['read']} 条，新增 {counts['added']}，"
            f"改动 {counts['changed']}，不变 {counts['unchanged']}，不再列出 {counts['gone']}；"
            f"新标准 {counts['standards']} 项，并入已有标准 {counts['merged']} 条，关联 {counts['relations']} 条。"
        )
        for one in problems:
            _say_problem(one)
        if problems:
            say(
                f"{waiting.count()} 处未能照原样入库，请修改后再导入，或在网站“标准库”的“目录来源”中打开这次导入逐行修复。"
            )
    raise typer.Exit(1 if problems else 0)


def _run_data(run: Any) -> dict[str, Any]:
    return {
        "run": str(run.pk),
        "file": run.file_name,
        "source": run.source.code,
        "connector": run.connector,
        "state": run.state,
        "state_label": run.get_state_display(),
        "taken": run.taken,
        "counts": {name: value for name, value in run.counts.items() if isinstance(value, int)},
        "message": run.message,
    }


def _problem(one: Any) -> dict[str, str]:
    return {name: str(getattr(one, name)) for name in ("place", "column", "value", "problem", "mend")}


def _say_problem(one: Any) -> None:
    column = f"“{one.column}”列" if one.column else ""
    value = f"“{one.value}”：" if one.value else ""
    say(f"{one.place}{column}　{value}{one.problem.rstrip('。')}。{one.mend}")


def _json(data: Any) -> None:
    write_output(json.dumps(data, ensure_ascii=False, indent=2) + "\n", None)


def _progress(percent: int, line: str) -> None:
    """One line on standard error that is written over, where somebody looks at it."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[2K{percent:3d}%　{line}")
    else:
        sys.stderr.write(f"{percent}% {line}\n")
    sys.stderr.flush()


def _clear() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[2K")
        sys.stderr.flush()

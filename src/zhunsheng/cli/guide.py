"""``zhunsheng guide …``: work on a guide as a file, without a database."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhunsheng.cli.frame import fail, new_app, readable, write_output
from zhunsheng.cli.guide_lint import Below, Format, RulesFile, run_lint

if TYPE_CHECKING:
    from zhunsheng.core.guide.model import GuideDocument

app = new_app("建设指南：读取、校核、导出清单。")
File = Annotated[
    str,
    typer.Argument(metavar="FILE", help="指南文件：txt、md、html、docx 或带文字的 pdf；写 - 从标准输入读"),
]
Out = Annotated[Path | None, typer.Option("--out", "-o", metavar="F", help="写入文件，不写则输出到屏幕")]


@app.callback()
def _guide() -> None:
    """建设指南：读取、校核、导出清单。"""


def load(file: str) -> GuideDocument:
    """Read the guide named on the command line; ``-`` is stdin. A file that cannot be opened ends the command."""
    from zhunsheng.core.guide.read import read_guide, read_guide_file
    from zhunsheng.core.guide.readers.limits import MAX_BYTES

    if file == "-":
        return read_guide(sys.stdin.buffer.read(MAX_BYTES + 1))
    return read_guide_file(readable(file))


def hopeless(document: GuideDocument) -> bool:
    """True where the file gave no text at all."""
    return not any(line.strip() for line in document.lines)


@app.command()
def read(file: File, out: Out = None) -> None:
    """读取指南，输出 JSON：体系、清单、目标、措施、依据，每个值带出处行号。

    读不出任何文字时仍输出 JSON（其中 problems 说明原因），退出码为 2。
    """
    from zhunsheng.core.deliver.exchange import guide_json

    document = load(file)
    write_output(guide_json(document), out)
    if hopeless(document):
        for problem in document.problems:
            typer.echo(problem.message, err=True)
        raise typer.Exit(2)


class TableFormat(StrEnum):
    """Formats of ``guide table``."""

    xlsx = "xlsx"
    csv = "csv"
    json = "json"


@app.command()
def table(
    file: File,
    format_: Annotated[
        TableFormat, typer.Option("--format", "-f", help="xlsx、csv 或 json")
    ] = TableFormat.xlsx,
    out: Out = None,
) -> None:
    """把指南的清单导出为标准明细表（指南没有写的列留空）。"""
    from zhunsheng.core.deliver.listings import standards_table
    from zhunsheng.core.deliver.tables import to_csv, to_json, to_xlsx
    from zhunsheng.core.system.builder import build_system

    document = load(file)
    if hopeless(document):
        fail("\n".join(problem.message for problem in document.problems))
    if out is None and format_ is TableFormat.xlsx and sys.stdout.isatty():
        fail("xlsx 不能显示在屏幕上，请用 --out 给出文件名。")
    listing = standards_table(build_system(document, slug="guide", keep_prose=True))
    writers = {TableFormat.xlsx: to_xlsx, TableFormat.csv: to_csv, TableFormat.json: to_json}
    write_output(writers[format_](listing), out)
    if not listing.rows:
        typer.echo("指南里没有读到标准清单，表中只有表头。", err=True)


@app.command()
def system(
    file: File,
    slug: Annotated[str, typer.Option("--slug", help="体系的英文短名，如 city-lighting")],
    keep_prose: Annotated[
        bool, typer.Option("--with-text/--facts-only", help="连同指南的文字说明，或只留事实")
    ] = False,
    out: Out = None,
) -> None:
    """把指南整理成体系文件（YAML），供人校对、改正和归档。

    默认只留事实：代码、名称、序号、标记、方向、指标、依据和出处行，不含指南的文字说明。
    """
    from zhunsheng.core.system.builder import build_system
    from zhunsheng.core.system.content import dump_system
    from zhunsheng.core.system.soundness import system_faults

    document = load(file)
    if hopeless(document):
        fail("\n".join(problem.message for problem in document.problems))
    name = "" if file == "-" else Path(file).name
    built = build_system(document, slug=slug, keep_prose=keep_prose, source_name=name)
    write_output(dump_system(built), out)
    for fault in system_faults(built):
        typer.echo(f"请先改正再导入：{fault}", err=True)


@app.command()
def lint(
    file: File,
    form: Annotated[
        Format, typer.Option("--format", "-f", metavar="text|json|sarif", help="输出格式")
    ] = Format.text,
    rules: RulesFile = None,
    fail_on: Annotated[
        Below,
        typer.Option(
            "--fail-on", metavar="never|error|warning|note", help="有这一级或更重的发现时，退出码为 1"
        ),
    ] = Below.never,
    show_silenced: Annotated[
        bool, typer.Option("--show-silenced", help="JSON 中也列出已静默的发现及其理由")
    ] = False,
    out: Out = None,
) -> None:
    """校核指南：编号、代码、名称、缓急、错列、范围、数目、负荷、重复、归类、引用、标点、图、目标。

    退出码：0 校核完成（不论有无发现）；1 有达到 --fail-on 的发现；2 文件读不出文字或设置有误。
    """
    document = load(file)
    if hopeless(document):
        for problem in document.problems:
            typer.echo(problem.message, err=True)
        raise typer.Exit(2)
    source = "stdin" if file == "-" else file
    run_lint(
        document,
        source,
        form,
        rules_file=rules,
        fail_on=fail_on,
        show_silenced=show_silenced,
        out=out,
    )

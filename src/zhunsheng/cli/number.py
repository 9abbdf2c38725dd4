"""``zhunsheng number …``: read numbers of standards, find them in a file, read what a standard cites. Needs no database."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhunsheng.cli.frame import fail, new_app, readable, reason

if TYPE_CHECKING:
    from zhunsheng.core.guide.source import SourceDocument
    from zhunsheng.core.relations.draft import DraftCitations

app = new_app("标准编号：解析、规范化、在文件里查找。")


class NumberFormat(StrEnum):
    """What the commands print."""

    text = "text"
    json = "json"


#: what the reader of guides says in its own terms
_SAID = {"reader.spreadsheet": "这是电子表格，不是文字。请在 Excel 或 WPS 里另存为 CSV 再试。"}
Format = Annotated[NumberFormat, typer.Option("--format", "-f", help="text 或 json")]


@app.callback()
def _number() -> None:
    """标准编号：解析、规范化、在文件里查找。"""


@app.command()
def parse(
    numbers: Annotated[
        list[str], typer.Argument(metavar="N…", help="编号，一个或多个；写 - 从标准输入逐行读")
    ],
    format_: Format = NumberFormat.text,
) -> None:
    """解析编号，写出规范形式和各个部分。有一个不是编号，退出码就是 1。

    带占位符的（T/CAMETA XXX—2025）读得出，但不算真实的编号。
    """
    from zhunsheng.core.identifiers.plain import number_plain

    inputs = [
        item
        for given in numbers
        for item in (sys.stdin.read().splitlines() if given == "-" else [given])
        if given != "-" or item.strip()
    ]
    results = [number_plain(item) for item in inputs]
    if format_ is NumberFormat.json:
        typer.echo(json.dumps(results, ensure_ascii=False, indent=2))
    else:
        for result in results:
            typer.echo(_line(result))
    if not all(result["ok"] for result in results):
        raise typer.Exit(1)


def _line(result: dict[str, Any]) -> str:
    if result["canonical"] is None:
        return f"{result['input']}\t不是标准编号\t{result['problem']}"
    words = (
        ("部分", result["part"]),
        ("年", result["year"]),
        ("阶段", result["stage"]),
        ("补充件", result["supplement"]),
        ("采标", " ".join(filter(None, (result["adoption"], result["adopts"]))) or None),
        ("各部分", "、".join(result["range"] or ()) or None),
        ("其后文字", result["rest"]),
        ("注意", result["problem"]),
    )
    told = "  ".join(f"{name}：{value}" for name, value in words if value is not None)
    return f"{result['input']}\t{result['canonical']}\t{told}".rstrip()


@app.command()
def find(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="txt、md、html、docx 或带文字的 pdf；写 - 从标准输入读")
    ],
    format_: Format = NumberFormat.text,
) -> None:
    """在一份文件里找出所有标准编号，写出行、列（从 1 起）、原样和规范形式。

    txt、md 的行号是文件自己的行；html、docx、pdf 是取出的文字的行，与审阅页所见相同。
    """
    from zhunsheng.core.identifiers import find_numbers
    from zhunsheng.core.identifiers.plain import described

    document = _document(file)
    for problem in document.problems:
        typer.echo(_SAID.get(problem.code, problem.message), err=True)
    if any(problem.fatal for problem in document.problems):
        raise typer.Exit(2)
    starts, at = [], 0
    for line in document.lines:
        starts.append(at)
        at += len(line.text) + 1
    text = "\n".join(line.text for line in document.lines)
    rows, index = [], 0
    for number, start, end in find_numbers(text):
        while index + 1 < len(starts) and starts[index + 1] <= start:
            index += 1
        line = document.lines[index]
        place = {"line": line.number, "column": start - starts[index] + 1, "page": line.page}
        rows.append({**place, "printed": " ".join(text[start:end].split()), **described(number)})
    if format_ is NumberFormat.json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        typer.echo(f"{row['line']}:{row['column']}\t{row['printed']}\t{row['canonical']}")
    if not rows:
        typer.echo("没有找到标准编号。", err=True)


@app.command()
def cited(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="标准或草案：docx、带文字的 pdf、html、md 或 txt")
    ],
    format_: Format = NumberFormat.text,
) -> None:
    """读一份标准或草案引用、代替、采用了哪些标准，列出清单与正文不一致之处。

    退出码：0 读完且没有问题；1 读完，有要处理的问题；2 文件读不了。
    """
    from zhunsheng.core.records import to_plain
    from zhunsheng.core.relations.draft import cited_in_draft

    try:
        data = file.read_bytes()
    except OSError as error:
        fail(f"读不了 {file}：{reason(error)}。请检查路径和权限。")
    draft = cited_in_draft(data, file.name)
    if format_ is NumberFormat.json:
        typer.echo(json.dumps(to_plain(draft), ensure_ascii=False, indent=2))
    elif draft.readable:
        _tell_cited(draft)
    for problem in draft.problems:
        place = f"第 {problem.line} 行：" if problem.line else ""
        typer.echo(f"{place}{problem.message}", err=True)
    if draft.problems:
        raise typer.Exit(1 if draft.readable else 2)


def _tell_cited(draft: DraftCitations) -> None:
    from zhunsheng.core.relations import relation_type

    roles = {"normative": "规范性引用", "informative": "资料性引用", "mentioned": "正文提到"}
    typer.echo(f"编号\t{draft.number or '没有读出'}")
    for said in draft.said:
        words = relation_type(said.type).says(said.subject or "本文件", said.target)
        typer.echo(f"{said.place}\t{words}{f'（{said.degree}）' if said.degree else ''}\t第 {said.line} 行")
    for one in draft.citations:
        dated = "注日期" if one.dated else "不注日期"
        typer.echo(f"{roles[one.role]}\t{one.number}\t{one.title}\t{dated}\t第 {one.line} 行")


def _document(file: str) -> SourceDocument:
    from zhunsheng.core.guide.readers import read_bytes, read_path
    from zhunsheng.core.guide.readers.limits import MAX_BYTES

    if file == "-":
        return read_bytes(sys.stdin.buffer.read(MAX_BYTES + 1))
    return read_path(readable(file))

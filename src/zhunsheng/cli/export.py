"""``zhunsheng export …``: open data as files, streamed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhunsheng.cli.frame import fail, new_app, reason, write_output
from zhunsheng.cli.site import database

if TYPE_CHECKING:
    from zhunsheng.apps.openly.queries import StoredHoldings

app = new_app("开放数据：把标准、关联与体系写成别的程序能读的文件。")


class RdfFormat(StrEnum):
    """Forms of RDF."""

    turtle = "turtle"
    jsonld = "jsonld"
    ntriples = "ntriples"


Out = Annotated[Path | None, typer.Option("--out", "-o", metavar="F", help="写入文件，不写则输出到屏幕")]
System = Annotated[
    str, typer.Option("--system", "-s", metavar="SLUG", help="只要这一体系与归入它的标准；不写为全部")
]
Edition = Annotated[
    str, typer.Option("--edition", "-e", metavar="KEY", help="体系的版本，如 2025版；不写为最新发布的")
]
Base = Annotated[
    str,
    typer.Option("--base", metavar="IRI", help="标识的开头：网址或 URN；不写用设置 ZHUNSHENG_IRI_BASE"),
]
Format = Annotated[RdfFormat, typer.Option("--format", "-f", metavar="turtle|jsonld|ntriples", help="写法")]

#: names of the tables, as ``core/deliver/openly/sheets`` has them (not imported here: help must come at once)
_TABLES = ("nodes", "edges", "standards", "values", "bodies", "sources", "subsystems", "planned")


@app.callback()
def _export() -> None:
    """开放数据：把标准、关联与体系写成别的程序能读的文件。"""


@app.command()
def rdf(
    out: Out = None,
    system: System = "",
    edition: Edition = "",
    base: Base = "",
    form: Format = RdfFormat.turtle,
) -> None:
    """关联数据：标准、机构、分类、来源、体系与关联，类和属性按 GB/T 48000.3 的名称。"""
    _make(f"rdf-{form.value}", out, system, edition, base)


@app.command()
def skos(
    out: Out = None,
    system: System = "",
    edition: Edition = "",
    base: Base = "",
    form: Format = RdfFormat.turtle,
) -> None:
    """子体系词表：各版本的子体系及其上下级。"""
    _make(f"skos-{form.value}", out, system, edition, base)


@app.command()
def graphml(out: Out = None, system: System = "", edition: Edition = "") -> None:
    """关联图：标准、子体系、拟制定标准、依据为节点，关联为边；Gephi、yEd 可读。"""
    _make("graphml", out, system, edition)


@app.command()
def csv(
    out: Out = None,
    system: System = "",
    edition: Edition = "",
    table: Annotated[
        str,
        typer.Option("--table", "-t", metavar="NAME", help="只写这一张表：" + "、".join(_TABLES)),
    ] = "",
) -> None:
    """表格：节点与关联（Gephi、Excel 可读）、标准、每个值的出处、机构、来源、子体系、拟制定标准。

    F 以 .zip 结尾时写成一个压缩包；以 .csv 结尾时写一张表（--table，默认 edges）；否则作为文件夹，各表一个文件。
    """
    if table and table not in _TABLES:
        fail(f"没有表 {table}，可用：{'、'.join(_TABLES)}。")
    if out is None or out.suffix.lower() == ".csv" or table:
        _make(f"csv-{table or 'edges'}", out, system, edition)
    elif out.suffix.lower() == ".zip":
        _make("csv", out, system, edition)
    else:
        _make_folder(out, system, edition)


@app.command()
def json(
    out: Out = None,
    system: System = "",
    edition: Edition = "",
    base: Base = "",
    schema: Annotated[bool, typer.Option("--schema", help="只写 JSON Schema")] = False,
) -> None:
    """一份 JSON：标准、机构、来源、关联、体系，每个值的全部说法；形状由 JSON Schema 规定。"""
    _make("schema" if schema else "json", out, system, edition, base)


@app.command()
def relaton(out: Out = None, system: System = "", edition: Edition = "") -> None:
    """书目：每项标准一份 Relaton YAML，装在一个 zip 里。"""
    _make("relaton", out, system, edition)


@app.command(name="open-data")
def open_data(out: Out = None, system: System = "", edition: Edition = "", base: Base = "") -> None:
    """全部：以上各种形式与体系文件，一个 zip，带每个文件的 SHA-256；同样的内容得到逐字节相同的文件。"""
    _make("open-data", out, system, edition, base)


@app.command()
def vocabulary(
    out: Out = None,
    shapes: Annotated[bool, typer.Option("--shapes", help="写 SHACL 规则，而不是类与属性")] = False,
) -> None:
    """关联数据所用的类与属性，或它须符合的规则（Turtle）。"""
    _make("shapes" if shapes else "vocabulary", out)


def _make_folder(out: Path, system: str, edition: str) -> None:
    """Every table as a file of a folder, which is made where it is not there."""
    _make_all([(f"csv-{table}", out / f"{table}.csv") for table in _TABLES], system, edition, folder=out)


def _make(key: str, out: Path | None, system: str = "", edition: str = "", base: str = "") -> None:
    """Write one file; an unknown system, edition or base ends the command."""
    if out is None and key in {"csv", "relaton", "open-data"} and sys.stdout.isatty():
        fail("压缩包不能显示在屏幕上，请用 --out 指定文件。")
    _make_all([(key, out)], system, edition, base)


def _make_all(
    files: list[tuple[str, Path | None]],
    system: str,
    edition: str,
    base: str = "",
    folder: Path | None = None,
) -> None:
    if edition and not system:
        fail("--edition 须与 --system 一起给出。")
    with database():
        from zhunsheng.apps.openly.making import made, one_state
        from zhunsheng.core.deliver.openly.forms import FORMS

        holdings = _holdings(system, edition, base)
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                fail(f"写不了 {folder}：{reason(error)}。请换一个位置，或检查文件夹的写权限。")
        with one_state():
            for key, out in files:
                write_output(made(FORMS[key], holdings, base, _progress(holdings.count(), out)), out)


def _holdings(system: str, edition: str, base: str) -> StoredHoldings:
    from zhunsheng.apps.openly.making import names
    from zhunsheng.apps.openly.queries import public_holdings
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.systems.models import Edition as StoredEdition
    from zhunsheng.apps.systems.models import System as StoredSystem
    from zhunsheng.core.deliver.openly.names import BaseError

    try:
        names(base)
        return public_holdings(OPERATOR, system, edition)
    except BaseError as error:
        fail(str(error))
    except StoredSystem.DoesNotExist:
        fail(f"没有体系 {system}。用 zhunsheng system list 查看。", code=1)
    except StoredEdition.DoesNotExist as error:
        fail(f"{error}。用 zhunsheng system show {system} 查看。", code=1)


def _progress(total: int, out: Path | None) -> Callable[[int], None]:
    """Tells on the error stream how far the work is, where a person looks on and the work is long."""
    if out is None or not sys.stderr.isatty() or total < 2000:
        return lambda _done: None

    def step(done: int) -> None:
        if done % 1000 == 0 or done == total:
            typer.echo(f"\r标准 {done} / {total}", err=True, nl=done == total)

    return step

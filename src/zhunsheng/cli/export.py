"""``zhunsheng export …``: open data as files, streamed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from zhunsheng.cli.frame import fail, new_app, write_output
from zhunsheng.cli.site import database

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


def _make(key: str, out: Path | None, system: str, edition: str, base: str) -> None:
    """Write one file; an unknown system, edition or base ends the command."""
    with database():
        from zhunsheng.apps.openly.making import made, names
        from zhunsheng.apps.openly.queries import public_holdings
        from zhunsheng.apps.people.actors import OPERATOR
        from zhunsheng.apps.systems.models import Edition as StoredEdition
        from zhunsheng.apps.systems.models import System as StoredSystem
        from zhunsheng.core.deliver.openly.forms import FORMS
        from zhunsheng.core.deliver.openly.names import BaseError

        if edition and not system:
            fail("--edition 须与 --system 一起给出。")
        try:
            names(base)
            holdings = public_holdings(OPERATOR, system, edition)
        except BaseError as error:
            fail(str(error))
        except StoredSystem.DoesNotExist:
            fail(f"没有体系 {system}。用 zhunsheng system list 查看。", code=1)
        except StoredEdition.DoesNotExist as error:
            fail(f"{error}。用 zhunsheng system show {system} 查看。", code=1)
        write_output(made(FORMS[key], holdings, base, _progress(holdings.count(), out)), out)


def _progress(total: int, out: Path | None) -> Callable[[int], None]:
    """Tells on the error stream how far the work is, where a person looks on and the work is long."""
    if out is None or not sys.stderr.isatty() or total < 2000:
        return lambda _done: None

    def step(done: int) -> None:
        if done % 1000 == 0 or done == total:
            typer.echo(f"\r标准 {done} / {total}", err=True, nl=done == total)

    return step

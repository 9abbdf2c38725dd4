"""``zhunsheng deliver``: write the papers of a system into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zhunsheng.cli.frame import fail, new_app, reason, write_output
from zhunsheng.cli.site import database, say

app = new_app("成果：写出标准明细表、统计表、编制说明等。")


@app.command()
def deliver(
    system: Annotated[
        str, typer.Option("--system", metavar="简称", help="体系的简称，见 zhunsheng system list")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="写入的文件夹")],
    edition: Annotated[
        str, typer.Option("--edition", metavar="版本", help="版本（2025版、draft-…），不写则取最新发布的版本")
    ] = "",
    only: Annotated[str, typer.Option("--only", metavar="名称,…", help="只写这几种，以逗号分开")] = "",
    day: Annotated[
        str, typer.Option("--date", metavar="日期", help="文件所署日期，如 2026-11-29；不写则为今天")
    ] = "",
    paper: Annotated[str, typer.Option("--paper", metavar="A3|A4", help="图与明细表的纸张")] = "A3",
    suggested: Annotated[bool, typer.Option("--suggested", help="也列出未经确认的归类，另作标记")] = False,
    industry: Annotated[
        str, typer.Option("--industry", metavar="代码", help="行业应用指南的类别或模块代码")
    ] = "",
    start: Annotated[
        str, typer.Option("--from", metavar="日期", help="进展报告的起日，不写则为当年 1 月 1 日")
    ] = "",
    end: Annotated[str, typer.Option("--to", metavar="日期", help="进展报告的止日，不写则为所署日期")] = "",
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE.docx", help="Word 模板，按名称采用其中的样式")
    ] = None,
    site: Annotated[
        str, typer.Option("--site", metavar="网址", help="网站的根地址，表中名称链接到它的页面")
    ] = "",
) -> None:
    """写出一个版本的成果文件；同样的内容、日期和设置得到逐字节相同的文件。"""
    from zhunsheng.core.deliver.papers.making import PaperError, papers_named

    names = [name.strip() for name in only.replace("，", ",").split(",") if name.strip()]
    try:
        papers_named(names)
    except PaperError as error:
        fail(str(error))
    data = _template(template)
    with database():
        asked = {
            "day": day,
            "paper": paper,
            "suggested": suggested,
            "site": site,
            "industry": industry,
            "start": start,
            "end": end,
        }
        _deliver(system, edition, names, out, asked, data)


def _deliver(
    slug: str, key: str, names: list[str], out: Path, asked: dict[str, object], template: bytes
) -> None:
    from zhunsheng.apps.deliverables.dossiers import dossier_of
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.cli.system import found_edition
    from zhunsheng.core.deliver.papers.asking import read_settings
    from zhunsheng.core.deliver.papers.content import PaperContentError
    from zhunsheng.core.deliver.papers.making import PaperError, make_papers

    try:
        settings, day = read_settings(asked, template)
        dossier = dossier_of(OPERATOR, found_edition(slug, key), settings, day=day, template=template)
        made = make_papers(dossier, names, lambda _percent, stage: say(f"{stage}……"))
    except (PaperError, PaperContentError) as error:
        fail(str(error))
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"写不了 {out}：{reason(error)}。请换一个文件夹，或检查写权限。")
    for one in made:
        write_output(one.data, out / one.name)
        say(f"{out / one.name}\t{len(one.data):,} 字节")


def _template(file: Path | None) -> bytes:
    if file is None:
        return b""
    try:
        return file.read_bytes()
    except OSError as error:
        fail(f"读不了模板 {file}：{reason(error)}。请检查路径和权限。")

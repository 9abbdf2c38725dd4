"""``zhunsheng system …``: stored standards systems and their editions."""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhunsheng.cli.frame import fail, new_app, write_output
from zhunsheng.cli.guide_lint import Format, findings_as
from zhunsheng.cli.site import database, read_file, say
from zhunsheng.cli.system_return import import_table

if TYPE_CHECKING:
    from zhunsheng.apps.systems.models import Edition
    from zhunsheng.core.system.model import StandardsSystem

app = new_app("标准体系：导入、查看、比较、校核、发布、导出。")


class TextOrJson(StrEnum):
    """Formats of what is shown."""

    text = "text"
    json = "json"


class ExportFormat(StrEnum):
    """Formats of ``system export``."""

    yaml = "yaml"
    json = "json"
    xlsx = "xlsx"
    csv = "csv"


Shown = Annotated[TextOrJson, typer.Option("--format", "-f", metavar="text|json", help="输出格式")]
Slug = Annotated[str, typer.Argument(metavar="SLUG", help="体系的简称，见 zhunsheng system list")]
EditionKey = Annotated[
    str, typer.Option("--edition", metavar="版本", help="版本（2025版、draft-…），不写则取最新发布的版本")
]
Out = Annotated[Path | None, typer.Option("--out", "-o", metavar="F", help="写入文件，不写则输出到屏幕")]
Reason = Annotated[str, typer.Option("--reason", metavar="理由", help="记入日志的理由")]


@app.callback()
def _system() -> None:
    """标准体系：导入、查看、比较、校核、发布、导出。"""


@app.command("import")
def import_(
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="指南文件，或导出的体系文件（yaml）")] = "",
    packaged: Annotated[
        str, typer.Option("--packaged", metavar="名称", help="载入随软件提供的体系；all 为全部")
    ] = "",
    publish: Annotated[bool, typer.Option("--publish", help="导入后立即发布")] = False,
    slug: Annotated[
        str, typer.Option("--slug", metavar="简称", help="归入哪个体系；不写则按标题识别或新建")
    ] = "",
    title: Annotated[str, typer.Option("--title", metavar="名称", help="新建体系的名称")] = "",
) -> None:
    """导入一份指南，得到一个草稿；同一文件再次导入不产生变化。"""
    if bool(file) == bool(packaged):
        fail("请给出一个指南文件，或用 --packaged 指明随附体系，二者取一。")
    with database():
        if packaged:
            _import_packaged(packaged)
        else:
            _import_file(file, publish=publish, slug=slug, title=title)


def _import_packaged(name: str) -> None:
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.systems.actions import import_packaged
    from zhunsheng.core.system.content import load_packaged, packaged_systems

    known = packaged_systems()
    if name != "all" and name not in known:
        fail(f"没有随附体系“{name}”。可用：{'、'.join(known) or '无'}。", code=1)
    for each in known if name == "all" else [name]:
        edition = import_packaged(OPERATOR, load_packaged(each).system)
        say(f"{edition}：{edition.system.slug} {edition.key}，已在库中。")


def _import_file(file: str, *, publish: bool, slug: str, title: str) -> None:
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.systems.actions import import_guide, publish_edition
    from zhunsheng.apps.systems.models import Edition

    data, name = read_file(file)
    before = Edition.objects.count()
    edition = import_guide(OPERATOR, data, name, slug=slug, title=title)
    new = Edition.objects.count() != before
    say(
        f"{'已导入' if new else '此文件已导入过，没有变化'}：{edition}（{edition.system.slug} {edition.key}）。"
    )
    if new:
        counts = f"{edition.subsystems.count()} 个子体系，{edition.planned_standards.count()} 条标准方向"
        say(f"读到{counts}；校核发现 {_open_findings(edition)} 条。")
    if publish and edition.is_draft:
        edition = publish_edition(OPERATOR, edition, reason="导入时直接发布")
        say(f"已发布：{edition.system.slug} {edition.key}，内容哈希 {edition.content_hash[:16]}…")


def _open_findings(edition: Edition) -> int:
    from zhunsheng.apps.systems.queries import findings

    return sum(1 for _, silence in findings(edition) if silence is None)


app.command("import-table")(import_table)


@app.command("list")
def list_systems(
    form: Shown = TextOrJson.text,
) -> None:
    """列出全部体系及其版本（含草稿）。"""
    with database():
        from zhunsheng.apps.people.actors import OPERATOR
        from zhunsheng.apps.systems.queries import list_editions, visible_systems

        found = [(system, list_editions(OPERATOR, system)) for system in visible_systems(OPERATOR)]
        if form is TextOrJson.json:
            _write_json(
                [
                    {
                        "slug": system.slug,
                        "name": system.name,
                        "editions": [_edition_plain(item) for item in editions],
                    }
                    for system, editions in found
                ]
            )
            return
        if not found:
            say("还没有体系。用 zhunsheng system import 导入，或用 zhunsheng setup 载入随附体系。")
        for system, editions in found:
            say(f"{system.slug}\t{system.name}")
            for edition in editions:
                say(f"  {edition.key}\t{edition.get_status_display()}\t{edition.guide_status}".rstrip())


def _edition_plain(edition: Edition) -> dict[str, Any]:
    return {
        "key": edition.key,
        "uid": str(edition.uid),
        "label": edition.label,
        "revision": edition.revision,
        "status": edition.status,
        "title": edition.title,
        "guide_status": edition.guide_status,
        "origin": edition.origin,
        "source_sha256": edition.source_sha256,
        "content_hash": edition.content_hash,
        "published_at": edition.published_at.isoformat() if edition.published_at else None,
    }


@app.command()
def show(
    slug: Slug,
    edition: EditionKey = "",
    form: Shown = TextOrJson.text,
) -> None:
    """显示一个版本的概况：结构、各类别的清单数量、目标。"""
    with database():
        from zhunsheng.apps.systems.queries import has_source, load_system

        found = found_edition(slug, edition)
        system = load_system(found)
        if form is TextOrJson.json:
            from zhunsheng.core.deliver.exchange import export_system

            _write_json({**_edition_plain(found), **export_system(system)})
            return
        say(f"{found}")
        status = "，".join(filter(None, [found.get_status_display(), found.guide_status]))
        say(f"版本 {found.key}，{status}；{'、'.join(found.issuers)}")
        say(f"来源文件 {found.source_name or '未注明'}，{'已附' if has_source(found) else '未附'}原文")
        say(
            f"{len(system.subsystems)} 个子体系，{len(system.planned_standards)} 条标准方向，"
            f"{len(system.targets)} 项目标，{len(system.measures)} 项措施，{len(system.bases)} 项依据；"
            f"校核发现 {_open_findings(found)} 条"
        )
        _show_tree(system)


def _show_tree(system: StandardsSystem) -> None:
    counts: dict[str | None, int] = {}
    for row in system.planned_standards:
        counts[row.subsystem] = counts.get(row.subsystem, 0) + 1
    for box in system.subsystems:
        count = f"\t{counts[box.code]} 条" if counts.get(box.code) else ""
        say(f"{'  ' * box.level}{box.code} {box.name}{count}")


@app.command()
def diff(
    slug: Slug,
    before: Annotated[str, typer.Argument(metavar="A", help="较早的版本")],
    after: Annotated[str, typer.Argument(metavar="B", help="较晚的版本")],
    form: Shown = TextOrJson.text,
) -> None:
    """比较两个版本：新增、删除、更名、移动、拆分、合并、缓急程度与指标的调整。"""
    with database():
        from zhunsheng.apps.systems import queries
        from zhunsheng.core.records import to_plain
        from zhunsheng.core.system.differ import CHANGE_LABELS, SUBJECT_LABELS

        found = queries.diff(found_edition(slug, before), found_edition(slug, after))
        if form is TextOrJson.json:
            _write_json({"summary": found.summary(), **to_plain(found)})
            return
        if not found.changes:
            say("两个版本没有差别。")
        for change in found.changes:
            what = f"{CHANGE_LABELS[change.kind]}\t{SUBJECT_LABELS[change.subject_kind]}\t{change.subject}"
            values = f"\t{_brief(change.before)} → {_brief(change.after)}" if change.field else ""
            say(what + values)


def _brief(value: Any) -> str:
    if value is None or value == "" or value == []:
        return "（无）"
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


@app.command()
def export(
    slug: Slug,
    edition: EditionKey = "",
    form: Annotated[
        ExportFormat,
        typer.Option(
            "--format",
            "-f",
            metavar="yaml|json|xlsx|csv",
            help="yaml、json 为体系文件，xlsx 为全部表，csv 为标准明细表",
        ),
    ] = ExportFormat.yaml,
    out: Out = None,
) -> None:
    """导出一个版本：体系文件（yaml、json），或标准明细表等（xlsx、csv）。"""
    with database():
        from zhunsheng.apps.systems.queries import load_system

        found = found_edition(slug, edition)
        write_output(_exporter(form)(load_system(found)), out)


def _exporter(form: ExportFormat) -> Callable[[StandardsSystem], str | bytes]:
    from zhunsheng.core.deliver import exchange, listings, tables
    from zhunsheng.core.system.content import dump_system

    writers: dict[ExportFormat, Callable[[StandardsSystem], str | bytes]] = {
        ExportFormat.yaml: dump_system,
        ExportFormat.json: exchange.system_json,
        ExportFormat.xlsx: lambda system: tables.to_xlsx(listings.system_tables(system)),
        ExportFormat.csv: lambda system: tables.to_csv(listings.standards_table(system)),
    }
    return writers[form]


@app.command()
def attach(
    slug: Slug,
    file: Annotated[str, typer.Argument(metavar="FILE", help="该版本的来源文件，须与登记的 SHA-256 相符")],
    edition: EditionKey = "",
) -> None:
    """给一个版本附上它的来源文件，使页面能点亮原文各行。"""
    with database():
        from zhunsheng.apps.people.actors import OPERATOR
        from zhunsheng.apps.systems.actions import attach_source
        from zhunsheng.apps.systems.queries import source_lines

        data, name = read_file(file)
        found = attach_source(OPERATOR, found_edition(slug, edition), data, name)
        say(f"已附上原文：{found}，{len(source_lines(found) or [])} 行。")


@app.command()
def lint(
    slug: Slug,
    edition: EditionKey = "",
    form: Annotated[
        Format, typer.Option("--format", "-f", metavar="text|json|sarif", help="输出格式")
    ] = Format.text,
    show_silenced: Annotated[
        bool, typer.Option("--show-silenced", help="JSON 中也列出已静默的发现及其理由")
    ] = False,
    out: Out = None,
) -> None:
    """校核一个版本；附有原文时也查只看原文才能查的规则。"""
    with database():
        from zhunsheng.apps.systems.queries import findings, lint_rules
        from zhunsheng.core.lint import Silence

        found = found_edition(slug, edition)
        judged = findings(found)
        silenced = [
            (
                finding,
                Silence(
                    silence.fingerprint,
                    silence.reason,
                    silence.rule,
                    by=silence.actor_name,
                    date=silence.at.date().isoformat() if silence.at else "",
                ),
            )
            for finding, silence in judged
            if silence is not None and silence.verdict == silence.SILENCED
        ]
        laid_aside = {finding.fingerprint for finding, _ in silenced}
        text = findings_as(
            form,
            [finding for finding, _ in judged if finding.fingerprint not in laid_aside],
            silenced,
            lint_rules(),
            title=str(found),
            source=found.source_name or slug,
            show_silenced=show_silenced,
        )
    write_output(text, out)


@app.command()
def publish(
    slug: Slug,
    edition: Annotated[str, typer.Argument(metavar="版本", help="草稿（draft-…），见 zhunsheng system list")],
    reason: Reason = "",
) -> None:
    """发布一个草稿；发布后内容不可更改。"""
    with database():
        from zhunsheng.apps.people.actors import OPERATOR
        from zhunsheng.apps.systems.actions import publish_edition

        found = publish_edition(OPERATOR, found_edition(slug, edition), reason=reason)
        say(f"已发布：{found.system.slug} {found.key}，内容哈希 {found.content_hash}")


@app.command()
def discard(
    slug: Slug,
    edition: Annotated[str, typer.Argument(metavar="版本", help="草稿（draft-…）")],
    reason: Reason = "",
) -> None:
    """废弃一个草稿。"""
    with database():
        from zhunsheng.apps.people.actors import OPERATOR
        from zhunsheng.apps.systems.actions import discard_draft

        say(f"已废弃：{discard_draft(OPERATOR, found_edition(slug, edition), reason=reason)}")


@app.command()
def verify() -> None:
    """核对日志链、已发布版本的内容哈希和所存文件；有不符之处则退出码为 1。"""
    with database():
        from zhunsheng.apps.deliverables.queries import damaged_papers
        from zhunsheng.apps.journal.queries import broken_link
        from zhunsheng.apps.systems.queries import altered_editions, damaged_files

        faults = [f"已发布版本的内容与哈希不符：{edition}（{edition.uid}）" for edition in altered_editions()]
        faults += [f"所存文件缺失或损坏：{sha256}" for sha256 in damaged_files()]
        faults += [f"所存成果缺失或损坏：{sha256}" for sha256 in damaged_papers()]
        if (number := broken_link()) is not None:
            faults.append(f"日志自第 {number} 条起与哈希链不符")
        if faults:
            fail("\n".join(faults) + "\n请从备份恢复，并查明是谁改动了数据库。", code=1)
        say("日志、已发布版本和所存文件均完整。")


def found_edition(slug: str, key: str) -> Edition:
    """The edition the call names; ends the command with what there is instead."""
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.systems import queries
    from zhunsheng.apps.systems.models import Edition

    system = queries.find_system(OPERATOR, slug)
    if system is None:
        known = "、".join(item.slug for item in queries.visible_systems(OPERATOR)) or "无"
        fail(f"没有体系“{slug}”。现有：{known}。", code=1)
    try:
        return queries.get_edition(OPERATOR, slug, key or None)
    except Edition.DoesNotExist:
        keys = "、".join(edition.key for edition in queries.list_editions(OPERATOR, system))
        fail(f"{slug} 没有版本“{key or '（已发布的）'}”。现有：{keys or '无'}。", code=1)


def _write_json(value: Any) -> None:
    write_output(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n", None)

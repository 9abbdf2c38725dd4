"""``zhunsheng system import-table``: an edited 明细表 against the list, shown, and written where asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhunsheng.cli.frame import fail, write_output
from zhunsheng.cli.site import database, read_file, say

if TYPE_CHECKING:
    from zhunsheng.apps.systems.models import TableReturn
    from zhunsheng.core.returned import Comparison, RowChange

__all__ = ["import_table"]

_SORTS = {"added": "新增", "removed": "删除", "renamed": "更名", "moved": "移动", "changed": "改值"}


def import_table(
    file: Annotated[str, typer.Argument(metavar="FILE", help="改过的明细表（xlsx、xls、csv）")],
    system: Annotated[
        str, typer.Option("--system", "-s", metavar="简称", help="哪个体系；只有一个时可不写")
    ] = "",
    edition: Annotated[
        str, typer.Option("--edition", metavar="版本", help="对着哪个版本；已发布的版本会另起修订草稿")
    ] = "",
    sheet: Annotated[str, typer.Option("--sheet", metavar="名称", help="读哪张工作表")] = "",
    columns: Annotated[
        Path | None,
        typer.Option("--columns", metavar="F", help="列的含义（JSON：列头 → 字段），记住后不必再给"),
    ] = None,
    part: Annotated[bool, typer.Option("--part", help="表里只有一部分条目：没有出现的不算删除")] = False,
    accept: Annotated[
        str,
        typer.Option("--accept", metavar="none|safe|all", help="写入哪些改动：不写入；没有冲突的改值；全部"),
    ] = "none",
    form: Annotated[str, typer.Option("--format", "-f", metavar="text|json", help="输出格式")] = "text",
) -> None:
    """收回改过的明细表：逐行列出新增、删除、更名、移动、改值与冲突；--accept 写入草稿。"""
    if accept not in {"none", "safe", "all"}:
        fail("--accept 只能是 none、safe、all 之一。")
    if form not in {"text", "json"}:
        fail("--format 只能是 text、json 之一。")
    with database():
        from zhunsheng.apps.people.actors import OPERATOR
        from zhunsheng.apps.systems.actions import accept_changes, receive_table, set_columns
        from zhunsheng.apps.systems.models import TableReturn
        from zhunsheng.apps.systems.returned import comparison_of, identity_hash

        data, name = read_file(file)
        returned = receive_table(OPERATOR, _edition(system, edition), data, name, sheet=sheet, whole=not part)
        if columns is not None:
            returned = set_columns(OPERATOR, returned, _columns(columns))
        found = comparison_of(returned)
        wanted = [identity_hash(one.identity) for one in found.changes if _takes(accept, one)]
        written, refused = accept_changes(OPERATOR, returned, wanted) if wanted else (0, [])
        if form == "json":
            plain = _plain(returned, found) | {"written": written, "refused": refused}
            write_output(json.dumps(plain, ensure_ascii=False, indent=2) + "\n", None)
        else:
            _tell(TableReturn.objects.get(pk=returned.pk), found, written, refused, wrote=bool(wanted))


def _edition(slug: str, key: str) -> Any:
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.systems.models import Edition
    from zhunsheng.apps.systems.queries import find_system, get_edition, visible_systems

    known = list(visible_systems(OPERATOR))
    if not slug and len(known) == 1:
        slug = known[0].slug
    found = find_system(OPERATOR, slug) if slug else None
    if found is None:
        names = "、".join(one.slug for one in known) or "无"
        fail(
            f"请用 --system 指明体系。现有：{names}。" if not slug else f"没有体系“{slug}”。现有：{names}。",
            code=1,
        )
    try:
        return get_edition(OPERATOR, found.slug, key or None)
    except Edition.DoesNotExist:
        fail(f"{found.slug} 没有版本“{key or '（已发布的）'}”。见 zhunsheng system list。", code=1)


def _columns(path: Path) -> dict[str, str]:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        fail(f"读不了 {path}：{error}。应为 JSON 对象：列头 → 字段。")
    if not isinstance(data, dict):
        fail(f"{path} 应为 JSON 对象：列头 → 字段。")
    return {str(head): str(name) for head, name in data.items()}


def _takes(accept: str, change: RowChange) -> bool:
    return accept == "all" or (accept == "safe" and change.kind == "changed" and not change.conflict)


def _plain(returned: TableReturn, found: Comparison) -> dict[str, Any]:
    return {
        "edition": returned.edition.key,
        "return": str(returned.pk),
        "counts": found.counts(),
        "problems": [*returned.notes, *found.problems],
        "items": [
            {
                "kind": change.kind,
                "sorts": list(change.sorts),
                "title": change.label,
                "place": change.place,
                "matched": change.how,
                "conflict": change.conflict,
                "cells": [
                    {
                        "field": cell.field,
                        "label": cell.label,
                        "base": cell.base,
                        "ours": cell.ours,
                        "theirs": cell.theirs,
                        "conflict": cell.conflict,
                    }
                    for cell in change.cells
                ],
            }
            for change in found.changes
        ],
    }


def _tell(returned: TableReturn, found: Comparison, written: int, refused: list[str], *, wrote: bool) -> None:
    counts = found.counts()
    told = (
        "、".join(f"{label} {counts[name]}" for name, label in _SORTS.items() if counts[name]) or "没有改动"
    )
    say(
        f"{returned.file_name} 对 {returned.edition}（{returned.edition.key}）：{told}；不变 {counts['unchanged']} 行。"
    )
    for line in [*returned.notes, *found.problems]:
        say(f"注意：{line}")
    for change in found.changes:
        mark = "【冲突】" if change.conflict else ""
        say(f"{'、'.join(_SORTS[sort] for sort in change.sorts)}\t{mark}{change.label}\t{change.place}")
        for cell in change.cells:
            before = f"（交出时：{cell.base or '空'}）" if cell.conflict else ""
            say(f"  {cell.label}：{cell.ours or '空'} → {cell.theirs or '空'}{before}")
    if wrote:
        say(f"已写入 {written} 行。" + "".join(f"\n未写入 {line}" for line in refused))
    elif found.changes:
        say("没有写入。逐行处理请到网页的“收回明细表”，或加 --accept safe（只写没有冲突的改值）。")

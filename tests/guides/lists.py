"""Lists as an extraction from a paginated file leaves them: tab cells, blanks at wraps, heads on each page, slid cells.

Every list is made from a seed; what is right is known from the making.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

__all__ = ["ListForm", "made_guide"]

MODULES = {
    "通用基础": ["术语与定义", "分类与编码", "评价与认证"],
    "数据要素": ["数据采集与治理", "数据流通", "语料资源"],
    "关键装备": ["智能传感装备", "工业机器人", "增材制造装备", "检测仪器"],
    "融合应用": ["智慧矿山", "智慧港口", "柔性制造与协同服务"],
    "安全/保障": ["网络安全", "功能安全"],
}
FRONTS = [
    "面向复杂场景的",
    "基于AI的",
    "跨区域",
    "工业级",
    "全流程",
    "多源",
    "智能化",
    "5G+",
    "分布式",
    "可信",
]
MIDDLES = ["数据共享与交换", "设备状态监测", "能效评估", "算法性能", "人机协作安全", "接口互操作", "质量追溯"]
ENDS = ["规范", "技术要求", "指南", "评价方法", "通用要求", "标准", "测试方法", "导则", "接口规范"]
HEADS = {
    "n": "序号",
    "m": "一级体系",
    "c": "二级体系",
    "name": "标准名称",
    "ident": "标准号/计划号",
    "urg": "缓急程度",
    "level": "标准级别",
    "status": "状态",
}
LETTERS = "ABCDEFGH"
NUMERALS = "一二三四五六七八九"


@dataclass(frozen=True)
class ListForm:
    """How a list looks: its columns, codes or none, where a merged label stands, how much has slid or is broken."""

    seed: int
    columns: tuple[str, ...]
    coded: bool
    label_in_middle: bool
    slid: float
    width: int
    rows_a_page: int
    marks: tuple[str, ...]


def made_guide(form: ListForm) -> tuple[str, dict[str, Any]]:
    """A guide with one list, and what is to be read out of it (see ``expectation``)."""
    chance = random.Random(form.seed)
    rows = _rows(form, chance)
    body: list[str] = []
    for place, (module, categories) in enumerate(MODULES.items()):
        body += [f"（{NUMERALS[place]}）{module}标准", f"{module}标准包括{'、'.join(categories)}等。"]
        for order, category in enumerate(categories, 1):
            body += [f"{order}.{category}标准", f"规范{category}相关技术与管理要求，提升一致性和协同水平。"]
    lines = [
        "示例省先进制造标准体系建设指南",
        "",
        "一、总体要求",
        "到2028年，制定标准40项以上。",
        "二、重点方向",
    ]
    lines += [
        *body,
        "三、组织实施",
        "（一）优化统筹机制",
        "设立分领域工作组。",
        "附件",
        "先进制造重点标准清单",
    ]
    text = "\n".join([*lines, *_list_lines(form, rows, chance)]) + "\n"
    return text, _wanted(form, rows)


def _rows(form: ListForm, chance: random.Random) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for place, (module, categories) in enumerate(MODULES.items()):
        for order, category in enumerate(categories):
            for _ in range(chance.randint(1, 4)):
                number = len(rows) + 1
                name = chance.choice(FRONTS) + category.replace("与", "")
                name += chance.choice(MIDDLES) + chance.choice(ENDS)
                while any(row["name"] == name for row in rows):
                    name = chance.choice(FRONTS) + name
                known = chance.random() < 0.4
                rows.append(
                    {
                        "n": str(number),
                        "module": module,
                        "m": (LETTERS[place] + " " if form.coded else "") + module,
                        "code": LETTERS[place] + LETTERS[order],
                        "c": (LETTERS[place] + LETTERS[order] + " " if form.coded else "") + category,
                        "name": name,
                        "known": known,
                        "ident": f"GB/T {40000 + number}-2024"
                        if known
                        else chance.choice(["拟研制", "—", ""]),
                        "urg": chance.choice(form.marks),
                        "level": chance.choice(["国家标准", "地方标准", "团体标准"]),
                        "status": "已发布" if known else chance.choice(["在研", "拟研制"]),
                    }
                )
    return rows


def _wrapped(text: str, width: int) -> str:
    return " ".join(text[start : start + width] for start in range(0, len(text), width))


def _label_rows(rows: list[dict[str, Any]], column: str, middle: bool) -> set[int]:
    places: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        places.setdefault(row[column], []).append(index)
    return {found[len(found) // 2] if middle else found[0] for found in places.values()}


def _list_lines(form: ListForm, rows: list[dict[str, Any]], chance: random.Random) -> list[str]:
    head = "\t".join(HEADS[column] for column in form.columns)
    labels = {
        "m": _label_rows(rows, "m", form.label_in_middle),
        "c": _label_rows(rows, "c", False),
    }
    lines = [head]
    for index, row in enumerate(rows):
        cells = {column: row[column] for column in form.columns}
        for column, width in (("m", 4), ("c", 7)):
            if column in cells:
                cells[column] = _wrapped(row[column], width) if index in labels[column] else ""
        page_ends = index % form.rows_a_page == form.rows_a_page - 1
        if page_ends and len(row["name"]) > form.width:
            lines += _broken_row(form, cells, head)
            continue
        cells["name"] = _wrapped(row["name"], form.width)
        values = [cells[column] for column in form.columns]
        _slide(form, values, chance)
        lines.append("\t".join(values))
        if page_ends:
            lines += ["", head]
    return lines


def _broken_row(form: ListForm, cells: dict[str, str], head: str) -> list[str]:
    """A row that a page break cuts: the rest of its name (and category) stands under the next page's head."""
    first, rest = dict(cells), dict.fromkeys(cells, "")
    first["name"], rest["name"] = cells["name"][: form.width], cells["name"][form.width :]
    if " " in cells.get("c", ""):
        first["c"], _, rest["c"] = cells["c"].rpartition(" ")
    return ["\t".join(first.values()), "", head, "\t".join(rest.values())]


def _slide(form: ListForm, values: list[str], chance: random.Random) -> None:
    """Now and then a name stands in the blank category column before its own."""
    if chance.random() >= form.slid or "c" not in form.columns:
        return
    place, own = form.columns.index("c"), form.columns.index("name")
    if own == place + 1 and not values[place]:
        values[place], values[own] = values[own], ""


def _wanted(form: ListForm, rows: list[dict[str, Any]]) -> dict[str, Any]:
    tree = ""
    for place, (module, categories) in enumerate(MODULES.items()):
        tree += f"{LETTERS[place]}{'!' if form.coded and 'm' in form.columns else ''} {module}\n"
        for order, category in enumerate(categories):
            printed = "!" if form.coded and "c" in form.columns else ""
            tree += f"  {LETTERS[place]}{LETTERS[order]}{printed} {category}\n"
    listed = [
        [
            int(row["n"]) if "n" in form.columns else None,
            row["code"],
            row["name"],
            row["ident"] if "ident" in form.columns and row["known"] else None,
            row["urg"] if "urg" in form.columns else "",
        ]
        for row in rows
    ]
    return {"tree": tree, "rows": listed, "measures": ["优化统筹机制"]}

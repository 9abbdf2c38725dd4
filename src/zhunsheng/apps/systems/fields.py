"""Which values a person may correct, what they are called, and how a corrected value reaches its row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhunsheng.core.deliver.listings import BODY_HEADS, LEVEL_HEADS, REMARK_HEADS
from zhunsheng.core.text.normal import key

__all__ = [
    "FIELDS",
    "Field",
    "cell_head",
    "field_label",
    "field_of",
    "parse_mark",
    "parse_value",
    "printed_of",
]


@dataclass(frozen=True, slots=True)
class Field:
    """One correctable field: its name in the record, its label, and what it takes.

    ``takes``: text, optional (text or nothing), code, integer, number, list (of texts), mark (of urgency), choice.
    """

    name: str
    label: str
    takes: str
    choices: tuple[str, ...] = ()
    required: bool = False
    heads: tuple[str, ...] = ()


def _table(*fields: Field) -> dict[str, Field]:
    return {field.name: field for field in fields}


#: kind of row (or "edition") → correctable fields by name
FIELDS: dict[str, dict[str, Field]] = {
    "edition": _table(
        Field("title", "标题", "text", required=True),
        Field("edition", "版次", "text", required=True),
        Field("status", "指南状态", "text"),
        Field("issuers", "发布单位", "list"),
    ),
    "subsystem": _table(
        Field("code", "代号", "text", required=True),
        Field("name", "名称", "text", required=True),
        Field("parent", "上级", "code"),
        Field("scope", "范围", "text"),
        Field("summary", "概述", "text"),
        Field("group", "组", "optional"),
        Field("abbreviation", "缩写", "optional"),
        Field("aliases", "别名", "list"),
        Field("topics", "方向", "list"),
    ),
    "planned_standard": _table(
        Field("number", "序号", "integer"),
        Field("subsystem", "类别", "code"),
        Field("name", "标准名称", "text", required=True),
        Field("identifier", "标准编号", "optional"),
        Field("status", "状态", "optional"),
        Field("urgency", "缓急程度", "mark"),
        Field("level", "宜定级别", "cell", heads=LEVEL_HEADS),
        Field("body", "归口部门", "cell", heads=BODY_HEADS),
        Field("remark", "备注", "cell", heads=REMARK_HEADS),
    ),
    "target": _table(
        Field("name", "名称", "text", required=True),
        Field("comparator", "比较", "choice", choices=(">=", ">", "=", "<=", "<"), required=True),
        Field("value", "数值", "number", required=True),
        Field("unit", "单位", "text"),
        Field("year", "年份", "integer"),
        Field("counts", "计入的标准种类", "list"),
    ),
    "measure": _table(
        Field("title", "标题", "text", required=True),
        Field("text", "正文", "text"),
        Field("commitments", "承诺事项", "list"),
    ),
    "basis": _table(
        Field(
            "kind",
            "种类",
            "choice",
            choices=("law", "national_policy", "local_policy", "standard", "policy"),
            required=True,
        ),
        Field("title", "题名", "text", required=True),
        Field("document_number", "文号", "optional"),
        Field("identifier", "标准编号", "optional"),
    ),
    "legend": _table(
        Field("mark", "标记", "text", required=True),
        Field("tier", "缓急程度", "text", required=True),
        Field("meaning", "含义", "text"),
    ),
    "layer": _table(
        Field("name", "名称", "text", required=True),
        Field("members", "所含模块", "list"),
    ),
}
_PRINTED = {"number": "printed_number", "subsystem": "printed_category", "code": "printed_code"}


def field_of(kind: str, name: str) -> Field | None:
    """The correctable field, or None where there is none of that name."""
    return FIELDS.get(kind, {}).get(name)


def field_label(kind: str, name: str) -> str:
    """The Chinese name of a field; what no table knows keeps its own."""
    found = field_of(kind, name)
    return found.label if found is not None else name


def printed_of(plain: dict[str, Any], name: str) -> Any:
    """What the guide prints for a field, as far as its record keeps it; else None."""
    if name == "urgency":
        return plain.get("urgency", {}).get("printed")
    return plain.get(_PRINTED.get(name, f"printed_{name}"))


def cell_head(field: Field, extra: dict[str, str]) -> str:
    """The head under which a record keeps such a cell: the one the guide prints, else the field's own."""
    wanted = {key(head) for head in field.heads}
    return next((head for head in extra if key(head) in wanted), field.heads[0])


def parse_value(field: Field, value: Any) -> Any:
    """``value`` as a form or the command line gave it, in the type of the field.

    Raises ``ValueError`` with a Chinese sentence where it cannot be one.
    """
    if isinstance(value, str):
        value = value.strip()
    if field.takes == "list":
        items = value if isinstance(value, list) else str(value or "").replace("；", "\n").splitlines()
        return [str(item).strip() for item in items if str(item).strip()]
    if value is None or value == "":
        if field.required:
            raise ValueError(f"{field.label}不能为空。")
        return "" if field.takes in {"text", "cell"} else None
    if field.takes in {"integer", "number"}:
        return _number(field, value)
    if field.takes == "choice" and value not in field.choices:
        raise ValueError(f"{field.label}只能是：{'、'.join(field.choices)}。")
    return str(value)


def _number(field: Field, value: Any) -> int | float | str:
    try:
        number = float(value)
    except (TypeError, ValueError):
        if field.name == "number":  # a printed 序号 may be a text
            return str(value)
        raise ValueError(f"{field.label}应是数，“{value}”不是。") from None
    if number != number or abs(number) >= 2**31:
        raise ValueError(f"{field.label}“{value}”太大或不是数。")
    if number.is_integer():
        return int(number)
    if field.takes == "integer":
        raise ValueError(f"{field.label}应是整数，“{value}”不是。")
    return number


def parse_mark(value: Any, legend: list[tuple[str, int | None, str]]) -> dict[str, Any]:
    """An urgency as a person writes it (★★, 2, a mark or a word of the legend, or nothing) → stars and tier.

    ``legend`` lists (mark, stars, tier). Raises ``ValueError`` with a Chinese sentence for anything else.
    """
    if isinstance(value, dict):  # a value put back by an undone correction
        return {"stars": value.get("stars"), "tier": value.get("tier")}
    text = str(value if value is not None else "").strip()
    if not text:
        return {"stars": None, "tier": None}
    for mark, stars, tier in legend:
        if text in (mark, tier):
            return {"stars": stars, "tier": tier}
    if set(text) == {"★"}:
        count = len(text)
    elif text.isascii() and text.isdigit() and 0 < int(text) <= 10:
        count = int(text)
    else:
        known = "、".join(tier for _, _, tier in legend) or "无"
        raise ValueError(f"缓急程度请写星号（★★）、星数（2）或图例用语（{known}），“{text}”不是。")
    return {"stars": count, "tier": next((tier for _, stars, tier in legend if stars == count), None)}

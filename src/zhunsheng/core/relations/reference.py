"""docs/reference/关联词表.md out of ``content/relations.yaml``: every type, and how it maps to other vocabularies."""

from __future__ import annotations

from collections.abc import Iterable

from zhunsheng.core.relations.vocabulary import (
    ANCHORS,
    RelationType,
    relation_anchors,
    relation_families,
    relation_kinds,
    relation_types,
)

__all__ = ["relations_page"]

_TRAVELS = {
    "to_subject": "乙变，看甲",
    "to_target": "甲变，看乙",
    "both": "一端变，看另一端",
    "none": "不传",
}
_FIT = {"exact": "", "close": "（接近）", "broad": "（较宽）"}


def relations_page(made: str) -> str:
    """The page; ``made`` is the line that says how it is made."""
    kinds, families, types = relation_kinds(), relation_families(), list(relation_types().values())
    parts = [
        "# 关联词表",
        made,
        f"来自 `content/relations.yaml`，共 {len(types)} 种。只存正向（甲→乙），反向由程序推出。",
        "## 能连什么",
        _table(
            ("种类", "写法", "只在一个版本内有意义"),
            ((end.label, f"`{end.key}:{end.ref}`", "是" if end.within else "") for end in kinds.values()),
        ),
    ]
    for family, (label, means) in families.items():
        parts += [f"## {label}", f"{means}。"]
        members = [one for one in types if one.family == family]
        parts.append(
            _table(
                ("键", "甲→乙", "乙→甲", "例句", "甲可以是", "乙可以是", "变动", "性质"),
                (_row(one) for one in members),
            )
        )
    parts += [
        "## 与其他词表的对应",
        "^ 表示方向相反；空格表示没有对应，不硬凑；（接近）意思相近，（较宽）换过去会失去区别。",
    ]
    anchors = relation_anchors()
    parts.append(
        _table(
            ("键", "名称", *(anchors[name][0] for name in ANCHORS), "说明"),
            (_mapping_row(one) for one in types),
        )
    )
    parts += [f"- {label}：{grade} 级。{note}。" for label, grade, note in anchors.values()]
    for name in ANCHORS:
        mapped = sum(name in one.mapped for one in types)
        parts.append(
            f"- {anchors[name][0]}：{len(types)} 种里有 {mapped} 种有对应，{len(types) - mapped} 种空着。"
        )
    return _joined(parts) + "\n"


def _row(one: RelationType) -> tuple[str, ...]:
    traits = {
        "对称": one.symmetric,
        "不成环": one.acyclic,
        "有日期": one.dated,
        "计入强度": one.strength,
        "标准库": one.catalogue,
        "不另存": one.derived,
        "须有证据与处理意见": one.contested,
    }
    degrees = (f"程度 {'、'.join(one.degrees)}",) if one.degrees else ()
    return (
        f"`{one.key}`",
        one.forward,
        one.backward,
        f"{one.example}；{one.example_backward}",
        _kinds(one.subjects),
        _kinds(one.targets),
        _TRAVELS[one.travels],
        "，".join((*(name for name, holds in traits.items() if holds), *degrees)),
    )


def _mapping_row(one: RelationType) -> tuple[str, ...]:
    cells = []
    for name in ANCHORS:
        mapped = one.mapped.get(name)
        cells.append(f"`{mapped.to}`{_FIT[mapped.fit]}" if mapped else "")
    notes = "；".join(mapped.note for mapped in one.mapped.values() if mapped.note)
    return (f"`{one.key}`", f"{one.forward}／{one.backward}", *cells, notes)


def _kinds(keys: frozenset[str]) -> str:
    return "、".join(kind.label for key, kind in relation_kinds().items() if key in keys)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _joined(parts: list[str]) -> str:
    """Paragraphs apart, items of one list together."""
    text = ""
    for before, part in zip(["", *parts], parts, strict=False):
        text += ("\n" if before.startswith("- ") and part.startswith("- ") else "\n\n" if text else "") + part
    return text

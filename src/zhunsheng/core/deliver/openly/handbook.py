"""The tables of terms as they stand in docs/reference/开放数据.md, written out of content so that the two cannot drift."""

from __future__ import annotations

from zhunsheng.core.deliver.openly.terms import Term, terms
from zhunsheng.core.relations.vocabulary import RelationType, relation_types
from zhunsheng.core.text.marked import with_made

__all__ = ["BEGIN", "term_tables", "with_terms"]

BEGIN = "<!-- 以下由 make docs 从 content/openly/terms.yaml 与 content/relations.yaml 生成，请勿手改 -->"
_HEAD = "|---|---|---|---|---|"


def term_tables() -> str:
    """Prefixes, classes, properties and relation types in Markdown."""
    words = terms()
    prefixes = ["| 前缀 | 命名空间 | 出处 | 等级 |", "|---|---|---|---|"]
    for name, iri in words.prefixes.items():
        origin = words.origins.get(name, {"name": "W3C", "grade": "A"})
        prefixes.append(f"| `{name}` | `{iri}` | {origin['name']} | {origin['grade']} |")
    classes = ["| 类 | 中文 | 名称的等级 | 说明 |", "|---|---|---|---|"]
    for term in words.classes.values():
        note = "；".join(filter(None, (f"属于 `{term.under}`" if term.under else "", term.note)))
        classes.append(f"| `{term.name}` | {term.label} | {words.origin(term.name)['grade']} | {note} |")
    properties = ["| 属性 | 中文 | 谁的 → 值 | 名称的等级 | 说明 |", _HEAD]
    properties += [_property(term) for term in words.properties.values() if not term.same]
    relations = ["| 关联种类 | 中文（反向） | 属性 | GB/T 48000.3 的名称 | 说明 |", _HEAD]
    relations += [_relation(kind) for kind in relation_types().values() if not kind.derived]
    parts = [("前缀", prefixes), ("类", classes), ("属性", properties), ("关联种类", relations)]
    return "\n\n".join(f"### {title}\n\n" + "\n".join(lines) for title, lines in parts)


def _property(term: Term) -> str:
    ends = f"`{term.of or '…'}` → `{term.to or '…'}`" if term.of or term.to else ""
    return f"| `{term.name}` | {term.label} | {ends} | {terms().origin(term.name)['grade']} | {term.note} |"


def _relation(kind: RelationType) -> str:
    mapped = kind.mapped.get("gbt48000")
    if mapped is None:
        other, note = "", "没有对应"
    elif mapped.inverse:
        other, note = f"`{mapped.name}`", f"方向相反{'；' + mapped.note if mapped.note else ''}"
    else:
        other = f"`{mapped.name}`"
        note = {"exact": "相同", "close": "相近", "broad": "对方更宽"}[mapped.fit]
        note += f"；{mapped.note}" if mapped.note else ""
    name = terms().relation(kind.key)
    return f"| `{kind.key}` | {kind.forward}（{kind.backward}） | `{name}` | {other} | {note} |"


def with_terms(page: str) -> str:
    """The page with what stands between the two marks replaced. ValueError where a mark is missing."""
    return with_made(page, BEGIN, term_tables(), "开放数据.md")

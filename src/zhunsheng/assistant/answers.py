"""What an assistant is told. Every answer carries its sources with their grades and says what is not verified.

Plain functions over the same data as the interface, seen with a visitor's eyes; each raises :class:`Unknown`, whose
text is a Chinese sentence, where what is asked for is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from zhunsheng.apps.registry import queries as registry
from zhunsheng.apps.registry.citing import citation_plain
from zhunsheng.apps.registry.lookup import as_asked, find_any, nearest
from zhunsheng.apps.registry.models import Standard
from zhunsheng.apps.registry.plain import (
    brief,
    placement_plain,
    relations_plain,
    speakers,
    standard_plain,
)
from zhunsheng.apps.systems import plain as systems_plain
from zhunsheng.apps.systems import queries as systems
from zhunsheng.apps.systems.listing import Listing
from zhunsheng.apps.systems.models import Edition, System
from zhunsheng.core.deliver.citation import STYLES
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.identifiers.plain import number_plain
from zhunsheng.core.registry.record import RELATION_TYPES

__all__ = [
    "MOST",
    "Unknown",
    "all_systems",
    "cited",
    "numbers_read",
    "one_standard",
    "one_system",
    "planned",
    "relations",
]

#: most entries of a list in one answer
MOST = 50
#: whom reads are made for
VISITOR = None
_DOUBT = {
    "trade": "只有行业网页为据",
    "unverified": "未经核实",
    "contradicted": "各来源说法矛盾",
}


class Unknown(Exception):
    """What is asked for is not here; the text says what, and how to go on."""


def found(number: str) -> Standard:
    """The standard of this number in any spelling."""
    standard = find_any(VISITOR, number)
    if standard is not None:
        return standard
    near = nearest(VISITOR, number)
    meant = f"是否指 {'、'.join(near)}？" if near else ""
    raise Unknown(
        f"标准库中没有“{as_asked(number)}”。{meant}请先用 search_standards 查找；不要凭记忆补写它的内容。"
    )


def one_standard(number: str) -> dict[str, Any]:
    """Everything known of a standard, long lists cut to :data:`MOST` with their totals, and what is doubtful."""
    told = standard_plain(VISITOR, found(number))
    for name in ("relations", "editions", "placements", "participants", "timeline"):
        told[f"{name}_total"] = len(told[name])
        told[name] = told[name][:MOST]
    for fact in told["fields"].values():
        # Where everybody agrees the versions only repeat the sources.
        if all(version["agrees"] for version in fact["versions"]):
            fact["versions"] = []
    return {**told, "notice": _notice(told)}


def _notice(told: Mapping[str, Any]) -> str:
    """What whoever quotes this must say with it."""
    said = []
    for state, words in _DOUBT.items():
        labels = [fact["label"] for fact in told["fields"].values() if fact["state"] == state]
        if labels:
            said.append(f"{'、'.join(labels)}{words}")
    if told["status"] in {"superseded", "withdrawn"}:
        heirs = "、".join(one["number"] for one in told["successors"])
        said.append(f"此标准已{told['status_label']}" + (f"，应改用 {heirs}" if heirs else ""))
    if any(place["state"] == "suggested" for place in told["placements"]):
        said.append("归类中“待确认”的只是相关，未经人确认")
    return "；".join(said) + "。" if said else "各项均有官方来源或已经人工核实。"


def relations(number: str, kind: str = "", limit: int = MOST) -> dict[str, Any]:
    """Links of a standard both ways, with who states them."""
    standard = found(number)
    if kind and kind not in RELATION_TYPES:
        known = "、".join(f"{name}（{forward}）" for name, (forward, _) in RELATION_TYPES.items())
        raise Unknown(f"没有“{kind}”这种关联。可用：{known}。")
    lines = [one for one in relations_plain(standard) if not kind or one["type"] == kind]
    weak = sum(1 for one in lines if not {"A"} & set(one["grades"]))
    return {
        "number": standard.number,
        "total": len(lines),
        "items": lines[: max(1, min(limit, MOST))],
        "notice": "没有来源说到；这只说明本库没有，不说明没有关联。"
        if not lines
        else f"{weak} 条关联没有官方来源，未经核实。"
        if weak
        else "各条关联均有官方来源。",
    }


def cited(number: str, style: str = "gbt7714") -> dict[str, Any]:
    """The citation, and whether what it says is verified."""
    if style not in STYLES:
        raise Unknown(f"没有“{style}”这种引用格式。可用：{'、'.join(STYLES)}。")
    standard = found(number)
    return {**citation_plain(standard, style), **_trust(standard)}


def _trust(standard: Standard) -> dict[str, Any]:
    short = brief(standard)
    sources = [
        {
            "source": one.source.code,
            "source_name": one.source.name,
            "grade": one.source.grade,
            "url": one.source.url,
        }
        for one in registry.statements_of(standard)
        if one.state == one.LISTED
    ]
    doubt = _DOUBT.get(standard.verification, "")
    return {
        "verification": short["verification"],
        "verification_label": short["verification_label"],
        "sources": sources,
        "notice": f"此标准的数据{doubt}。" if doubt else "数据有官方来源或已经人工核实。",
    }


def with_trust(refs: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Standards in short by their ids, each with its ``sources`` as ``name（grade）``, for lists of answers."""
    kept = registry.visible_standards(VISITOR).filter(pk__in=list(refs)).defer("scope", "note")
    told = {one.pk: {**brief(one), "sources": []} for one in kept}
    for standard, name, grade in speakers(list(told)):
        told[standard]["sources"].append(f"{name}（{grade}）")
    return told


def numbers_read(texts: Iterable[str]) -> dict[str, Any]:
    """What each text is, read as the number of a standard, and whether the registry has it."""
    items = []
    for text in list(texts)[:MOST]:
        read = number_plain(text[:500])
        here = registry.find_standard(VISITOR, text[:500].replace("\0", "")) if read["ok"] else None
        items.append({**read, "in_registry": here is not None})
    return {"items": items, "notice": "in_registry 为 false 只说明本库没有，不说明标准不存在。"}


def all_systems() -> dict[str, Any]:
    """The published standards systems."""
    return {
        "items": [
            systems_plain.system_plain(one, systems.list_editions(VISITOR, one))
            for one in systems.visible_systems(VISITOR)
        ]
    }


def _edition(slug: str, edition: str) -> Edition:
    try:
        return systems.get_edition(VISITOR, slug, edition or None)
    except (Edition.DoesNotExist, System.DoesNotExist):
        system = next((one for one in systems.visible_systems(VISITOR) if one.slug == slug), None)
        if system is not None:
            keys = "、".join(one.key for one in systems.list_editions(VISITOR, system)) or "无"
            raise Unknown(f"体系“{slug}”没有版本“{edition}”。已发布的版本：{keys}。") from None
        known = "、".join(one.slug for one in systems.visible_systems(VISITOR)) or "无"
        raise Unknown(f"没有体系“{slug}”。现有体系：{known}。") from None


def one_system(slug: str, edition: str = "") -> dict[str, Any]:
    """An edition of a system with its figures and subsystems, and where it was read from."""
    chosen = _edition(slug, edition)
    tree = SystemTree(systems.load_system(chosen))
    keys = ("code", "name", "level", "parent", "items", "empty")
    boxes = [systems_plain.subsystem_plain(chosen, tree, box) for box in tree.walk()]
    return {
        **systems_plain.overview_plain(chosen),
        "subsystems": [{key: box[key] for key in keys} for box in boxes],
        "notice": f"读自《{chosen.title}》{chosen.display_label}"
        + (f"（{chosen.guide_status}）" if chosen.guide_status else "")
        + "，各项的 source 为来源文件的行号。",
    }


def planned(
    slug: str, edition: str = "", text: str = "", category: str = "", limit: int = MOST
) -> dict[str, Any]:
    """Planned standards of a system, each with the real standards placed beside it."""
    chosen = _edition(slug, edition)
    tree = SystemTree(systems.load_system(chosen))
    asked = {"q": text, "category": category}
    if category and category not in tree.by_code:
        modules = "、".join(f"{module.code} {module.name}" for module in tree.modules)
        raise Unknown(f"没有代码为“{category}”的模块或类别。模块有：{modules}；类别的代码见 get_system。")
    if category in {module.code for module in tree.modules}:
        asked = {"q": text, "module": category}
    rows = [row.item for row in Listing(tree, asked).rows]
    shown = systems_plain.items_plain(chosen, tree, rows[: max(1, min(limit, MOST))])
    placed: dict[str, list[dict[str, Any]]] = {}
    for one in registry.related_standards(chosen):
        if one.kind == one.PLANNED:
            placed.setdefault(one.item, []).append(placement_plain(one))
    for item in shown:
        beside = placed.get(item["key"], [])
        item["related"] = [
            {
                "number": one["standard"]["number"],
                "title": one["standard"]["title"],
                "status_label": one["standard"]["status_label"],
                "verification_label": one["standard"]["verification_label"],
                "state_label": one["state_label"],
            }
            for one in beside[:10]
        ]
    return {
        "system": chosen.system.slug,
        "edition": chosen.key,
        "total": len(rows),
        "items": shown,
        "notice": "related 中“待确认”的标准只是可能相关，未经人确认；拟制定的标准尚不存在，不能当作已发布的标准引用。",
    }

"""What an assistant is told of relations: what a change reaches, what a thing is linked with, what is not confirmed."""

from __future__ import annotations

from typing import Any

from zhunsheng.apps.insight import asking, plain
from zhunsheng.apps.insight.gathering import Thing
from zhunsheng.apps.insight.queries import find_thing
from zhunsheng.apps.systems import queries as systems
from zhunsheng.apps.systems.models import Edition, System
from zhunsheng.assistant.answers import MOST, VISITOR, Unknown

__all__ = ["impact", "linked"]


def impact(thing: str, change: str, slug: str = "", edition: str = "", limit: int = 20) -> dict[str, Any]:
    """What feels a change, nearest first, each with its way in words."""
    at = _edition(slug, edition)
    found = asking.impact(at, _thing(at, thing), change=change)
    told = plain.impact_plain(at, found, change, max(1, min(limit, MOST)))
    inside = told.pop("inside")
    open_ones = sum(not one.certain for one in found.reached)
    return {
        **told,
        "inside_total": len(inside),
        "notice": _notice(
            len(found.reached),
            open_ones,
            f"其中 {open_ones} 项要经未经人确认的关联才能推到，转述时请注明。",
            "各项只经已确认的关联即可推到。",
        ),
    }


def linked(thing: str, slug: str = "", edition: str = "", limit: int = MOST) -> dict[str, Any]:
    """What a thing is directly linked with."""
    at = _edition(slug, edition)
    one = _thing(at, thing)
    told = plain.around_plain(at, one, 1, asking.around(at, one))
    open_ones = sum(item["status"] != "confirmed" for item in told["items"])
    return {
        **told,
        "total": len(told["items"]),
        "items": told["items"][: max(1, min(limit, MOST))],
        "notice": _notice(
            len(told["items"]),
            open_ones,
            f"{open_ones} 条关联未经人确认，转述时请注明。",
            "各条关联均已确认。",
        ),
    }


def _notice(total: int, open_ones: int, doubtful: str, sure: str) -> str:
    if not total:
        return "没有登记的关联；这只说明本库没有，不说明没有关联。"
    return doubtful if open_ones else sure


def _edition(slug: str, key: str) -> Edition | None:
    if not slug:
        first = systems.visible_systems(VISITOR).order_by("created_at").first()
        if first is None:
            return None
        slug = first.slug
    try:
        return systems.get_edition(VISITOR, slug, key or None)
    except (Edition.DoesNotExist, System.DoesNotExist):
        version = f"或它的版本“{key}”" if key else "已发布的版本"
        raise Unknown(f"没有体系“{slug}”{version}。请先用 get_system 列出全部体系。") from None


def _thing(edition: Edition | None, asked: str) -> Thing:
    found = find_thing(VISITOR, edition, asked)
    if found is None:
        raise Unknown(
            f"没有找到“{asked}”。可以写标准编号、子体系代码、清单序号或完整的名称；不要凭记忆补写。"
        )
    return found

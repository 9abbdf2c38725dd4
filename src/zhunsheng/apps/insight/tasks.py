"""Background work on relations: having them suggested."""

from __future__ import annotations

from typing import Any

from zhunsheng.apps.insight.actions import suggest_links
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import find_edition
from zhunsheng.jobs.models import Job
from zhunsheng.jobs.registry import Context, Failure, register
from zhunsheng.jobs.runner import submit

__all__ = ["SUGGEST", "submit_suggestions", "suggest_for_edition"]

#: kind of job: payload ``{"edition": uid}``, result ``{"added", "dropped", "renewed", "carried"}``
SUGGEST = "insight.suggest"


def submit_suggestions(who: Any, edition: Edition) -> Job:
    """Queue the job that suggests links for an edition."""
    return submit(who, SUGGEST, {"edition": str(edition.pk)}, title=f"建议关联：{edition}")


@register(SUGGEST, "建议关联")
def suggest_for_edition(context: Context, payload: dict[str, Any]) -> dict[str, Any]:
    """Look for links in the guide's own words, by the rules, and by shared objects."""
    edition = find_edition(context.actor, payload["edition"])
    if edition is None:
        raise Failure("这个版本已不存在。")
    context.stage(10, "比较标准与清单")
    done = suggest_links(context.actor, edition)
    return {
        "added": done.added,
        "dropped": done.dropped,
        "renewed": done.renewed,
        "carried": done.carried,
    }

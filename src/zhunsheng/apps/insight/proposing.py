"""What the machine proposes for an edition: what its guide states, and what rules find."""

from __future__ import annotations

from functools import cache

from zhunsheng.apps.registry.whole import placed_candidates
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import load_system, source_lines
from zhunsheng.core.analysis.links import suggest_links
from zhunsheng.core.analysis.things import link_rules
from zhunsheng.core.relations import Link, link_faults, stated_in_guide
from zhunsheng.core.relations.stated import stated_rules

__all__ = ["proposals", "rule_titles"]


def proposals(edition: Edition) -> list[Link]:
    """Every link proposed for ``edition``. What the edition itself holds already (its bases, its tree) is left out."""
    system = load_system(edition)
    beside = placed_candidates(edition)
    found = [*stated_in_guide(system, source_lines(edition) or []), *suggest_links(system, beside)]
    return [one for one in found if not _derived(one) and not link_faults(one)]


def _derived(link: Link) -> bool:
    """Whether the map of an edition holds it without being told: what contains what, what the system is based on."""
    return link.type == "contains" or (
        link.subject.kind == "system" and link.type == "based_on" and link.target.kind == "basis"
    )


@cache
def rule_titles() -> dict[str, str]:
    """Rule → its Chinese title."""
    rules = {**stated_rules()["rules"], **link_rules().rules}
    return {"bases": "构建依据中的标准"} | {name: rule["title"] for name, rule in rules.items()}

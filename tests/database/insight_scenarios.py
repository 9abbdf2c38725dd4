"""One way to run each action on relations: see :mod:`tests.database.scenarios`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.core.sample import sample_system
from zhunsheng.apps.insight import actions, queries
from zhunsheng.apps.insight.actions.linking import Statement
from zhunsheng.apps.insight.models import Link
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems.actions import import_packaged
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.relations import End, Evidence
from zhunsheng.core.relations import Link as StatedLink

Run = Callable[[Any], Any]


def edition_of_sample() -> Edition:
    """The made-up lighting system, published."""
    return import_packaged(OPERATOR, sample_system(keep_prose=False))


def cited(ref: str = "1", number: str = "GB/T 9-2020") -> StatedLink:
    """A planned standard of the sample that cites a standard."""
    evidence = (Evidence("source", f"{number} 城市照明术语", source="草案.docx"),)
    return StatedLink(
        End("planned", ref, "城市照明术语"),
        "cites",
        End("standard", number),
        "suggested",
        "catalogue",
        evidence=evidence,
    )


def stored(edition: Edition, *links: StatedLink) -> list[int]:
    """Suggested links of an edition, as a draft brings them; their keys."""
    actions.link_draft_citations(OPERATOR, edition, links or (cited(),), file_name="草案.docx")
    return list(queries.links_of_edition(edition).values_list("pk", flat=True))


def tension(edition: Edition) -> int:
    """A suggested overlap of two planned standards."""
    evidence = (Evidence("words", "名称相近"),)
    stated = StatedLink(
        End("planned", "1", "甲"),
        "overlaps",
        End("planned", "2", "乙"),
        "suggested",
        "similarity",
        evidence=evidence,
    )
    stored(edition, stated)
    return Link.objects.get(type="overlaps").pk


def _suggest() -> Run:
    edition = edition_of_sample()
    # One that some rule made and no rule makes any more, so that there is something to change.
    evidence = (Evidence("rule", "旧规则"),)
    old = StatedLink(
        End("planned", "1"), "supports", End("planned", "2"), "suggested", "rule", "old", evidence=evidence
    )
    stored(edition, old)
    return lambda who: actions.suggest_links(who, edition)


def _confirm() -> Run:
    edition = edition_of_sample()
    links = stored(edition)
    return lambda who: actions.confirm_links(who, edition, links)


def _reject() -> Run:
    edition = edition_of_sample()
    links = stored(edition)
    return lambda who: actions.reject_links(who, edition, links, reason="对象不同")


def _undo() -> Run:
    edition = edition_of_sample()
    made = actions.confirm_links(OPERATOR, edition, stored(edition))
    return lambda who: actions.undo_decision(who, edition, made.decision)


def _resolve() -> Run:
    edition = edition_of_sample()
    link = tension(edition)
    return lambda who: actions.resolve_tension(who, edition, link, resolution="合并为一项")


def _link() -> Run:
    edition = edition_of_sample()
    subject = queries.find_thing(OPERATOR, edition, "BA")
    target = queries.find_thing(OPERATOR, edition, "BB")
    assert subject and target
    return lambda who: actions.add_link(
        who, edition, subject, "supports", target, Statement(evidence="原文第 3 页")
    )


def _draft() -> Run:
    edition = edition_of_sample()
    return lambda who: actions.link_draft_citations(who, edition, [cited()], file_name="草案.docx")


SCENARIOS: dict[str, Callable[[], Run]] = {
    "insight.suggest": _suggest,
    "insight.confirm": _confirm,
    "insight.reject": _reject,
    "insight.undo": _undo,
    "insight.resolve": _resolve,
    "insight.link": _link,
    "insight.draft": _draft,
}

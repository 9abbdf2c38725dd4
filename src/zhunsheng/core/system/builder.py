"""From what was read out of a guide to a standards system, with or without the guide's prose."""

from __future__ import annotations

import copy
import re

from zhunsheng.core.guide.model import Commitment, GuideDocument, Measure, SourceSpan, Subsystem
from zhunsheng.core.system.model import StandardsSystem
from zhunsheng.core.vocabulary import vocabulary

__all__ = ["FACT_LENGTH", "build_system", "without_prose"]

# A cell or phrase up to this length is a fact (a name, a count); longer text is the guide's prose.
FACT_LENGTH = 60
_NAMED = re.compile(r"《[^》]{2,40}》|“[^”]{2,20}”|\d[\d,.]*\s*(?:[%％]|[项个家件批类])")


def build_system(
    doc: GuideDocument, *, slug: str, keep_prose: bool, source_name: str = ""
) -> StandardsSystem:
    """The system a guide describes. The document itself is not changed, and shares nothing with the result.

    ``keep_prose`` False leaves facts only, see :func:`without_prose`.
    """
    parts = {
        name: copy.deepcopy(getattr(doc, name))
        for name in (
            "title",
            "edition",
            "status",
            "issuers",
            "sha256",
            "subsystems",
            "planned_standards",
            "targets",
            "measures",
            "bases",
            "legend",
            "layers",
            "figures",
            "claims",
            "promises",
        )
    }
    system = StandardsSystem(slug=slug, source_name=source_name, **parts)
    return system if keep_prose else without_prose(system)


def without_prose(system: StandardsSystem) -> StandardsSystem:
    """A copy with facts only: codes, names, numbers, marks, topic words, targets, bases and source places.

    Scopes, summaries, the text of measures, the legend's explanations and texts of figures are left out; an
    undertaking is told by the name of its kind and the proper names and counts it mentions.
    """
    facts = copy.deepcopy(system)
    for subsystem in facts.subsystems:
        _strip_subsystem(subsystem)
    for measure in facts.measures:
        _strip_measure(measure)
    for entry in facts.legend:
        entry.meaning = ""
    for figure in facts.figures:
        figure.text = ""
    for row in facts.planned_standards:
        row.extra = {head: cell for head, cell in row.extra.items() if len(cell) <= FACT_LENGTH}
    return facts


def _strip_subsystem(subsystem: Subsystem) -> None:
    subsystem.scope = ""
    subsystem.summary = ""
    for topic in subsystem.topic_details:
        topic.scope = ""


def _strip_measure(measure: Measure) -> None:
    """Undertakings by their short names; several with one name become one that spans them all."""
    measure.text = ""
    merged: dict[tuple[str, str], Commitment] = {}
    for item in measure.commitment_details:
        name = _short_name(item)
        seen = merged.get((item.kind, name))
        source = _together(seen.source, item.source) if seen else item.source
        merged[item.kind, name] = Commitment(item.kind, name, source)
    measure.commitment_details = list(merged.values())
    measure.commitments = [item.text for item in measure.commitment_details]


def _together(one: SourceSpan, other: SourceSpan) -> SourceSpan:
    return SourceSpan(min(one.line_start, other.line_start), max(one.line_end, other.line_end), one.page)


def _short_name(commitment: Commitment) -> str:
    """``滚动修订：“两年一修订”``: the kind's Chinese name, then the names and counts the text mentions."""
    kinds = vocabulary("commitments")["kinds"]
    label = kinds[commitment.kind]["label"] if commitment.kind in kinds else "其他事项"
    # A second pass over a text that is already short must leave it as it is.
    if commitment.text == label or commitment.text.startswith(f"{label}："):
        return commitment.text
    told = label
    for named in dict.fromkeys(re.sub(r"\s+", "", match) for match in _NAMED.findall(commitment.text)):
        longer = f"{told}{'：' if told == label else '、'}{named}"
        told = longer if len(longer) <= FACT_LENGTH else told
    return told

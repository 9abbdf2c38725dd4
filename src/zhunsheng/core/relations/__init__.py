"""Relations between standards, planned items, subsystems and bases: vocabulary, links, where links come from.

Half the program needs the vocabulary; what reads guides and drafts is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhunsheng.core.rooms import looked_up

if TYPE_CHECKING:
    from zhunsheng.core.relations.closure import Fact, Notice, closure_rules, implied, notice_rules, notices
    from zhunsheng.core.relations.draft import Citation, DraftCitations, DraftProblem, cited_in_draft
    from zhunsheng.core.relations.link import (
        EVIDENCE_KINDS,
        ORIGINS,
        STATUSES,
        End,
        Evidence,
        Link,
        link_faults,
    )
    from zhunsheng.core.relations.stated import based_links, stated_in_guide
    from zhunsheng.core.relations.vocabulary import (
        RelationType,
        relation_families,
        relation_kinds,
        relation_type,
        relation_types,
    )

__all__ = [
    "EVIDENCE_KINDS",
    "ORIGINS",
    "STATUSES",
    "Citation",
    "DraftCitations",
    "DraftProblem",
    "End",
    "Evidence",
    "Fact",
    "Link",
    "Notice",
    "RelationType",
    "based_links",
    "cited_in_draft",
    "closure_rules",
    "implied",
    "link_faults",
    "notice_rules",
    "notices",
    "relation_families",
    "relation_kinds",
    "relation_type",
    "relation_types",
    "stated_in_guide",
]

__getattr__ = looked_up(
    __name__,
    {
        "closure": ("Fact", "Notice", "closure_rules", "implied", "notice_rules", "notices"),
        "draft": ("Citation", "DraftCitations", "DraftProblem", "cited_in_draft"),
        "link": ("EVIDENCE_KINDS", "ORIGINS", "STATUSES", "End", "Evidence", "Link", "link_faults"),
        "stated": ("based_links", "stated_in_guide"),
        "vocabulary": (
            "RelationType",
            "relation_families",
            "relation_kinds",
            "relation_type",
            "relation_types",
        ),
    },
)

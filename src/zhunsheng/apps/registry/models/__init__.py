"""Tables of the registry: standards and their numbers, what each source says, relations, imports, decisions.

A :class:`Standard` is one published text under its number. Its columns are worked out of all its
:class:`Statement` rows and :class:`Verification` rows (``core/registry/resolve``) and are written anew whenever one
of these changes; what is not derived is what sources said and what people decided.
"""

from zhunsheng.apps.registry.models.decisions import Placement, TableMapping, Verification
from zhunsheng.apps.registry.models.imports import ImportProblem, ImportRun, Source
from zhunsheng.apps.registry.models.standards import (
    Body,
    BodyTally,
    Classification,
    Finding,
    Identifier,
    Participation,
    Relation,
    Standard,
    Statement,
)

__all__ = [
    "Body",
    "BodyTally",
    "Classification",
    "Finding",
    "Identifier",
    "ImportProblem",
    "ImportRun",
    "Participation",
    "Placement",
    "Relation",
    "Source",
    "Standard",
    "Statement",
    "TableMapping",
    "Verification",
]

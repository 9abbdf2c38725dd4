"""What follows from a standards system and the standards there are: placement, suggested links."""

from zhunsheng.core.analysis.links import suggest_links
from zhunsheng.core.analysis.placement import Candidate, PlacementSuggestion, suggest

__all__ = ["Candidate", "PlacementSuggestion", "suggest", "suggest_links"]

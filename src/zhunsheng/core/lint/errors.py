"""What can be wrong with rules."""

from __future__ import annotations

__all__ = ["LintRulesError"]


class LintRulesError(ValueError):
    """A rules or override file that cannot be used; the message (Chinese) names the place and the mend."""

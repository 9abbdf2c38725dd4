"""Insight: relations between standards, planned standards and subsystems, with evidence, review and questions."""

"""``{% load systems %}``: addresses within an edition, and values as people write them."""

from __future__ import annotations

from typing import Any

from django import template

from zhunsheng.apps.journal.actions import ACTIONS
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.pages.common import address, source_address
from zhunsheng.core.guide.model import SourceSpan

register = template.Library()


@register.simple_tag
def at(name: str, edition: Edition, *more: Any, **query: Any) -> str:
    """The address of a page of ``edition``: ``{% at "items" edition module="A" %}``."""
    return address(name, edition, *more, **query)


@register.simple_tag
def source_of(edition: Edition, span: SourceSpan | None) -> str:
    """Where the source lines of a span are shown."""
    return source_address(edition, span)


@register.filter
def shown(value: Any) -> str:
    """A corrected value in one line: lists joined, nothing as a dash."""
    if value in (None, "", []):
        return "（空）"
    if isinstance(value, dict):
        return str(value.get("name") or value.get("title") or "（整项）")
    return "、".join(str(item) for item in value) if isinstance(value, list) else str(value)


@register.filter
def action_title(name: str) -> str:
    """The Chinese title of a journal event's action."""
    known = ACTIONS.get(name)
    return known.title if known else name

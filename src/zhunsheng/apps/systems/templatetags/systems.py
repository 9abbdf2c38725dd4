"""``{% load systems %}``: addresses within an edition, and values as people write them."""

from __future__ import annotations

from typing import Any

from django import template

from zhunsheng.apps.journal.actions import ACTIONS
from zhunsheng.apps.systems.fields import field_label
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
    if isinstance(value, dict) and "stars" in value and "tier" in value:
        mark = "★" * value["stars"] if value["stars"] else ""
        return f"{mark}{value['tier'] or ''}" or "未注明"
    if isinstance(value, dict):
        return str(value.get("name") or value.get("title") or "（整项）")
    return "、".join(str(item) for item in value) if isinstance(value, list) else str(value)


@register.filter
def field_of(made: Any) -> str:
    """The Chinese name of the field that a correction is about; nothing for a whole row."""
    return field_label(made.kind, made.field)


@register.filter
def what_changed(event: Any) -> str:
    """What a journal event on a value did: ``AA 术语 名称：术语 → 术语与定义``; nothing for other events."""
    before, after = event.before, event.after
    if not isinstance(before, dict) or not isinstance(after, dict):
        return ""
    if "values" in before:
        names = "、".join(f"{one['subject']}" for one in before["values"])
        return f"{field_label(before['kind'], before['field'])} {len(before['values'])} 处：{names}"
    about = before if "subject" in before else after
    if "subject" not in about:
        return ""
    subject = f"{about['subject']} {field_label(about.get('kind', ''), about['field'])}".rstrip()
    if before.get("value") == after.get("value"):
        return f"{subject}：{shown(after.get('value'))}"
    return f"{subject}：{shown(before.get('value'))} → {shown(after.get('value'))}"


@register.filter
def action_title(name: str) -> str:
    """The Chinese title of a journal event's action."""
    known = ACTIONS.get(name)
    return known.title if known else name

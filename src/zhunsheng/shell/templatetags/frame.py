"""``{% load frame %}``: the frame's parts and the small marks pages are built of."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.template.context import Context
from django.urls import reverse
from django.utils.encoding import uri_to_iri
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from zhunsheng.apps.discovery.queries import new_answers
from zhunsheng.core.deliver.scale import Grade
from zhunsheng.core.guide.model import SourceSpan
from zhunsheng.core.text.mended import Mended, mended
from zhunsheng.shell.navigation import Frame, frame_for
from zhunsheng.shell.words import say

register = template.Library()

SEVERITIES = {"error": ("错误", "bad"), "warning": ("警告", "warn"), "note": ("提示", "note")}


@register.simple_tag
def t(text: str) -> str:
    """A string of the frame in the language the reader has chosen."""
    return say(text)


@register.simple_tag(takes_context=True)
def page_address(context: Context) -> str:
    """The whole address of the page as people read it, for paper; "" where there is none."""
    request = context.get("request")
    try:
        return uri_to_iri(request.build_absolute_uri()) if request is not None else ""
    except DisallowedHost:
        return ""


@register.simple_tag(takes_context=True)
def frame(context: Context) -> Frame:
    """What the frame shows on this page: entries, systems, editions. Computed once a page."""
    made = context.render_context.get("zhunsheng_frame")
    if made is None:
        made = frame_for(context.get("request"), context.get("edition"), str(context.get("section") or ""))
        made.fresh = _fresh(context.get("user"))
        context.render_context["zhunsheng_frame"] = made
    return made


def _fresh(user: Any) -> int:
    """New answers of the reader's kept searches; none where the database is away, so that error pages have a frame."""
    try:
        return new_answers(user)
    except DatabaseError:
        return 0


@register.simple_tag
def page_language() -> str:
    """The language of the frame, for ``<html lang>``."""
    return "en" if (get_language() or "").startswith("en") else "zh-CN"


@register.simple_tag
def code_of(code: str, hue: int) -> SafeString:
    """A code in its module's colour."""
    return format_html('<b class="code hue-{}">{}</b>', hue, code)


@register.simple_tag
def mark(grade: Grade) -> SafeString:
    """The small square of a grade of urgency; its label is for those who cannot see it."""
    return format_html(
        '<span class="mark {}" title="{}" aria-hidden="true">{}</span>', grade.tone, grade.label, grade.short
    )


@register.simple_tag
def severity(name: str) -> SafeString:
    """错误, 警告 or 提示 as a tag."""
    word, tone = SEVERITIES.get(name, (name, "note"))
    return format_html('<span class="tag {}">{}</span>', tone, word)


@register.filter
def severity_word(name: str) -> str:
    """错误, 警告 or 提示."""
    return SEVERITIES.get(name, (name, ""))[0]


@register.filter
def place(span: SourceSpan | None) -> str:
    """第 12 行, 第 12–13 行, with the page where there is one; empty where the place is not known."""
    if span is None or span.line_start < 1:
        return ""
    lines = str(span.line_start)
    if span.line_end > span.line_start:
        lines += f"–{span.line_end}"
    page = f"（第 {span.page} 页）" if span.page else ""
    return f"第 {lines} 行{page}"


@register.filter
def span_lines(span: SourceSpan | None) -> str:
    """``12-13`` for addresses."""
    if span is None or span.line_start < 1:
        return ""
    return f"{span.line_start}-{span.line_end}" if span.line_end > span.line_start else str(span.line_start)


@register.filter
def celled(text: str) -> SafeString:
    """A source line with its tabs made visible, so that one sees which cell is empty or slid."""
    return mark_safe(escape(text).replace("\t", '<span class="tab">\t</span>'))  # noqa: S308


@register.filter(name="mended")
def mended_words(typed: str, searched: str) -> Mended:
    """What became of the words typed where others were searched."""
    return mended(typed, searched)


@register.filter
def counted(number: Any) -> Any:
    """How many there are, as people write it: ``999,037``. For counts alone; whatever is no whole number stands as it is."""
    return f"{number:,}" if isinstance(number, int) and not isinstance(number, bool) else number


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """``mapping[key]``, or nothing."""
    try:
        return mapping[key]
    except (KeyError, IndexError, TypeError):
        return ""


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: Any) -> str:
    """The address of this page with some query parameters changed; an empty value removes one."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    encoded = query.urlencode()
    return f"?{encoded}" if encoded else context["request"].path


@register.simple_tag
def language_address() -> str:
    """Where the form that switches the language goes."""
    return reverse("set_language")

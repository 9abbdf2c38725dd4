"""``{% load marks %}``: the small signs of standards that pages of several apps show."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhunsheng.core.registry.address import standard_address
from zhunsheng.core.registry.words import DEGREES, GRADES, LEVELS, NATURES, STATUSES, VERIFICATION_STATES

register = template.Library()

_TONES = {
    "verified": "good",
    "official": "good",
    "trade": "note",
    "unverified": "",
    "contradicted": "bad",
}


@register.simple_tag
def status_tag(status: str) -> SafeString:
    """现行, 即将实施, 被代替, 废止, 在研 or 不明, in its colour; a word we do not know stands as it is."""
    word = STATUSES.get(status, status)
    tone = status if status in STATUSES else "unknown"
    return format_html('<span class="status {}">{}</span>', tone, word)


@register.simple_tag
def verification_tag(state: str, word: str = "") -> SafeString:
    """How far a value or a standard is verified, as a tag; ``word`` where the state alone would say too much."""
    return format_html(
        '<span class="tag {}">{}</span>', _TONES.get(state, ""), word or VERIFICATION_STATES.get(state, state)
    )


@register.simple_tag
def grade_tag(grade: str) -> SafeString:
    """The grade of a source: its letter, its meaning as the tooltip; what has no letter by its word."""
    word = GRADES.get(grade, grade)
    if grade in {"A", "B", "C"}:
        return format_html(
            '<span class="grade {}" title="{}">{}<span class="visually-hidden">（{}）</span></span>',
            grade,
            word,
            grade,
            word,
        )
    return format_html('<span class="grade {}">{}</span>', grade, word) if grade else SafeString("")


@register.simple_tag
def standard_at(number: str) -> str:
    """The page of the standard with this canonical number."""
    return standard_address(number)


@register.filter
def status_word(status: str) -> str:
    """The Chinese word of a status."""
    return STATUSES.get(status, status)


@register.filter
def level_word(level: str) -> str:
    """The Chinese word of a level."""
    return LEVELS.get(level, level)


@register.filter
def nature_word(nature: str) -> str:
    """The Chinese word of a nature."""
    return NATURES.get(nature, nature)


@register.filter
def degree_word(degree: str) -> str:
    """The Chinese word of a degree of adoption."""
    return DEGREES.get(degree, degree)

"""``{% load registry %}``: cells of the list of standards, and values as people write them."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from zhunsheng.apps.registry.listing import Column, Row
from zhunsheng.core.registry.record import BODY_ROLES, TEXT_FIELDS
from zhunsheng.core.registry.words import LEVELS, NATURES, STATUSES
from zhunsheng.shell.templatetags.marks import status_tag, verification_tag

register = template.Library()

_HEADED = {"issued", "implemented", "withdrawn", "administrator", "competent", "issuer", "committee"} | {
    "ics",
    "ccs",
    "adopts",
    "sources",
}


@register.filter
def web(address: str) -> str:
    """``address`` where it leads to a web page, else "": what a catalogue says must not run in a browser."""
    return address if address.lower().startswith(("https://", "http://")) else ""


@register.simple_tag
def standard_cell(row: Row, column: Column, first: bool) -> SafeString:
    """One cell of the list. The title leads to the standard; where it is not shown, the first cell does."""
    said = column.value(row)
    if column.key == "title":
        inner = lit(said, row.marks) if said == row.standard.title else format_html("{}", said)
        return format_html(
            '<td class="wide"><a href="{}" data-open>{}</a></td>', row.address, inner or row.standard.number
        )
    if column.key == "number":
        return format_html('<td class="number inline"><a href="{}">{}</a></td>', row.address, said)
    if column.key == "status":
        return format_html('<td class="inline nowrap">{}</td>', status_tag(row.standard.status))
    if column.key == "verification":
        return format_html('<td class="inline nowrap">{}</td>', verification_tag(row.standard.verification))
    if not said:
        return SafeString("<td></td>")
    if first:
        said = format_html('<a href="{}" data-open>{}</a>', row.address, said)
    wide = (
        "inline nowrap"
        if column.key in {"issued", "implemented", "withdrawn", "level", "nature"}
        else "inline"
    )
    head = format_html(' data-head="{}"', column.label) if column.key in _HEADED else ""
    return format_html('<td class="{}"{}>{}</td>', wide, head, said)


def lit(text: str, marks: tuple[tuple[int, int], ...]) -> SafeString:
    """``text`` with what matched in ``<mark>``."""
    pieces: list[tuple[str, str, str]] = []
    at = 0
    for start, length in sorted(marks):
        start, end = max(start, at), min(start + length, len(text))
        if end > start:
            pieces.append((text[at:start], text[start:end], ""))
            at = end
    body = format_html_join("", "{}<mark>{}</mark>{}", pieces)
    return format_html("{}{}", body, text[at:])


@register.filter
def field_word(name: str) -> str:
    """The Chinese name of a field or role."""
    return _MORE.get(name) or TEXT_FIELDS.get(name) or BODY_ROLES.get(name, name)


_MORE = {"number": "标准编号", "ics": "ICS 分类号", "ccs": "CCS 分类号", "keywords": "主题词"}


@register.filter
def value_word(value: Any, name: str = "") -> str:
    """A value of a field as people write it: codes in words, several values joined."""
    if isinstance(value, list | tuple):
        return "、".join(value_word(one, name) for one in value)
    words = {"status": STATUSES, "status_said": STATUSES, "level": LEVELS, "nature": NATURES}.get(name, {})
    return words.get(str(value), str(value))


_RUN_TONES = {"done": "good", "running": "note", "failed": "bad", "cancelled": "warn", "interrupted": "warn"}


@register.simple_tag
def run_tag(run: Any) -> SafeString:
    """The state of an import as a tag."""
    return format_html(
        '<span class="tag {}">{}</span>', _RUN_TONES.get(run.state, ""), run.get_state_display()
    )


@register.filter
def connector_word(name: str) -> str:
    """What a connector is called."""
    from zhunsheng.catalogues import CONNECTORS

    known = CONNECTORS.get(name)
    return known.title if known else name


_CODED = {"标准状态": STATUSES, "标准层级": LEVELS, "标准性质": NATURES}


@register.filter
def change_word(value: str, label: str) -> str:
    """One side of a change under the field's Chinese ``label``: codes in words, nothing said as such."""
    return _CODED.get(label, {}).get(value, value) or "（空）"


@register.filter
def anchor(code: str) -> str:
    """The anchor of a source on the page of sources."""
    return "source-" + re.sub(r"\W+", "-", code).strip("-")


@register.simple_tag
def told_by(version: Any) -> SafeString:
    """Who says a value, leading to what is known of the source; what is derived leads nowhere."""
    if not version:  # no source says the value that counts
        return SafeString("")
    name = version.source_name or version.source
    if version.source == "number":
        return SafeString("由编号推出")
    if version.source in {"derived", "person"} or not version.statement:
        return format_html("{}", name)
    return format_html('<a href="{}#{}">{}</a>', reverse("registry:catalogues"), anchor(version.source), name)

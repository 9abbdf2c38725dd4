"""What the chord diagram and the sankey share: ribbons of one flow and status, and names of modules beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from zhunsheng.core.deliver.diagrams.chart import Piece, Shape
from zhunsheng.core.deliver.diagrams.flows import (
    CONFIRMED,
    SUGGESTED,
    Flow,
    FlowLink,
    Module,
    flow_label,
)
from zhunsheng.core.deliver.diagrams.picture import Text
from zhunsheng.core.deliver.diagrams.text import text_width

__all__ = ["FACT", "NAME", "NAME_LINE", "SWATCHES", "bands_of", "label_texts", "label_width", "ribbon"]

NAME, NAME_LINE, FACT = 13.0, 17.0, 11.0
SWATCHES = (("dg-swatch-sure", "实心：已确认"), ("dg-swatch-open", "虚线空心：待确认"))


class Label(Protocol):
    """A module's name in lines, with what is counted below it."""

    module: Module
    lines: list[str]
    fact: str


def bands_of(flows: Sequence[Flow]) -> list[tuple[Flow, str]]:
    """One band for each flow and status of which there are any."""
    return [(flow, status) for flow in flows for status in (CONFIRMED, SUGGESTED) if flow.count(status)]


def ribbon(flow: Flow, status: str, outline: str, hue: int, href: FlowLink | None) -> Piece:
    """A band as it is drawn along ``outline``, with what its row of the table says."""
    data = {
        "from": flow.source,
        "to": flow.target,
        "directed": "1" if flow.directed else "0",
        "status": status,
        "count": str(flow.count(status)),
    }
    look = "sure" if status == CONFIRMED else "open"
    piece = Piece("ribbon", flow_label(flow, status), data=data)
    piece.href = href(flow, status) if href else None
    piece.shapes.append(Shape(outline, f"dg-{look}-{hue}"))
    return piece


def label_width(label: Label) -> float:
    """How wide the name with its code, or the fact below, is."""
    widest = max(text_width(one, NAME) for one in label.lines)
    return max(_beside(label.module) + widest, text_width(label.fact, FACT))


def label_texts(label: Label, left: float, top: float, below: float) -> list[Text]:
    """The code, the name beside it from the baseline ``top`` down, and the fact at the baseline ``below``."""
    module = label.module
    texts = [Text(left, top, module.code, NAME, f"dg-ink-{module.hue}")]
    for index, one in enumerate(label.lines):
        texts.append(Text(left + _beside(module), top + index * NAME_LINE, one, NAME, "dg-strong"))
    texts.append(Text(left, below, label.fact, FACT, "dg-soft"))
    return texts


def _beside(module: Module) -> float:
    return text_width(module.code, NAME) + 6

"""Codes of subsystems: printed ones win, the rest follow the order of the text."""

from __future__ import annotations

import re
import string
from itertools import count

from zhunsheng.core.guide.model import Guess
from zhunsheng.core.guide.parse.evidence_codes import normal_code
from zhunsheng.core.guide.parse.nodes import Node

__all__ = ["assign_codes"]


def assign_codes(modules: list[Node]) -> list[tuple[Node, str]]:
    """Give every node a code that no other has. Returns nodes whose printed code was already taken, with it."""
    taken: set[str] = set()
    clashes: list[tuple[Node, str]] = []
    _assign(modules, "", taken, clashes)
    return clashes


def _assign(siblings: list[Node], prefix: str, taken: set[str], clashes: list[tuple[Node, str]]) -> None:
    for node in siblings:
        code = normal_code(node.printed_code)
        if not code:
            continue
        if code in taken:
            clashes.append((node, code))
            continue
        node.code = code
        taken.add(code)
    printed = {node.code for node in siblings if node.code}
    for order, node in enumerate(siblings):
        if node.code:
            continue
        expected = _implied(prefix, order, printed)
        node.code = expected
        if expected in taken:
            node.code = next(
                code for place in count() if (code := _implied(prefix, place, printed)) not in taken
            )
            reason = f"按次序应为 {expected}，已由他处印出的代码占用，取空出的 {node.code}"
            node.guesses.append(Guess("code", reason, 0.5))
        else:
            node.guesses.append(Guess("code", f"原文未印代码，按第 {order + 1} 位的次序推定", 0.8))
        taken.add(node.code)
    for node in siblings:
        _assign(node.children, node.code, taken, clashes)


def _implied(prefix: str, order: int, printed: set[str]) -> str:
    """The code at a place in the order, in the style of the siblings that are printed."""
    sample = next(iter(sorted(printed)), "")
    if match := re.fullmatch(r"(.*?[.\-]?)(\d+)", sample):
        width = len(match.group(2)) if match.group(2).startswith("0") else 1
        lead = match.group(1) if not match.group(1).isdigit() else ""
        if not lead and len(match.group(2)) > 2:  # 101, 102 …: the module's digit and two more
            lead, width = match.group(2)[:-2], 2
        return f"{lead or prefix}{order + 1:0{width}d}"
    if prefix and not prefix.isalpha():
        return f"{prefix}.{order + 1}"
    return prefix + _letters(order)


def _letters(order: int) -> str:
    """A … Z, AA … ZZ, AAA …, as the columns of a spreadsheet are named."""
    out = ""
    while order >= 0:
        out, order = string.ascii_uppercase[order % 26] + out, order // 26 - 1
    return out

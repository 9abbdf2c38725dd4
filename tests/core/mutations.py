"""Ways in which the text of a guide gets hurt between the committee's editor and our reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

__all__ = ["ENCODINGS", "MUTATIONS"]

ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
_FULL, _HALF = "（），：；、．【】", "(),:;,.[]"


def _rows(lines: list[str]) -> list[int]:
    return [index for index, line in enumerate(lines) if "\t" in line or line.startswith("| ")]


def _mark(line: str) -> str:
    return "\t" if "\t" in line else "|"


def empty_cell(lines: list[str], random: Random) -> list[str]:
    """One cell of one row loses its text."""
    if places := _rows(lines):
        at = random.choice(places)
        cells = lines[at].split(_mark(lines[at]))
        cells[random.randrange(len(cells))] = ""
        lines[at] = _mark(lines[at]).join(cells)
    return lines


def remove_cell(lines: list[str], random: Random) -> list[str]:
    """One cell of one row is gone, and those after it slide left."""
    if places := _rows(lines):
        at = random.choice(places)
        cells = lines[at].split(_mark(lines[at]))
        if len(cells) > 2:
            del cells[random.randrange(len(cells))]
        lines[at] = _mark(lines[at]).join(cells)
    return lines


def shuffle_columns(lines: list[str], random: Random) -> list[str]:
    """The columns of the whole list in another order."""
    places = [index for index in _rows(lines) if "\t" in lines[index]]
    if not places:
        return lines
    width = max(lines[index].count("\t") for index in places) + 1
    order = random.sample(range(width), width)
    for index in places:
        cells = lines[index].split("\t")
        cells += [""] * (width - len(cells))
        lines[index] = "\t".join(cells[place] for place in order)
    return lines


def break_line(lines: list[str], random: Random) -> list[str]:
    """One line is broken in two at any place."""
    at = random.randrange(len(lines))
    if len(lines[at]) > 2:
        cut = random.randrange(1, len(lines[at]))
        lines[at : at + 1] = [lines[at][:cut], lines[at][cut:]]
    return lines


def join_lines(lines: list[str], random: Random) -> list[str]:
    """Two lines run into one."""
    at = random.randrange(len(lines))
    if at + 1 < len(lines):
        lines[at : at + 2] = [lines[at] + lines[at + 1]]
    return lines


def change_width(lines: list[str], random: Random) -> list[str]:
    """Brackets and points of some lines change between full and half width."""
    table = str.maketrans(_FULL, _HALF) if random.random() < 0.5 else str.maketrans(_HALF, _FULL)
    return [line.translate(table) if random.random() < 0.3 else line for line in lines]


def repeat_head(lines: list[str], random: Random) -> list[str]:
    """The head of the list stands once more, somewhere inside it."""
    if places := _rows(lines):
        lines.insert(random.choice(places) + 1, lines[places[0]])
    return lines


def truncate(lines: list[str], random: Random) -> list[str]:
    """The file ends anywhere."""
    text = "\n".join(lines)
    return text[: random.randrange(len(text) + 1)].split("\n")


def insert_blank(lines: list[str], random: Random) -> list[str]:
    """Blank lines, a form feed or a page number in between."""
    at = random.randrange(len(lines) + 1)
    extra = random.choice([["", ""], ["\f"], ["", str(random.randrange(1, 60)), ""], ["— 7 —"], ["　"]])
    return lines[:at] + extra + lines[at:]


def drop_line(lines: list[str], random: Random) -> list[str]:
    """A line is gone."""
    if len(lines) > 1:
        del lines[random.randrange(len(lines))]
    return lines


def double_line(lines: list[str], random: Random) -> list[str]:
    """A line stands twice."""
    at = random.randrange(len(lines))
    lines.insert(at, lines[at])
    return lines


def swap_lines(lines: list[str], random: Random) -> list[str]:
    """Two lines change places."""
    one, two = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return lines


def space_out(lines: list[str], random: Random) -> list[str]:
    """A space falls into a Chinese word."""
    at = random.randrange(len(lines))
    if found := [match.end() for match in re.finditer("[一-鿿](?=[一-鿿])", lines[at])]:
        cut = random.choice(found)
        lines[at] = lines[at][:cut] + random.choice([" ", "　", "\u00a0"]) + lines[at][cut:]
    return lines


def widen_tabs(lines: list[str], random: Random) -> list[str]:
    """One row's tabs become runs of spaces."""
    if places := [index for index in _rows(lines) if "\t" in lines[index]]:
        at = random.choice(places)
        lines[at] = lines[at].replace("\t", "    ")
    return lines


MUTATIONS: dict[str, Callable[[list[str], Random], list[str]]] = {
    function.__name__: function
    for function in (
        empty_cell,
        remove_cell,
        shuffle_columns,
        break_line,
        join_lines,
        change_width,
        repeat_head,
        truncate,
        insert_blank,
        drop_line,
        double_line,
        swap_lines,
        space_out,
        widen_tabs,
    )
}

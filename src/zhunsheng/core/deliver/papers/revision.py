"""A guide's text against the one before: blocks and table rows that are new, gone or changed, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

__all__ = ["GONE", "NEW", "SAME", "Block", "Row", "blocks_of", "compare_blocks", "deleted_texts"]

SAME, NEW, GONE = "same", "new", "gone"
Piece = tuple[str, str]
# Below this likeness two texts are two texts, not one that was changed.
_LIKE = 0.5
_UNITS = re.compile(r"[A-Za-z0-9.+-]+|.", re.DOTALL)
_UNESCAPED_BAR = re.compile(r"(?<!\\)\|")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(slots=True)
class Row:
    """A row of a table: its cells as pieces (text, same | new | gone), and whether the row itself is new or gone."""

    cells: list[list[Piece]]
    change: str = SAME


@dataclass(slots=True)
class Block:
    """A heading (``level`` 1–6), a paragraph (0), or a table (``rows``)."""

    level: int = 0
    pieces: list[Piece] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    change: str = SAME

    def key(self) -> tuple[int, str]:
        """What makes two blocks the same."""
        return (-1, "table") if self.rows else (self.level, _plain(self.pieces))


def blocks_of(text: str) -> list[Block]:
    """The blocks of the markdown that ``write_guide`` writes, without its escapes."""
    blocks = []
    for part in filter(None, text.strip().split("\n\n")):
        if part.startswith("|"):
            lines = part.split("\n")
            rows = [Row([[(_unescaped(cell), SAME)] for cell in _cells(line)]) for line in lines]
            blocks.append(Block(rows=[rows[0], *rows[2:]]))
        elif found := re.match(r"(#{1,6}) (.*)", part, re.DOTALL):
            blocks.append(Block(len(found[1]), [(_unescaped(found[2]), SAME)]))
        else:
            blocks.append(Block(0, [(_unescaped(part), SAME)]))
    return blocks


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _UNESCAPED_BAR.split(line.strip()[1:-1])]


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(r"\1", text)


def _plain(pieces: Sequence[Piece]) -> str:
    return "".join(text for text, change in pieces if change != GONE)


def compare_blocks(before: list[Block], after: list[Block]) -> list[Block]:
    """The blocks of ``after`` with what is new marked, and those of ``before`` that are gone in their places."""
    found: list[Block] = []
    for one, other in _paired([block.key() for block in before], [block.key() for block in after], _alike):
        if other is None:
            found.append(_all(before[one or 0], GONE))
        elif one is None:
            found.append(_all(after[other], NEW))
        elif after[other].rows and _heads(before[one]) == _heads(after[other]):
            found.append(Block(rows=_compare_rows(before[one].rows, after[other].rows)))
        elif after[other].rows:
            # Other columns: the rows have no common measure.
            found += [_all(before[one], GONE), _all(after[other], NEW)]
        else:
            pieces = _compare_texts(_plain(before[one].pieces), _plain(after[other].pieces))
            found.append(Block(after[other].level, pieces))
    return found


def _heads(block: Block) -> list[str]:
    return [_plain(cell) for cell in block.rows[0].cells]


def _alike(one: Any, other: Any) -> bool:
    return bool(one[0] == other[0]) and _ratio(str(one[1]), str(other[1])) >= _LIKE


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _LIKE else 0.0


def _paired(
    before: Sequence[Any], after: Sequence[Any], alike: Any
) -> Iterator[tuple[int | None, int | None]]:
    """Places of what belongs together, in the order of ``after``; those alone have None on the other side."""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(range(i1, i2), range(j1, j2), strict=True)
            continue
        waiting = list(range(i1, i2))
        for place in range(j1, j2):
            partner = next((one for one in waiting if alike(before[one], after[place])), None)
            while partner is not None and waiting[0] != partner:
                yield waiting.pop(0), None
            if partner is not None:
                waiting.pop(0)
            yield partner, place
        for one in waiting:
            yield one, None


def _compare_rows(before: list[Row], after: list[Row]) -> list[Row]:
    texts = [[tuple(_plain(cell) for cell in row.cells) for row in rows] for rows in (before, after)]
    numbers = [{row[0] for row in rows if row[0]} for rows in texts]

    def alike(old: Any, new: Any) -> bool:
        """Rows of one number; where neither number is on the other side, rows of nearly the same text."""
        if old[0] in numbers[1] or new[0] in numbers[0]:
            return bool(old[0] == new[0])
        return _ratio("".join(old[1:]), "".join(new[1:])) >= _LIKE

    found = []
    for one, other in _paired(texts[0], texts[1], alike):
        if other is None:
            found.append(_row(before[one or 0], GONE))
        elif one is None:
            found.append(_row(after[other], NEW))
        else:
            pairs = zip(texts[0][one], texts[1][other], strict=True)
            found.append(Row([_compare_texts(old, new) for old, new in pairs]))
    return found


def _compare_texts(before: str, after: str) -> list[Piece]:
    if before == after:
        return [(after, SAME)]
    if before and after and _ratio(before, after) < _LIKE:
        return [(before, GONE), (after, NEW)]
    old, new = _UNITS.findall(before), _UNITS.findall(after)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("".join(new[j1:j2]), SAME))
            continue
        pieces += [("".join(old[i1:i2]), GONE)] if i2 > i1 else []
        pieces += [("".join(new[j1:j2]), NEW)] if j2 > j1 else []
    return pieces


def _row(row: Row, change: str) -> Row:
    return Row([[(_plain(cell), change)] for cell in row.cells], change)


def _all(block: Block, change: str) -> Block:
    if block.rows:
        return Block(rows=[_row(row, change) for row in block.rows], change=change)
    return Block(block.level, [(_plain(block.pieces), change)], change=change)


def deleted_texts(blocks: Sequence[Block]) -> list[str]:
    """What is gone, one text for each place."""
    found = []
    for block in blocks:
        for row in block.rows:
            gone = [text for cell in row.cells for text, change in cell if change == GONE and text]
            if gone:
                found.append("　".join(gone))
        found += [text for text, change in block.pieces if change == GONE]
    return found

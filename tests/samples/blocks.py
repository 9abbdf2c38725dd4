"""The sample guide taken apart into blocks, so that it can be set again as txt, html, docx and pdf."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["SAMPLE", "Block", "blocks_of", "merged_columns", "sample_blocks"]

SAMPLE = Path(__file__).resolve().parents[2] / "src/zhunsheng/content/samples/smart-water-2026.md"


@dataclass(slots=True)
class Block:
    """``kind``: title, issuer, contents, heading, text, picture or table. ``level`` is that of the # marks."""

    kind: str
    text: str = ""
    level: int = 0
    rows: list[list[str]] = field(default_factory=list)


def sample_blocks() -> list[Block]:
    """The blocks of our own sample guide."""
    return blocks_of(SAMPLE.read_text(encoding="utf-8"))


def blocks_of(markdown: str) -> list[Block]:
    """Blocks of a guide written in the simple markdown of the sample."""
    blocks: list[Block] = []
    section = "cover"
    for part in re.split(r"\n\s*\n", markdown.strip()):
        if found := re.fullmatch(r"(#+) (.+)", part):
            level, text = len(found.group(1)), found.group(2)
            section = text if level > 1 else section
            blocks.append(Block("title" if level == 1 else "heading", text, level))
        elif part.startswith("|"):
            rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.split("\n")]
            blocks.append(Block("table", rows=[rows[0], *rows[2:]]))
        elif found := re.fullmatch(r"!\[(.*)\]\(.*\)", part):
            blocks.append(Block("picture", found.group(1)))
        else:
            kind = {"cover": "issuer", "目录": "contents"}.get(section, "text")
            blocks.append(Block(kind, part))
    return blocks


def merged_columns(rows: list[list[str]], columns: int = 4) -> dict[tuple[int, int], int]:
    """Which category cells reach over how many rows: (row, column) → rows, from blank cells below a filled one.

    A cell never reaches past the end of the cell to its left. The first column (序号) is never merged.
    """
    spans: dict[tuple[int, int], int] = {}
    for column in range(1, columns):
        start = 0
        for row in range(1, len(rows)):
            left = column > 1 and rows[row][column - 1]
            if rows[row][column]:
                start = row
                spans[row, column] = 1
            elif left or not start:
                start = 0
            else:
                spans[start, column] += 1
    return {place: rows for place, rows in spans.items() if rows > 1}

"""What is fuzzed, and what must hold for any bytes at all."""

from __future__ import annotations

import json

from zhunsheng.core.guide.parse import parse_document
from zhunsheng.core.guide.read import read_guide
from zhunsheng.core.guide.readers import read_bytes
from zhunsheng.core.guide.source import Cell, Line, SourceDocument, Table
from zhunsheng.core.records import to_plain

__all__ = ["parse_one", "read_one", "source_from"]


def read_one(data: bytes) -> None:
    """Reader and parser: never raise; the JSON can be written; nothing read means a problem is named."""
    document = read_guide(data)
    json.dumps(to_plain(document), ensure_ascii=False).encode()
    assert document.lines or document.problems
    source = read_bytes(data)
    numbers = [line.number for line in source.lines]
    assert numbers == list(range(1, len(numbers) + 1))
    for table in source.tables:
        assert len({len(row) for row in table.rows}) <= 1, "a table is rectangular"
        for row in table.rows:
            assert all(1 <= cell.line_start <= cell.line_end <= len(numbers) for cell in row)


def source_from(data: bytes) -> SourceDocument:
    """A source document no reader would make: lines, tables and marks cut out of the bytes as they come."""
    text = data.decode("utf-8", "replace")
    lines = [Line(number, line, number % 3 or None) for number, line in enumerate(text.split("\n"), 1)]
    last = len(lines)
    cells = [
        Cell(part, 1 + index % last, 1 + index % last, index % 5 == 4)
        for index, part in enumerate(text.split("\t"))
    ]
    width = 1 + len(data) % 7
    cells += [Cell("", last, last)] * (-len(cells) % width)
    rows = [cells[index : index + width] for index in range(0, len(cells), width)]
    source = SourceDocument("docx", "0" * 64, lines, "utf-8", [Table(rows, 1, last, "docx")])
    source.headings = {1 + byte % last: 1 + byte % 9 for byte in data[:8]}
    source.pictures = [1 + byte % last for byte in data[8:12]]
    source.furniture = {1 + byte % last for byte in data[12:16]}
    return source


def parse_one(data: bytes) -> None:
    """The parser alone: never raises, and every span lies inside the source."""
    source = source_from(data)
    document = parse_document(source)
    json.dumps(to_plain(document), ensure_ascii=False).encode()
    from tests.core.accounting import spans

    for span in spans(document):
        assert 1 <= span.line_start <= span.line_end <= len(source.lines)

"""A fault of the parser itself costs the reader nothing: the text stays, and a problem says where it was."""

from __future__ import annotations

import pytest

from tests.core.guide.writing import BODY, read
from zhunsheng.core.guide import parse


def test_a_fault_keeps_the_whole_text_and_names_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("水表")

    monkeypatch.setattr(parse, "parse_state", broken)
    document = read()
    assert [problem.code for problem in document.problems] == ["parser-fault"]
    assert document.problems[0].severity == "error"
    assert "KeyError，test_fault.py 第" in document.problems[0].message
    assert BODY.strip() in document.unclassified[0].text
    assert (document.unclassified[0].source.line_start, document.unclassified[0].source.line_end) == (
        1,
        len(document.lines),
    )


@pytest.mark.parametrize(
    "unit", ["（", "《", "“", "不少于", "达到了", "2025年", "1.", "、", "★（", "GB/T ", "`", "|", "$1 "]
)
def test_a_line_of_nothing_but_pieces_is_read_to_its_end(unit: str) -> None:
    """Patterns that try every way to cut such a line would take hours over this one."""
    document = read(body=BODY + unit * (30_000 // len(unit)) + "\n")
    assert not any(problem.code == "parser-fault" for problem in document.problems)
    assert any(item.name == "水表" for item in document.subsystems)

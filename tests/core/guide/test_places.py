"""Every value of every guide at hand knows lines that exist and that print it; every guess gives its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib.resources import files
from pathlib import Path

import pytest

from zhunsheng.core.guide.model import Guess, GuideDocument, SourceSpan
from zhunsheng.core.guide.read import read_guide
from zhunsheng.core.text.normal import key

GUIDES = sorted(
    path
    for path in (Path(__file__).resolve().parents[2] / "guides").iterdir()
    if path.suffix in {".txt", ".md", ".html"}
)
SAMPLES = [Path(str(files("zhunsheng").joinpath("content", "samples", "smart-water-2026.md")))]


def within(record: object, path: str = "") -> Iterator[tuple[str, object]]:
    """All records below a record, with the way to each."""
    yield path, record
    if isinstance(record, list):
        for index, item in enumerate(record):
            yield from within(item, f"{path}[{index}]")
    elif is_dataclass(record):
        for one in fields(record):
            yield from within(getattr(record, one.name), f"{path}.{one.name}")


def lines_of(document: GuideDocument, span: SourceSpan) -> str:
    return key("".join(document.lines[span.line_start - 1 : span.line_end]))


def check(document: GuideDocument) -> None:
    for path, record in within(document):
        if isinstance(record, SourceSpan):
            assert 1 <= record.line_start <= record.line_end <= len(document.lines), (path, record)
            assert document.pages[record.line_start - 1] == record.page, (path, record)
        if isinstance(record, Guess):
            assert record.field, (path, record)
            assert len(record.reason) >= 4, (path, record)
            assert 0 < record.confidence < 1, (path, record)
    for problem in document.problems:
        assert problem.code, problem
        assert len(problem.message) >= 6, problem
        assert all(1 <= line <= len(document.lines) for line in problem.lines), problem
    for part in document.subsystems:
        implied = part.name == part.code  # only a code below tells of it
        assert implied or key(part.name) in lines_of(document, part.source), part
        assert part.code_basis == "printed" or any(guess.field == "code" for guess in part.guesses), part
    for row in document.planned_standards:
        text = lines_of(document, row.source)
        assert key(row.printed_name) in text or set(key(row.printed_name)) <= set(text), row
        assert key(row.urgency.printed) in text or row.urgency.basis == "merged", row
        assert row.category_basis != "merged" or row.guesses, row
    for target in document.targets:
        assert key(target.printed)[:6] in lines_of(document, target.source), target
        assert target.year_basis != "document" or target.guesses, target
    for basis in document.bases:
        assert key(basis.title)[:8] in lines_of(document, basis.source), basis
    for measure in document.measures:
        assert key(measure.title)[:8] in lines_of(document, measure.source), measure


@pytest.mark.parametrize("path", [*GUIDES, *SAMPLES], ids=lambda path: path.name)
def test_places_and_reasons(path: Path) -> None:
    check(read_guide(path.read_bytes(), name=path.name))


def test_places_and_reasons_of_the_real_guides(shared: Path) -> None:
    for path in sorted((shared / "guides").iterdir()):
        if path.suffix in {".txt", ".md"}:
            check(read_guide(path.read_bytes(), name=path.name))

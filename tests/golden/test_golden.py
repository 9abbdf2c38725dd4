"""Reading two real guides gives exactly what a careful reader wrote down by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from zhunsheng.core.guide.model import GuideDocument, SourceSpan
from zhunsheng.core.guide.read import read_guide_file

GUIDES = {"jiangsu-ai-2025": "jiangsu-ai-2025.txt", "cloud-computing-2025": "cloud-computing-2025.md"}


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def same(text: str) -> str:
    """For titles of laws and policies: spaces and the width of brackets do not count."""
    return squeezed(text).replace("(", "（").replace(")", "）")


@dataclass
class Case:
    golden: dict[str, Any]
    read: GuideDocument

    def text(self, source: SourceSpan) -> str:
        """The source text of a span, without spaces."""
        return squeezed("".join(self.read.lines[source.line_start - 1 : source.line_end]))


@pytest.fixture(scope="module", params=GUIDES)
def case(request: pytest.FixtureRequest, shared: Path) -> Case:
    golden = yaml.safe_load((Path(__file__).parent / f"{request.param}.yaml").read_text(encoding="utf-8"))
    return Case(golden, read_guide_file(shared / "guides" / GUIDES[request.param]))


def span(source: SourceSpan) -> list[int]:
    return [source.line_start, source.line_end]


def test_head(case: Case) -> None:
    read, golden = case.read, case.golden
    assert (read.title, read.edition, read.status) == (golden["title"], golden["edition"], golden["status"])
    assert read.issuers == golden["issuers"]
    assert len(read.sha256) == 64
    assert read.title_source is not None
    assert read.title_source.line_start == golden["title_lines"][0]


def test_tree(case: Case) -> None:
    expected = sorted(
        [(item["code"], item["printed_code"], item["name"], 1, None) for item in case.golden["modules"]]
        + [
            (item["code"], item["printed_code"], item["name"], 2, item["code"][0])
            for item in case.golden["categories"]
        ]
    )
    found = sorted((s.code, s.printed_code, s.name, s.level, s.parent) for s in case.read.subsystems)
    assert found == expected


def test_printed_names_and_their_lines(case: Case) -> None:
    by_code = {item.code: item for item in case.read.subsystems}
    for item in case.golden["modules"] + case.golden["categories"]:
        found = by_code[item["code"]]
        assert squeezed(found.printed_name) == squeezed(item["printed"]), item["code"]
        assert found.source.line_start == item["line"], item["code"]
        assert found.abbreviation == item.get("abbreviation"), item["code"]
        assert found.group == item.get("group"), item["code"]
        assert set(item.get("aliases", [])) <= set(found.aliases), item["code"]
        assert found.code_basis == ("printed" if item["printed_code"] else "implied"), item["code"]
        if not item["printed_code"]:
            assert any(guess.field == "code" for guess in found.guesses), item["code"]


def test_every_category_has_its_own_text(case: Case) -> None:
    whole = squeezed("".join(case.read.lines))
    for item in case.read.subsystems:
        if item.level == 2:
            assert item.scope or item.topics, item.code
            assert all(squeezed(part) in whole for part in item.scope.split("\n")), item.code


def test_topics(case: Case) -> None:
    figure = case.golden.get("figure_topics", {})
    found = {
        item.code: item.topics for item in case.read.subsystems if item.topics and item.code not in figure
    }
    assert found == {code: [topic[0] for topic in topics] for code, topics in case.golden["topics"].items()}
    details = {item.code: item.topic_details for item in case.read.subsystems}
    for code, topics in case.golden["topics"].items():
        assert [[t.name, *span(t.source)] for t in details[code]] == topics


def test_topics_that_only_a_figure_draws(case: Case) -> None:
    found = {item.code: item.topics for item in case.read.subsystems}
    for code, topics in case.golden.get("figure_topics", {}).items():
        assert found[code] == topics


def test_rows(case: Case) -> None:
    tiers = case.golden["tiers"]
    expected = [
        (number, code, name, stars, tiers.get(stars), "absent" if stars is None else "printed")
        for number, code, name, stars, _, _ in case.golden["rows"]
    ]
    found = [
        (row.number, row.subsystem, row.name, row.urgency.stars, row.urgency.tier, row.urgency.basis)
        for row in case.read.planned_standards
    ]
    assert found == expected


def test_rows_stand_where_they_are_printed(case: Case) -> None:
    found = [(row.number, *span(row.source)) for row in case.read.planned_standards]
    assert found == [(row[0], row[4], row[5]) for row in case.golden["rows"]]
    assert [row.number for row in case.read.planned_standards if row.cells_slid] == case.golden["slid"]
    assert [row.position for row in case.read.planned_standards] == list(
        range(1, len(case.golden["rows"]) + 1)
    )


def test_printed_marks_are_kept(case: Case) -> None:
    for row in case.read.planned_standards:
        assert row.urgency.printed == "★" * (row.urgency.stars or 0)
        assert row.identifier is None
        assert row.printed_number == str(row.number)
        assert row.printed_name == case.golden.get("printed_rows", {}).get(row.number, row.name)


def test_targets(case: Case) -> None:
    keys = ("comparator", "value", "unit", "year", "year_basis", "counts")
    found = [{key: getattr(item, key) for key in keys} for item in case.read.targets]
    assert found == [{key: item[key] for key in keys} for item in case.golden["targets"]]
    for item, expected in zip(case.read.targets, case.golden["targets"], strict=True):
        assert expected["about"] in item.name
        assert span(item.source) == expected["lines"]
        assert squeezed(item.printed) in case.text(item.source)
        assert squeezed(str(expected["value"])) in item.printed


def test_measures(case: Case) -> None:
    assert [item.title for item in case.read.measures] == [item["title"] for item in case.golden["measures"]]
    for item, expected in zip(case.read.measures, case.golden["measures"], strict=True):
        assert span(item.source) == expected["lines"], item.title
        assert item.commitments == [detail.text for detail in item.commitment_details]
        together = [squeezed(text) for text in item.commitments]
        for word in expected["commitments"]:
            assert any(word in text for text in together), (item.title, word, together)


def test_bases(case: Case) -> None:
    found = [
        (item.kind, same(item.title), item.document_number, item.identifier, *span(item.source))
        for item in case.read.bases
    ]
    assert found == [
        (item["kind"], same(item["title"]), item["document_number"], item.get("identifier"), *item["lines"])
        for item in case.golden["bases"]
    ]
    for item, expected in zip(case.read.bases, case.golden["bases"], strict=True):
        assert item.truncated is expected.get("truncated", False), item.title
        assert squeezed(expected.get("note", "")) in squeezed(item.note or ""), item.title


def test_legend(case: Case) -> None:
    found = [
        {"mark": item.mark, "stars": item.stars, "tier": item.tier, "lines": span(item.source)}
        for item in case.read.legend
    ]
    assert found == case.golden["legend"]
    assert all(item.meaning for item in case.read.legend)


def test_layers(case: Case) -> None:
    if "layers" in case.golden:
        assert [item.name for item in case.read.layers] == case.golden["layers"]["names"]
        assert {item.source.line_start for item in case.read.layers} == {case.golden["layers"]["line"]}
        assert all(item.guesses for item in case.read.layers if item.members)


def test_figures(case: Case) -> None:
    assert [(item.number, item.title) for item in case.read.figures] == [
        (number, title) for number, title, _, _ in case.golden["figures"]
    ]
    for item, (number, _, caption, other) in zip(case.read.figures, case.golden["figures"], strict=True):
        assert item.source is not None
        assert item.source.line_start == caption, number
        if item.text:
            assert item.present
            assert squeezed(case.read.lines[other - 1]) in squeezed(item.text), number
        else:
            assert not item.present
            assert other in [place.line_start for place in item.referred], number


def test_claims(case: Case) -> None:
    found = {(item.value, item.subject, item.source.line_start) for item in case.read.claims}
    for item in case.golden.get("claims", []):
        assert (item["value"], item["subject"], item["line"]) in found, item


def test_every_value_is_found_within_its_source_lines(case: Case) -> None:
    read = case.read
    contiguous: list[tuple[SourceSpan, str]] = []
    for item in read.subsystems:
        contiguous.append((item.source, item.printed_name))
        contiguous += [(topic.source, topic.printed_name) for topic in item.topic_details]
        contiguous += [(seen.source, seen.printed_name) for seen in item.sightings if seen.place != "list"]
        contiguous += [(seen.source, seen.printed_code or "") for seen in item.sightings]
    contiguous += [(item.source, item.printed) for item in read.targets]
    contiguous += [(item.source, item.title) for item in read.measures]
    contiguous += [
        (detail.source, detail.text) for item in read.measures for detail in item.commitment_details
    ]
    contiguous += [(item.source, item.title) for item in read.bases]
    contiguous += [(item.source, item.document_number or "") for item in read.bases]
    contiguous += [(item.source, item.mark) for item in read.legend]
    contiguous += [(item.source, item.name) for item in read.layers]
    contiguous += [(item.source, item.title) for item in read.figures if item.source]
    contiguous += [(item.source, item.printed) for item in read.claims]
    contiguous += [(item.source, name) for item in read.promises for name in item.names]
    contiguous += [(item.source, item.title) for item in read.outline]
    lost = [(span(source), text) for source, text in contiguous if same(text) not in same(case.text(source))]
    assert not lost
    for row in read.planned_standards:
        printed = squeezed(row.printed_number + row.urgency.printed)
        assert set(printed) <= set(case.text(row.source)), row.number
        assert is_woven_into(squeezed(row.printed_name), case.text(row.source)), row.number


def is_woven_into(part: str, whole: str) -> bool:
    """True where the characters of ``part`` occur in ``whole`` in their order (other cells may stand between)."""
    characters = iter(whole)
    return all(character in characters for character in part)


def test_every_guess_tells_why_and_how_sure(case: Case) -> None:
    for item in [*case.read.subsystems, *case.read.planned_standards, *case.read.targets, *case.read.layers]:
        for guess in item.guesses:
            assert guess.reason, guess
            assert 0 < guess.confidence < 1, guess

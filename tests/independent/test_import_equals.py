"""The records of the seven catalogues, imported by the product's own command, equal the independent count.

On SQLite, and on PostgreSQL where there is one. As part of the whole suite a slice is taken (:func:`in_slice`: about
14,000 records, among them every third number of what ISO and IEC publish together and of IEEE); all 203,824 with

    ZHUNSHENG_WHOLE=1 python -m pytest tests/independent/test_import_equals.py

Standards are compared as sets of records (which records lie in one
standard), relations as triples of such sets, so that nothing depends on how the product prints a number.
"""

from __future__ import annotations

import json
import os
import re
import signal
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.independent.count_catalogues import (
    SOURCES,
    Arrow,
    Record,
    arrows,
    day,
    disordered,
    key,
    one_text,
    order,
    read,
)
from tests.independent.imported import Home, new_home
from tests.independent.test_keys_equal import SAME_PRINT

#: two records that contradict each other, and IEEE's own dates for a number without its year
BY_DATE_UNDECIDED = {
    ("IEEE2675-2021", "IEC/IEEE/ISO32675:2022"),
    ("IEC/IEEE/ISO8802-1", "IEEE802.1"),
}


#: which records make the slice: those whose number matches; every label and every kind of doubled number is in it
SLICE = {
    "iso": r"ISO/IEC/|IEC (?:6|8)|ISO/IEC (?:9|1|DIS|CD|FDIS)|^ISO (?:1891|9\d\d\d|15118|80000|80601)|DIR",
    "iec": r"ISO|^IEC TR 6[01]",
    "ieee": r"",
    "itu": r"^ITU-T (?:X|H)\.",
    "etsi": r"^ETSI EN 3",
    "w3c": r"[-/ ](?:x|css)",
    "jis": r"^JIS X",
}
WHOLE = bool(os.environ.get("ZHUNSHENG_WHOLE"))


def in_slice(source: str, identifier: str) -> bool:
    """Whether a record is taken: of the matching ones every third number, with all its editions, parts and twins."""
    if WHOLE:
        return True
    if not re.search(SLICE[source], identifier):
        return False
    number = re.search(r"\d[\d ]*", identifier)
    return source == "w3c" or number is None or int(number[0].replace(" ", "")) % 3 == 0


class Truth(NamedTuple):
    """The catalogues as they are: files, records by source, their texts' boldest keys, days by key."""

    files: dict[str, Path]
    records: dict[str, list[Record]]
    texts: dict[tuple[str, str], str]
    days: dict[str, str]


@pytest.fixture(scope="module")
def truth(shared: Path, tmp_path_factory: Any) -> Truth:
    folder = shared / "data"
    if not (folder / "iso.jsonl.xz").is_file():
        pytest.skip("the catalogues are absent: set ZHUNSHENG_SHARED or put them at ../shared/data")
    records = {source: read(folder, source) for source in SOURCES}
    files = {source: folder / f"{source}.jsonl.xz" for source in SOURCES}
    ieee = records["ieee"]
    if not WHOLE:
        slices = tmp_path_factory.mktemp("slices")
        for source in SOURCES:
            records[source] = [one for one in records[source] if in_slice(source, one["id"])]
            files[source] = slices / f"{source}.jsonl"
            lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in records[source])
            files[source].write_text("".join(lines), encoding="utf-8")
    texts, days = {}, {}
    for source, found in records.items():
        for record in found:
            texts[source, record["file"]] = text = one_text(record["id"], source)
            days.setdefault(text, day(record))
    # Which of two texts is the older is asked of all IEEE has, also where only one of them is in the slice.
    for record in ieee:
        days.setdefault(one_text(record["id"], "ieee"), day(record))
    return Truth(files, records, texts, days)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def home(request: pytest.FixtureRequest, truth: Truth, tmp_path_factory: Any) -> Iterator[Home]:
    """Every catalogue imported, once for each database."""
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    with new_home(tmp_path_factory.mktemp("home"), url) as made:
        for file in truth.files.values():
            made.run("catalogue", "import", str(file))
        yield made


def family(code: str) -> str:
    """``relaton-iso-2024`` → ``iso``."""
    return code.removeprefix("relaton-").split("-")[0]


@pytest.fixture(scope="module")
def standard_of(home: Home) -> dict[tuple[str, str], int]:
    """(source, file) → the standard that has the record."""
    (rows,) = home.ask(
        "SELECT o.code, s.local_id, s.standard_id FROM registry_statement s"
        " JOIN registry_source o ON o.id = s.source_id WHERE s.state = 'listed'"
    )
    found = {(family(code), local): standard for code, local, standard in rows}
    assert len(found) == len(rows)
    return found


@pytest.fixture(scope="module")
def text_of(truth: Truth, standard_of: dict[tuple[str, str], int]) -> dict[int, str]:
    """Standard → the key of its text; where the product puts two keys together, the first of them."""
    found: dict[int, str] = {}
    for where, text in truth.texts.items():
        found[standard_of[where]] = min(text, found.get(standard_of[where], text))
    return found


@pytest.fixture(scope="module")
def one_of(truth: Truth, standard_of: dict[tuple[str, str], int], text_of: dict[int, str]) -> dict[str, str]:
    """Key → the key that stands for its standard."""
    return {text: text_of[standard_of[where]] for where, text in truth.texts.items()}


def test_every_record_is_there_once(truth: Truth, standard_of: dict[tuple[str, str], int]) -> None:
    assert len(standard_of) == 203_824 if WHOLE else len(standard_of) > 12_000
    assert standard_of.keys() == truth.texts.keys()
    assert Counter(source for source, _ in standard_of) == {
        s: len(found) for s, found in truth.records.items()
    }


def test_records_of_one_number_are_one_standard(
    truth: Truth, standard_of: dict[tuple[str, str], int]
) -> None:
    apart: dict[str, set[int]] = defaultdict(set)
    for source, found in truth.records.items():
        for record in found:
            apart[key(record["id"], source)].add(standard_of[source, record["file"]])
    assert len(apart) == 186_909 or not WHOLE
    assert not {text: ids for text, ids in apart.items() if len(ids) > 1}
    together: dict[int, set[str]] = defaultdict(set)
    for where, text in truth.texts.items():
        together[standard_of[where]].add(text)
    merged = {frozenset(texts) for texts in together.values() if len(texts) > 1}
    assert not {texts for texts in merged if not texts & {"IEC/IEEE/ISO29119-5", *SAME_PRINT}}


def test_iso_and_iec_records_of_one_document_are_one_standard_with_two_sources(
    home: Home, truth: Truth, standard_of: dict[tuple[str, str], int]
) -> None:
    texts = {s: {truth.texts[s, r["file"]] for r in truth.records[s]} for s in ("iso", "iec")}
    sources: dict[int, set[str]] = defaultdict(set)
    for (source, _), standard in standard_of.items():
        sources[standard].add(source)
    both = sum({"iso", "iec"} <= found for found in sources.values())
    assert both == len(texts["iso"] & texts["iec"])
    assert both == 7_287 or not WHOLE
    (rows,) = home.ask("SELECT count(*) FROM registry_standard")
    assert rows[0][0] == len(sources)


def stored(home: Home, text_of: dict[int, str], one_of: dict[str, str]) -> dict[str, set[Arrow]]:
    """The relations in the tables by source: subject, type, target, each end by its text."""
    (rows,) = home.ask(
        "SELECT o.code, r.type, r.subject_id, r.target_id, r.other_number, r.inverse FROM registry_relation r"
        " JOIN registry_source o ON o.id = r.source_id"
    )
    found: dict[str, set[Arrow]] = defaultdict(set)
    for code, kind, subject, target, number, inverse in rows:
        other = one_text(number, family(code))
        assert other not in one_of or None not in (subject, target), f"{number} is here but not joined"
        assert (target if inverse else subject) is not None
        found[family(code)].add((text_of.get(subject, other), kind, text_of.get(target, other)))
    return found


def expected(truth: Truth, one_of: dict[str, str]) -> dict[str, set[Arrow]]:
    return {
        source: {
            (one_of.get(found[0], found[0]), found[1], one_of.get(found[2], found[2]))
            for _, found in arrows(records, one_text)
            if found
        }
        for source, records in truth.records.items()
        if any(record.get("rel") for record in records)
    }


def undecided(truth: Truth, source: str) -> set[frozenset[str]]:
    """Pairs whose label and dates contradict each other: the product may leave out the arrow, not turn it silently."""
    pairs = {found for _, found in arrows(truth.records[source], one_text) if found}
    lines = [line.split(" replaces ") for line in disordered(pairs, truth.days)]
    return {frozenset(two) for two in [*lines, *BY_DATE_UNDECIDED]}


@pytest.mark.parametrize("source", ["iso", "ieee", "w3c"])
def test_relations_equal_the_count(
    home: Home, truth: Truth, text_of: dict[int, str], one_of: dict[str, str], source: str
) -> None:
    got, want = stored(home, text_of, one_of)[source], expected(truth, one_of)[source]
    open_ = undecided(truth, source)
    assert len(open_) <= 12
    got = {r for r in got if frozenset((r[0], r[2])) not in open_ and r[0] != r[2]}
    want = {r for r in want if frozenset((r[0], r[2])) not in open_ and r[0] != r[2]}
    assert got == want, (
        f"only the product: {sorted(got - want)[:12]}; only the count: {sorted(want - got)[:12]}"
    )


def test_itu_families_are_kept_without_an_arrow_of_time(
    home: Home, truth: Truth, text_of: dict[int, str], one_of: dict[str, str]
) -> None:
    got, want = stored(home, text_of, one_of)["itu"], expected(truth, one_of)["itu"]
    assert {frozenset((a, b)) for a, _, b in got} == {frozenset((a, b)) for a, _, b in want}
    assert {kind for _, kind, _ in got} <= {"related", "edition_of", "amends", "corrects"}
    for one, kind, two in got:
        if kind in {"amends", "corrects"}:
            # A supplement is of the edition whose year it names, and never older than it.
            assert any(mark in one for mark in ("AMD.", "COR.", "ERR.", "ADD.")), (one, kind, two)
            found = order(truth.days.get(one, ""), truth.days.get(two, ""))
            assert found in {"older", "same", "undated"}, (one, kind, two)


def test_what_replaces_is_younger(home: Home) -> None:
    """Each type's direction against the dates that stand in the tables, not those of the files."""
    (rows,) = home.ask(
        "SELECT r.type, s.issued, t.issued, s.number, t.number FROM registry_relation r"
        " JOIN registry_standard s ON s.id = r.subject_id JOIN registry_standard t ON t.id = r.target_id"
        " WHERE r.type IN ('replaces', 'amends', 'corrects', 'adopts') AND s.issued <> '' AND t.issued <> ''"
    )
    for kind in ("replaces", "amends", "corrects", "adopts"):
        pairs = {tuple(row[1:]) for row in rows if row[0] == kind}
        wrong = {(s, t) for one, two, s, t in pairs if order(one, two) == "newer"}
        assert len(pairs) > (60 if WHOLE else 20)
        assert len(wrong) <= max(8, len(pairs) / 300), (kind, len(wrong), len(pairs), sorted(wrong)[:20])


def test_a_draft_supersedes_nothing(home: Home) -> None:
    """A text in force is not called superseded by a draft of its next edition."""
    (rows,) = home.ask(
        "SELECT t.number FROM registry_standard t WHERE t.status = 'superseded' AND t.status_said = 'current' AND NOT EXISTS ("
        " SELECT 1 FROM registry_relation r JOIN registry_standard s ON s.id = r.subject_id"
        " WHERE r.target_id = t.id AND r.type = 'replaces' AND s.status <> 'draft')"
    )
    assert not rows


def fingerprint(home: Home) -> list[list[list[Any]]]:
    """What stands in the tables, in words rather than in ids."""
    return home.ask(
        "SELECT o.code, s.local_id, s.hash, s.place, s.state, t.number FROM registry_statement s JOIN registry_source o"
        " ON o.id = s.source_id JOIN registry_standard t ON t.id = s.standard_id ORDER BY o.code, s.local_id",
        "SELECT t.number, t.title, t.status, t.status_why, t.issued, t.contested, t.scope, t.lineage FROM registry_standard t"
        " ORDER BY t.number",
        "SELECT r.type, s.number, t.number, r.other_key, r.said FROM registry_relation r LEFT JOIN registry_standard s"
        " ON s.id = r.subject_id LEFT JOIN registry_standard t ON t.id = r.target_id ORDER BY 1, 2, 3, 4, 5",
        "SELECT i.key, i.canonical, i.kind, t.number FROM registry_identifier i JOIN registry_standard t"
        " ON t.id = i.standard_id ORDER BY i.key",
        "SELECT t.number, b.name, p.role FROM registry_participation p JOIN registry_body b ON b.id = p.body_id"
        " JOIN registry_standard t ON t.id = p.standard_id ORDER BY 1, 2, 3",
    )


def test_a_second_import_changes_nothing(home: Home, truth: Truth) -> None:
    before = fingerprint(home)
    for source in ("ieee", "iec", "iso"):
        said = json.loads(home.run("catalogue", "import", str(truth.files[source]), "--format", "json"))
        assert said["counts"]["added"] == said["counts"]["changed"] == said["counts"]["standards"] == 0, said
    assert fingerprint(home) == before


def kill_in_the_middle(home: Home, path: Path) -> None:
    """Start an import and kill it, with all its children, as soon as it has said how far it is."""
    process = home.start("catalogue", "import", str(path))
    assert process.stderr is not None
    for line in process.stderr:
        if "已处理".encode() in line:
            break
    os.killpg(process.pid, signal.SIGKILL)
    process.stderr.close()
    assert process.wait() == -signal.SIGKILL


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_killed_in_the_middle_and_resumed_loses_and_doubles_nothing(
    database: str, request: pytest.FixtureRequest, truth: Truth, tmp_path: Path
) -> None:
    url = request.getfixturevalue("postgresql_url") if database == "postgresql" else ""
    path, number = truth.files["ieee"], len(truth.records["ieee"])
    assert number == 11_787 if WHOLE else number > 2_000
    with new_home(tmp_path / "whole", url) as whole, new_home(tmp_path / "killed", url) as killed:
        whole.run("catalogue", "import", str(path))
        kill_in_the_middle(killed, path)
        (run,) = json.loads(killed.run("catalogue", "runs", "--format", "json"))
        assert 0 < run["taken"] < number, run
        said = json.loads(killed.run("catalogue", "resume", run["run"], "--format", "json"))
        assert said["state"] == "done"
        assert (said["counts"]["read"], said["counts"]["added"], said["taken"]) == (number, number, number)
        assert fingerprint(killed) == fingerprint(whole)

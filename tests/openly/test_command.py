"""``zhunsheng export`` as a person calls it: files written whole, wrong calls told in Chinese."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Graph, Namespace

from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems.actions import import_packaged
from zhunsheng.cli import main
from zhunsheng.cli.export import _TABLES
from zhunsheng.core.deliver.openly.sheets import SHEETS
from zhunsheng.core.system.content import load_packaged

pytestmark = pytest.mark.django_db
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")


@pytest.fixture
def stored(db: Any) -> None:
    """The packaged system."""
    import_packaged(OPERATOR, load_packaged("jiangsu-ai-2025").system)


def test_a_file_is_written_under_the_chosen_base(stored: None, tmp_path: Path) -> None:
    out = tmp_path / "子体系.ttl"
    assert main(["export", "skos", "--out", str(out), "--base", "https://std.example.cn/"]) == 0
    graph = Graph().parse(out, format="turtle")
    concepts = list(graph.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) > 50
    assert all(str(one).startswith("https://std.example.cn/id/subsystem/") for one in concepts)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--base", "ftp://x"], "标识的开头"),
        (["--base", 'https://x/"><'], "标识的开头"),
        (["--system", "nowhere"], "没有体系 nowhere"),
        (["--system", "jiangsu-ai", "--edition", "1999版"], "没有版本 1999版"),
        (["--edition", "2025版"], "--edition 须与 --system 一起给出"),
    ],
)
def test_a_wrong_call_says_what_is_wrong_and_writes_nothing(
    stored: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    out = tmp_path / "x.ttl"
    assert main(["export", "rdf", "--out", str(out), *arguments]) != 0
    assert said in capsys.readouterr().err
    assert not out.exists() and not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "name", "starts"),
    [
        (["rdf", "--format", "jsonld"], "a.jsonld", b'{"@context"'),
        (["rdf", "--format", "ntriples"], "a.nt", b"<urn:"),
        (["skos"], "a.ttl", b"@prefix"),
        (["graphml"], "a.graphml", b"<?xml"),
        (["csv"], "a.csv", "\ufeffSource,Target".encode()),
        (["csv", "--table", "planned"], "b.csv", "\ufeff体系".encode()),
        (["csv"], "c.zip", b"PK"),
        (["json"], "a.json", b'{"format": "zhunsheng-open-data"'),
        (["json", "--schema"], "s.json", b"{"),
        (["relaton"], "r.zip", b"PK"),
        (["open-data"], "o.zip", b"PK"),
        (["vocabulary"], "v.ttl", b"@prefix"),
        (["vocabulary", "--shapes"], "s.ttl", b"#"),
    ],
)
def test_every_verb_writes_its_file(
    stored: None, tmp_path: Path, words: list[str], name: str, starts: bytes
) -> None:
    out = tmp_path / name
    assert main(["export", *words, "--out", str(out)]) == 0
    assert out.read_bytes().startswith(starts) and [path.name for path in tmp_path.iterdir()] == [name]


def test_tables_go_into_a_folder(stored: None, tmp_path: Path) -> None:
    assert main(["export", "csv", "--out", str(tmp_path / "表"), "--system", "jiangsu-ai"]) == 0
    assert {path.stem for path in (tmp_path / "表").iterdir()} == set(SHEETS)


def test_the_tables_of_the_command_are_those_there_are() -> None:
    assert set(_TABLES) == set(SHEETS)

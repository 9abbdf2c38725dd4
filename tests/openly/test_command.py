"""``zhunsheng export`` as a person calls it: files written whole, wrong calls told in Chinese."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Graph, Namespace

from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems.actions import import_packaged
from zhunsheng.cli import main
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

"""The house keeps its own promises: glossary, changelog, one line of help for each make target, import directions."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import zhunsheng
from tests.contracts.tracked import ROOT, shown, sources

GLOSSARY = ROOT / "docs/glossary.md"


def _glossary_rows() -> dict[str, str]:
    """English name → Chinese label, from the table rows of the glossary."""
    rows = {}
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) >= 3 and re.fullmatch(r"`?\w+`?", cells[0]):
            rows[cells[0].strip("`")] = cells[1]
    return rows


def _model_classes() -> dict[str, str]:
    found = {}
    for path in sources(".py", under="src/zhunsheng/core"):
        if path.name != "model.py":
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name] = shown(path)
    return found


def _registry_tables() -> dict[str, str]:
    """The registry keeps its records in tables instead."""
    found = {}
    for path in sources(".py", under="src/zhunsheng/apps/registry/models"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and any(
                ast.unparse(base) == "models.Model" for base in node.bases
            ):
                found[node.name] = shown(path)
    return found


def test_glossary_names_every_record() -> None:
    rows = _glossary_rows()
    tables = _registry_tables()
    assert {"Standard", "BodyTally", "Placement"} <= set(tables)
    classes = _model_classes() | tables
    assert len(classes) > 30
    missing = {name: place for name, place in classes.items() if not re.search("[一-鿿]", rows.get(name, ""))}
    assert not missing, f"not in docs/glossary.md with a Chinese label: {missing}"


def test_glossary_has_each_word_once() -> None:
    names = re.findall(r"^\| (?!English)`?(\w+)`? \|", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(names) == sorted(set(names))


def test_changelog_names_the_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {zhunsheng.__version__}" in text


def test_make_targets_have_help() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", text, re.MULTILINE)
    assert phony
    for target in phony.group(1).split():
        assert re.search(rf"^{target}:.*## \S", text, re.MULTILINE), f"make {target}: no line of help"
    assert {"run", "test", "check", "bench", "docs", "help"} <= set(phony.group(1).split())


def test_imports_run_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    result = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout


def test_links_in_documents_lead_somewhere() -> None:
    broken = []
    for path in sources(".md"):
        if path.is_relative_to(ROOT / "tests/guides"):
            continue  # guides as converters leave them: their pictures are missing on purpose
        text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if re.match(r"(https?|mailto):|#", target):
                continue
            if not (path.parent / target.split("#")[0]).exists():
                broken.append(f"{shown(path)}: {target}")
    assert broken == []

"""Files people read stay short: at most 500 lines a file and 60 lines a function."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.contracts.tracked import shown, sources

FILE_LIMIT = 500
FUNCTION_LIMIT = 60


def too_long_functions(text: str, limit: int = FUNCTION_LIMIT) -> list[str]:
    """``name (lines)`` of each function longer than the limit, counted from its ``def`` to its last line."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.end_lineno:
            length = node.end_lineno - node.lineno + 1
            if length > limit:
                found.append(f"{node.name} ({length})")
    return found


def test_files_are_short() -> None:
    long = {}
    for path in sources(".py", ".ts", ".js", ".mjs", ".css", ".html", ".sh"):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > FILE_LIMIT:
            long[shown(path)] = lines
    assert not long, f"over {FILE_LIMIT} lines: {long}"


@pytest.mark.parametrize("folder", ["src", "tests", "bench"])
def test_functions_are_short(folder: str) -> None:
    long = {}
    for path in sources(".py", under=folder):
        if "migrations" in path.parts:
            continue
        if found := too_long_functions(path.read_text(encoding="utf-8")):
            long[shown(path)] = found
    assert not long, f"over {FUNCTION_LIMIT} lines: {long}"


def test_the_rule_can_fail(tmp_path: Path) -> None:
    body = "\n".join("    x = 1" for _ in range(FUNCTION_LIMIT))
    assert too_long_functions(f"def f():\n{body}\n") == [f"f ({FUNCTION_LIMIT + 1})"]
    assert too_long_functions("def f():\n    return 1\n") == []

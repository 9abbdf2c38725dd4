"""What must not stand in the repository: one province in the code, one machine's paths, built or binary bundles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.contracts.tracked import ROOT, shown, sources, tracked_files

# Code interprets any guide; what one guide says is content. Written so that this file does not match itself.
PLACES = re.compile("|".join(("江" + "苏", "jiang" + "su", "长三" + "角")), re.IGNORECASE)
MACHINE = re.compile(
    "|".join(
        (r"/wo" r"rk/", r"/ro" r"ot/", r"/tmp/w" r"t\b", r"/opt/whe" r"els", r"/opt/py" r"pi", r"\bfa" r"rm-")
    )
)
REGISTRIES = re.compile(
    "|".join(
        (r"registry\.npm" r"js", r"files\.python" r"hosted", r"\bpypi\." r"org", r"deb\.deb" r"ian\.org")
    )
)
TEXT = {
    ".py",
    ".html",
    ".ts",
    ".js",
    ".mjs",
    ".css",
    ".json",
    ".toml",
    ".yaml",
    ".yml",
    ".md",
    ".sh",
    ".txt",
    ".svg",
    "",
}
BINARY_ALLOWED = ("docs/images/", "tests/", "src/zhunsheng/content/samples/")
BINARY_LIMIT = 600_000


def _hits(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    found = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if match := pattern.search(line):
                found.append(f"{shown(path)}:{number}: {match.group()}")
    return found


def test_code_knows_no_province() -> None:
    content = ROOT / "src/zhunsheng/content"
    code = [path for path in sources(".py", ".html", ".css", under="src") if not path.is_relative_to(content)]
    code += sources(".ts", ".css", ".mjs", ".html", under="frontend")
    assert len(code) > 5
    assert _hits(PLACES, code) == []


@pytest.mark.parametrize(("what", "pattern"), [("machine paths", MACHINE), ("registry hosts", REGISTRIES)])
def test_no_trace_of_a_workplace(what: str, pattern: re.Pattern[str]) -> None:
    text = [path for path in tracked_files() if path.suffix in TEXT]
    found = _hits(pattern, text)
    assert found == [], f"{what}: {found[:20]}"


def test_binary_files_are_small_and_expected() -> None:
    strange = []
    for path in tracked_files():
        with path.open("rb") as file:
            head = file.read(8192)
        if b"\0" not in head:
            continue
        if not shown(path).startswith(BINARY_ALLOWED) or path.stat().st_size > BINARY_LIMIT:
            strange.append(f"{shown(path)} ({path.stat().st_size} bytes)")
    assert strange == []


def test_nothing_built_is_tracked() -> None:
    built = re.compile(r"(^|/)(node_modules|dist|__pycache__|\.venv|\.stamps)/|\.(pyc|whl|min\.js|sqlite3?)$")
    assert [shown(path) for path in tracked_files() if built.search(shown(path))] == []


def test_the_patterns_can_fail() -> None:
    assert PLACES.search("江" + "苏省")
    assert MACHINE.search("/wo" + "rk/main")
    assert REGISTRIES.search("https://registry.npm" + "js.org/x")

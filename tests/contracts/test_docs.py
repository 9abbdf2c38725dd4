"""The generated reference says what the code says now."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest

from tests.contracts.tracked import ROOT


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs/generate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def generator(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setenv("COLUMNS", "80")
    return _generator()


@pytest.mark.parametrize(
    "name",
    ["command-line.md", "guide-read.schema.json", "openapi.json", "open-data.schema.json", "开放数据.md"],
)
def test_the_reference_is_current(generator: ModuleType, name: str) -> None:
    assert name in generator.PAGES
    stored = (ROOT / "docs/reference" / name).read_text(encoding="utf-8")
    assert stored == generator.PAGES[name](), "run `make docs`"


def test_every_command_has_help(generator: ModuleType) -> None:
    for words in generator.commands():
        text = generator.help_of(words)
        assert text.startswith("用法："), words
        assert any(line.startswith("  ") and line.strip() for line in text.splitlines()[1:]), words

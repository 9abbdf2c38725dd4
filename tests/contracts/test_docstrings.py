"""Every public module, class and function of the package says what it is for."""

from __future__ import annotations

import ast

from tests.contracts.tracked import shown, sources

# Names whose meaning a framework fixes; repeating it would say nothing.
FIXED = {"Meta", "Media"}


def undocumented(text: str) -> list[str]:
    """Dotted names of the public things without a docstring; ``(module)`` for the file itself."""
    tree = ast.parse(text)
    found = [] if ast.get_docstring(tree) or not tree.body else ["(module)"]

    def walk(node: ast.Module | ast.ClassDef, prefix: str) -> None:
        for item in node.body:
            if not isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                continue
            if item.name.startswith("_") or item.name in FIXED or _repeats(item):
                continue
            if not ast.get_docstring(item):
                found.append(f"{prefix}{item.name}")
            if isinstance(item, ast.ClassDef):
                walk(item, f"{prefix}{item.name}.")

    walk(tree, "")
    return found


def _repeats(item: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    """Whether a decorator says that the thing is an overload or an override of a documented one."""
    names = {getattr(mark, "id", getattr(mark, "attr", "")) for mark in item.decorator_list}
    return bool(names & {"overload", "override", "setter"})


def test_public_names_are_documented() -> None:
    missing = {}
    for path in sources(".py", under="src"):
        if "migrations" in path.parts:
            continue
        if found := undocumented(path.read_text(encoding="utf-8")):
            missing[shown(path)] = found
    assert not missing, f"no docstring: {missing}"


def test_the_rule_can_fail() -> None:
    assert undocumented("x = 1\n") == ["(module)"]
    assert undocumented('"""m"""\nclass A:\n    """a"""\n    def f(self): ...\n') == ["A.f"]
    assert undocumented('"""m"""\ndef _f(): ...\n') == []

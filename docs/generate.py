"""Write docs/reference out of the code: help of each command, schema of ``guide read``, description of the interface.

``python docs/generate.py`` writes; with ``--check`` it only compares, names what is out of date and exits 1.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
REFERENCE = HERE / "reference"
MADE = "由 `make docs` 生成，请勿手改。"


def commands() -> list[list[str]]:
    """Every command as words after ``zhunsheng``: nouns first, then each noun's verbs, in the code's own order."""
    from zhunsheng.cli import NOUNS

    found: list[list[str]] = [[]]
    for noun in NOUNS:
        if importlib.util.find_spec(f"zhunsheng.cli.{noun}") is None:
            continue
        found.append([noun])
        app = importlib.import_module(f"zhunsheng.cli.{noun}").app
        verbs = [item.name or item.callback.__name__.replace("_", "-") for item in app.registered_commands]
        if len(verbs) > 1 or app.registered_callback:
            found += [[noun, verb] for verb in verbs]
    return found


def help_of(words: list[str]) -> str:
    """What ``zhunsheng … --help`` prints on a page of 80 columns."""
    from zhunsheng.cli import main

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        main([*words, "--help"])
    return "\n".join(line.rstrip() for line in printed.getvalue().strip().splitlines())


def command_line() -> str:
    """docs/reference/command-line.md."""
    parts = ["# 命令行参考", MADE]
    for words in commands():
        title = " ".join(["zhunsheng", *words])
        parts += [f"{'##' if len(words) < 2 else '###'} {title}", f"```text\n{help_of(words)}\n```"]
    return "\n\n".join(parts) + "\n"


def guide_schema() -> str:
    """docs/reference/guide-read.schema.json: what ``zhunsheng guide read`` prints (source lines left out)."""
    from pydantic import TypeAdapter

    from zhunsheng.core.guide.model import GuideDocument

    schema = TypeAdapter(GuideDocument).json_schema(mode="serialization")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "zhunsheng guide read"
    for name in ("lines", "pages"):
        schema["properties"].pop(name, None)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def lint_rules() -> str:
    """docs/handbook/校核规则.md: its catalogue of rules made anew, what is written by hand left as it is."""
    from zhunsheng.core.lint import load_rules
    from zhunsheng.core.lint.handbook import with_catalogue

    page = REFERENCE.parent / "handbook/校核规则.md"
    return with_catalogue(page.read_text(encoding="utf-8"), load_rules())


def open_data_schema() -> str:
    """docs/reference/open-data.schema.json: the shape of what ``zhunsheng export json`` writes."""
    from zhunsheng.core.deliver.openly.bundle import schema_text

    return schema_text()


def open_data_terms() -> str:
    """docs/reference/开放数据.md: its tables of terms made anew, what is written by hand left as it is."""
    from zhunsheng.core.deliver.openly.handbook import with_terms

    return with_terms((REFERENCE / "开放数据.md").read_text(encoding="utf-8"))


def interface() -> str:
    """docs/reference/openapi.json: the interface as it describes itself at /api/v1/openapi.json."""
    import django
    from django.apps import apps
    from django.conf import settings

    if not (settings.configured and apps.ready):
        # Settings make their folder: no reader of the documents wants one at home.
        os.environ.setdefault("ZHUNSHENG_HOME", tempfile.mkdtemp(prefix="zhunsheng-docs-"))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhunsheng.settings")
        django.setup()
    from zhunsheng.api.site import description_of_api

    return json.dumps(description_of_api(), ensure_ascii=False, indent=1) + "\n"


def relations() -> str:
    """docs/reference/关联词表.md: the types of relations and what they are called elsewhere."""
    from zhunsheng.core.relations.reference import relations_page

    return relations_page(MADE)


PAGES: dict[str, Callable[[], str]] = {
    "command-line.md": command_line,
    "guide-read.schema.json": guide_schema,
    "../handbook/校核规则.md": lint_rules,
    "open-data.schema.json": open_data_schema,
    "开放数据.md": open_data_terms,
    "openapi.json": interface,
    "关联词表.md": relations,
}


def main(arguments: list[str]) -> int:
    """Write or check every page of the reference."""
    os.environ["COLUMNS"] = "80"
    stale = []
    for name, make in PAGES.items():
        path, text = REFERENCE / name, make()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(f"docs/reference/{name}")
        if "--check" not in arguments:
            REFERENCE.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        print(("已过时，请运行 make docs：" if "--check" in arguments else "已写入：") + "，".join(stale))
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

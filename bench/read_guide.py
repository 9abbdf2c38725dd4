"""How long reading and checking one guide takes, and what memory it needs, beside named peers in the same run.

Usage: python bench/read_guide.py [--guide FILE | --forms] [--repeats N]

Each contender runs in a process of its own: imports first, then one cold run, then the warm ones. The peers do less
(none of them knows what a list row is); they say what merely walking through the same text costs:

- markdown-it-py: parse the text as Markdown (a well-kept pure Python parser), for the txt and md forms;
- regex pass: three patterns over each line (heading, table row, standard number), the least one could do;
- lxml / python-docx / pdfplumber: take the plain text out of the same file, for the html, docx and pdf forms.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from measure import bare_interpreter_mb, in_new_process, made_up_guide, peak_mb, sample_forms, timed

COLD_LIMIT = 0.5
MEMORY_LIMIT = 60.0


def ours(data: bytes, name: str) -> Callable[[], object]:
    """Read, parse and lint; the rules are loaded in the cold run."""
    from zhunsheng.core.guide import parse, readers
    from zhunsheng.core.lint import lint_guide

    def work() -> dict[str, int]:
        document = parse.parse_document(readers.read_bytes(data, name=name))
        findings = lint_guide(document)
        return {"rows": len(document.planned_standards), "findings": len(findings)}

    return work


def markdown(data: bytes, name: str) -> Callable[[], object]:
    """Peer: Markdown tokens of the decoded text."""
    from markdown_it import MarkdownIt

    text = data.decode("utf-8", "replace")
    parser = MarkdownIt().enable("table")
    return lambda: len(parser.parse(text))


def patterns(data: bytes, name: str) -> Callable[[], object]:
    """Peer: three patterns over each line."""
    import re

    text = data.decode("utf-8", "replace")
    wanted = [
        re.compile(r"^\s*[（(]?[一二三四五六七八九十\d.]+[)）、.]?\s*\S"),
        re.compile(r"^\d+[\t|]"),
        re.compile(r"[A-Z]+/T \d+"),
    ]
    return lambda: sum(bool(pattern.search(line)) for line in text.splitlines() for pattern in wanted)


def plain_docx(data: bytes, name: str) -> Callable[[], object]:
    """Peer: python-docx, the text of paragraphs and cells."""
    import io

    import docx

    def work() -> int:
        document = docx.Document(io.BytesIO(data))
        cells = sum(len(cell.text) for table in document.tables for row in table.rows for cell in row.cells)
        return cells + sum(len(paragraph.text) for paragraph in document.paragraphs)

    return work


def plain_html(data: bytes, name: str) -> Callable[[], object]:
    """Peer: lxml, the text of the tree."""
    from lxml import html

    return lambda: len(html.fromstring(data).text_content())


def plain_pdf(data: bytes, name: str) -> Callable[[], object]:
    """Peer: pdfplumber, the text of each page."""
    import io

    import pdfplumber

    def work() -> int:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return sum(len(page.extract_text()) for page in pdf.pages)

    return work


CONTENDERS = {
    "zhunsheng read + lint": ours,
    "markdown-it-py parse": markdown,
    "regex pass": patterns,
    "lxml text": plain_html,
    "python-docx text": plain_docx,
    "pdfplumber text": plain_pdf,
}


def contenders(suffix: str) -> list[str]:
    """Whom to compare for a file of this kind; ours first."""
    peers = {".html": ["lxml text"], ".docx": ["python-docx text"], ".pdf": ["pdfplumber text"]}
    return ["zhunsheng read + lint", *peers.get(suffix, ["markdown-it-py parse", "regex pass"])]


def measure(who: str, guide: str, repeats: int) -> dict[str, object]:
    """Run in the child process: figures of one contender."""
    data = Path(guide).read_bytes()
    work = CONTENDERS[who](data, Path(guide).name)
    before = peak_mb()
    timing = timed(work, repeats)
    return {
        "cold_ms": timing.cold * 1000,
        "best_ms": timing.best * 1000,
        "median_ms": timing.median * 1000,
        "imported_mb": before,
        "peak_mb": peak_mb(),
        "result": work(),
    }


def main() -> int:
    """Exit 1 when ours misses a target on txt or md."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--guide", default="", help="a guide of your own; without it a made-up one")
    options.add_argument(
        "--forms", action="store_true", help="our sample guide as md, html, docx and pdf instead"
    )
    options.add_argument("--repeats", type=int, default=20)
    options.add_argument("--only", choices=CONTENDERS, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.only:
        print(json.dumps(measure(given.only, given.guide, given.repeats), ensure_ascii=False))
        return 0
    if given.forms:
        with sample_forms() as paths:
            return max(compare(path, given.repeats) for path in paths)
    if given.guide:
        return compare(Path(given.guide), given.repeats)
    with made_up_guide(1) as made:
        return compare(made, given.repeats)


def compare(guide: Path, repeats: int) -> int:
    """Measure every contender on ``guide`` and print the table."""
    suffix = guide.suffix.lower()
    bare = bare_interpreter_mb()
    print(f"guide: {guide.name}, {guide.stat().st_size} bytes; interpreter alone: {bare:.1f} MB")
    print(f"{'':<24}{'cold ms':>9}{'best ms':>9}{'median ms':>11}{'MB above interpreter':>22}")
    missed = []
    for who in contenders(suffix):
        arguments = ["--only", who, "--repeats", str(repeats), "--guide", str(guide)]
        got = in_new_process(Path(__file__), *arguments)
        above = got["peak_mb"] - bare
        print(f"{who:<24}{got['cold_ms']:>9.1f}{got['best_ms']:>9.1f}{got['median_ms']:>11.1f}{above:>22.1f}")
        if who == "zhunsheng read + lint":
            print(f"{'':<4}{got['result']}")
            if suffix in (".txt", ".md"):
                missed += ["cold time"] if got["cold_ms"] > COLD_LIMIT * 1000 else []
                missed += ["memory"] if above > MEMORY_LIMIT else []
    if suffix in (".txt", ".md"):
        verdict = f"missed {missed}" if missed else "met"
        print(f"targets: cold < {COLD_LIMIT} s, < {MEMORY_LIMIT:.0f} MB above the interpreter: {verdict}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

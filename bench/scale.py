"""Whether time and memory grow in step with the guide: made-up guides 1, 10 and 100 times the usual 76 rows.

Usage: python bench/scale.py [--times 1 10 100] [--profile]
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from measure import bare_interpreter_mb, in_new_process, made_up_guide, peak_mb, timed

LIMIT = 1.15  # exponent of growth taken as "about linear": ten times the guide, at most 14 times the time


def measure(guide: Path) -> dict[str, object]:
    """Run in the child process: seconds of processor time of each step (others share the machine), and the peak."""
    from zhunsheng.core.guide import parse, readers
    from zhunsheng.core.lint import lint_guide, load_rules

    data = guide.read_bytes()
    rules = load_rules()
    repeats = 5 if len(data) < 1_000_000 else 2
    reading = timed(lambda: readers.read_bytes(data, name="guide.txt"), repeats, time.process_time)
    source = readers.read_bytes(data, name="guide.txt")
    parsing = timed(lambda: parse.parse_document(source), repeats, time.process_time)
    document = parse.parse_document(source)
    linting = timed(lambda: lint_guide(document, rules), repeats, time.process_time)
    return {
        "kb": len(data) / 1024,
        "rows": len(document.planned_standards),
        "read": reading.best,
        "parse": parsing.best,
        "lint": linting.best,
        "peak_mb": peak_mb(),
    }


def profile(times: int) -> None:
    """Where the time goes, for mending."""
    import cProfile

    with made_up_guide(times) as guide:
        cProfile.runctx("measure(guide)", globals(), {"guide": guide}, sort="cumulative")


def main() -> int:
    """Print one line a size and the exponent of growth between the last two; exit 1 if it is not about linear."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--times", type=int, nargs="+", default=[1, 10, 100])
    options.add_argument("--profile", action="store_true")
    options.add_argument("--only", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.only:
        print(json.dumps(measure(given.only)))
        return 0
    if given.profile:
        profile(given.times[-1])
        return 0
    bare = bare_interpreter_mb()
    print(
        f"{'times':>6}{'KB':>9}{'rows':>7}{'read s':>9}{'parse s':>9}{'lint s':>9}{'MB above interpreter':>22}"
    )
    results = []
    for times in given.times:
        with made_up_guide(times) as guide:
            got = in_new_process(Path(__file__), "--only", str(guide))
        results.append(got)
        print(
            f"{times:>6}{got['kb']:>9.0f}{got['rows']:>7}{got['read']:>9.3f}{got['parse']:>9.3f}{got['lint']:>9.3f}"
            f"{got['peak_mb'] - bare:>22.1f}"
        )
    grown = False
    for step in ("read", "parse", "lint"):
        before, after = results[-2], results[-1]
        exponent = math.log(after[step] / before[step]) / math.log(after["kb"] / before["kb"])
        grown |= exponent > LIMIT
        print(
            f"{step}: time grows as size^{exponent:.2f} ({'about linear' if exponent <= LIMIT else 'FASTER than linear'})"
        )
    return 1 if grown else 0


if __name__ == "__main__":
    sys.exit(main())

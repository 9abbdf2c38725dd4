"""How long the papers take: the full set of the packaged system, and a 标准明细表 of 100,000 lines.

Each participant runs in a process of its own. The large table is written by ours and, with the same cells, by openpyxl
(plain and write-only), which gives the ratio whatever else the machine does. Exit 1 where a goal is missed: full set
5 s, large table 60 s within 300 MB (of the whole process).
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

FULL_SECONDS, LARGE_SECONDS, LARGE_MEGABYTES = 5.0, 60.0, 300.0
DAY = "2026-11-29"


def dossier_of(rows: int) -> Any:
    """The packaged system; its list repeated until it has so many rows."""
    from zhunsheng.core.deliver.papers.dossier import Dossier
    from zhunsheng.core.records import content_hash
    from zhunsheng.core.system.content import load_packaged

    system = load_packaged("jiangsu-ai-2025").system
    if rows:
        own = system.planned_standards
        system = dataclasses.replace(
            system,
            planned_standards=[
                dataclasses.replace(
                    own[at % len(own)], number=at + 1, printed_number=str(at + 1), position=at + 1
                )
                for at in range(rows)
            ],
        )
    mark = content_hash(system) if not rows else "0" * 64
    return Dossier(system, "2025版", "2025版", mark, DAY)


def full(_rows: int) -> int:
    """The full set."""
    from zhunsheng.core.deliver.papers.making import make_papers

    return sum(len(one.data) for one in make_papers(dossier_of(0)))


def ours(rows: int) -> int:
    """Our table: overall and module sheets."""
    from zhunsheng.core.deliver.papers.detail import write_detail

    return len(write_detail(dossier_of(rows)))


def openpyxl_plain(rows: int) -> int:
    """The same cells by openpyxl as most people use it."""
    return _by_openpyxl(rows, write_only=False)


def openpyxl_streaming(rows: int) -> int:
    """The same cells by openpyxl's own streaming."""
    return _by_openpyxl(rows, write_only=True)


def _by_openpyxl(rows: int, *, write_only: bool) -> int:
    import tempfile

    import openpyxl

    from zhunsheng.core.deliver.papers.detail import columns_of
    from zhunsheng.core.deliver.papers.lines import detail_lines

    dossier = dossier_of(rows)
    keys = [column.key for column in columns_of(dossier)]
    book = openpyxl.Workbook(write_only=write_only)
    if not write_only:
        book.remove(book.active)
    sheets = {
        code: book.create_sheet(code or "明细") for code in ("", *(one.code for one in dossier.tree.modules))
    }
    for line in detail_lines(dossier):
        cells = [line.values[key] for key in keys]
        sheets[""].append(cells)
        if line.module:
            sheets[line.module].append(cells)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        book.save(path)
        return path.stat().st_size


WORK = {one.__name__: one for one in (full, ours, openpyxl_plain, openpyxl_streaming)}


def measured(name: str, rows: int) -> dict[str, float]:
    """Run one participant in a process of its own: seconds on the clock, of the processor, megabytes at its peak."""
    out = subprocess.run(
        [sys.executable, __file__, "--one", name, "--rows", str(rows)],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(out.stdout)
    return found


def one(name: str, rows: int) -> None:
    """The work itself, in its own process."""
    began, processor = time.perf_counter(), time.process_time()
    size = WORK[name](rows)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - began,
                "cpu": time.process_time() - processor,
                "megabytes": peak,
                "size": size / 1e6,
            }
        )
    )


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", choices=list(WORK))
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--plain", action="store_true", help="also openpyxl holding everything in memory")
    asked = parser.parse_args()
    if asked.one:
        one(asked.one, asked.rows)
        return 0
    names = ["full", "ours", "openpyxl_streaming", *(["openpyxl_plain"] if asked.plain else [])]
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores, {asked.rows} rows")
    print(f"{'':22}{'seconds':>9}{'cpu s':>8}{'MB':>8}{'file MB':>9}")
    found = {}
    for name in names:
        found[name] = measured(name, asked.rows)
        line = found[name]
        print(f"{name:22}{line['seconds']:9.1f}{line['cpu']:8.1f}{line['megabytes']:8.0f}{line['size']:9.1f}")
    ratio = found["openpyxl_streaming"]["cpu"] / found["ours"]["cpu"]
    print(f"openpyxl streaming / ours, processor time: {ratio:.2f}")
    missed = [
        label
        for label, bad in (
            ("full set", found["full"]["cpu"] > FULL_SECONDS),
            ("large table, seconds", found["ours"]["cpu"] > LARGE_SECONDS),
            ("large table, MB", found["ours"]["megabytes"] > LARGE_MEGABYTES),
        )
        if bad
    ]
    print("missed: " + ", ".join(missed) if missed else "all goals met (processor time)")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

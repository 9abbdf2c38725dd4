"""How fast a catalogue comes in, end to end: file → statements → standards → links → index. Beside Django's bulk_create.

``python bench/import_catalogue.py`` takes the seven catalogues beside the repository (``ZHUNSHENG_SHARED``), or,
where they are absent, made-up records of the same shape. ``--files iso,jis`` chooses, ``--sample 20000`` takes the
first records of each file. Each part runs in a process and a database of its own; the last lines are the figures.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from measure import ROOT, in_new_process, peak_mb  # type: ignore[import-not-found]

FILES = ("iso", "iec", "ieee", "itu", "etsi", "w3c", "jis")


def catalogues(names: list[str], sample: int, folder: Path) -> list[Path]:
    """The files to take: those beside the repository, cut to ``sample`` records; else made-up ones."""
    shared = Path(os.environ.get("ZHUNSHENG_SHARED") or ROOT.parent / "shared") / "data"
    found = []
    for name in names:
        path = shared / f"{name}.jsonl.xz"
        if not path.is_file():
            return [made_up(folder / "iso.jsonl", sample or 50_000)]
        if sample:
            cut = folder / f"{name}.jsonl"
            with lzma.open(path, "rt", encoding="utf-8") as lines, cut.open("w", encoding="utf-8") as out:
                out.writelines(line for line, _ in zip(lines, range(sample), strict=False))
            path = cut
        found.append(path)
    return found


def made_up(path: Path, count: int) -> Path:
    """``count`` made-up records in the compact shape, each second one a newer edition of the one before."""
    with path.open("w", encoding="utf-8") as out:
        for place in range(count):
            number, year = 100_000 + place // 2, 2001 + 10 * (place % 2)
            record: dict[str, Any] = {
                "id": f"ISO {number}:{year}",
                "src": "iso",
                "file": f"iso-{number}-{year}.yaml",
                "title": f"Street lighting - Part {place % 9 + 1}: Requirements of luminaire {number}",
                "abstract": "Specifies requirements and methods of test for luminaires of street lighting. "
                * 4,
                "stage": "60.60" if place % 2 else "95.99",
                "edition": str(place % 2 + 1),
                "doctype": "international-standard",
                "dates": {"published": f"{year}-03"},
                "ics": ["93.080.40"],
                "tc": ["ISO/TC 274"],
            }
            if place % 2:
                record["rel"] = [["obsoletes", f"ISO {number}:2001"]]
            out.write(json.dumps(record) + "\n")
    return path


def set_up() -> None:
    """Django over a scratch home."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "zhunsheng.settings"
    os.environ["ZHUNSHENG_LOG_LEVEL"] = "WARNING"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def reader_cpu() -> float:
    """Seconds that ended processes of ours have had of the CPU: those that read files."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ours(paths: list[str]) -> dict[str, Any]:
    """Import the files, then the first of them again."""
    set_up()
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.registry.actions import import_catalogue
    from zhunsheng.apps.registry.models import Relation, Standard, Statement

    files = []
    for path in map(Path, paths):
        start, cpu, reader = time.perf_counter(), time.process_time(), reader_cpu()
        run = import_catalogue(OPERATOR, path)
        files.append(
            {
                "file": path.name,
                "records": run.counts["read"],
                "seconds": time.perf_counter() - start,
                "cpu": time.process_time() - cpu,
                "reader_cpu": reader_cpu() - reader,
                "counts": {name: value for name, value in run.counts.items() if isinstance(value, int)},
            }
        )
    start = time.perf_counter()
    again = import_catalogue(OPERATOR, Path(paths[0]))
    return {
        "files": files,
        "again": {"records": again.counts["read"], "seconds": time.perf_counter() - start}
        | {name: again.counts[name] for name in ("added", "changed", "unchanged")},
        "rows": {model.__name__: model.objects.count() for model in (Standard, Statement, Relation)},
        "peak_mb": peak_mb(),
        "reader_peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }


def peer(paths: list[str]) -> dict[str, Any]:
    """The same records as bare rows of the table of standards by ``bulk_create``: no sources, links, index, checks."""
    set_up()
    from django.db import transaction
    from django.utils import timezone

    from zhunsheng.apps.registry.models import Standard
    from zhunsheng.apps.registry.reading import open_connector, read_lots
    from zhunsheng.core.registry.prepare import COLUMNS

    count, seconds = 0, 0.0
    for path in map(Path, paths):
        connector = open_connector(path)
        for lot in read_lots(connector, path, connector.source(path), "2026-11-23"):
            start = time.perf_counter()
            rows = [
                Standard(**dict(zip(COLUMNS, record.row, strict=True)), changed_at=timezone.now())
                for record in lot.records
            ]
            with transaction.atomic():
                Standard.objects.bulk_create(rows, batch_size=500)
            seconds += time.perf_counter() - start
            count += len(rows)
    return {"records": count, "seconds": seconds, "peak_mb": peak_mb()}


def main() -> None:
    """Run both parts and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", default=",".join(FILES))
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--part", choices=["ours", "peer"])
    parser.add_argument("paths", nargs="*")
    wish = parser.parse_args()
    if wish.part:
        print(json.dumps({"ours": ours, "peer": peer}[wish.part](wish.paths)))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [str(path) for path in catalogues(wish.files.split(","), wish.sample, folder)]
        results = {}
        for part in ("ours", "peer"):
            os.environ["ZHUNSHENG_HOME"] = str(folder / part)
            results[part] = in_new_process(Path(__file__), "--part", part, *paths)
    tell(results["ours"], results["peer"])


def tell(ours: dict[str, Any], peer: dict[str, Any]) -> None:
    """The figures for people."""
    print(f"{'file':<16}{'records':>10}{'s':>9}{'records/s':>11}{'CPU µs/record: storing':>24}{'reading':>9}")
    for one in ours["files"]:
        rate = one["records"] / one["seconds"]
        storing, reading = (one[key] / one["records"] * 1e6 for key in ("cpu", "reader_cpu"))
        print(
            f"{one['file']:<16}{one['records']:>10,}{one['seconds']:>9.1f}{rate:>11,.0f}"
            f"{storing:>24.0f}{reading:>9.0f}"
        )
    keys = ("records", "seconds", "cpu", "reader_cpu")
    records, seconds, cpu, reading = (sum(one[key] for one in ours["files"]) for key in keys)
    again = ours["again"]
    print(f"\nimport, whole: {records:,} records in {seconds:.1f} s = {records / seconds:,.0f} records/s")
    print(f"  CPU {cpu:.1f} s storing, {reading:.1f} s reading")
    print(f"  rows {ours['rows']}; peak {ours['peak_mb']:.0f} MB, reader {ours['reader_peak_mb']:.0f} MB")
    print(
        f"  the first file again: {again['records'] / again['seconds']:,.0f} records/s, "
        f"{again['added']} added, {again['changed']} changed"
    )
    print(
        f"Django bulk_create of the bare rows alone: {peer['records'] / peer['seconds']:,.0f} rows/s, "
        f"peak {peer['peak_mb']:.0f} MB (reading not counted)"
    )


if __name__ == "__main__":
    main()

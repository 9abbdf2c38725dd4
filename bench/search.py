"""Our search beside its peers, from 100,000 titles up: building, asking, writing, whole pages, memory.

``python bench/search.py [SIZE …] [--scopes SIZE] [--ours] [--keep FOLDER]`` prints one table for each size.
Without sizes: 100,000 and 1,000,000. Every participant has a process of its own. ``--keep`` builds our index in FOLDER
and leaves it there; where it is there already it is only asked again (nothing is written). Exit 1 where a target is
missed.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from measure import in_new_process, peak_mb

LENGTHS = ("1", "2", "4", "8")
#: milliseconds at 95 %, at four million titles
TARGETS = {**dict.fromkeys(LENGTHS, 30.0), "number": 5.0, "http": 60.0, "suggest": 10.0}
MOST_MB, LEAST_BUILD = 500, 40_000
PER = 100
SPARE = 2.0


def start_django(home: str) -> None:
    """The platform's own settings on a scratch home, or on the scratch PostgreSQL database."""
    os.environ["ZHUNSHENG_HOME"] = home
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhunsheng.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def ours(size: int, scoped: bool, *, writing: bool = True) -> dict[str, Any]:
    """Build our index over ``size`` made-up documents, where it is not there, ask it and write to it."""
    from django.db import connection
    from search_corpus import fragments, questions
    from search_peers import percentiles

    from zhunsheng import search
    from zhunsheng.search.shape import Query

    engine = search.engine()
    kept = engine.store.state().get("documents") == str(size)
    figures: dict[str, Any] = {} if kept else _built(engine, size, scoped)
    figures["mb"] = _size(connection)
    asked = questions(size, per=PER)
    for length, texts in asked.items():
        figures[str(length)] = percentiles(lambda text: engine.search(Query(text)), texts)
    figures["number"] = percentiles(lambda text: engine.search(Query(text)), fragments(size, per=PER))
    some = asked[2] + asked[4]
    figures["filtered"] = percentiles(lambda text: engine.search(Query(text, {"level": ["group"]})), some)
    figures["facets"] = percentiles(lambda text: engine.search(Query(text, with_facets=True)), some)
    typed = [text[:end] for text in asked[4][:40] for end in (1, 2, 3, 4)]
    figures["suggest"] = percentiles(engine.suggest, typed)
    sounds = ["rgzn", "rengongzhineng", "wlaq", "xxjs", "dsj", "zhinengzhizao", "gyjqr", "jsyq"]
    figures["pinyin"] = percentiles(lambda text: engine.search(Query(text)), sounds)
    figures["typo"] = percentiles(
        lambda text: engine.search(Query(text)), [t[:2] + "咦" + t[3:] for t in asked[4][:30]]
    )
    figures["http"] = _pages(asked[2] + asked[4])
    if writing:
        figures["put"], figures["update"] = _writing(engine, size, scoped)
    figures["peak_mb"] = round(peak_mb())
    return figures


def _built(engine: Any, size: int, scoped: bool) -> dict[str, Any]:
    """Documents a second, by the clock and by the processors."""
    from search_corpus import documents

    started, spent = time.perf_counter(), _processor_time()
    for _ in documents(size, with_scopes=scoped):
        pass
    making, making_spent = time.perf_counter() - started, _processor_time() - spent
    started, spent = time.perf_counter(), _processor_time()
    engine.rebuild(documents(size, with_scopes=scoped), total=size, progress=_told)
    whole, spent = time.perf_counter() - started, _processor_time() - spent
    # The titles are made beside the building, so that the truth lies between the two figures.
    return {
        "build": round(size / max(whole - making, 1e-6)),
        "build_whole": round(size / whole),
        "build_cpu": round((spent - making_spent) / size * 1e6, 1),
    }


def _processor_time() -> float:
    """Seconds of this process and of those it started that have ended."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def _told(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{total} ", end="", file=sys.stderr, flush=True)


def _size(connection: Any) -> int:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return round(Path(connection.settings_dict["NAME"]).stat().st_size / 1e6)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return round(cursor.fetchone()[0] / 1e6)


def _pages(texts: list[str]) -> list[float]:
    """A whole page of answers through every middleware, as an anonymous visitor gets it."""
    from django.test import Client
    from search_peers import percentiles

    client = Client(headers={"host": "localhost"})

    def page(text: str) -> None:
        answer = client.get("/search/", {"q": text})
        assert answer.status_code == 200, answer.status_code

    return percentiles(page, texts)


def _writing(engine: Any, size: int, scoped: bool) -> tuple[int, list[float]]:
    """Documents put in batches per second, and milliseconds for one changed document in a transaction of its own."""
    from search_corpus import documents
    from search_peers import percentiles

    more = list(documents(min(size // 5, 50_000), 7, with_scopes=scoped))
    for document in more:
        document.ref += size
    started = time.perf_counter()
    for start in range(0, len(more), 5000):
        engine.put(more[start : start + 5000])
    rate = round(len(more) / (time.perf_counter() - started))

    def change(place: str) -> None:
        document = more[int(place)]
        document.title += "修改"
        engine.put([document])

    return rate, percentiles(change, [str(place) for place in range(60)])


def cell(figure: Any) -> str:
    """A figure for the table: 50 %/95 %."""
    if figure is None:
        return "–"
    return f"{figure[0]:g}/{figure[1]:g}" if isinstance(figure, list) else f"{figure:,}"


def table(title: str, rows: list[tuple[str, dict[str, Any]]], columns: dict[str, str]) -> None:
    """Print one table in Markdown."""
    print(f"\n### {title}\n")
    print("| | " + " | ".join(columns.values()) + " |")
    print("|---|" + "--:|" * len(columns))
    for name, figures in rows:
        print(f"| {name} | " + " | ".join(cell(figures.get(key)) for key in columns) + " |", flush=True)


COLUMNS = {
    "build": "建立 条/秒", "build_whole": "连造名称", "build_cpu": "CPU 微秒/条", "mb": "大小 MB", "1": "1 字", "2": "2 字", "4": "4 字", "8": "8 字", "number": "编号片段",
    "peak_mb": "内存峰值 MB",
}  # fmt: skip
MORE = {
    "http": "整页 HTTP", "filtered": "带筛选", "facets": "带分面", "suggest": "输入提示", "pinyin": "拼音", "typo": "错字",
    "put": "批量写入 条/秒", "update": "改一条",
}  # fmt: skip


def missed(figures: dict[str, Any], scale: float) -> list[str]:
    """Targets not met, with ``scale`` as much room."""
    found = [
        f"{name} p95 {figures[name][1]} > {limit * scale:g} ms"
        for name, limit in TARGETS.items()
        if figures[name][1] > limit * scale
    ]
    if figures.get("build", LEAST_BUILD) * scale < LEAST_BUILD:
        found.append(f"build {figures['build']:,}/s < {LEAST_BUILD / scale:,.0f}/s")
    if figures["peak_mb"] > MOST_MB:
        found.append(f"memory {figures['peak_mb']} MB > {MOST_MB} MB")
    return found


def measured(label: str, name: str, size: int) -> list[tuple[str, dict[str, Any]]]:
    """The row of a peer; none, and why, where it cannot run: what the others took an hour for is not lost."""
    try:
        return [(label, in_new_process(HERE / "search_peers.py", name, str(size)))]
    except subprocess.CalledProcessError as error:
        print(f"没有量到 {label}：{error}", file=sys.stderr)
        return []


def main() -> int:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[])
    parser.add_argument(
        "--scopes", type=int, nargs="*", default=[], help="sizes with scopes of 100 to 400 characters"
    )
    parser.add_argument("--ours", action="store_true", help="leave the peers out")
    parser.add_argument("--keep", type=Path, help="a folder for our indexes, which stay there")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        size, scoped = int(options.one[0]), options.one[1] == "scoped"
        with tempfile.TemporaryDirectory() as scratch:
            home = options.keep / "-".join(options.one) if options.keep else Path(scratch)
            home.mkdir(parents=True, exist_ok=True)
            start_django(str(home))
            print(json.dumps(ours(size, scoped, writing=not options.keep)))
        return 0
    from search_peers import PEERS

    keep = ["--keep", str(options.keep.resolve())] if options.keep else []
    bad: list[str] = []
    sizes = options.sizes or ([] if options.scopes else [100_000, 1_000_000])
    for size in sizes:
        mine = in_new_process(HERE / "search.py", "--one", str(size), "bare", *keep)
        rows = [("**准绳**", mine)]
        for name, (label, _) in PEERS.items():
            if options.ours or (name == "postgresql" and not os.environ.get("ZHUNSHENG_BENCH_POSTGRESQL")):
                continue
            rows += measured(label, name, size)
        table(f"{size:,} 个名称（毫秒，中位/95%）", rows, COLUMNS)
        table(f"{size:,} 个名称，准绳另外", rows[:1], MORE)
        bad += [f"{size:,}: {text}" for text in missed(mine, SPARE)]
    for size in options.scopes:
        mine = in_new_process(HERE / "search.py", "--one", str(size), "scoped", *keep)
        table(
            f"{size:,} 个名称，各带 100–400 字的范围（毫秒，中位/95%）",
            [("**准绳**", mine)],
            {**COLUMNS, **MORE},
        )
    for text in bad:
        print("目标未达到：", text)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

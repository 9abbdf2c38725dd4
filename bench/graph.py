"""Impact on a graph of up to a million nodes and five million links, beside recursive SQL and rustworkx.

``python bench/graph.py [SIZE …]`` prints one table for each number of nodes (10,000, 100,000 and 1,000,000 without).
Every participant has a process of its own and must reach the same number of nodes from each start. Exit 1 where a
target is missed at a million nodes.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import numpy as np
from measure import bare_interpreter_mb, in_new_process, peak_mb

SEED = 20261129
LINKS_PER_NODE = 5
#: types in their order: share of all links, and which end feels a change
TYPES = (
    ("cites", 0.6, "to_subject"),
    ("adopts", 0.1, "to_subject"),
    ("part_of", 0.1, "to_target"),
    ("related", 0.2, "none"),
)
#: at a million nodes
MOST_LOAD, MOST_IMPACT = 10.0, 0.1
#: seconds after which a participant is asked no more of one kind of start
PATIENCE = 20.0
NAMES = {
    "ours": "**准绳**（numpy，过滤类型，记路径）",
    "sqlite": "SQLite 递归 SQL",
    "rustworkx": "rustworkx",
    "scipy": "scipy csgraph",
    "numba": "numba（编译）",
}


def make(folder: Path, size: int) -> None:
    """Made-up standards, the same each time: newer cite older, a few are cited by very many, series of ten.

    Written as arrays and as an indexed SQLite table.
    """
    chance = np.random.default_rng(SEED)
    many = size * LINKS_PER_NODE
    subjects = chance.integers(1, size, many, dtype=np.int32)
    targets = (subjects * chance.random(many) ** 3).astype(np.int32)
    types = chance.choice(len(TYPES), many, p=[share for _, share, _ in TYPES]).astype(np.int8)
    parts = types == TYPES.index(next(one for one in TYPES if one[0] == "part_of"))
    targets[parts] = subjects[parts] // 10 * 10
    kept = subjects != targets
    subjects, types, targets = subjects[kept], types[kept], targets[kept]
    np.savez(folder / "links.npz", subjects=subjects, types=types, targets=targets, size=size)
    base = sqlite3.connect(folder / "links.sqlite")
    base.execute("create table node (place integer primary key, key text)")
    base.execute("create table link (subject integer, type integer, target integer)")
    base.executemany(
        "insert into node values (?, ?)", ((place, f"standard:示 {place}-2026") for place in range(size))
    )
    base.executemany(
        "insert into link values (?, ?, ?)",
        zip(subjects.tolist(), types.tolist(), targets.tolist(), strict=True),
    )
    base.execute("create index by_subject on link (subject, type, target)")
    base.execute("create index by_target on link (target, type, subject)")
    base.commit()
    base.close()


def starts(folder: Path) -> dict[str, list[int]]:
    """Where impact is asked from: any node; nodes as often as they are cited; the twenty most cited."""
    data = np.load(folder / "links.npz")
    chance = np.random.default_rng(SEED + 1)
    cited = data["targets"][data["types"] <= 1]
    most = np.argsort(-np.bincount(cited), kind="stable")[:20]
    return {
        "any": chance.integers(0, int(data["size"]), 200).tolist(),
        "cited": chance.choice(cited, 60).tolist(),
        "most": most.tolist(),
    }


def ours(folder: Path) -> tuple[Any, dict[str, float]]:
    """Our graph, loaded row by row from the table as the platform does; the ask also makes the ways of the first 100."""
    from zhunsheng.core.graph import GraphBuilder

    base = sqlite3.connect(folder / "links.sqlite")
    began = time.perf_counter(), time.process_time()
    builder = GraphBuilder()
    builder.nodes([key for (key,) in base.execute("select key from node order by place")], "standard")
    names = [name for name, _, _ in TYPES]
    found = base.execute("select subject, type, target from link order by rowid")
    builder.rows((one, names[kind], other, "confirmed", "catalogue", "", "") for one, kind, other in found)
    graph = builder.build()
    figures = {"load": time.perf_counter() - began[0], "load_cpu": time.process_time() - began[1]}
    del builder
    figures["arrays_mb"] = graph.nbytes / 1_048_576
    travels = {name: way for name, _, way in TYPES}

    def ask(start: int) -> int:
        found = graph.impact(start, travels)
        for _ in found.first(100):
            pass
        return len(found)

    return ask, figures


def run(name: str, folder: Path) -> dict[str, Any]:
    """One participant: load, then each kind of start until its patience ends."""
    figures: dict[str, Any]
    if name == "ours":
        ask, figures = ours(folder)
    else:
        from graph_peers import PEERS

        began = time.perf_counter(), time.process_time()
        ask = PEERS[name](folder)
        figures = {"load": time.perf_counter() - began[0], "load_cpu": time.process_time() - began[1]}
    figures["rss_mb"], figures["peak_mb"] = resident_mb(), peak_mb()
    ask(0)
    for kind, places in starts(folder).items():
        wall, cpu, reached = [], [], []
        began_all = time.perf_counter()
        for place in places:
            began = time.perf_counter(), time.process_time()
            reached.append(ask(place))
            wall.append(time.perf_counter() - began[0])
            cpu.append(time.process_time() - began[1])
            if time.perf_counter() - began_all > PATIENCE:
                break
        figures[kind] = {"wall": wall, "cpu": cpu, "reached": reached}
    return figures


def resident_mb() -> float:
    """What this process holds now, in MB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def compare(size: int, bare: float) -> dict[str, Any]:
    """All participants on ``size`` nodes, as a table; gives our figures."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        make(folder, size)
        found = {
            name: in_new_process(Path(__file__), "--run", name, "--folder", str(folder))
            for name in NAMES
            if name in ("ours", "sqlite") or importlib.util.find_spec(name)
        }
        links = len(np.load(folder / "links.npz")["subjects"])
    mine = found["ours"]
    for name, theirs in found.items():
        for kind in ("any", "cited", "most"):
            asked = len(theirs[kind]["reached"])
            if theirs[kind]["reached"] != mine[kind]["reached"][:asked]:
                raise SystemExit(f"{name} 到达的节点数与准绳不同：{kind}")
    print(f"\n### {size:,} 个节点，{links:,} 条关系\n")
    print(f"到达的节点数，中位/最多：{'；'.join(reach(mine, kind, word) for kind, word in KINDS.items())}\n")
    print(
        "| | 载入 s（CPU） | 进程 MB | "
        + " | ".join(f"{word} ms，墙上中位/最大（CPU 中位）" for word in KINDS.values())
        + " | 与准绳之比 |"
    )
    print("|---|--:|--:|" + "--:|" * (len(KINDS) + 1))
    for name, theirs in found.items():
        cells = [f"{theirs['load']:.1f}（{theirs['load_cpu']:.1f}）", f"{theirs['rss_mb'] - bare:.0f}"]
        cells += [milliseconds(theirs[kind]) for kind in KINDS]
        print(f"| {NAMES[name]} | {' | '.join(cells)} | {ratio(theirs, mine)} |", flush=True)
    print(
        f"\n准绳的数组 {mine['arrays_mb']:.0f} MB，其余是名称与字典；载入时进程最多 {mine['peak_mb'] - bare:.0f} MB。"
    )
    return mine


KINDS = {"any": "任一项", "cited": "被引用的项", "most": "被引用最多的二十项"}


def reach(figures: dict[str, Any], kind: str, word: str) -> str:
    """How many nodes were reached from one kind of start."""
    found = figures[kind]["reached"]
    return f"{word} {statistics.median(found):,.0f}/{max(found):,}"


def milliseconds(figures: dict[str, list[float]]) -> str:
    """Median and most on the clock, median of the processor's time, and how many were asked where not all."""
    wall, cpu = figures["wall"], figures["cpu"]
    return f"{figure(statistics.median(wall))}/{figure(max(wall))}（{figure(statistics.median(cpu))}，{len(wall)} 次）"


def figure(seconds: float) -> str:
    """Milliseconds, as exact as they deserve."""
    value = seconds * 1000
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def ratio(theirs: dict[str, Any], mine: dict[str, Any]) -> str:
    """Processor time of all questions that both were asked, theirs over ours."""
    pairs = [
        (one, other)
        for kind in KINDS
        for one, other in zip(theirs[kind]["cpu"], mine[kind]["cpu"], strict=False)
    ]
    return f"{sum(one for one, _ in pairs) / sum(other for _, other in pairs):.2g}"


def main() -> int:
    """Print the tables; 1 where a target is missed."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("sizes", nargs="*", type=int)
    wanted.add_argument("--run", choices=NAMES)
    wanted.add_argument("--folder", type=Path)
    asked = wanted.parse_args()
    if asked.run:
        print(json.dumps(run(asked.run, asked.folder)))
        return 0
    bare = bare_interpreter_mb()
    load = "、".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"关系图：影响分析。开始时负荷 {load}；内存是高于解释器的部分；种子 {SEED}。")
    missed, medians = [], {}
    for size in asked.sizes or (10_000, 100_000, 1_000_000):
        figures = compare(size, bare)
        medians[size] = {kind: statistics.median(figures[kind]["cpu"]) for kind in KINDS}
        if size == 1_000_000:
            if figures["load"] >= MOST_LOAD:
                missed.append(f"载入 {figures['load']:.1f} s，目标 {MOST_LOAD:.0f} s 以内")
            for kind, word in KINDS.items():
                slow = statistics.median(figures[kind]["wall"])
                if slow >= MOST_IMPACT:
                    missed.append(
                        f"影响（{word}）中位 {slow * 1000:.0f} ms，目标 {MOST_IMPACT * 1000:.0f} ms 以内"
                    )
    if len(medians) > 1:
        print("\n### 随节点数的增长（CPU 中位，ms）\n")
        print("| 节点 | " + " | ".join(KINDS.values()) + " |")
        print("|--:|" + "--:|" * len(KINDS))
        for size, kinds in medians.items():
            print(f"| {size:,} | " + " | ".join(figure(kinds[kind]) for kind in KINDS) + " |")
    for text in missed:
        print("目标未达到：", text)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

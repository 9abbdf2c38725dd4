"""The map of relations of an edition out of the database: first time, again, after a decision; impact, matrix, health.

``python bench/relations_map.py [SIZE]`` fills a scratch database with SIZE made-up standards (default 100,000), each
citing three earlier ones here and there, beside the packaged system. ``--home DIR`` measures a data folder that is already there, as
after ``zhunsheng catalogue import``; what is decided in it to measure the time after a decision is rolled back.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from export import fill, start_django
from measure import in_new_process, peak_mb

SCRIPT = Path(__file__).resolve()


def prepare(size: int) -> None:
    """The packaged system with its suggestions, then the made-up registry around it."""
    fill(size)
    from django.db import connection

    columns = "statement_id, source_id, type, other_number, other_key, inverse, degree, said, subject_id"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM registry_relation WHERE subject_id <= 4")
        for step in (7919, 104729, 15485863):
            cursor.execute(
                f"INSERT INTO registry_relation ({columns}, target_id) SELECT {columns},"
                f" 1 + subject_id * subject_id % 1000003 * {step} % (subject_id - 1) FROM registry_relation WHERE target_id = subject_id - 1"
            )
        cursor.execute("DELETE FROM registry_relation WHERE target_id = subject_id - 1")

    from zhunsheng.apps.insight.actions import suggest_links
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.systems.actions import import_packaged
    from zhunsheng.core.system.content import load_packaged, packaged_systems

    for name in packaged_systems():
        suggest_links(OPERATOR, import_packaged(OPERATOR, load_packaged(name).system))


def measure() -> dict[str, Any]:
    """Seconds (clock, CPU) of each question on the newest published edition, and what the process came to hold."""
    from zhunsheng.apps.insight import asking, maps, queries
    from zhunsheng.apps.systems.models import Edition

    edition = Edition.objects.filter(status=Edition.PUBLISHED).order_by("-published_at")[0]
    before = peak_mb()
    told: dict[str, Any] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        wall, cpu = time.perf_counter(), time.process_time()
        found = work()
        told[name] = (time.perf_counter() - wall, time.process_time() - cpu)
        return found

    made = timed("首次拼图", lambda: maps.map_of(edition))
    timed("再问同一张图", lambda: maps.map_of(edition))
    (hub,) = made.graph.hubs(1, None, None, ["standard"])
    thing = made.gathered.things[made.gathered.index[hub.node]]
    reached = timed(
        f"关系最多的标准（{thing.code}，{hub.links} 条）的影响", lambda: asking.impact(edition, thing)
    )
    timed("模块矩阵", lambda: queries.module_matrix(edition))
    timed("成环、孤立、枢纽", lambda: asking.health(edition))
    _after_a_decision(edition, timed)
    return {
        "told": told,
        "things": len(made.gathered.things),
        "edges": len(made.gathered.edges),
        "reached": len(reached.reached),
        "mb": peak_mb() - before,
    }


def _after_a_decision(edition: Any, timed: Callable[[str, Callable[[], Any]], Any]) -> None:
    """The map again after somebody has rejected a suggestion, which is taken back at once."""
    from django.db import transaction

    from zhunsheng.apps.insight import actions, maps, queries
    from zhunsheng.apps.people.actors import OPERATOR

    first = queries.links_of_edition(edition).filter(status="suggested").first()
    if first is None:
        return
    with transaction.atomic():
        actions.reject_links(OPERATOR, edition, [first.pk], reason="测量")
        timed("一次决定之后重拼", lambda: maps.map_of(edition))
        transaction.set_rollback(True)


def main() -> int:
    """Fill, measure in a process of its own, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("size", nargs="?", type=int, default=100_000)
    parser.add_argument("--home", default="")
    parser.add_argument("--one", default="", choices=["", "prepare", "measure"])
    asked = parser.parse_args()
    if asked.one:
        start_django(asked.home)
        print(json.dumps(measure() if asked.one == "measure" else prepare(asked.size) or {}))
        return 0
    with tempfile.TemporaryDirectory(prefix="zhunsheng-bench-") as scratch:
        home = asked.home or scratch
        if not asked.home:
            in_new_process(SCRIPT, str(asked.size), "--one", "prepare", "--home", home)
        found = in_new_process(SCRIPT, "--one", "measure", "--home", home)
    print(
        f"{found['things']} 项，{found['edges']} 条关系；影响 {found['reached']} 项；内存增加 {found['mb']:.0f} MB"
    )
    print("\n| 做什么 | 秒 | CPU 秒 |\n|---|--:|--:|")
    for name, (wall, cpu) in found["told"].items():
        print(f"| {name} | {wall:.3f} | {cpu:.3f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())

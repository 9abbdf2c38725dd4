"""Open data at size: each form out of a made-up registry, its time, length and memory; rdflib doing the same beside it.

``python bench/export.py [SIZE] [--forms rdf-turtle,csv-standards,…] [--most MB]``; without a size 100,000 standards.
Every form has a process of its own on one scratch database. Exit 1 where a form takes more memory than ``--most``
(default 300 MB above the bare interpreter with the platform's modules loaded).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from measure import in_new_process, peak_mb

SCRIPT = Path(__file__).resolve()
FORMS = (
    *(
        "rdf-turtle",
        "rdf-jsonld",
        "rdf-ntriples",
        "graphml",
        "json",
        "csv-standards",
        "csv-values",
        "csv-nodes",
    ),
    *("csv-edges", "relaton", "open-data"),
)
PEER_AT_MOST = 10_000


def start_django(home: str) -> None:
    """The platform's own settings on a scratch home."""
    os.environ["ZHUNSHENG_HOME"] = home
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhunsheng.settings")
    import django

    django.setup()


def fill(size: int) -> None:
    """A registry of ``size`` made-up standards, made by SQLite itself: minutes of Python would measure nothing.

    Two sources and three bodies and two classes each, and each cites the one before it.
    """
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        for line in _ROWS:
            cursor.execute(line.replace("{n}", str(size)).replace("{number}", _NUMBER))


_NUMBER = "'GB/T ' || (200000 + i) || '-' || (2000 + i % 25)"
_N = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {n}) "
_DATES = "(2000 + i % 25) || '-03-01', (2000 + i % 25) || '-10-01'"
_EMPTY = (
    *(
        "title_other",
        "scope",
        "category",
        "doctype",
        "withdrawn",
        "reviewed",
        "review_result",
        "stage",
        "edition",
    ),
    *("pages", "language", "record_number", "record_notice", "industry", "url", "note", "status_said"),
)
_ROWS = (
    "INSERT INTO registry_source (id, code, name, grade, kind, url, date, licence, rank) VALUES"
    " (1, 's1', '示例来源一', 'A', '', '', '2026-01-01', '', 1), (2, 's2', '示例来源二', 'C', '', '', '', '', 2)",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO registry_body"
    " (id, key, name, kind, abbreviations) SELECT i, '示例机构' || i, '示例机构' || i, 'organisation', '[]' FROM n",
    _N
    + "INSERT INTO registry_standard (id, number, lineage, scheme, publisher, kind, year, sort_key, title, title_zh,"
    f" title_en, level, nature, issued, implemented, status, status_why, verification, contested, rank, changed_at,"
    f" {', '.join(_EMPTY)}) SELECT i, {{number}}, 'GB/T ' || (200000 + i), 'gb', 'GB', 'T', 2000 + i % 25,"
    " 'gb ' || (200000 + i), '示例 标准第 ' || i || ' 项 通用要求', '示例 标准第 ' || i || ' 项 通用要求', 'Example ' || i,"
    f" 'national', 'recommended', {_DATES}, 'current', '已实施', 'official', 0, 0, '2026-05-01 00:00:00',"
    f" {', '.join([repr('')] * len(_EMPTY))} FROM n",
    _N
    + "INSERT INTO registry_identifier (id, standard_id, key, canonical, kind) SELECT i, i, {number}, {number},"
    " 'main' FROM n",
    *(
        _N
        + "INSERT INTO registry_statement (standard_id, source_id, local_id, place, record, hash, mended, date, state)"
        f" SELECT i, {source}, {{number}}, '示例.csv 第 ' || i || ' 行', json_object('number', {{number}}, 'values',"
        " json_object('title_zh', '示例 标准第 ' || i || ' 项 通用要求', 'title_en', 'Example ' || i,"
        " 'issued', (2000 + i % 25) || '-03-01', 'implemented', (2000 + i % 25) || '-10-01', 'status', '现行')),"
        " i, '', '', 'listed' FROM n"
        for source in (1, 2)
    ),
    *(
        _N + 'INSERT INTO registry_participation (standard_id, body_id, role, "order")'
        f" SELECT i, (i * 7 + {at}) % 500 + 1, '{role}', 0 FROM n"
        for at, role in enumerate(("administrator", "proposer", "drafter"))
    ),
    _N
    + "INSERT INTO registry_classification (standard_id, scheme, code) SELECT i, 'ics', '35.' || (i % 90) FROM n",
    _N
    + "INSERT INTO registry_classification (standard_id, scheme, code) SELECT i, 'ccs', 'L' || (i % 90) FROM n",
    _N
    + "INSERT INTO registry_relation (statement_id, source_id, subject_id, type, target_id, other_number, other_key,"
    " inverse, degree, said) SELECT i, 1, i, 'cites', i - 1, 'x', 'x', 0, '', '' FROM n WHERE i > 1",
)


def measure(form: str, home: str) -> dict[str, Any]:
    """Write one form to nowhere; memory is above what the loaded platform holds."""
    start_django(home)
    from zhunsheng.apps.openly.making import made
    from zhunsheng.apps.openly.queries import public_holdings
    from zhunsheng.core.deliver.openly.forms import FORMS as ALL

    holdings = public_holdings()
    holdings.count()
    before, wall, cpu = peak_mb(), time.perf_counter(), time.process_time()
    length = sum(map(len, made(ALL[form], holdings)))
    return {
        "seconds": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "mb": peak_mb() - before,
        "length": length / 1e6,
    }


def peer(home: str) -> dict[str, Any]:
    """rdflib: the same triples held in its graph, then written as Turtle."""
    start_django(home)
    from rdflib import Graph

    from zhunsheng.apps.openly.making import made
    from zhunsheng.apps.openly.queries import public_holdings
    from zhunsheng.core.deliver.openly.forms import FORMS as ALL

    lines = b"".join(made(ALL["rdf-ntriples"], public_holdings())).decode()
    before, wall, cpu = peak_mb(), time.perf_counter(), time.process_time()
    graph = Graph().parse(data=lines, format="nt")
    length = len(graph.serialize(format="turtle").encode())
    return {
        "seconds": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "mb": peak_mb() - before,
        "length": length / 1e6,
    }


def main() -> int:
    """Fill, measure each form, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("size", nargs="?", type=int, default=100_000)
    parser.add_argument("--forms", default=",".join(FORMS))
    parser.add_argument("--most", type=float, default=300.0)
    parser.add_argument("--one", default="")
    parser.add_argument("--home", default="")
    asked = parser.parse_args()
    if asked.one:
        work = {"fill": lambda: fill(asked.size) or {}, "peer": lambda: peer(asked.home)}
        if asked.one == "fill":
            start_django(asked.home)
        print(json.dumps(work[asked.one]() if asked.one in work else measure(asked.one, asked.home)))
        return 0
    over = []
    with tempfile.TemporaryDirectory(prefix="zhunsheng-bench-") as home:
        in_new_process(SCRIPT, str(asked.size), "--one", "fill", "--home", home)
        print(
            f"{asked.size} 项标准\n\n| 形式 | MB | 秒 | CPU 秒 | 内存 MB |\n|---|--:|--:|--:|--:|", flush=True
        )
        names = asked.forms.split(",") + (["peer"] if asked.size <= PEER_AT_MOST else [])
        for name in names:
            told = in_new_process(SCRIPT, "--one", name, "--home", home)
            label = "rdflib 装入并写 Turtle" if name == "peer" else name
            print(
                f"| {label} | {told['length']:.1f} | {told['seconds']:.1f} | {told['cpu']:.1f} | {told['mb']:.0f} |",
                flush=True,
            )
            if name != "peer" and told["mb"] > asked.most:
                over.append(name)
    if over:
        print(f"超过 {asked.most:.0f} MB：{'、'.join(over)}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())

"""The pages and the interface of the registry at size: every list, a standard, bodies, classes, queue, exports.

``python bench/registry_pages.py [SIZE …] [--home FOLDER]`` brings a made-up national list of SIZE standards in by our
own import (default 10,000 and 100,000), then asks every page as a visitor and as an editor and prints milliseconds at
50 and 95 %, and the questions to the database. ``--home`` keeps the registry there; one that is there is only asked.
Exit 1 where a page takes longer than ``LIMIT_MS`` at 95 %, an export apart.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from measure import in_new_process, peak_mb
from search import start_django

LIMIT_MS = 1000.0
TIMES, BUDGET = 12, 6.0
_STATES = {"current": "现行", "upcoming": "即将实施", "superseded": "被代替", "withdrawn": "废止"}
_HEADS = ("标准号", "中文标准名称", "标准状态", "发布日期", "实施日期", "归口单位", "主管部门", "起草单位")
_MORE = ("ICS", "CCS", "全部代替标准")


def write_list(path: Path, size: int) -> None:
    """A list as an authority hands it out: numbers, titles, dates, bodies, classes, here and there what is replaced."""
    from search_corpus import documents

    rng = random.Random(7)
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    before: list[str] = []
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(_HEADS + _MORE)
        for one in documents(size):
            number, year = one.numbers[0], int(one.facets["year"][0])
            issued = f"{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
            firms = "、".join(
                f"第{int(rng.paretovariate(0.6)) % 60_000}研究院有限公司"
                for _ in range(rng.choice((0, 0, 1, 3)))
            )
            old = rng.choice(before) if before and rng.random() < 0.1 else ""
            before = [*before[-200:], number]
            out.writerow(
                (
                    number,
                    one.title,
                    _STATES[one.status],
                    issued,
                    issued if rng.random() < 0.5 else "",
                    f"全国第{rng.randint(1, 1500)}标准化技术委员会",
                    f"第{rng.randint(1, 40)}主管部门",
                    firms,
                    f"{rng.randint(1, 99):02d}.{rng.randint(1, 30) * 10:03d}.{rng.randint(0, 9) * 10:02d}",
                    f"{rng.choice(letters)}{rng.randint(0, 99):02d}",
                    old,
                )
            )


def fill(size: int) -> float:
    """Bring the list in, where it is not there; seconds."""
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.registry.actions import import_catalogue
    from zhunsheng.apps.registry.models import Standard

    if Standard.objects.exists():
        return 0.0
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "list.csv"
        write_list(path, size)
        started = time.perf_counter()
        import_catalogue(OPERATOR, path)
        return time.perf_counter() - started


def asked() -> dict[str, str]:
    """Addresses by what they are; numbers and keys are those of standards and bodies that are there."""
    from zhunsheng.apps.registry.models import Body, ImportRun, Participation, Standard
    from zhunsheng.core.registry.address import standard_address

    some = Standard.objects.order_by("pk")[Standard.objects.count() // 2]
    replaced = Standard.objects.filter(relations_in__type="replaces").order_by("pk").first() or some
    great = Participation.objects.filter(body__name="第1主管部门").values_list("body", flat=True)[0]
    small = Body.objects.order_by("-pk").values_list("pk", flat=True)[0]
    run = ImportRun.objects.values_list("pk", flat=True)[0]
    number = quote(some.number, safe="")
    pages = {
        "首页": "/",
        "标准库": "/standards/",
        "标准库，第 200 页": "/standards/?page=200",
        "标准库，按编号": "/standards/?sort=number",
        "标准库，最新在前": "/standards/?sort=newest",
        "标准库，两种状态": "/standards/?status=current&status=upcoming",
        "标准库，一个 ICS": "/standards/?ics=35.240.10",
        "标准库，一个机构": "/standards/?body=" + quote("第1主管部门"),
        "标准库，检索": "/standards/?q=" + quote("人工智能"),
        "一个标准": standard_address(some.number),
        "一个被代替的标准": standard_address(replaced.number),
        "机构": "/bodies/",
        "机构，第 30 页": "/bodies/?page=30",
        "机构，按名称找": "/bodies/?q=" + quote("第12"),
        "机构，一个角色": "/bodies/?role=administrator",
        "大机构": f"/bodies/{great}/",
        "小机构": f"/bodies/{small}/",
        "分类 ICS": "/classes/",
        "分类 CCS": "/classes/?scheme=ccs",
        "目录来源": "/catalogues/",
        "一次导入": f"/catalogues/runs/{run}/",
        "核实": "/verification/",
        "核实，第 100 页": "/verification/?page=100",
        "核实，有矛盾的": "/verification/?state=contradicted",
        "核实，一条规则": "/verification/?rule=sources-differ",
    }
    exports = {
        "导出标准库 CSV": "/standards/export.csv",
        "导出机构 CSV": "/bodies/export.csv",
        "导出大机构 CSV": f"/bodies/{great}/export.csv",
        "导出核实 CSV": "/verification/export.csv",
    }
    return pages | _interface(number, great) | exports


def _interface(number: str, great: int) -> dict[str, str]:
    return {
        "接口，标准": "/api/v1/standards",
        "接口，按入库先后": "/api/v1/standards?order=id&limit=200",
        "接口，带总数": "/api/v1/standards?count=true",
        "接口，即将实施": "/api/v1/standards?status=upcoming",
        "接口，一种少见的状态": "/api/v1/standards?verification=verified",
        "接口，一个 ICS": "/api/v1/standards?ics=35.240",
        "接口，一个 CCS": "/api/v1/standards?ccs=L7",
        "接口，一个机构": f"/api/v1/standards?body={great}",
        "接口，一个来源": "/api/v1/standards?source=samr",
        "接口，一个代号": "/api/v1/standards?publisher=DB32",
        "接口，一年": "/api/v1/standards?year=2020",
        "接口，一个标准": f"/api/v1/standards/{number}",
        "接口，来源": "/api/v1/sources",
        "接口，机构": "/api/v1/bodies",
    }


def measure() -> dict[str, Any]:
    """Milliseconds (50 %, 95 %), questions, status and length of every address."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from zhunsheng.apps.people.models import User
    from zhunsheng.apps.registry.models import Body, Participation, Standard

    editor, _ = User.objects.get_or_create(
        username="bench", defaults={"is_superuser": True, "is_staff": True}
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(editor)
    told: dict[str, Any] = {}
    client.get("/standards/")  # what is loaded once is loaded
    for name, address in asked().items():
        with CaptureQueriesContext(connection) as captured:
            first = _timed(partial(client.get, address))
            # The list of questions is emptied by the next request.
            questions = list(captured.captured_queries or connection.queries)
        answer = first[1]
        length = len(b"".join(answer.streaming_content)) if answer.streaming else len(answer.content)
        spent = [first[0]]
        while len(spent) < TIMES and sum(spent) < BUDGET * 1000:
            spent.append(_timed(partial(_fetched, client, address))[0])
        spent.sort()
        slowest = max(questions, key=lambda one: float(one["time"]), default={"sql": "", "time": "0"})
        told[name] = {
            "ms": [round(spent[len(spent) // 2]), round(spent[int(len(spent) * 0.95)])],
            "first": round(first[0]),
            "questions": len(questions),
            "status": answer.status_code,
            "kb": round(length / 1024),
            "slowest": [slowest["time"], slowest["sql"][:400]],
        }
    rows = {model.__name__: model.objects.count() for model in (Standard, Participation, Body)}
    return {"told": told, "rows": rows, "mb": round(peak_mb())}


def _fetched(client: Any, address: str) -> Any:
    answer = client.get(address)
    if answer.streaming:
        for _ in answer.streaming_content:
            pass
    return answer


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    found = work()
    return (time.perf_counter() - started) * 1000, found


def main() -> int:
    """Fill, ask in a process of its own, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[])
    parser.add_argument("--home", default="")
    parser.add_argument("--slow", action="store_true", help="also print the slowest question of each page")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        os.environ["ZHUNSHENG_LOG_LEVEL"] = "ERROR"
        start_django(given.home)
        print(json.dumps({"seconds": fill(int(given.one[1]))} if given.one[0] == "fill" else measure()))
        return 0
    slow: list[str] = []
    for size in given.sizes or [10_000, 100_000]:
        with tempfile.TemporaryDirectory(prefix="zhunsheng-bench-") as scratch:
            home = given.home or scratch
            Path(home).mkdir(parents=True, exist_ok=True)
            filled = in_new_process(HERE / "registry_pages.py", "--home", home, "--one", "fill", str(size))
            found = in_new_process(HERE / "registry_pages.py", "--home", home, "--one", "ask", str(size))
        slow += tell(size, filled, found, given.slow)
    for line in slow:
        print("太慢：", line)
    return 1 if slow else 0


def tell(size: int, filled: dict[str, Any], found: dict[str, Any], questions: bool) -> list[str]:
    """Print the table of one size; what is too slow."""
    taken = filled["seconds"]
    print(f"\n### {size:,} 行的清单：{found['rows']}，导入 {taken:.0f} 秒，提问的进程 {found['mb']} MB\n")
    print("| | 毫秒，中位/95% | 首次 | 语句 | KB |\n|---|--:|--:|--:|--:|")
    for name, one in found["told"].items():
        wrong = "" if one["status"] == 200 else f"（{one['status']}）"
        print(
            f"| {name}{wrong} | {one['ms'][0]}/{one['ms'][1]} | {one['first']} | {one['questions']} | {one['kb']} |"
        )
        if questions:
            print(f"    {one['slowest'][0]} s {one['slowest'][1]}")
    return [
        f"{size:,} {name} {one['ms'][1]} ms"
        for name, one in found["told"].items()
        if one["ms"][1] > LIMIT_MS and "导出" not in name
    ]


if __name__ == "__main__":
    sys.exit(main())

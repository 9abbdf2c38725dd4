"""Real files through the command line and as background work: reports, exit codes, a killed worker, a large file."""

from __future__ import annotations

import json
import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.catalogues.test_office_tables import with_sheets
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.registry.actions import drop_row, import_catalogue
from zhunsheng.apps.registry.models import ImportRun, Source, Standard, Statement
from zhunsheng.apps.registry.queries import get_standard, placements_of
from zhunsheng.apps.registry.tasks import IMPORT, submit_import
from zhunsheng.cli import main
from zhunsheng.jobs import queue, runner
from zhunsheng.jobs.models import Job

Run = Callable[..., tuple[int, str, str]]
TABLE = """标准号,标准名称,发布日期,实施日期,标准状态,代替标准
GB/T 1.1-2020,标准化工作导则 第1部分,2020-03-31,2020-10-01,现行,GB/T 1.1-2009
GB/T 1.1—2009,标准化工作导则 第1部分,2009-06-17,2010-01-01,废止,
没有号,坏行,2020-01-01,,,
GB/T 2-2020,日期坏了,二零年,2020-10-01,现行,
"""


@pytest.fixture
def run(db: Any, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs one command; gives exit code, standard output and standard error."""
    from django.db import connection

    monkeypatch.setattr(connection, "close", lambda: None)

    def call(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main(list(arguments))
        out, err = capfd.readouterr()
        return code, out, err

    return call


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A small list of standards with two bad cells."""
    path = tmp_path / "清单.csv"
    path.write_text(TABLE, encoding="gb18030")
    return path


def compact(path: Path, count: int) -> Path:
    """Made-up records in the compact shape, each second one the newer edition of the one before."""
    with path.open("w", encoding="utf-8") as out:
        for place in range(count):
            number, year = 90_000 + place // 2, 2001 + 10 * (place % 2)
            record: dict[str, Any] = {
                "id": f"ISO {number}:{year}",
                "src": "iso",
                "file": f"iso-{number}-{year}.yaml",
                "title": f"Street lighting - Part {number}: Luminaires",
                "abstract": "Specifies requirements of luminaires. " * 8,
                "stage": "60.60" if place % 2 else "95.99",
                "edition": "1",
                "doctype": "international-standard",
                "dates": {"published": f"{year}-03"},
                "ics": ["93.080.40"],
                "tc": ["ISO/TC 274"],
            }
            if place % 2:
                record["rel"] = [["obsoletes", f"ISO {number}:2001"]]
            out.write(json.dumps(record) + "\n")
    return path


def test_a_dry_run_a_run_and_a_second_run(run: Run, table: Path) -> None:
    code, out, _ = run("catalogue", "import", str(table), "--dry-run", "--format", "json")
    told = json.loads(out)
    assert code == 1 and Standard.objects.count() == 0
    assert told["counts"]["rows"] == 4 and told["counts"]["new_standards"] == 3
    code, out, err = run("catalogue", "import", str(table), "--format", "json")
    told = json.loads(out)
    assert code == 1
    assert (told["counts"]["read"], told["counts"]["added"], told["counts"]["left_out"]) == (3, 3, 1)
    assert {one["value"] for one in told["problems"]} == {"没有号", "二零年"}
    assert all(one["place"] and one["column"] and one["mend"] for one in told["problems"])
    assert "已处理 4 项" in err
    assert get_standard(OPERATOR, "GB/T 1.1-2009").status == "superseded"
    _, out, _ = run("catalogue", "import", str(table), "--format", "json")
    counts = json.loads(out)["counts"]
    assert (counts["added"], counts["changed"], counts["unchanged"]) == (0, 0, 3)
    code, out, _ = run("catalogue", "sources", "--format", "json")
    assert code == 0 and json.loads(out)[0]["listed"] == 3
    Source.objects.create(code="zz-official", name="公告", grade="A")
    _, out, _ = run("catalogue", "sources", "--format", "json")
    assert [one["grade"] for one in json.loads(out)] == ["A", "C"]
    code, out, _ = run("catalogue", "runs", "--format", "json")
    assert [one["state"] for one in json.loads(out)] == ["done", "done"]


def test_a_difference_is_told_in_words(run: Run, table: Path) -> None:
    run("catalogue", "import", str(table), "--source", "list", "--complete")
    table.write_text(
        TABLE.replace("2020-03-31", "2020-04-01").replace("GB/T 2-2020,日期坏了", "GB/T 3-2020,新的"),
        encoding="utf-8",
    )
    code, out, _ = run("catalogue", "diff", str(table), "--source", "list", "--complete")
    assert code == 1
    assert "发布日期：2020-03-31 → 2020-04-01" in out
    assert "新增　GB/T 3-2020　新的" in out and "撤下　GB/T 2-2020　日期坏了" in out
    assert Standard.objects.count() == 3


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.csv", b"", ""),
        ("假.xlsx", b"PK\x03\x04broken", ""),
        ("乱.bin", bytes(range(256)) * 40, ""),
        ("炸.yaml", b"a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n", ""),
        ("一行.jsonl", b'{"a": ', ""),
    ],
)
def test_what_cannot_be_read_is_told_and_stores_nothing(
    run: Run, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    code, out, err = run("catalogue", "import", str(path))
    assert code == 2
    assert "Traceback" not in err and (out + err).strip()
    assert Standard.objects.count() == 0


def test_a_sheet_that_is_not_read_is_told_until_somebody_leaves_it_out(run: Run, tmp_path: Path) -> None:
    path = str(with_sheets(tmp_path / "台账.xlsx"))
    code, out, _ = run("catalogue", "import", path)
    assert code == 1 and "工作表“团体标准”" in out and '"sheet": "团体标准"' in out
    first = ImportRun.objects.get()
    assert [first.counts[name] for name in ("rows", "read", "left_out", "problems")] == [1, 1, 0, 1]
    drop_row(OPERATOR, first.problems.get(), reason="另行导入")
    assert run("catalogue", "import", path)[0] == 0
    code, out, _ = run("catalogue", "diff", path, "--format", "json")
    assert (code, json.loads(out)["counts"]["rows"]) == (0, 1)
    mapping = tmp_path / "列.json"
    mapping.write_text('{"columns": {}, "sheet": "团体标准"}', encoding="utf-8")
    assert run("catalogue", "import", path, "--mapping", str(mapping))[0] == 0
    assert {one.number for one in Standard.objects.all()} == {"GB/T 1-2020", "T/ABC 1-2021"}


def test_wrong_calls_are_told(run: Run, tmp_path: Path, table: Path) -> None:
    assert run("catalogue", "import", str(tmp_path / "没有"))[0] == 2
    assert run("catalogue", "resume", "nonsense")[0] == 2
    assert run("catalogue", "import", str(table), "--as", "nonsense")[0] == 2
    code, _, err = run("catalogue", "diff", str(table), "--mapping", str(tmp_path / "没有.json"))
    assert code == 2 and "没有这个文件" in err and "Errno" not in err
    assert run("catalogue", "import", str(table), "--mapping", str(table))[0] == 2


@pytest.mark.django_db(transaction=True)
def test_a_large_file_is_read_by_another_process(tmp_path: Path) -> None:
    path = compact(tmp_path / "iso.jsonl", 3000)
    assert path.stat().st_size > 300_000
    done = import_catalogue(OPERATOR, path, size=500)
    assert (done.counts["read"], done.counts["standards"], done.counts["relations"]) == (3000, 3000, 1500)
    assert Standard.objects.filter(status="superseded").count() == 1500
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss > 0
    again = import_catalogue(OPERATOR, path)
    assert again.counts["unchanged"] == 3000


def test_a_job_whose_worker_died_goes_on_by_itself(editor: Any, tmp_path: Path) -> None:
    class Killed(BaseException):
        pass

    path = compact(tmp_path / "iso.jsonl", 40)

    def kill(_percent: int, line: str) -> None:
        if "已处理" in line:
            raise Killed

    with pytest.raises(Killed):
        import_catalogue(editor, path, progress=kill, size=7)
    half = ImportRun.objects.get()
    assert half.taken == 7
    job = queue.enqueue(editor, IMPORT, {"run": str(half.pk)})
    Job.objects.filter(pk=job.pk).update(state=Job.RUNNING, worker="nobody:1:x")
    assert queue.recover() == 1
    job.refresh_from_db()
    assert job.state == Job.QUEUED
    runner.run_waiting()
    job.refresh_from_db()
    assert job.state == Job.DONE
    half.refresh_from_db()
    assert (half.state, half.counts["read"], Statement.objects.count()) == (ImportRun.DONE, 40, 40)


def test_a_job_that_kills_its_worker_each_time_is_given_up(editor: Any, tmp_path: Path) -> None:
    run, job = None, queue.enqueue(editor, IMPORT, {"run": "none"})
    for _ in range(queue.RESTARTS):
        Job.objects.filter(pk=job.pk).update(state=Job.RUNNING, worker="nobody:1:x")
        queue.recover()
        job.refresh_from_db()
        assert job.state == Job.QUEUED
    Job.objects.filter(pk=job.pk).update(state=Job.RUNNING, worker="nobody:1:x")
    queue.recover()
    job.refresh_from_db()
    assert run is None and job.state == Job.INTERRUPTED and "保留" in job.message


def test_an_uploaded_file_becomes_a_run_with_its_job(editor: Any, table: Path) -> None:
    run, job = submit_import(editor, table, file_name="清单.csv")
    run.refresh_from_db()
    assert (run.state, run.job, job.state) == (ImportRun.DONE, job.pk, Job.DONE)
    assert job.result is not None and job.result["counts"]["added"] == 3


def test_setup_brings_the_packaged_catalogue_once_and_places_it(run: Run) -> None:
    code, out, _ = run("setup")
    assert code == 0 and "已载入随附标准目录" in out
    assert Standard.objects.count() >= 200
    for number in ("GB/T 45288.1-2025", "GB 45438-2025", "ISO/IEC 42001:2023"):
        assert get_standard(OPERATOR, number)
    placed = placements_of(OPERATOR, get_standard(OPERATOR, "GB/T 45288.1-2025"))
    assert placed and {one.state for one in placed} == {"suggested"}
    before = (Standard.objects.count(), ImportRun.objects.count())
    assert "0 项有变化" in run("catalogue", "rework")[1]
    Standard.objects.filter(number="GB 45438-2025").update(title="x")
    assert "索引已重建" in run("setup")[1]
    assert "1 项有变化" in run("catalogue", "rework")[1]
    assert run("search", "check")[0] == 0
    assert "随附标准目录" not in run("setup")[1]
    assert (Standard.objects.count(), ImportRun.objects.count()) == before

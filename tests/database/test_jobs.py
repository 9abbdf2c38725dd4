"""Background work: stages, stopping, what a restart leaves behind, and that nothing goes wrong in silence."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.utils import timezone

from tests.builders import as_text, large_plan
from tests.database.conftest import intake_of
from zhunsheng.apps.journal.actions import NotAllowed, Refused
from zhunsheng.apps.journal.models import Event
from zhunsheng.apps.people.actions import set_role
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems import tasks
from zhunsheng.apps.systems.actions import importing
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import get_edition
from zhunsheng.jobs import queue, registry, runner
from zhunsheng.jobs.models import Job

GUIDE = as_text(large_plan(1)).encode()
NAMED = {"filename": "水务.txt", "slug": "", "title": ""}


def spool() -> list[str]:
    folder = Path(django_settings.SPOOL)
    return sorted(os.listdir(folder)) if folder.exists() else []


@pytest.fixture
def work() -> Iterator[Callable[[Any], str]]:
    """Registers a piece of work under a name of its own."""
    names: list[str] = []

    def add(function: Any) -> str:
        name = f"test.{len(names)}"
        registry.register(name, "试验")(function)
        names.append(name)
        return name

    yield add
    for name in names:
        del registry.KINDS[name]


def test_an_upload_becomes_a_draft(editor: Any) -> None:
    job = runner.submit(editor, tasks.IMPORT, NAMED, data=GUIDE, title="导入 水务.txt")
    assert (job.state, job.progress, job.stage) == (Job.DONE, 100, "完成")
    edition = Edition.objects.get()
    assert job.result == {
        "edition": str(edition.pk),
        "system": edition.system.slug,
        "key": edition.key,
        "status": "draft",
        "created": True,
    }
    assert edition.created_by == editor
    assert spool() == []
    again = runner.submit(editor, tasks.IMPORT, NAMED, data=GUIDE)
    assert again.result == {**job.result, "created": False}
    event = Event.objects.order_by("-sequence")[0]
    assert event.request_id.startswith("job-")


def test_an_original_is_attached_in_the_background(editor: Any) -> None:
    intake, content = intake_of(GUIDE.decode())
    content.slug, content.sha256 = "city-lighting", intake.sha256
    edition = importing.import_packaged(OPERATOR, content)
    payload = {"filename": "水务.txt", "edition": str(edition.pk)}
    job = runner.submit(editor, tasks.ATTACH, payload, data=GUIDE)
    assert job.state == Job.DONE, job.message
    wrong = runner.submit(editor, tasks.ATTACH, payload, data=b"x")
    assert wrong.state == Job.FAILED
    assert "SHA-256" in wrong.message
    gone = runner.submit(editor, tasks.ATTACH, {**payload, "edition": "x"}, data=GUIDE)
    assert "已不存在" in gone.message


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n" + bytes(50), "只有一句话。".encode()])
def test_a_bad_file_fails_with_a_chinese_message_and_leaves_nothing(editor: Any, data: bytes) -> None:
    job = runner.submit(editor, tasks.IMPORT, NAMED, data=data)
    assert job.state == Job.FAILED
    assert any("\u4e00" <= char <= "\u9fff" for char in job.message)
    assert spool() == []
    assert not Edition.objects.exists()


def test_a_reader_cannot_import_by_a_job(people: dict[str, Any]) -> None:
    job = runner.submit(people["reader"], tasks.IMPORT, NAMED, data=GUIDE)
    assert job.state == Job.FAILED
    assert "没有“导入指南”的权限" in job.message


def test_a_visitor_has_no_jobs(people: dict[str, Any]) -> None:
    for visitor in (people["visitor"], None):
        with pytest.raises(NotAllowed, match="请先登录"):
            runner.submit(visitor, tasks.IMPORT, NAMED, data=GUIDE)
    assert not Job.objects.exists()
    assert spool() == []


def test_a_job_runs_with_the_rights_its_owner_has_by_then(people: dict[str, Any], settings: Any) -> None:
    settings.JOBS_MODE = "thread"
    job = runner.submit(people["editor"], tasks.IMPORT, NAMED, data=GUIDE)
    set_role(people["admin"], people["editor"], "reader")
    runner.run_waiting()
    job.refresh_from_db()
    assert job.state == Job.FAILED
    assert "权限" in job.message


def test_an_unexpected_error_is_told_and_logged(
    editor: Any, work: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_context: Any, _payload: dict[str, Any]) -> dict[str, Any]:
        raise ZeroDivisionError("secret detail")

    job = runner.submit(editor, work(broken), {})
    assert job.state == Job.FAILED
    assert "意外错误" in job.message
    assert "secret" not in job.message
    assert "ZeroDivisionError" in caplog.text


def test_stages_are_seen_while_the_work_goes_on(editor: Any, work: Any) -> None:
    seen: list[tuple[int, str]] = []

    def steps(context: Any, _payload: dict[str, Any]) -> dict[str, Any]:
        for percent, name in ((10, "读取文字"), (250, "分析结构")):
            context.stage(percent, name)
            job = Job.objects.get()
            seen.append((job.progress, job.stage))
        return {}

    runner.submit(editor, work(steps), {})
    assert seen == [(10, "读取文字"), (100, "分析结构")]


def test_a_running_job_stops_before_its_next_stage(editor: Any, work: Any) -> None:
    reached: list[str] = []

    def steps(context: Any, _payload: dict[str, Any]) -> dict[str, Any]:
        context.stage(10, "一")
        reached.append("一")
        queue.cancel(editor, Job.objects.get())
        context.stage(20, "二")
        reached.append("二")
        return {}

    job = runner.submit(editor, work(steps), {}, data=b"x")
    assert job.state == Job.CANCELLED
    assert reached == ["一"]
    assert spool() == []


def test_an_import_that_is_cancelled_stores_nothing(editor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stages: list[str] = []
    say = queue.say

    def listen(job: Job, percent: int, stage: str) -> bool:
        stages.append(stage)
        if stage == "存储":
            queue.cancel(editor, job)
        return say(job, percent, stage)

    monkeypatch.setattr(queue, "say", listen)
    job = runner.submit(editor, tasks.IMPORT, NAMED, data=GUIDE)
    assert job.state == Job.CANCELLED
    assert stages == ["接收文件", "读取文字", "分析结构", "建立体系", "校核", "存储"]
    assert not Edition.objects.exists()


def test_a_waiting_job_is_cancelled_at_once(editor: Any, people: dict[str, Any], settings: Any) -> None:
    settings.JOBS_MODE = "thread"  # nobody works: the test started no worker
    job = runner.submit(editor, tasks.IMPORT, NAMED, data=GUIDE)
    assert job.state == Job.QUEUED
    assert spool() == [str(job.pk)]
    with pytest.raises(NotAllowed):
        queue.cancel(people["reader"], job)
    assert queue.cancel(editor, job).state == Job.CANCELLED
    assert spool() == []
    assert runner.run_waiting() == 0
    assert queue.cancel(editor, job).state == Job.CANCELLED


def running(editor: Any, worker: str) -> Job:
    """A job that some worker had taken when its process ended."""
    job = queue.enqueue(editor, tasks.IMPORT, NAMED | {"has_input": True}, data=GUIDE)
    Job.objects.filter(pk=job.pk).update(
        state=Job.RUNNING, worker=worker, beat_at=timezone.now(), progress=35
    )
    job.refresh_from_db()
    return job


def dead_pid() -> int:
    """The number of a process that has ended."""
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return child


@pytest.mark.parametrize("who", ["an ended process", "an earlier process of our number", "nobody"])
def test_a_restart_interrupts_and_the_job_goes_on(editor: Any, who: str) -> None:
    worker = {
        "an ended process": f"{socket.gethostname()}:{dead_pid()}:aa",
        "an earlier process of our number": f"{socket.gethostname()}:{os.getpid()}:bb",
        "nobody": "",
    }[who]
    job = running(editor, worker)
    assert queue.recover() == 1
    job.refresh_from_db()
    assert job.state == Job.INTERRUPTED
    assert "中断" in job.message
    assert queue.recover() == 0
    queue.requeue(editor, job)
    assert runner.run_waiting() == 1
    job.refresh_from_db()
    assert job.state == Job.DONE
    assert get_edition(editor, job.result["system"]).planned_standards.count() == 76
    with pytest.raises(Refused, match="只有中断"):
        queue.requeue(editor, job)


def test_a_live_worker_keeps_its_job(editor: Any) -> None:
    running(editor, f"{socket.gethostname()}:{os.getppid()}:cc")
    running(editor, "another-machine:1:dd")
    running(editor, queue.WORKER)
    assert queue.recover() == 0
    Job.objects.update(beat_at=timezone.now() - 2 * queue.STALE)
    assert queue.recover() == 1
    assert Job.objects.get(state=Job.INTERRUPTED).worker == "another-machine:1:dd"


def test_an_interrupted_job_without_its_file_says_so(editor: Any) -> None:
    job = running(editor, "")
    queue.recover()
    job.refresh_from_db()
    (Path(django_settings.SPOOL) / str(job.pk)).unlink()
    with pytest.raises(Refused, match="重新上传"):
        queue.requeue(editor, job)
    assert queue.cancel(editor, job).state == Job.CANCELLED


def test_jobs_are_seen_by_their_owner_and_by_editors(people: dict[str, Any]) -> None:
    job = runner.submit(people["reader"], tasks.IMPORT, NAMED, data=GUIDE)
    assert queue.get_job(people["reader"], job.pk) == job
    assert queue.get_job(people["editor"], str(job.pk)) == job
    for person in (people["visitor"], None):
        with pytest.raises(Job.DoesNotExist):
            queue.get_job(person, job.pk)
    with pytest.raises(Job.DoesNotExist):
        queue.get_job(people["editor"], "no uuid")


@pytest.mark.django_db(transaction=True)
def test_one_job_is_taken_by_one_worker_only() -> None:
    for _ in range(6):
        queue.enqueue(OPERATOR, tasks.IMPORT, NAMED, data=GUIDE)
    taken: list[Any] = []

    def take() -> None:
        try:
            while (job := queue.claim()) is not None:
                taken.append(job.pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(taken) == len(set(taken)) == 6


@pytest.mark.django_db(transaction=True)
def test_the_worker_thread_works_and_stops(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.JOBS_MODE = "thread"
    finished = threading.Event()
    finish = queue.finish

    def told(*args: Any, **kwargs: Any) -> Job:
        job = finish(*args, **kwargs)
        finished.set()
        return job

    monkeypatch.setattr(queue, "finish", told)
    left = running(OPERATOR, "")
    runner.start_worker()
    try:
        job = runner.submit(OPERATOR, tasks.IMPORT, NAMED, data=GUIDE)
        assert finished.wait(30)
    finally:
        runner.stop_worker()
    job.refresh_from_db()
    left.refresh_from_db()
    assert (job.state, left.state) == (Job.DONE, Job.INTERRUPTED)
    assert job.actor is None

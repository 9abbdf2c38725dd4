"""Doing the work: one thread beside the web server takes jobs from the queue, one after the other.

With ``ZHUNSHENG_JOBS=inline`` there is no thread: :func:`submit` does the work before it returns.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.journal.context import request_scope
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.jobs import queue
from zhunsheng.jobs.models import Job
from zhunsheng.jobs.registry import Cancelled, Failure, daily_work, kind_of, left_behind

__all__ = ["run_daily", "run_job", "run_waiting", "start_worker", "stop_worker", "submit"]

log = logging.getLogger(__name__)
_wake = threading.Event()
_stop = threading.Event()
_thread: threading.Thread | None = None
_starting = threading.Lock()
# How often the worker looks for jobs that another process queued, in seconds.
_LOOK = 5.0


class RunningJob:
    """The context of a job at work."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.actor: Any = job.actor if job.actor is not None else OPERATOR

    def stage(self, percent: int, name: str) -> None:
        """Say how far the work is; raises ``Cancelled`` where it is to stop."""
        if queue.say(self.job, percent, name):
            raise Cancelled

    def input(self) -> bytes:
        """The file that came with the job."""
        try:
            return queue.input_of(self.job)
        except OSError:
            raise Failure("上传的文件已不在，无法继续。请重新上传。") from None


def submit(who: Any, kind: str, payload: dict[str, Any], *, data: bytes = b"", title: str = "") -> Job:
    """Queue a job and wake the worker; in inline mode the job is over when this returns."""
    job = queue.enqueue(who, kind, payload | {"has_input": bool(data)}, data=data, title=title)
    if settings.JOBS_MODE == "inline":
        run_waiting()
        job.refresh_from_db()
    else:
        _wake.set()
    return job


def wake() -> None:
    """Tell the worker that something waits."""
    _wake.set()


def run_waiting() -> int:
    """Run queued jobs until none is left; returns how many were run."""
    count = 0
    while not _stop.is_set() and (job := queue.claim()) is not None:
        run_job(job)
        count += 1
    return count


def run_job(job: Job) -> Job:
    """Run one claimed job to its end; whatever goes wrong is told in the job, never raised."""
    with request_scope(job.request_id or f"job-{job.pk.hex[:12]}"):
        try:
            result = kind_of(job.kind).work(RunningJob(job), job.payload)
        except Cancelled:
            return queue.finish(job, Job.CANCELLED, message=f"已取消，{left_behind(job.kind)}")
        except (Refused, Failure) as error:
            return queue.finish(job, Job.FAILED, message=str(error))
        except Exception:
            log.exception("job %s (%s) failed", job.pk, job.kind)
            return queue.finish(
                job,
                Job.FAILED,
                message=f"处理时出现意外错误，{left_behind(job.kind)}请把文件和时间告诉管理员查看日志。",
            )
        return queue.finish(job, Job.DONE, result=result)


def start_worker() -> None:
    """Start the one worker thread of this process, unless jobs run inline or it is there already."""
    global _thread
    with _starting:
        if settings.JOBS_MODE == "inline" or (_thread is not None and _thread.is_alive()):
            return
        _stop.clear()
        _thread = threading.Thread(target=_loop, name="zhunsheng-jobs", daemon=True)
        _thread.start()


def stop_worker(timeout: float = 10.0) -> None:
    """Ask the worker to stop after its present job, and wait for it."""
    global _thread
    _stop.set()
    _wake.set()
    if _thread is not None:
        _thread.join(timeout)
        _thread = None
    _stop.clear()


def run_daily() -> None:
    """Do each piece of the day's work; one that fails is told in the log and keeps no other from being done."""
    for name, work in daily_work():
        try:
            with request_scope(f"daily-{name}"):
                work()
        except Exception:
            log.exception("the daily work %s failed", name)


def _loop() -> None:
    """The worker: recover what an earlier process left, then work until told to stop."""
    recovered = False
    day: dt.date | None = None
    while not _stop.is_set():
        _wake.clear()
        try:
            close_old_connections()
            if not recovered:
                queue.recover()
                recovered = True
            today = timezone.localdate()
            if today != day:
                day = today
                run_daily()
            run_waiting()
        except Exception:  # a database that is away for a moment must not end the worker
            log.exception("the job worker met an error and goes on")
        finally:
            connection.close()
        _wake.wait(_LOOK)

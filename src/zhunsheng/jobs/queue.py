"""The bookkeeping of jobs: every write to their table, and their input files in the spool.

These writes are no changes of the subject matter, so they are no actions and leave no journal events: what a job
does to a system, it does by an action.
"""

from __future__ import annotations

import contextlib
import os
import socket
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from zhunsheng.apps.journal.actions import NotAllowed, Refused
from zhunsheng.apps.journal.context import current_request_id
from zhunsheng.apps.people.actors import as_actor
from zhunsheng.apps.people.permissions import EDITOR, has_role, is_signed_in
from zhunsheng.jobs.models import Job
from zhunsheng.jobs.registry import kind_of, left_behind

__all__ = [
    "cancel",
    "claim",
    "enqueue",
    "finish",
    "get_job",
    "input_of",
    "recover",
    "requeue",
    "say",
    "visible_jobs",
]

#: this process, for the life of it; the random part tells it from an earlier one with the same number
WORKER = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex}"
#: a job on another machine without a new stage for so long has nobody at work on it
STALE = timedelta(minutes=10)
#: so often a job is taken up again by itself; what kills its worker each time must not do so for ever
RESTARTS = 3


def visible_jobs(user: Any) -> QuerySet[Job]:
    """Jobs that ``user`` may see: an editor's or administrator's view holds all, others see their own."""
    if has_role(user, EDITOR):
        return Job.objects.all()
    actor = as_actor(user)
    return Job.objects.filter(actor=actor.user) if actor.user else Job.objects.none()


def get_job(user: Any, uid: UUID | str) -> Job:
    """One job; raises ``Job.DoesNotExist`` where ``user`` may not see it."""
    try:
        wanted = UUID(str(uid))
    except ValueError:
        raise Job.DoesNotExist(str(uid)) from None
    return visible_jobs(user).get(pk=wanted)


def enqueue(who: Any, kind: str, payload: dict[str, Any], *, data: bytes = b"", title: str = "") -> Job:
    """Put a job at the end of the queue; ``data`` is kept in the spool until the job is over.

    Visitors have no jobs: a job without a person is the operator's, and runs with the operator's rights.
    """
    actor = as_actor(who)
    if not is_signed_in(actor):
        raise NotAllowed("请先登录，再提交任务。")
    job = Job(
        kind=kind,
        title=title or kind_of(kind).title,
        payload=payload,
        actor=actor.user,
        request_id=current_request_id(),
        stage="等待",
    )
    if data:
        path = _spool(job.pk)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    job.save(force_insert=True)
    return job


def input_of(job: Job) -> bytes:
    """The file that came with a job; raises ``FileNotFoundError`` where it is gone."""
    return _spool(job.pk).read_bytes()


def claim() -> Job | None:
    """Take the oldest queued job; None where there is none. Of two workers only one gets it."""
    for uid in Job.objects.filter(state=Job.QUEUED).order_by("created_at").values_list("pk", flat=True)[:20]:
        now = timezone.now()
        if Job.objects.filter(pk=uid, state=Job.QUEUED).update(
            state=Job.RUNNING, worker=WORKER, started_at=now, beat_at=now, progress=0, message=""
        ):
            return Job.objects.select_related("actor").get(pk=uid)
    return None


def say(job: Job, percent: int, stage: str) -> bool:
    """Note how far a running job is; returns whether it is to stop."""
    Job.objects.filter(pk=job.pk, state=Job.RUNNING, worker=WORKER).update(
        progress=max(0, min(100, percent)), stage=stage, beat_at=timezone.now()
    )
    state, wanted = Job.objects.values_list("state", "cancel_wanted").get(pk=job.pk)
    return wanted or state != Job.RUNNING


def finish(job: Job, state: str, *, message: str = "", result: dict[str, Any] | None = None) -> Job:
    """Close a job that this process runs; its spooled file goes."""
    values: dict[str, Any] = {"state": state, "message": message, "finished_at": timezone.now()}
    if state == Job.DONE:
        values |= {"progress": 100, "stage": "完成", "result": result}
    # Not ours any more means: taken for dead, and perhaps already at work elsewhere.
    if Job.objects.filter(pk=job.pk, state=Job.RUNNING, worker=WORKER).update(**values):
        _drop_spool(job.pk)
    job.refresh_from_db()
    return job


def cancel(who: Any, job: Job) -> Job:
    """Stop a job: at once while it waits, else before its next stage. A job that is over stays as it is."""
    _check_owner(who, job)
    gone = Job.objects.filter(pk=job.pk, state__in=[Job.QUEUED, Job.INTERRUPTED]).update(
        state=Job.CANCELLED, finished_at=timezone.now(), message=f"已取消，{left_behind(job.kind)}"
    )
    if gone:
        _drop_spool(job.pk)
    else:
        Job.objects.filter(pk=job.pk, state=Job.RUNNING).update(cancel_wanted=True)
    job.refresh_from_db()
    return job


def requeue(who: Any, job: Job) -> Job:
    """Put an interrupted job into the queue again; its input is still in the spool."""
    _check_owner(who, job)
    if job.state != Job.INTERRUPTED:
        raise Refused("只有中断的任务才能继续。")
    if job.payload.get("has_input") and not _spool(job.pk).exists():
        raise Refused("上传的文件已不在，无法继续。请重新上传。")
    again = Job.objects.filter(pk=job.pk, state=Job.INTERRUPTED).update(
        state=Job.QUEUED,
        progress=0,
        stage="等待",
        message="",
        worker="",
        cancel_wanted=False,
        finished_at=None,
    )
    if not again:
        raise Refused("只有中断的任务才能继续。")
    job.refresh_from_db()
    return job


def recover() -> int:
    """See to running jobs whose worker is gone; returns how many. Called when a worker starts.

    Work that can go on where it was is queued again, unless it has lost its worker several times; other work is
    marked as interrupted.
    """
    found = 0
    for job in Job.objects.filter(state=Job.RUNNING).exclude(worker=WORKER):
        if _alive(job):
            continue
        times = int(job.payload.get("restarts", 0)) + 1
        if _resumable(job) and times <= RESTARTS and not job.cancel_wanted:
            values: dict[str, Any] = {
                "state": Job.QUEUED,
                "worker": "",
                "stage": "等待从中断处继续",
                "payload": job.payload | {"restarts": times},
            }
        else:
            values = {
                "state": Job.INTERRUPTED,
                "finished_at": timezone.now(),
                "message": f"服务重启，任务中断，{left_behind(job.kind).rstrip('。')}。可以继续或取消。",
            }
        found += Job.objects.filter(pk=job.pk, state=Job.RUNNING, worker=job.worker).update(**values)
    return found


def _resumable(job: Job) -> bool:
    try:
        return kind_of(job.kind).resumable
    except KeyError:
        return False


def _alive(job: Job) -> bool:
    """Whether somebody is still at work on a job: its process, or on another machine a recent sign of life."""
    host, _, rest = job.worker.partition(":")
    number = rest.partition(":")[0]
    if host != socket.gethostname() or not number.isdigit():
        return bool(job.worker) and job.beat_at is not None and job.beat_at > timezone.now() - STALE
    if int(number) == os.getpid():
        return False  # the number is ours now, the job is not
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _check_owner(who: Any, job: Job) -> None:
    actor = as_actor(who)
    mine = actor.is_operator or (actor.user is not None and job.actor_id == actor.user.pk)
    if not mine and not has_role(who, EDITOR):
        raise NotAllowed("只有发起人、编辑和管理员可以取消或继续这个任务。")


def _spool(uid: UUID) -> Path:
    return Path(settings.SPOOL) / str(uid)


def _drop_spool(uid: UUID) -> None:
    with contextlib.suppress(FileNotFoundError):
        _spool(uid).unlink()

"""Bringing in a catalogue: a run is opened, taken in batches, and closed; each step is an action of its own.

A batch is one transaction: its statements, all that follows from them, the index, and the checkpoint ``taken``.
Whatever stops a run between two batches loses nothing and doubles nothing when it goes on.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone

from zhunsheng.apps.journal.actions import Act, NotAllowed, Refused, action
from zhunsheng.apps.registry.actions.mended import settle_brought
from zhunsheng.apps.registry.actions.refreshing import refresh
from zhunsheng.apps.registry.models import ImportProblem, ImportRun, Source, Statement
from zhunsheng.apps.registry.permissions import may_import
from zhunsheng.apps.registry.reading import (
    LOT,
    Lot,
    Reader,
    ReaderDied,
    open_connector,
    read_lots,
    read_lots_apart,
    reader_for,
    unswept,
)
from zhunsheng.apps.registry.signals import import_finished
from zhunsheng.apps.registry.storage import sql
from zhunsheng.apps.registry.storage.batches import take_batch
from zhunsheng.apps.registry.storage.bodies import BodyIds
from zhunsheng.apps.registry.storage.relations import drop_relations
from zhunsheng.catalogues.shape import BadRow, Connector, SourceInfo, Unreadable
from zhunsheng.core.records import canonical_json
from zhunsheng.core.registry.prepare import storable
from zhunsheng.jobs.registry import Cancelled

__all__ = [
    "attach_job",
    "fingerprint",
    "import_catalogue",
    "open_run",
    "resume_import",
    "source_for",
    "unreadable_refused",
]

Progress = Callable[[int, str], None]
#: columns of a bad row that are kept
_MOST_COLUMNS = 1000
_COUNTS = (
    "rows",
    "read",
    "left_out",
    "partly",
    "added",
    "changed",
    "unchanged",
    "standards",
    "merged",
    "relations",
    "problems",
    "gone",
)


def import_catalogue(
    who: Any,
    path: Path,
    connector: Connector | None = None,
    *,
    name: str = "",
    source: SourceInfo | None = None,
    mapping: Mapping[str, Any] | None = None,
    complete_list: bool = False,
    file_name: str = "",
    progress: Progress | None = None,
    size: int = LOT,
) -> ImportRun:
    """Bring in the file at ``path``; returns the finished run.

    ``connector`` is used as it is; without it the one called ``name`` is opened, or the one that recognises the file.
    ``source`` replaces the source the file speaks for. ``complete_list`` says that the file has everything its source
    lists: what it no longer has is marked as gone. ``progress`` gets percent and a Chinese line; whatever it raises
    stops the run between two batches, to be resumed. Raises ``Refused`` where the file cannot be read at all.
    """
    with nullcontext() if connector is not None else reader_for(path) as reader:
        run = open_run(
            who,
            path,
            connector,
            name=name,
            source=source,
            mapping=mapping,
            complete_list=complete_list,
            file_name=file_name,
        )
        return _carry_out(who, run, connector or reader, progress, size)


def resume_import(
    who: Any, run: ImportRun, *, progress: Progress | None = None, size: int = LOT
) -> ImportRun:
    """Go on with a run from its checkpoint; one that is done stays as it is."""
    run = ImportRun.objects.select_related("source").get(pk=run.pk)
    if run.state == ImportRun.DONE:
        return run
    path = Path(run.path)
    if not path.exists():
        raise Refused(f"文件 {run.file_name} 已不在 {run.path}，无法继续。请重新上传，已入库的部分不会重复。")
    if run.sha256 and fingerprint(path) != run.sha256:
        raise Refused(
            f"文件 {run.file_name} 的内容已与中断时不同，不能接着读。请作为新文件导入，已入库的不会重复。"
        )
    return _carry_out(who, run, None, progress, size)


@contextmanager
def unreadable_refused(path: Path) -> Iterator[None]:
    """What a catalogue file cannot give is a refusal that says so; its field is ``path``."""
    try:
        yield
    except Unreadable as error:
        raise Refused(str(error), field="path") from None
    except OSError:
        message = f"读不了 {path.name}：没有这个文件，或没有权限。请检查路径。"
        raise Refused(message, field="path") from None


@action("registry.import-open", "导入标准目录", right=may_import)
def open_run(
    act: Act,
    path: Path,
    connector: Connector | None = None,
    *,
    name: str = "",
    source: SourceInfo | None = None,
    mapping: Mapping[str, Any] | None = None,
    complete_list: bool = False,
    file_name: str = "",
    job: UUID | None = None,
) -> ImportRun:
    """Note that a file is to be brought in; nothing of it is read but its beginning. Raises ``Refused``."""
    path = Path(path)
    with unreadable_refused(path):
        opened = connector or open_connector(path, name, mapping)
        told = source or opened.source(path)
    run = ImportRun(
        source=source_for(told),
        connector=opened.name,
        file_name=file_name or path.name,
        path=str(path.resolve()),
        sha256=fingerprint(path),
        size=path.stat().st_size if path.is_file() else 0,
        mapping=dict(mapping or {}),
        complete_list=complete_list,
        counts=dict.fromkeys(_COUNTS, 0),
        job=job,
        actor=act.actor.user,
        actor_name=act.actor.name,
        started_at=timezone.now(),
    )
    run.save(force_insert=True)
    act.record(
        run,
        after={"file": run.file_name, "sha256": run.sha256, "source": told.code, "connector": run.connector},
    )
    return run


def _carry_out(
    who: Any, run: ImportRun, reader: Connector | Reader | None, progress: Progress | None, size: int
) -> ImportRun:
    """Take batch after batch; the run ends done, failed (told in ``message``), or interrupted (the error goes on)."""
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.RUNNING, message="", finished_at=None)
    run.refresh_from_db()
    bodies = BodyIds()
    try:
        if progress:
            progress(int(run.done * 98), f"读取 {run.file_name}")
        with sql.roomy() as committed:
            for lot in _lots(run, reader, size):
                with unswept():
                    _take(who, run, lot, bodies)
                committed()
                if progress:
                    progress(min(98, int(lot.done * 98)), _so_far(run))
            _finish(who, run)
    except Unreadable as error:
        _close(run, ImportRun.FAILED, str(error))
        raise Refused(str(error)) from None
    except (Refused, NotAllowed) as error:
        _close(run, ImportRun.FAILED, error.message)
        raise
    except ReaderDied:
        message = "读取文件的进程中途结束（可能内存不足），已入库的部分保留，可以继续。"
        _close(run, ImportRun.INTERRUPTED, message)
        raise Refused(message) from None
    except BaseException as error:
        cancelled = isinstance(error, Cancelled)
        _close(
            run,
            ImportRun.CANCELLED if cancelled else ImportRun.INTERRUPTED,
            f"{'已取消' if cancelled else '中断'}，前 {run.taken} 项已入库，可以继续。",
        )
        raise
    import_finished.send(sender=ImportRun, run=run)
    return run


def _so_far(run: ImportRun) -> str:
    counts = run.counts
    return (
        f"已处理 {run.taken} 项：新增 {counts['added']}，改动 {counts['changed']}，"
        f"不变 {counts['unchanged']}，有问题 {counts['problems']}"
    )


def _lots(run: ImportRun, reader: Connector | Reader | None, size: int) -> Iterator[Lot]:
    """The lots of a run from its checkpoint on, read by a connector, by a process already started, or as it is best."""
    told = run.source
    info = SourceInfo(told.code, told.name, told.grade, told.kind, told.url, told.date, told.licence)
    path, today = Path(run.path), timezone.localdate().isoformat()
    # Of a source that is here already little will be new: nothing is taken apart that may not be needed.
    texts = run.taken > 0 or not Statement.objects.filter(source=told).exists()
    more: dict[str, Any] = {"skip": run.taken, "size": size, "texts": texts}
    if reader is None or isinstance(reader, Reader):
        yield from read_lots_apart(path, run.connector, run.mapping, info, today, **more, reader=reader)
    else:
        yield from read_lots(reader, path, info, today, **more)


def _close(run: ImportRun, state: str, message: str) -> None:
    """Note how a run ended early; bookkeeping of the work, no change of the registry."""
    ImportRun.objects.filter(pk=run.pk).update(state=state, message=message, finished_at=timezone.now())
    run.refresh_from_db()


@action("registry.import-batch", "导入标准目录", right=may_import)
def _take(act: Act, run: ImportRun, lot: Lot, bodies: BodyIds) -> None:
    """One batch: records, problems, index, checkpoint."""
    sql.one_writer()
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.taken != run.taken:
        raise Refused("这个导入正由另一个进程进行，本次停止。")
    known = {source.code: source for source in Source.objects.all()}
    for code, told in lot.sources.items():
        if code not in known:
            known[code] = source_for(told)
    today = timezone.localdate()
    outcome = take_batch(run, lot.records, known, bodies, today=today, ready=lot.beforehand())
    _store_problems(run, lot)
    counts = Counter(run.counts)
    counts.update(outcome.as_counts())
    counts.update(rows=lot.rows, read=len(lot.records), left_out=lot.left_out, partly=lot.partly)
    counts.update(problems=len(lot.problems))
    run.counts = dict(counts)
    run.taken += lot.items
    run.done = lot.done
    run.save(update_fields=["counts", "taken", "done"])
    if outcome.added or outcome.changed:
        act.record(run, after={"taken": run.taken, **outcome.as_counts()})
    else:
        act.unchanged()


def _store_problems(run: ImportRun, lot: Lot) -> None:
    if not lot.problems:
        return
    first = run.counts.get("problems", 0)
    settled = settled_rows(run.source.code)
    ImportProblem.objects.bulk_create(
        [
            ImportProblem(
                run=run,
                ordinal=first + place,
                item=item,
                place=storable(bad.place),
                column=storable(bad.column[:500]),
                value=storable(str(bad.value)[:2000]),
                problem=storable(bad.problem),
                mend=storable(bad.mend),
                row=(kept := _kept_row(bad)),
                filled=[name for name in map(storable, bad.filled) if name in kept],
                state=settled.get(trouble_key(bad), ImportProblem.OPEN) if settled else ImportProblem.OPEN,
            )
            for place, (item, bad) in enumerate(lot.problems, start=1)
        ],
        batch_size=500,
    )


def _kept_row(bad: BadRow) -> dict[str, str]:
    """A bad row as it is kept for repair."""
    return {
        storable(str(name)[:500]): storable(str(value)[:4000])
        for name, value in islice(bad.row.items(), _MOST_COLUMNS)
    }


def trouble_key(bad: BadRow) -> tuple[str, str]:
    """By which the same trouble is known again in another file: column and row, or value where no row was kept."""
    return _trouble(storable(bad.column[:500]), _kept_row(bad), storable(str(bad.value)[:2000]))


def _trouble(column: str, row: Mapping[str, str], value: str) -> tuple[str, str]:
    return column, canonical_json(row) if row else value


def settled_rows(source: str) -> dict[tuple[str, str], str]:
    """Rows of earlier files of this source that a person has repaired or dropped, by :func:`trouble_key`: no news."""
    found = ImportProblem.objects.filter(run__source__code=source).exclude(state=ImportProblem.OPEN)
    rows = found.order_by("pk").values_list("column", "row", "value", "state")[:20_000]
    return {_trouble(column, row, value): state for column, row, value, state in rows if row or value}


@action("registry.import-finish", "导入标准目录", right=may_import)
def _finish(act: Act, run: ImportRun) -> None:
    """Close a run; of a complete list, mark what it no longer has as gone."""
    gone = mark_gone(run) if run.complete_list else 0
    run.counts = {**run.counts, "gone": gone}
    if mended := settle_brought(run):
        run.counts["mended"] = mended
    run.state, run.done, run.finished_at, run.message = ImportRun.DONE, 1.0, timezone.now(), ""
    run.save(update_fields=["counts", "state", "done", "finished_at", "message"])
    act.record(run, after={name: run.counts.get(name, 0) for name in _COUNTS})


def mark_gone(run: ImportRun) -> int:
    """End the statements of the run's source that the run did not see; their standards stay. Returns how many."""
    left = list(
        Statement.objects.filter(source=run.source, state=Statement.LISTED, mended="")
        .exclude(seen=run.pk)
        .values_list("pk", "standard")
    )
    for start in range(0, len(left), 5000):
        part = left[start : start + 5000]
        ids = [pk for pk, _ in part]
        Statement.objects.filter(pk__in=ids).update(state=Statement.GONE)
        refresh({standard for _, standard in part} | drop_relations(ids))
    return len(left)


def attach_job(who: Any, run: ImportRun, job: UUID) -> None:
    """Note which job works on a run; bookkeeping, no change of the registry."""
    if not may_import(who):
        raise NotAllowed("没有“导入标准目录”的权限。请用编辑账号登录。")
    ImportRun.objects.filter(pk=run.pk).update(job=job)
    run.job = job


def source_for(told: SourceInfo) -> Source:
    """The stored source of this code, brought up to what ``told`` says of it."""
    if not told.code.strip():
        raise Refused("来源没有代号。请用 --source 给出。", field="source")
    grade = told.grade if told.grade in dict(Source._meta.get_field("grade").choices or ()) else "C"
    values = {
        "name": told.name or told.code,
        "grade": grade,
        "kind": told.kind[:32],
        "url": told.url,
        "date": told.date[:10],
        "licence": told.licence,
    }
    source, made = Source.objects.get_or_create(code=told.code.strip()[:64], defaults=values)
    if not made and told.date > source.date:
        Source.objects.filter(pk=source.pk).update(**values)
        source.refresh_from_db()
    return source


def fingerprint(path: Path) -> str:
    """Hash of a file's bytes, read in pieces; of a folder, of its files' names and bytes; "" where it cannot be."""
    digest = hashlib.sha256()
    files = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
    try:
        for one in files:
            if path.is_dir():
                digest.update(str(one.relative_to(path)).encode())
            with one.open("rb") as file:
                while piece := file.read(1 << 20):
                    digest.update(piece)
    except OSError:
        return ""
    return digest.hexdigest() if files else ""

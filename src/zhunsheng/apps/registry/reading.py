"""A catalogue file as prepared records, read beside the database work: in a process of its own where that pays.

No Django here: the reader process starts fast and can hurt nobody. What it sends is a stream of pickled lots over a
pipe that only its parent reads.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO, Any, cast

from zhunsheng.apps.registry.making import Beforehand, made_standards
from zhunsheng.catalogues.shape import BadRow, Connector, Item, SourceInfo, Unreadable
from zhunsheng.core.registry.prepare import Prepared, prepare
from zhunsheng.core.registry.repeats import Repeats
from zhunsheng.search.counting import Tally
from zhunsheng.search.ready import Apart, Made, numbers_of

__all__ = [
    "LOT",
    "Lot",
    "Reader",
    "ReaderDied",
    "open_connector",
    "read_lots",
    "read_lots_apart",
    "reader_for",
    "serve",
    "unswept",
]

#: types of relations that tell something about both ends: their status, or how they are found
FOLLOWED = ("replaces", "replaces_partly", "adopts", "derived_from")
#: items of one lot, and so of one transaction
LOT = 8000
#: of the first lot: the process that stores waits for it
_FIRST = 300
#: each further lot may be larger by this share of what was read before: the next one is then ready when one is stored
_GROWTH = 0.25
#: so many lots are read ahead of what is being stored
_AHEAD = 2
#: a smaller file is read in this process: starting another one takes longer
_APART_FROM = 300_000
#: how often the child looks for rings of objects
_SELDOM = (100_000, 20, 50)


class ReaderDied(Exception):
    """The reader process ended before the file did: killed, or out of memory."""


@dataclass(slots=True)
class Lot:
    """The next items of a file: ``records`` and ``problems`` (item, row) out of ``items`` items, ``done`` 0 to 1.

    ``left_out`` items gave no record, ``partly`` many gave one that lost a value. ``made`` are the records as
    documents of the index, ``tally`` what these count for, ``numbers`` those that lead to them, taken apart for it; all
    where they were asked for.
    """

    items: int = 0
    left_out: int = 0
    partly: int = 0
    done: float = 0.0
    records: list[Prepared] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    numbers: Apart = field(default_factory=dict)
    problems: list[tuple[int, BadRow]] = field(default_factory=list)
    sources: dict[str, SourceInfo] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Rows of the file among the items: those that gave a record and those that gave none."""
        return len(self.records) + self.left_out

    def beforehand(self) -> Beforehand | None:
        """What is taken apart for the index; None where nothing is."""
        if not self.made:
            return None
        keys = ((record.source, record.local_id) for record in self.records)
        return Beforehand(dict(zip(keys, self.made, strict=True)), self.numbers, self.tally)

    def __getstate__(self) -> tuple[Any, ...]:
        """What travels: rows as plain tuples, which are packed and unpacked much faster than named ones."""
        rows = (list(map(tuple, self.records)), list(map(tuple, self.made)))
        counts = (self.items, self.left_out, self.partly, self.done)
        return (*counts, *rows, self.tally, self.numbers, self.problems, self.sources)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        """The same put together again."""
        self.items, self.left_out, self.partly, self.done, records, made, *rest = state
        self.records, self.made = list(map(Prepared._make, records)), list(map(Made._make, made))
        self.tally, self.numbers, self.problems, self.sources = rest


@contextmanager
def unswept() -> Iterator[None]:
    """Within it no rings of objects are looked for: among the rows of a lot there are none, and it takes long."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def open_connector(path: Path, name: str = "", mapping: Mapping[str, Any] | None = None) -> Connector:
    """The connector called ``name``, or the one that recognises the file; raises :class:`Unreadable`."""
    from zhunsheng import catalogues

    opener = getattr(catalogues, "connector_for", None)
    if opener is None:
        raise Unreadable("本安装没有可用的目录读法。")
    return cast("Connector", opener(path, name, mapping or None))


def read_lots(
    connector: Connector,
    path: Path,
    source: SourceInfo,
    today: str,
    *,
    skip: int = 0,
    size: int = LOT,
    texts: bool = False,
) -> Iterator[Lot]:
    """The file in lots as of ``today`` (ISO date), the first ``skip`` items left out. Raises :class:`Unreadable`.

    With ``texts`` the texts of records are taken apart for the index too: worth it where most of them are new.

    A local id that comes again within the file is told apart by its place in the order (``#2``): two records of one
    number in one source are two statements. For that the skipped items are read too.
    """
    lot = Lot()
    seen = Repeats()
    items = iter(connector.items(path))
    taken = 0
    while True:
        lot = Lot(done=lot.done)
        wanted = min(size, skip - taken) if taken < skip else _wanted(size, taken - skip, taken, lot.done)
        for item in islice(items, wanted):
            lot.items += 1
            lot.done = item.done
            _take(item, lot, source, seen, taken + lot.items - 1, today, silent=taken < skip)
        if not lot.items:
            return
        taken += lot.items
        if taken > skip:
            if texts:
                lot.numbers = numbers_of(_leading(lot.records))
                lot.made, lot.tally = made_standards(lot.records)
            yield lot


def _wanted(size: int, read: int, taken: int, done: float) -> int:
    """How many items the next lot takes: few at the beginning and at the end of a file, where the process that stores
    waits for the first lot and the one that reads for the last. ``read`` are those read in this run, ``done`` the share
    of the file that ``taken`` items are.
    """
    left = taken / done - taken if done else 2 * size
    return max(1, min(size, max(_FIRST, min(_FIRST + int(_GROWTH * read), int(left / 2)))))


def _leading(records: Iterable[Prepared]) -> set[str]:
    """The numbers that lead to standards of ``records``."""
    return {number for record in records for kind, number, *_ in record.relations if kind in FOLLOWED}


def _take(
    item: Item, lot: Lot, source: SourceInfo, seen: Repeats, place: int, today: str, *, silent: bool
) -> None:
    record, told = item.record, item.source or source
    if record is not None:
        times = seen.count(hash((told.code, record.local_id)))
        if silent:
            return
        if times > 1:
            record.local_id = f"{record.local_id}#{times}"
        lot.sources.setdefault(told.code, told)
        lot.partly += bool(item.bad)
        prepared = prepare(record, told.code, told.grade, today)
        if prepared is None:
            lot.problems.append((place, _no_number(record)))
            lot.left_out += 1
            lot.partly -= bool(item.bad)
        else:
            lot.records.append(prepared)
    elif not silent:
        lot.left_out += not item.aside
    if not silent:
        lot.problems.extend((place, bad) for bad in item.bad)


def _no_number(record: Any) -> BadRow:
    row = {"number": record.number, **record.values}
    problem = "编号是占位符，还没有正式编号。" if record.number.strip() else "没有标准编号，无法入库。"
    return BadRow(record.place, "标准号", record.number, problem, "补上标准编号后修复本行。", row)


class Reader:
    """A process that reads a file: started before all is known that it is to read, so that it waits for us."""

    def __init__(self) -> None:
        # By import, not by -m: what is pickled must belong to this module, not to a __main__.
        command = [
            sys.executable,
            "-c",
            f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import serve; serve()",
        ]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own module

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what it was never given to read cannot be written any more
                    pipe.close()

    def lots(self, wish: tuple[Any, ...]) -> Iterator[Lot]:
        """What the process reads when it is told ``wish``, once. Raises :class:`Unreadable`, :class:`ReaderDied`."""
        stdin, stdout = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)
        _widen(stdout)
        try:
            pickle.dump(wish, stdin, protocol=pickle.HIGHEST_PROTOCOL)
            stdin.close()
        except OSError:  # it ended before it was asked
            raise ReaderDied("读取文件的进程中途结束。") from None
        while True:
            try:
                with unswept():
                    kind, value = pickle.load(stdout)  # noqa: S301 - from our own child
            except (EOFError, pickle.UnpicklingError):  # ended between two lots, or in the middle of one
                raise ReaderDied("读取文件的进程中途结束。") from None
            if kind == "end":
                return
            if kind == "unreadable":
                raise Unreadable(value)
            yield value


def reader_for(path: Path) -> AbstractContextManager[Reader | None]:
    """A process to read the file at ``path``, where that pays: for a large file."""
    return nullcontext() if _bytes_of(path) < _APART_FROM else Reader()


def read_lots_apart(
    path: Path,
    name: str,
    mapping: Mapping[str, Any] | None,
    source: SourceInfo,
    today: str,
    *,
    skip: int = 0,
    size: int = LOT,
    texts: bool = False,
    reader: Reader | None = None,
) -> Iterator[Lot]:
    """As :func:`read_lots`, for a large file in another process: ``reader``, or one started now.

    Raises :class:`Unreadable`, :class:`ReaderDied`.
    """
    with nullcontext(reader) if reader is not None else reader_for(path) as process:
        if process is not None:
            wish = (str(path), name, dict(mapping or {}), source, today, skip, size, texts)
            yield from process.lots(wish)
        else:
            connector = open_connector(path, name, mapping)
            yield from read_lots(connector, path, source, today, skip=skip, size=size, texts=texts)


def _widen(pipe: IO[bytes]) -> None:
    """Let a pipe hold a megabyte where the system can: the other side then seldom waits for its turn to write on."""
    with suppress(AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, 1 << 20)


def _bytes_of(path: Path) -> int:
    """The size of a file; a folder counts as large."""
    try:
        return _APART_FROM if path.is_dir() else path.stat().st_size
    except OSError:
        return 0


def serve() -> None:
    """The child: read the wish from standard input, write lots to standard output."""
    # Records form no rings of objects; looking for them after every 700 new objects takes a tenth of the time.
    gc.set_threshold(*_SELDOM)
    wish = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent
    path, name, mapping, source, today, skip, size, texts = wish
    waiting: Queue[bytes | None] = Queue(_AHEAD)
    passing = Thread(target=_pass_on, args=(waiting, sys.stdout.buffer), daemon=True)
    passing.start()
    sys.stdout = sys.stderr  # nothing that prints may get into the stream

    def send(kind: str, value: Any) -> None:
        waiting.put(pickle.dumps((kind, value), protocol=pickle.HIGHEST_PROTOCOL))

    try:
        connector = open_connector(Path(path), name, mapping)
        for lot in read_lots(connector, Path(path), source, today, skip=skip, size=size, texts=texts):
            send("lot", lot)
    except Unreadable as error:
        send("unreadable", str(error))
    else:
        send("end", None)
    finally:
        waiting.put(None)
        passing.join()


def _pass_on(waiting: Queue[bytes | None], out: IO[bytes]) -> None:
    """Hand over what waits, as fast as the parent takes it."""
    try:
        while (piece := waiting.get()) is not None:
            out.write(piece)
            out.flush()
    except OSError:  # nobody is there any more
        os._exit(1)

"""Files made once for each state of the data: the first who asks gets it as it is made, everybody after from the disk."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

import zhunsheng
from zhunsheng.apps.journal.queries import newest_of_all
from zhunsheng.apps.openly.making import made, names
from zhunsheng.apps.openly.queries import StoredHoldings
from zhunsheng.apps.registry.holdings import registry_state
from zhunsheng.core.deliver.openly.forms import Form

__all__ = ["Kept", "Turn", "kept", "kept_pieces", "state_of"]

#: files of the present state that are kept at once; the oldest go first
_MOST = 60
#: files made at once; whoever comes then is asked to come back
_AT_ONCE = 2
_turns = threading.BoundedSemaphore(_AT_ONCE)
#: seconds after which nobody is making a file any more
_LEFT_BEHIND = 86_400


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies on the disk: where, how long, its SHA-256 (hex)."""

    path: Path
    bytes: int
    sha256: str


def state_of(holdings: StoredHoldings) -> str:
    """What is another one whenever a file of these holdings would be; "" while a catalogue is coming in."""
    registry = registry_state()
    if not registry:
        return ""
    chosen = [f"{one.pk} {one.change_token}" for one in holdings.chosen]
    told = [zhunsheng.__version__, names().base, str(holdings.whole), newest_of_all(), registry, *chosen]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:24]


def kept(form: Form, state: str) -> Kept | None:
    """The file of this state, if it has been made."""
    if not state:
        return None
    for path in _folder().glob(f"{state}-*-{form.name}"):
        with contextlib.suppress(OSError):  # gone in the meantime
            return Kept(path, path.stat().st_size, path.name.split("-")[1])
    return None


def kept_pieces(form: Form, holdings: StoredHoldings, state: str) -> Iterator[bytes]:
    """The file as it is made; when it is whole it is kept, where one who breaks off leaves nothing behind.

    Without ``state`` nothing is kept.
    """
    if not state:
        yield from made(form, holdings)
        return
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".making-")
    digest = hashlib.sha256()
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in made(form, holdings):
                digest.update(piece)
                file.write(piece)
                yield piece
        # What was read is of one moment; it is of this state only if nothing has changed since it was asked for.
        if state == state_of(holdings):
            Path(name).replace(folder / f"{state}-{digest.hexdigest()}-{form.name}")
            _clear(folder)
    finally:
        Path(name).unlink(missing_ok=True)


class Turn:
    """One of the few files being made at a time: the site must have hands left for everybody else.

    Iterates over the pieces; the turn is over when they are, or when nobody reads on.
    """

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = _turns.acquire(blocking=False)

    def __bool__(self) -> bool:
        """Whether it is our turn at all."""
        return self._held

    def __iter__(self) -> Iterator[bytes]:
        """The pieces, if it is our turn."""
        return self

    def __next__(self) -> bytes:
        """The next piece."""
        try:
            return next(self._pieces)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give the turn back; more than once does no harm."""
        if self._held:
            self._held = False
            _turns.release()
        if hasattr(self._pieces, "close"):
            self._pieces.close()

    def __del__(self) -> None:
        """An answer that nobody ever read."""
        self.close()


def _folder() -> Path:
    return Path(settings.SPOOL) / "openly"


def _clear(folder: Path) -> None:
    """Remove all but the newest files; one that is being read stays readable. So go pieces that a kill left behind."""
    with contextlib.suppress(OSError):
        for path in folder.glob(".making-*"):
            if time.time() - path.stat().st_mtime > _LEFT_BEHIND:
                path.unlink(missing_ok=True)
    found = [path for path in folder.iterdir() if not path.name.startswith(".")]
    with contextlib.suppress(OSError):
        for path in sorted(found, key=lambda one: one.stat().st_mtime, reverse=True)[_MOST:]:
            path.unlink(missing_ok=True)

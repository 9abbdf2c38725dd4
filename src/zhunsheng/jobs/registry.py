"""The kinds of background work, and what a running job may say and must hear."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

__all__ = [
    "KINDS",
    "Cancelled",
    "Context",
    "Failure",
    "Kind",
    "daily",
    "daily_work",
    "kind_of",
    "left_behind",
    "register",
]


class Cancelled(Exception):
    """Raised between two stages of a job that somebody wants to stop."""


class Failure(Exception):
    """The work cannot be done; the text is Chinese, for the person who waits."""


class Context(Protocol):
    """What the work gets to see of its job."""

    actor: Any

    def stage(self, percent: int, name: str) -> None:
        """Say how far the work is; raises :class:`Cancelled` where it is to stop."""

    def input(self) -> bytes:
        """The file that came with the job."""


Work = Callable[[Context, dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of job: its work gets the context and the payload and returns the result.

    ``resumable`` work keeps what it has done by itself and goes on from there when it is started again; a job of it
    that lost its worker goes back into the queue.
    """

    name: str
    title: str
    work: Work
    resumable: bool = False

    @property
    def left_behind(self) -> str:
        """What a job that did not reach its end has stored."""
        return "已完成的部分保留，可以从中断处继续。" if self.resumable else "没有存储任何内容。"


KINDS: dict[str, Kind] = {}
# Modules that register kinds, imported when the first job is looked up.
_HOMES = (
    "zhunsheng.apps.systems.tasks",
    "zhunsheng.apps.registry.tasks",
    "zhunsheng.apps.registry.previews",
    "zhunsheng.apps.insight.tasks",
    "zhunsheng.apps.deliverables.tasks",
)


def register(name: str, title: str, *, resumable: bool = False) -> Callable[[Work], Work]:
    """Make a function the work of a kind of job."""

    def decorate(work: Work) -> Work:
        KINDS[name] = Kind(name, title, work, resumable)
        return work

    return decorate


#: work done once a day, and when a worker starts: name → function without arguments
DAILY: dict[str, Callable[[], object]] = {}


def daily(name: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Make a function part of each day's work; it must be cheap where there is nothing to do."""

    def decorate(work: Callable[[], object]) -> Callable[[], object]:
        DAILY[name] = work
        return work

    return decorate


def daily_work() -> list[tuple[str, Callable[[], object]]]:
    """All work of a day by name."""
    for home in _HOMES:
        importlib.import_module(home)
    return list(DAILY.items())


def kind_of(name: str) -> Kind:
    """The kind of this name; raises ``KeyError`` where there is none."""
    for home in _HOMES:
        importlib.import_module(home)
    return KINDS[name]


def left_behind(name: str) -> str:
    """As :attr:`Kind.left_behind`, also for kinds that are no more."""
    try:
        return kind_of(name).left_behind
    except KeyError:
        return "没有存储任何内容。"

"""The kinds of background work, and what a running job may say and must hear."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

__all__ = ["KINDS", "Cancelled", "Context", "Failure", "Kind", "kind_of", "register"]


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
    """One kind of job: its work gets the context and the payload and returns the result."""

    name: str
    title: str
    work: Work


KINDS: dict[str, Kind] = {}
# Modules that register kinds, imported when the first job is looked up.
_HOMES = ("zhunsheng.apps.systems.tasks", "zhunsheng.apps.registry.tasks")


def register(name: str, title: str) -> Callable[[Work], Work]:
    """Make a function the work of a kind of job."""

    def decorate(work: Work) -> Work:
        KINDS[name] = Kind(name, title, work)
        return work

    return decorate


def kind_of(name: str) -> Kind:
    """The kind of this name; raises ``KeyError`` where there is none."""
    for home in _HOMES:
        importlib.import_module(home)
    return KINDS[name]

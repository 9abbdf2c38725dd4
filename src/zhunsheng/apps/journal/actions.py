"""The base of every write: right → guard → write → one journal event, in one transaction.

An action is a function decorated with :func:`action`. Its first argument is the :class:`Act`, which callers do
not pass: they pass who acts. ``publish_edition(user, edition, reason="…")`` runs the right, opens the
transaction, runs the body, and insists that the body has recorded exactly one event or declared that nothing
changed. Guards raise :class:`Refused` with a Chinese sentence that says what is wrong and how to mend it.
"""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from django.db import transaction
from django.utils import timezone

from zhunsheng.apps.journal.chain import GENESIS, event_hash
from zhunsheng.apps.journal.context import current_request_id
from zhunsheng.apps.journal.models import Event, JournalHead
from zhunsheng.apps.journal.queries import subject_kind
from zhunsheng.apps.people.actors import Actor, as_actor

__all__ = ["ACTIONS", "Act", "ActionInfo", "NotAllowed", "Refused", "action", "words"]

P = ParamSpec("P")
R = TypeVar("R")


class Refused(Exception):
    """A guard says no. ``str(error)`` is a Chinese sentence; ``field`` names the input at fault, or is ""."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotAllowed(Refused):
    """The one who acts has no right to."""


#: what no database keeps: NUL and halves of pairs
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def words(text: str, field: str, *, most: int = 0, label: str = "") -> str:
    """What a person typed, without spaces around it; refused where no database keeps it or it is too long for its place."""
    text = text.strip()
    if _UNSTORABLE.search(text):
        raise Refused("文字里有不能保存的字符（空字符或不成对的代理字符），请删去后再试。", field=field)
    if most and len(text) > most:
        raise Refused(f"{label}至多 {most} 个字，现在有 {len(text)} 个。", field=field)
    return text


class Right(Protocol):
    """A named predicate of some permissions module."""

    __name__: str

    def __call__(self, who: Any, subject: Any = None, /) -> bool:
        """Whether ``who`` may do it to ``subject``."""


@dataclass(frozen=True, slots=True)
class ActionInfo:
    """One registered action: its stable name, Chinese title, right and function."""

    name: str
    title: str
    right: Right
    function: Callable[..., Any]


#: every action by name; tests walk it
ACTIONS: dict[str, ActionInfo] = {}


@dataclass(slots=True)
class Act:
    """One running action. The body calls :meth:`record` once, or :meth:`unchanged`."""

    actor: Actor
    name: str
    event: Event | None = field(default=None)
    nothing_changed: bool = False

    def record(self, subject: Any, *, reason: str = "", before: Any = None, after: Any = None) -> Event:
        """Write the journal event of this action. ``before`` and ``after`` are plain JSON data."""
        if self.event is not None:
            raise RuntimeError(f"{self.name}: an action leaves one event, not two")
        self.event = _append(self, subject, reason, before, after)
        return self.event

    def unchanged(self) -> None:
        """Declare that the wish is fulfilled already, so that nothing is written."""
        self.nothing_changed = True


def action(
    name: str, title: str, *, right: Right
) -> Callable[[Callable[Concatenate[Act, P], R]], Callable[Concatenate[Any, P], R]]:
    """Make a function an action. ``right`` is asked about the first argument after the actor."""

    def decorate(body: Callable[Concatenate[Act, P], R]) -> Callable[Concatenate[Any, P], R]:
        @functools.wraps(body)
        def run(who: Any, /, *args: P.args, **kwargs: P.kwargs) -> R:
            actor = as_actor(who)
            subject = args[0] if args else None
            if not right(actor, subject):
                raise NotAllowed(f"{actor.name}没有“{title}”的权限。请用有此权限的账号登录，或联系管理员。")
            with transaction.atomic():
                act = Act(actor, name)
                result = body(act, *args, **kwargs)
                if (act.event is None) != act.nothing_changed:
                    raise RuntimeError(
                        f"{name}: an action records one event or declares that nothing changed"
                    )
            return result

        if name in ACTIONS:
            raise RuntimeError(f"two actions are named {name}")
        _show_signature(run, body)
        ACTIONS[name] = ActionInfo(name, title, right, run)
        return cast("Callable[Concatenate[Any, P], R]", run)

    return decorate


def _show_signature(run: Any, body: Callable[..., Any]) -> None:
    """Let ``help()`` show what callers pass: who acts, then the body's own arguments."""
    signature = inspect.signature(body)
    first, *rest = signature.parameters.values()
    who = first.replace(name="who", annotation=Any)
    run.__signature__ = signature.replace(parameters=[who, *rest])


def _append(act: Act, subject: Any, reason: str, before: Any, after: Any) -> Event:
    """Add one event at the end of the chain; the head row is locked until the transaction ends."""
    JournalHead.objects.get_or_create(pk=1, defaults={"hash": GENESIS})
    head = JournalHead.objects.select_for_update().get(pk=1)
    event = Event(
        sequence=head.sequence + 1,
        at=timezone.now(),
        actor=act.actor.user,
        actor_name=act.actor.name,
        action=act.name,
        subject_kind=subject_kind(subject),
        subject_id=str(subject.pk),
        subject_label=str(subject)[:300],
        reason=reason.strip(),
        before=before,
        after=after,
        request_id=current_request_id(),
        previous_hash=head.hash,
    )
    event.hash = event_hash(event)
    event.save()
    head.sequence, head.hash = event.sequence, event.hash
    head.save()
    return event

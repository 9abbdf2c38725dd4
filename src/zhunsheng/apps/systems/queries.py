"""Every read of stored systems. Whatever a person asks for starts from what is visible to that person.

Records that come out of here (systems, documents, lists of findings) are shared between callers: read them,
never change them.
"""

from __future__ import annotations

import dataclasses
import logging
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from zhunsheng.apps.journal.queries import Event, events_of, events_of_many
from zhunsheng.apps.systems.models import (
    Blob,
    Correction,
    Edition,
    Silence,
    SourceText,
    System,
    TableReturn,
)
from zhunsheng.apps.systems.permissions import may_see_drafts
from zhunsheng.apps.systems.prose import with_prose
from zhunsheng.apps.systems.rows import KINDS, stored_system
from zhunsheng.apps.systems.storage import read_blob
from zhunsheng.core.guide.model import GuideDocument
from zhunsheng.core.records import content_hash
from zhunsheng.core.system.model import StandardsSystem

if TYPE_CHECKING:
    from zhunsheng.core.lint import Finding, RuleSet

log = logging.getLogger(__name__)

__all__ = [
    "altered_editions",
    "altered_fields",
    "corrections",
    "corrections_by_row",
    "damaged_files",
    "diff",
    "edition_order",
    "find_edition",
    "find_return",
    "find_system",
    "findings",
    "get_edition",
    "get_system",
    "guesses_of_row",
    "has_source",
    "history_by_row",
    "history_of_row",
    "item_names",
    "journal_for",
    "keys_of",
    "lint_rules",
    "lint_settings_problem",
    "list_editions",
    "load_document",
    "load_system",
    "previous_edition",
    "reading",
    "rows_of_kind",
    "source_lines",
    "systems_titled",
    "table_returns",
    "visible_editions",
    "visible_systems",
]


def visible_editions(user: Any) -> QuerySet[Edition]:
    """Editions that ``user`` may read."""
    editions = Edition.objects.select_related("system")
    return editions if may_see_drafts(user) else editions.filter(status=Edition.PUBLISHED)


def visible_systems(user: Any) -> QuerySet[System]:
    """Systems with at least one edition that ``user`` may read, by name."""
    readable = visible_editions(user).exclude(status=Edition.DISCARDED)
    return System.objects.filter(pk__in=readable.values("system")).order_by("name")


def get_system(user: Any, slug: str) -> System:
    """The system of this name; raises ``System.DoesNotExist`` where ``user`` may not see it."""
    return visible_systems(user).get(slug=slug)


def find_system(user: Any, slug: str) -> System | None:
    """As :func:`get_system`, but None where there is none."""
    return visible_systems(user).filter(slug=slug).first()


def edition_order(edition: Edition) -> tuple[int, int, str]:
    """What makes one edition later than another: the year in its label, the revision, the time."""
    when = edition.published_at or edition.created_at
    year = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", edition.label)
    return (int(year.group()) if year else when.year, edition.revision, when.isoformat())


def list_editions(user: Any, system: System) -> list[Edition]:
    """Editions of ``system`` that ``user`` may read, latest first; drafts before published ones of their year."""
    return sorted(visible_editions(user).filter(system=system), key=edition_order, reverse=True)


def get_edition(user: Any, slug: str, label: str | None = None) -> Edition:
    """One edition: by its ``key`` (2025版, 2025版-r2, draft-1a2b3c4d), or the latest published one without.

    A slash in the key may stand full width, as it does in addresses; the key it had as a draft leads to it after it is
    published too. An editor gets the latest draft of a system that has nothing published yet. Raises
    ``Edition.DoesNotExist``.
    """
    editions = list_editions(user, get_system(user, slug))
    if label:
        found = [
            edition
            for wanted in (label, label.replace("／", "/"))
            for edition in editions
            if wanted in {*keys_of(edition), str(edition.uid)}
        ]
    else:
        found = [edition for edition in editions if edition.is_published] or [
            edition for edition in editions if edition.is_draft
        ]
    if not found:
        raise Edition.DoesNotExist(f"{slug} 没有版本 {label or '（已发布）'}")
    return found[0]


def keys_of(edition: Edition) -> list[str]:
    """The keys under which what people decided about ``edition`` is kept: its own, and the one it had as a draft."""
    return list(dict.fromkeys([edition.key, f"{Edition.DRAFT}-{edition.uid.hex[:8]}"]))


def find_edition(user: Any, uid: UUID | str) -> Edition | None:
    """The edition with this internal id, or None where there is none that ``user`` may read."""
    try:
        wanted = UUID(str(uid))
    except ValueError:
        return None
    return visible_editions(user).filter(pk=wanted).first()


def previous_edition(user: Any, edition: Edition) -> Edition | None:
    """The published edition before ``edition``: what a reader would compare it with."""
    if edition.based_on is not None:
        return edition.based_on
    earlier = [
        other
        for other in list_editions(user, edition.system)
        if other.is_published and other.pk != edition.pk and edition_order(other) < edition_order(edition)
    ]
    return earlier[0] if earlier else None


def load_system(edition: Edition) -> StandardsSystem:
    """The system that ``edition`` holds, corrections applied."""
    return _load_system(edition.pk, *_state(edition))


def _state(edition: Edition) -> tuple[UUID, str]:
    """What changes whenever the content does, asked anew: ``edition`` may be older than its last correction."""
    return Edition.objects.values_list("change_token", "status").get(pk=edition.pk)


@lru_cache(maxsize=32)
def _load_system(uid: UUID, _change: UUID, _status: str) -> StandardsSystem:
    return stored_system(Edition.objects.select_related("system").get(pk=uid))


def table_returns(user: Any, edition: Edition) -> list[TableReturn]:
    """Tables that came back for ``edition`` or for a draft that revises it, newest first; for editors only."""
    if not may_see_drafts(user):
        return []
    found = TableReturn.objects.filter(Q(edition=edition) | Q(edition__based_on=edition))
    return list(found.select_related("edition__system"))


def find_return(user: Any, edition: Edition, uid: UUID | str) -> TableReturn | None:
    """One of the tables that came back for ``edition``."""
    if not may_see_drafts(user):
        return None
    return TableReturn.objects.select_related("edition__system").filter(edition=edition, pk=uid).first()


def item_names(edition: Edition) -> dict[str, str]:
    """How addresses name the rows of the list, by their ids."""
    from zhunsheng.core.deliver.tree import SystemTree

    tree = SystemTree(load_system(edition))
    pks = edition.planned_standards.order_by("ordinal").values_list("pk", flat=True)
    rows = tree.system.planned_standards
    return {str(pk): tree.item_name(row) for pk, row in zip(pks, rows, strict=True)}


def load_document(edition: Edition) -> GuideDocument | None:
    """The source read anew, with the values of ``edition`` in place of those first read; None without the file."""
    source = SourceText.objects.filter(edition=edition).only("blob_id").first()
    document = _read(source.blob_id, edition.source_name) if source else None
    if document is None:
        return None
    system = with_prose(load_system(edition), document)
    shared = {field.name for field in dataclasses.fields(StandardsSystem)} & {
        field.name for field in dataclasses.fields(GuideDocument)
    }
    return dataclasses.replace(document, **{name: getattr(system, name) for name in shared})


@lru_cache(maxsize=4)
def _read(sha256: str, name: str) -> GuideDocument | None:
    from zhunsheng.core.guide.read import read_guide

    data = read_blob(sha256)
    return None if data is None else read_guide(data, name=name)


def findings(edition: Edition) -> list[tuple[Finding, Silence | None]]:
    """What the checks say of ``edition``, each with the judgement on it in force, if there is one.

    Where the source file is here, the rules that need its text run too.
    """
    judged = _judgements(edition)
    source = SourceText.objects.filter(edition=edition).values_list("blob_id", flat=True).first()
    found = _found(edition.pk, *_state(edition), source, _settings_stamp())
    return [(finding, judged.get(finding.fingerprint)) for finding in found]


@lru_cache(maxsize=32)
def _found(
    uid: UUID, _change: UUID, _status: str, _source: str | None, stamp: tuple[int, int] | None
) -> tuple[Finding, ...]:
    from zhunsheng.core.lint import lint_system

    rules, _problem = _rules(stamp)
    edition = Edition.objects.select_related("system").get(pk=uid)
    return tuple(lint_system(load_system(edition), rules, text=load_document(edition)))


def lint_rules() -> RuleSet:
    """The rules in force: the packaged ones under ``lint.yaml`` of the home folder, where there is one.

    While that file cannot be used the packaged rules stand alone: see :func:`lint_settings_problem`.
    """
    return _rules(_settings_stamp())[0]


def lint_settings_problem() -> str | None:
    """Why ``lint.yaml`` of the home folder cannot be used (Chinese, with place and mend); None where all is well."""
    return _rules(_settings_stamp())[1]


def _settings_stamp() -> tuple[int, int] | None:
    """What changes with the house's own settings of the checks; None where there are none."""
    try:
        stat = (Path(settings.HOME) / "lint.yaml").stat()
    except OSError:
        return None
    return (stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4)
def _rules(stamp: tuple[int, int] | None) -> tuple[RuleSet, str | None]:
    from zhunsheng.core.lint import LintRulesError, load_rules

    try:
        return load_rules(Path(settings.HOME) / "lint.yaml" if stamp else None), None
    except LintRulesError as error:
        log.error("lint.yaml is not used: %s", error)
        return load_rules(), str(error)


def _judgements(edition: Edition) -> dict[str, Silence]:
    """Judgements in force by fingerprint; one on this very edition goes before one on the whole system.

    Those that ``lint.yaml`` gives come last; they are unsaved rows.
    """
    in_force = Silence.objects.filter(system=edition.system_id, lifted_at__isnull=True)
    mine = in_force.filter(Q(edition=edition) | Q(edition__isnull=True))
    ordered = sorted(mine, key=lambda silence: silence.edition_id is not None)
    by_settings = [
        Silence(
            system=edition.system,
            fingerprint=silence.fingerprint,
            rule=silence.rule,
            reason=silence.reason,
            actor_name=silence.by or "校核设置",
        )
        for silence in lint_rules().silences
    ]
    return {silence.fingerprint: silence for silence in (*by_settings, *ordered)}


def rows_of_kind(edition: Edition, kind: str) -> list[Any]:
    """The stored rows of one kind (a key of ``rows.KINDS``) in their order, with what they link to."""
    rows = getattr(edition, KINDS[kind].field).order_by("ordinal")
    linked = {"subsystem": "parent", "planned_standard": "subsystem"}.get(kind)
    return list(rows.select_related(linked) if linked else rows)


def has_source(edition: Edition) -> bool:
    """Whether the file that ``edition`` was read from is here."""
    return SourceText.objects.filter(edition=edition).exists()


def source_lines(edition: Edition) -> list[str] | None:
    """The lines of the source (line 1 first), or None where its file is not here."""
    return SourceText.objects.filter(edition=edition).values_list("lines", flat=True).first()


def reading(edition: Edition) -> dict[str, Any] | None:
    """What the reader met: media, encoding, problems, unclassified passages; None where the file is not here."""
    return SourceText.objects.filter(edition=edition).values_list("reading", flat=True).first()


def corrections(edition: Edition, *, undone: bool = False) -> list[Correction]:
    """Corrections of ``edition``, oldest first; those taken back only with ``undone``."""
    made = Correction.objects.filter(edition=edition).order_by("at")
    return list(made if undone else made.filter(undone_at__isnull=True))


def corrections_by_row(edition: Edition) -> dict[UUID | None, dict[str, Correction]]:
    """Corrections in force by row id (None is the edition itself) and field; the latest of each field."""
    found = history_by_row(edition)
    return {uid: {name: made[-1] for name, made in fields.items()} for uid, fields in found.items()}


def history_by_row(edition: Edition) -> dict[UUID | None, dict[str, list[Correction]]]:
    """All corrections in force by row id (None is the edition itself) and field, oldest first."""
    found: dict[UUID | None, dict[str, list[Correction]]] = defaultdict(dict)
    for correction in corrections(edition):
        found[correction.row_uid].setdefault(correction.field, []).append(correction)
    return dict(found)


def history_of_row(edition: Edition, kind: str, **row: Any) -> dict[str, list[Correction]]:
    """Corrections in force of the row of this kind that ``row`` (ordinal, code) names, by field, oldest first."""
    found = history_by_row(edition)
    if not found:
        return {}
    uid = getattr(edition, KINDS[kind].field).filter(**row).values_list("pk", flat=True).first()
    return found.get(uid, {}) if uid else {}


def altered_fields(history: dict[str, list[Correction]]) -> list[str]:
    """Fields whose value now differs from the one first read: neither those confirmed nor those put back."""
    return [name for name, made in history.items() if made[0].before != made[-1].after]


def guesses_of_row(
    guesses: Iterable[Any], history: dict[str, list[Correction]]
) -> list[tuple[Any, Correction | None]]:
    """Guesses on a row's values, each with the decision on that field that has settled it, if there is one."""
    pairs = []
    for guess in guesses:
        made = history.get(guess["field"] if isinstance(guess, dict) else guess.field)
        pairs.append((guess, made[-1] if made else None))
    return pairs


def diff(edition_a: Edition, edition_b: Edition) -> Any:
    """What changed from ``edition_a`` to ``edition_b``: see :mod:`zhunsheng.core.system.differ`."""
    from zhunsheng.core.system.differ import diff_systems

    return diff_systems(load_system(edition_a), load_system(edition_b))


def journal_for(user: Any, subject: Any) -> QuerySet[Event]:
    """Journal events of a stored object, newest first; for a system also those of its editions that ``user`` may read."""
    if not isinstance(subject, System):
        return events_of(subject)
    return events_of_many([subject, *visible_editions(user).filter(system=subject)])


def altered_editions() -> list[Edition]:
    """Published editions whose stored rows no longer give the hash they were published under."""
    published = Edition.objects.filter(status=Edition.PUBLISHED).select_related("system")
    return [edition for edition in published if content_hash(stored_system(edition)) != edition.content_hash]


def damaged_files() -> list[str]:
    """Hashes of kept files whose bytes are gone or changed."""
    return [sha256 for sha256 in Blob.objects.values_list("pk", flat=True) if read_blob(sha256) is None]


def systems_titled(key_of_title: str, candidates: Iterable[System] | None = None) -> list[System]:
    """Systems whose name, or the title of one of whose editions, has this normal form."""
    from zhunsheng.core.text.normal import key

    systems = candidates if candidates is not None else System.objects.prefetch_related("editions")
    return [
        system
        for system in systems
        if key_of_title in {key(system.name), *(key(edition.title) for edition in system.editions.all())}
    ]

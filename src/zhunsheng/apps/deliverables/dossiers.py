"""The dossier of one edition: its system, the standards placed in it, its history, as the papers want them."""

from __future__ import annotations

import datetime as dt
import importlib.util
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils import timezone

from zhunsheng.apps.journal.queries import events_of_many
from zhunsheng.apps.registry.models import Placement, Relation, Standard
from zhunsheng.apps.registry.queries import participations_of_many, related_standards, standards_by_key
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import load_system, previous_edition, rows_of_kind
from zhunsheng.core.deliver.papers.dossier import Dossier, Event, PlacedStandard, RealStandard, Settings
from zhunsheng.core.identifiers.number import read_number
from zhunsheng.core.records import content_hash
from zhunsheng.core.registry.address import standard_address
from zhunsheng.core.registry.words import LEVELS, STATUSES

__all__ = ["dossier_of", "own_content"]

_CONTENT = ("detail", "statistics", "report", "progress", "industry")


def dossier_of(
    user: Any, edition: Edition, wanted: Settings, *, day: str = "", template: bytes = b""
) -> Dossier:
    """Everything the papers may say of ``edition``; ``day`` is the ISO date they bear, today without."""
    system = load_system(edition)
    placements = related_standards(edition)
    stated = {item.identifier or item.printed_identifier for item in system.planned_standards} - {""}
    known = _known(user, stated)
    real = real_standards({one.standard for one in placements} | set(known.values()))
    earlier = previous_edition(user, edition)
    return Dossier(
        system=system,
        key=edition.key,
        label=edition.display_label,
        hash=edition.content_hash or content_hash(system),
        day=day or timezone.localdate().isoformat(),
        settings=wanted,
        placed=[
            PlacedStandard(one.kind, one.item, real[one.standard_id], one.state == Placement.CONFIRMED)
            for one in placements
        ],
        uids={
            # Rows taken out leave a gap among positions that the ordinals of a later edition do not have.
            row.detail.get("position", row.ordinal): str(row.pk)
            for row in rows_of_kind(edition, "planned_standard")
        },
        known={number: real[standard.pk] for number, standard in known.items()},
        earlier=load_system(earlier) if earlier else None,
        earlier_label=earlier.display_label if earlier else "",
        events=_events(edition, wanted, day or timezone.localdate().isoformat()),
        content=own_content(),
        template=template,
    )


def own_content() -> dict[str, str]:
    """The office's own content files under ``deliverables/`` of the home folder, by name."""
    folder = Path(settings.HOME) / "deliverables"
    files = ((name, folder / f"{name}.yaml") for name in _CONTENT)
    return {name: path.read_text(encoding="utf-8") for name, path in files if path.is_file()}


def real_standards(standards: Iterable[Standard]) -> dict[int, RealStandard]:
    """Standards in the words of the papers, by their ids; what nobody states is empty."""
    found = {one.pk: one for one in standards}
    links: dict[tuple[int, str], dict[str, str]] = defaultdict(dict)
    related = Relation.objects.filter(subject__in=list(found), type__in=["adopts", "replaces"])
    for one in related.select_related("target").order_by("pk"):
        number = one.target.number if one.target else one.other_number
        links[one.subject_id or 0, one.type].setdefault(number, one.degree)
    administrators = participations_of_many(found, "administrator")
    return {
        pk: RealStandard(
            number=one.number,
            title=one.title,
            level=LEVELS.get(one.level, ""),
            status=STATUSES[one.status],
            implemented=one.implemented,
            adoption="；".join(
                f"{degree} {number}".strip() for number, degree in sorted(links[pk, "adopts"].items())
            ),
            replaces="、".join(sorted(links[pk, "replaces"])),
            administrator="、".join(administrators.get(pk, [])),
            address=standard_address(one.number),
        )
        for pk, one in found.items()
    }


def _known(user: Any, numbers: Iterable[str]) -> dict[str, Standard]:
    """Standards in the registry by the numbers that the list prints."""
    keys = {text: number.key for text in numbers if (number := read_number(text)) is not None}
    found = standards_by_key(user, keys.values())
    return {text: found[key] for text, key in keys.items() if key in found}


def _events(edition: Edition, wanted: Settings, day: str) -> list[Event]:
    """What the journal says of the system within the period, oldest first.

    Of other drafts nothing: who may fetch the papers of this edition need not know of them.
    """
    zone = timezone.get_current_timezone()
    start = dt.date.fromisoformat(wanted.start or f"{day[:4]}-01-01")
    after = dt.date.fromisoformat(wanted.end or day) + dt.timedelta(days=1)
    published = Edition.objects.filter(system=edition.system, status=Edition.PUBLISHED)
    subjects = {one.pk: one for one in (*published, edition)}
    events = events_of_many([edition.system, *subjects.values()]).filter(
        at__gte=dt.datetime.combine(start, dt.time.min, zone),
        at__lt=dt.datetime.combine(after, dt.time.min, zone),
    )
    titles = _action_titles()
    return [
        Event(
            timezone.localtime(one.at).date().isoformat(),
            titles.get(one.action, one.action),
            one.subject_label,
            one.reason,
        )
        for one in events.order_by("sequence")
        if one.action != "papers.keep"
    ]


def _action_titles() -> dict[str, str]:
    """Chinese titles of all actions; their modules register them when they are imported."""
    from zhunsheng.apps.journal.actions import ACTIONS

    for app in apps.get_app_configs():
        if app.name.startswith("zhunsheng.apps.") and importlib.util.find_spec(f"{app.name}.actions"):
            importlib.import_module(f"{app.name}.actions")
    return {name: info.title for name, info in ACTIONS.items()}

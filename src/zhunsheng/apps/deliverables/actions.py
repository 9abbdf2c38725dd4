"""Keeping papers that were made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from zhunsheng.apps.deliverables.models import Delivery, DeliveryFile
from zhunsheng.apps.deliverables.permissions import may_deliver
from zhunsheng.apps.journal.actions import Act, Refused, action
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.storage import write_blob
from zhunsheng.core.deliver.papers.dossier import Dossier
from zhunsheng.core.deliver.papers.making import Made

__all__ = ["keep_papers"]


@action("papers.keep", "编制成果", right=may_deliver)
def keep_papers(
    act: Act, edition: Edition, dossier: Dossier, made: Sequence[Made], asked: dict[str, Any]
) -> Delivery:
    """Put papers into the archive. The very same files of the same edition are there once only."""
    if not made:
        raise Refused("没有选择任何成果。请至少选择一种。", field="papers")
    files = [(one, write_blob(one.data)) for one in made]
    for earlier in Delivery.objects.filter(edition=edition, day=dossier.day).prefetch_related("files"):
        if [(file.name, file.sha256) for file in earlier.files.all()] == [
            (one.name, sha) for one, sha in files
        ]:
            act.unchanged()
            return earlier
    delivery = Delivery(
        edition=edition,
        papers=list(dict.fromkeys(one.paper for one in made)),
        asked=asked,
        words=dossier.settings.words(),
        day=dossier.day,
        content_hash=dossier.hash,
        by=act.actor.user,
        by_name=act.actor.name,
        at=timezone.now(),
    )
    delivery.save(force_insert=True)
    DeliveryFile.objects.bulk_create(
        DeliveryFile(
            delivery=delivery,
            ordinal=place,
            paper=one.paper,
            name=one.name,
            sha256=sha256,
            size=len(one.data),
        )
        for place, (one, sha256) in enumerate(files, 1)
    )
    act.record(
        edition,
        after={
            "delivery": str(delivery.pk),
            "papers": delivery.papers,
            "day": delivery.day,
            "content_hash": delivery.content_hash,
            "files": {one.name: sha256 for one, sha256 in files},
        },
    )
    return delivery

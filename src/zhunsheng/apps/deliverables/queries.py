"""Every read of the archive. What a person asks for starts from the editions that person may see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from zhunsheng.apps.deliverables.models import Delivery, DeliveryFile
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.permissions import may_see_drafts
from zhunsheng.apps.systems.queries import visible_editions
from zhunsheng.apps.systems.storage import read_blob
from zhunsheng.core.deliver.packing import pack

__all__ = ["bundle", "damaged_papers", "deliveries_of", "file_bytes", "get_delivery", "visible_deliveries"]


def visible_deliveries(user: Any) -> QuerySet[Delivery]:
    """Deliveries of the editions that ``user`` may read, newest first.

    What was made while an edition was a draft stays with those who may see drafts: it may say what was taken out
    before publishing.
    """
    found = Delivery.objects.filter(edition__in=visible_editions(user).values("pk"))
    if not may_see_drafts(user):
        found = found.filter(at__gte=F("edition__published_at"))
    return found.select_related("edition__system").prefetch_related("files").order_by("-at")


def deliveries_of(user: Any, edition: Edition) -> QuerySet[Delivery]:
    """Those of one edition."""
    return visible_deliveries(user).filter(edition=edition)


def get_delivery(user: Any, uid: UUID | str) -> Delivery:
    """One delivery; raises ``Delivery.DoesNotExist`` where ``user`` may not see it."""
    try:
        wanted = UUID(str(uid))
    except ValueError:
        raise Delivery.DoesNotExist(str(uid)) from None
    return visible_deliveries(user).get(pk=wanted)


def file_bytes(file: DeliveryFile) -> bytes | None:
    """The bytes of a file; None where they are gone or no longer what they were."""
    return read_blob(file.sha256)


def bundle(delivery: Delivery) -> bytes | None:
    """All files in one zip, the same each time; None where one of them is gone."""
    parts = []
    for file in delivery.files.all():
        data = file_bytes(file)
        if data is None:
            return None
        parts.append((file.name, data))
    return pack(parts)


def damaged_papers() -> list[str]:
    """Hashes of kept papers whose bytes are gone or changed."""
    kept = DeliveryFile.objects.values_list("sha256", flat=True).distinct().order_by("sha256")
    return [sha256 for sha256 in kept if read_blob(sha256) is None]

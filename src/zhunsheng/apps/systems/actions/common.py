"""What the actions on systems share: locks, guards, and writing the rows of an edition."""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import Any

from django.db.models import Max

from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.systems.models import Edition, Row, Silence, SourceText, System
from zhunsheng.apps.systems.rows import edition_detail, rows_of
from zhunsheng.core.system.model import StandardsSystem

__all__ = ["carry_over", "draft_locked", "new_edition", "note_change", "system_locked", "write_rows"]


def system_locked(system: System) -> System:
    """``system`` read anew, its row locked until the transaction ends: changes of one system queue up here."""
    return System.objects.select_for_update().get(pk=system.pk)


def edition_locked(edition: Edition) -> Edition:
    """``edition`` read anew with its system locked."""
    system_locked(edition.system)
    return Edition.objects.select_related("system", "based_on").get(pk=edition.pk)


def draft_locked(edition: Edition) -> Edition:
    """As :func:`edition_locked`; refuses whatever is not a draft any more."""
    fresh = edition_locked(edition)
    if fresh.is_published:
        raise Refused(f"“{fresh}”已发布，内容不可更改。要改动请先起修订版（新草稿），改后另行发布。")
    if not fresh.is_draft:
        raise Refused(f"“{fresh}”的草稿已废弃，不能再改。请重新导入文件。")
    return fresh


def note_change(edition: Edition) -> None:
    """Tell readers that a draft's content has changed."""
    edition.change_token = uuid.uuid4()
    edition.save(update_fields=["change_token"])


def new_edition(system: System, content: StandardsSystem, **values: Any) -> Edition:
    """A stored draft of ``system`` with the content of ``content``; the caller has locked ``system``."""
    label = content.edition or "未注明版次"
    taken = Edition.objects.filter(system=system, label=label).exclude(status=Edition.DISCARDED)
    edition = Edition(
        system=system,
        label=label,
        revision=(taken.aggregate(last=Max("revision"))["last"] or 0) + 1,
        title=content.title or system.name,
        guide_status=content.status,
        issuers=content.issuers,
        source_sha256=content.sha256,
        source_name=content.source_name,
        detail=edition_detail(content),
        **values,
    )
    edition.save(force_insert=True)
    write_rows(edition, content)
    return edition


def write_rows(edition: Edition, content: StandardsSystem) -> None:
    """Store all rows of ``content`` under ``edition``."""
    by_model: dict[type[Row], list[Row]] = defaultdict(list)
    for row in rows_of(content, edition):
        by_model[type(row)].append(row)
    for model, rows in by_model.items():
        model.objects.bulk_create(rows, batch_size=200)


def carry_over(earlier: Edition, later: Edition) -> None:
    """Give an edition of the same source what belongs to its forerunner: the source read, judgements in force."""
    if earlier.source_sha256 != later.source_sha256:
        return
    source = SourceText.objects.filter(edition=earlier).first()
    if source is not None:
        copy = SourceText(
            edition=later,
            blob_id=source.blob_id,
            lines=source.lines,
            pages=source.pages,
            reading=source.reading,
        )
        copy.save(force_insert=True)
    for silence in Silence.objects.filter(edition=earlier, lifted_at__isnull=True):
        silence.pk, silence.edition = uuid.uuid4(), later
        silence.save(force_insert=True)

"""The append-only journal: each event is chained to the one before it by its hash."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models

__all__ = ["Event", "JournalHead"]


class AppendOnly(Exception):
    """An attempt to change or remove an event of the journal."""


class EventQuerySet(models.QuerySet["Event"]):
    """Events can be read and added, nothing else."""

    def update(self, **kwargs: Any) -> int:
        """Always refused."""
        raise AppendOnly("日志只能追加，不能修改。")

    def delete(self) -> Any:
        """Always refused."""
        raise AppendOnly("日志只能追加，不能删除。")

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        """Always refused."""
        raise AppendOnly("日志只能追加，不能修改。")


class Event(models.Model):
    """One change. ``hash`` covers everything in the row and ``previous_hash``: see :mod:`.chain`."""

    sequence = models.BigIntegerField("序号", primary_key=True)
    uid = models.UUIDField("标识", default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField("时间", db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor_name = models.CharField("行动人", max_length=200)
    action = models.CharField("动作", max_length=100, db_index=True)
    subject_kind = models.CharField("对象种类", max_length=50)
    subject_id = models.CharField("对象标识", max_length=100)
    subject_label = models.CharField("对象名称", max_length=300)
    reason = models.TextField("理由", blank=True)
    before = models.JSONField("之前", null=True)
    after = models.JSONField("之后", null=True)
    request_id = models.CharField("请求标识", max_length=64, blank=True)
    previous_hash = models.CharField("前一条的哈希", max_length=64, unique=True)
    hash = models.CharField("哈希", max_length=64, unique=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["sequence"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="journal_event_subject")]

    def __str__(self) -> str:
        """Number, action and subject."""
        return f"{self.sequence} {self.action} {self.subject_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the event; an event that is there already cannot be saved again."""
        if not self._state.adding:
            raise AppendOnly("日志只能追加，不能修改。")
        super().save(*args, **(kwargs | {"force_insert": True}))

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Always refused."""
        raise AppendOnly("日志只能追加，不能删除。")


class JournalHead(models.Model):
    """The last link of the chain, in one row that writers lock, so that the chain never forks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="journal_head_is_one_row")]

    def __str__(self) -> str:
        """Number of the last event."""
        return f"至第 {self.sequence} 条"

"""Tables that came back from experts, and what the heads of such tables were found to mean."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhunsheng.apps.systems.models.editions import Edition

__all__ = ["HeadMeaning", "TableReturn"]


class TableReturn(models.Model):
    """An edited 明细表 against a draft. The rows stay as they came; what they would change is worked out anew each time.

    ``heads`` and ``columns`` (head → field) say how ``rows`` (``{"place", "cells"}``) are read; ``verdicts`` holds
    what was turned down: identity of a change (its SHA-256) → reason. What is accepted is no difference any more.
    """

    OPEN, CLOSED = "open", "closed"
    STATES = [(OPEN, "待处理"), (CLOSED, "已结束")]

    uid = models.UUIDField("标识", primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="returns")
    file_name = models.TextField("文件名")
    sha256 = models.CharField("SHA-256", max_length=64)
    sheet = models.TextField("工作表", blank=True)
    heads = models.JSONField("列头", default=list)
    columns = models.JSONField("列的含义", default=dict)
    rows = models.JSONField("各行", default=list)
    notes = models.JSONField("读取时的说明", default=list)
    whole = models.BooleanField("是完整的清单", default=True)
    verdicts = models.JSONField("已否定的改动", default=dict)
    state = models.CharField("状态", max_length=8, choices=STATES, default=OPEN)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor_name = models.TextField("行动人")
    at = models.DateTimeField("收到时间")

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "closed"]), name="systems_return_state_known"
            ),
        ]

    def __str__(self) -> str:
        """The file's name."""
        return self.file_name


class HeadMeaning(models.Model):
    """What a person said the heads of a kind of table mean; ``signature`` is the heads in one line."""

    signature = models.TextField("列头", unique=True)
    columns = models.JSONField("列的含义", default=dict)
    used_at = models.DateTimeField("最近使用", auto_now=True)

    class Meta:
        ordering = ["-used_at"]

    def __str__(self) -> str:
        """The heads."""
        return self.signature

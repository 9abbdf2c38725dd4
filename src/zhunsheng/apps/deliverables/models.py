"""The archive: which papers were made of which edition, when, by whom, and their files."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from zhunsheng.apps.systems.models import Edition

__all__ = ["Delivery", "DeliveryFile"]


class Delivery(models.Model):
    """One making of papers. ``asked`` is what was asked for, enough to make them again; ``day`` the date they bear.

    ``content_hash`` is that of the edition as it was: a draft may have changed since.
    """

    uid = models.UUIDField("标识", primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    papers = models.JSONField("成果", default=list)
    asked = models.JSONField("设置", default=dict)
    words = models.TextField("设置的说明", blank=True)
    day = models.CharField("所署日期", max_length=10)
    content_hash = models.CharField("内容哈希", max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_name = models.TextField("编制人")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["edition", "-at"], name="deliverables_of_edition")]

    def __str__(self) -> str:
        """Edition, papers and day."""
        return f"{self.edition} {'、'.join(self.papers)} {self.day}"


class DeliveryFile(models.Model):
    """One file; its bytes lie in the uploads folder under their hash."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="files")
    ordinal = models.PositiveIntegerField("次序")
    paper = models.TextField("成果")
    name = models.TextField("文件名")
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("字节数")

    class Meta:
        ordering = ["delivery", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "name"], name="deliverables_file_once"),
            models.UniqueConstraint(fields=["delivery", "ordinal"], name="deliverables_file_place"),
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name

    @property
    def ending(self) -> str:
        """The ending of the name, without the dot."""
        return self.name.rpartition(".")[2]

    def plain(self) -> dict[str, Any]:
        """What the interface says of it."""
        return {"paper": self.paper, "name": self.name, "sha256": self.sha256, "size": self.size}

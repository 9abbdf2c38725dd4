"""Systems and their editions, and the rule that a published edition never changes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

__all__ = ["Edition", "Immutable", "System", "refuse_published"]


class Immutable(Exception):
    """An attempt to change a published edition."""


def refuse_published(editions: Iterable[Any]) -> None:
    """Raise :class:`Immutable` if any of these edition keys is of a published edition."""
    if Edition.objects.filter(pk__in=set(editions), status=Edition.PUBLISHED).exists():
        raise Immutable("版本已发布，内容不可更改。请另起修订版。")


class System(models.Model):
    """A standards system through all its editions. ``slug`` names it in addresses."""

    uid = models.UUIDField("标识", primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField("简称", max_length=80, unique=True)
    name = models.TextField("名称")
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        """The name."""
        return self.name


class EditionQuerySet(models.QuerySet["Edition"]):
    """Published editions can be read and added, not changed in bulk."""

    def update(self, **kwargs: Any) -> int:
        """As in Django; refused where a published edition is among them."""
        refuse_published(self.values_list("pk", flat=True))
        return super().update(**kwargs)

    def delete(self) -> Any:
        """As in Django; refused where a published edition is among them."""
        refuse_published(self.values_list("pk", flat=True))
        return super().delete()


class Edition(models.Model):
    """One edition of a system: a draft under review, published for good, or discarded.

    ``label`` is the guide's own (2025版); ``revision`` counts the editions stored under one label.
    ``guide_status`` is what the guide calls itself (征求意见稿). ``change_token`` is another one after each
    change of a draft's content, so that readers may keep what they computed.
    """

    DRAFT, PUBLISHED, DISCARDED = "draft", "published", "discarded"
    STATUSES = [(DRAFT, "草稿"), (PUBLISHED, "已发布"), (DISCARDED, "已废弃")]
    FILE, PACKAGE, CONTENT, REVISION = "file", "package", "content", "revision"
    ORIGINS = [
        (FILE, "由文件读取"),
        (PACKAGE, "随软件提供"),
        (CONTENT, "由体系文件导入"),
        (REVISION, "由已有版本修订"),
    ]

    uid = models.UUIDField("标识", primary_key=True, default=uuid.uuid4, editable=False)
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="editions")
    label = models.TextField("版次")
    revision = models.PositiveIntegerField("修订号", default=1)
    status = models.CharField("状态", max_length=10, choices=STATUSES, default=DRAFT)
    guide_status = models.TextField("指南状态", blank=True)
    title = models.TextField("标题")
    issuers = models.JSONField("发布单位", default=list)
    origin = models.CharField("来源", max_length=10, choices=ORIGINS)
    source_sha256 = models.CharField("来源文件 SHA-256", max_length=64, blank=True)
    source_name = models.TextField("来源文件名", blank=True)
    detail = models.JSONField("其余", default=dict)
    change_token = models.UUIDField("改动标记", default=uuid.uuid4, editable=False)
    content_hash = models.CharField("内容哈希", max_length=64, blank=True)
    based_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors"
    )
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["system", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "label", "revision"],
                condition=~Q(status="discarded"),
                name="systems_edition_label_unique",
            ),
            models.UniqueConstraint(
                fields=["system", "source_sha256"],
                condition=Q(origin="file") & ~Q(status="discarded"),
                name="systems_edition_file_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "published", "discarded"]),
                name="systems_edition_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | (Q(published_at__isnull=False) & ~Q(content_hash="")),
                name="systems_edition_published_is_hashed",
            ),
        ]

    def __str__(self) -> str:
        """Title and edition."""
        return f"{self.title} {self.display_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As in Django; refused once the edition is published."""
        if not self._state.adding:
            refuse_published([self.pk])
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """As in Django; refused once the edition is published."""
        refuse_published([self.pk])
        return super().delete(*args, **kwargs)

    @property
    def display_label(self) -> str:
        """The edition as people call it: 2025版, or 2025版（修订 2）."""
        return self.label if self.revision == 1 else f"{self.label}（修订 {self.revision}）"

    @property
    def key(self) -> str:
        """How an address names the edition within its system: 2025版, 2025版-r2, draft-1a2b3c4d."""
        if self.status != self.PUBLISHED:
            return f"{self.status}-{self.uid.hex[:8]}"
        return self.label if self.revision == 1 else f"{self.label}-r{self.revision}"

    @property
    def key_in_address(self) -> str:
        """The key as a part of an address: a slash, which would begin the next part, stands full width."""
        return self.key.replace("/", "／")

    @property
    def is_draft(self) -> bool:
        """Whether the edition may still change."""
        return self.status == self.DRAFT

    @property
    def is_published(self) -> bool:
        """Whether the edition is published and therefore fixed."""
        return self.status == self.PUBLISHED

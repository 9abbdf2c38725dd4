"""Tables of searches that people keep, and of the answers that came since they last looked."""

from __future__ import annotations

from django.conf import settings
from django.db import models

__all__ = ["Notice", "SavedSearch"]


class SavedSearch(models.Model):
    """A question that a person keeps, and the answers known so far.

    ``question`` is the query string of the search page; ``known`` holds the numbers of the answers by type
    (``{"standard": [1, 2]}``), so that an answer that comes later is recognised. ``partial`` says that there were
    more answers than are watched.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="谁的"
    )
    name = models.CharField("名称", max_length=100)
    question = models.TextField("检索条件")
    known = models.JSONField("已知结果", default=dict)
    total = models.PositiveIntegerField("结果数", default=0)
    partial = models.BooleanField("只留意前面的结果", default=False)
    created_at = models.DateTimeField("保存时间", auto_now_add=True)
    checked_at = models.DateTimeField("上次核对", null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["owner", "question"], name="discovery_one_each")]

    def __str__(self) -> str:
        """Its name."""
        return self.name


class Notice(models.Model):
    """One new answer of a saved search, kept until its owner has taken note of it."""

    search = models.ForeignKey(
        SavedSearch, on_delete=models.CASCADE, related_name="notices", verbose_name="检索"
    )
    type = models.CharField("类型", max_length=20)
    ref = models.BigIntegerField("标识")
    number = models.CharField("编号", max_length=200, blank=True)
    title = models.TextField("名称")
    address = models.TextField("网页")
    found_at = models.DateTimeField("发现时间", auto_now_add=True)

    class Meta:
        ordering = ["-found_at", "number"]
        constraints = [models.UniqueConstraint(fields=["search", "type", "ref"], name="discovery_told_once")]

    def __str__(self) -> str:
        """What was found."""
        return f"{self.number} {self.title}".strip()

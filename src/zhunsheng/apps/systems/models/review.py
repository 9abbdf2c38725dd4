"""What people decide about an edition (corrections, silenced findings), and the files it was read from."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhunsheng.apps.systems.models.editions import Edition, System

__all__ = ["Blob", "Correction", "Silence", "SourceText"]


class Correction(models.Model):
    """A value of a draft set by a person. What was printed stays here for good; ``undone_at`` takes it back.

    ``kind`` and ``row_uid`` name the subject (``row_uid`` is empty for the edition itself); ``field`` is a field of
    its record. ``effect`` is "confirmed" where a person only confirmed what had been guessed.
    """

    CHANGED, CONFIRMED, ADDED, REMOVED = "changed", "confirmed", "added", "removed"
    EFFECTS = [(CHANGED, "更正"), (CONFIRMED, "确认"), (ADDED, "补入"), (REMOVED, "移除")]

    uid = models.UUIDField("标识", primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="corrections")
    kind = models.CharField("对象种类", max_length=32)
    row_uid = models.UUIDField("对象标识", null=True, blank=True)
    subject_label = models.TextField("对象")
    field = models.CharField("字段", max_length=64, blank=True)
    effect = models.CharField("结果", max_length=10, choices=EFFECTS, default=CHANGED)
    printed = models.JSONField("印刷形式", null=True, blank=True)
    before = models.JSONField("之前", null=True, blank=True)
    after = models.JSONField("之后", null=True, blank=True)
    reason = models.TextField("理由", blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor_name = models.TextField("行动人")
    at = models.DateTimeField("时间")
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        ordering = ["edition", "at"]
        indexes = [models.Index(fields=["edition", "row_uid"], name="systems_correction_subject")]

    def __str__(self) -> str:
        """Subject and field."""
        return f"{self.subject_label} {self.field}".strip()


class Silence(models.Model):
    """A judgement on a finding, with its reason: not a problem (silenced), or noted to be settled (accepted).

    ``edition`` is empty where the judgement holds for every edition of the system.
    """

    SILENCED, ACCEPTED = "silenced", "accepted"
    VERDICTS = [(SILENCED, "静默"), (ACCEPTED, "已确认")]

    uid = models.UUIDField("标识", primary_key=True, default=uuid.uuid4, editable=False)
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="silences")
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="silences"
    )
    fingerprint = models.CharField("指纹", max_length=128)
    rule = models.CharField("规则", max_length=100)
    message = models.TextField("发现")
    verdict = models.CharField("结论", max_length=10, choices=VERDICTS, default=SILENCED)
    reason = models.TextField("理由", blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor_name = models.TextField("行动人")
    at = models.DateTimeField("时间")
    lifted_at = models.DateTimeField("解除时间", null=True, blank=True)

    class Meta:
        ordering = ["system", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "fingerprint"],
                condition=Q(lifted_at__isnull=True, edition__isnull=False),
                name="systems_silence_edition_once",
            ),
            models.UniqueConstraint(
                fields=["system", "fingerprint"],
                condition=Q(lifted_at__isnull=True, edition__isnull=True),
                name="systems_silence_system_once",
            ),
            models.CheckConstraint(
                condition=Q(verdict="accepted") | ~Q(reason=""), name="systems_silence_has_reason"
            ),
        ]

    def __str__(self) -> str:
        """Rule and message."""
        return f"{self.rule} {self.message}"


class Blob(models.Model):
    """A file as it came, under its hash in the uploads folder. See :mod:`.storage` for the bytes."""

    sha256 = models.CharField("SHA-256", max_length=64, primary_key=True)
    size = models.BigIntegerField("字节数")
    media = models.CharField("类型", max_length=16)
    name = models.TextField("文件名", blank=True)
    stored_at = models.DateTimeField("存入时间", auto_now_add=True)

    def __str__(self) -> str:
        """Name, or the beginning of the hash."""
        return self.name or self.sha256[:12]


class SourceText(models.Model):
    """The source of an edition, read: its lines, and what the reader met. Only where the file itself is here.

    ``reading`` holds media, encoding, problems and unclassified passages of the reading.
    """

    edition = models.OneToOneField(
        Edition, on_delete=models.CASCADE, primary_key=True, related_name="source_text"
    )
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    lines = models.JSONField("行")
    pages = models.JSONField("页", default=list)
    reading = models.JSONField("读取情况", default=dict)
    attached_at = models.DateTimeField("附上时间", auto_now_add=True)

    def __str__(self) -> str:
        """The file's name."""
        return str(self.blob)

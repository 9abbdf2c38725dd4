"""Links that the registry and the edition itself do not hold: suggested by a rule or stated by a person, then decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhunsheng.core.relations import ORIGINS, STATUSES

__all__ = ["Link"]

_KINDS = ["system", "subsystem", "planned", "basis", "standard", "project", "case"]
#: an edition's own structure is derived and never stored
_ORIGINS = {key: label for key, label in ORIGINS.items() if key != "edition"}


class Link(models.Model):
    """``subject TYPE target`` of one edition, or between two standards of no edition (``system`` and ``edition`` "").

    Ends are named ``kind`` and ``ref`` (a canonical number, ``SystemTree.item_name``, a code, an ordinal). Only this
    direction is stored; the inverse is derived. The types are content (``core/relations``), so the action that writes
    checks them, not the table. ``decision`` is shared by all links that one call decided, ``before`` is their status
    before it: what undoing brings back. A rejected link stays, so that it is never suggested again.
    """

    SUGGESTED, CONFIRMED, REJECTED = "suggested", "confirmed", "rejected"

    system = models.CharField("体系", max_length=80, blank=True)
    edition = models.CharField("版次", max_length=120, blank=True)
    subject_kind = models.CharField("主体种类", max_length=12)
    subject_ref = models.CharField("主体", max_length=200)
    subject_label = models.TextField("主体名称", blank=True)
    type = models.CharField("关联类型", max_length=32)
    target_kind = models.CharField("客体种类", max_length=12)
    target_ref = models.CharField("客体", max_length=200)
    target_label = models.TextField("客体名称", blank=True)
    status = models.CharField("状态", max_length=10, choices=list(STATUSES.items()), default=SUGGESTED)
    origin = models.CharField("由来", max_length=12, choices=list(_ORIGINS.items()))
    rule = models.CharField("规则", max_length=64, blank=True)
    evidence = models.JSONField("依据", default=list)
    confidence = models.FloatField("把握", default=1.0)
    subject_clause = models.CharField("主体条款", max_length=80, blank=True)
    target_clause = models.CharField("客体条款", max_length=80, blank=True)
    degree = models.CharField("程度", max_length=16, blank=True)
    valid_from = models.CharField("起", max_length=10, blank=True)
    valid_to = models.CharField("止", max_length=10, blank=True)
    reason = models.TextField("理由", blank=True)
    resolution = models.TextField("处理结果", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_name = models.TextField("行动人", blank=True)
    at = models.DateTimeField("时间")
    decision = models.UUIDField("同一次决定", null=True, blank=True)
    before = models.CharField("决定之前的状态", max_length=10, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "system",
                    "edition",
                    "subject_kind",
                    "subject_ref",
                    "type",
                    "target_kind",
                    "target_ref",
                ],
                name="insight_link_once",
            ),
            models.CheckConstraint(
                condition=~Q(subject_kind=F("target_kind")) | ~Q(subject_ref=F("target_ref")),
                name="insight_link_two_ends",
            ),
            models.CheckConstraint(
                condition=Q(subject_kind__in=_KINDS)
                & Q(target_kind__in=_KINDS)
                & ~Q(subject_ref="")
                & ~Q(target_ref=""),
                name="insight_link_ends_known",
            ),
            models.CheckConstraint(condition=~Q(type=""), name="insight_link_has_type"),
            models.CheckConstraint(
                condition=Q(status__in=list(STATUSES)),
                name="insight_link_status_known",
            ),
            models.CheckConstraint(
                condition=Q(origin__in=list(_ORIGINS)),
                name="insight_link_origin_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="rejected") | ~Q(reason=""), name="insight_link_rejection_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(system="", edition="") | (~Q(system="") & ~Q(edition="")),
                name="insight_link_edition_whole",
            ),
            models.CheckConstraint(
                condition=~Q(system="") | Q(subject_kind="standard", target_kind="standard"),
                name="insight_link_without_edition_is_of_standards",
            ),
        ]
        indexes = [
            models.Index(fields=["system", "edition", "status"], name="insight_link_edition"),
            models.Index(fields=["subject_kind", "subject_ref"], name="insight_link_subject"),
            models.Index(fields=["target_kind", "target_ref"], name="insight_link_target"),
            models.Index(
                fields=["decision"], name="insight_link_decision", condition=Q(decision__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        """Both ends and the type."""
        return f"{self.subject_label or self.subject_ref} {self.type} {self.target_label or self.target_ref}"

    @property
    def subject_end(self) -> str:
        """``kind:ref`` of the subject."""
        return f"{self.subject_kind}:{self.subject_ref}"

    @property
    def target_end(self) -> str:
        """``kind:ref`` of the target."""
        return f"{self.target_kind}:{self.target_ref}"

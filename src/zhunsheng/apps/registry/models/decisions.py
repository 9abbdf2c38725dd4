"""What people decided: values verified, columns understood, standards placed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhunsheng.apps.registry.models.standards import Standard

__all__ = ["Placement", "TableMapping", "Verification"]


class Verification(models.Model):
    """A person's word on one value, with a link to the evidence. The latest one in force of a field counts."""

    ACTIVE, WITHDRAWN = "active", "withdrawn"
    STATES = [(ACTIVE, "有效"), (WITHDRAWN, "已撤回")]

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="verifications")
    field = models.CharField("字段", max_length=32)
    value = models.TextField("值", blank=True)
    before = models.TextField("之前的值", blank=True)
    evidence_url = models.TextField("证据网址")
    note = models.TextField("说明", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_name = models.TextField("核实人")
    at = models.DateTimeField("时间")
    state = models.CharField("状态", max_length=10, choices=STATES, default=ACTIVE)

    class Meta:
        ordering = ["standard", "field", "at"]
        constraints = [
            models.CheckConstraint(condition=~Q(evidence_url=""), name="registry_verification_has_evidence"),
            models.UniqueConstraint(
                fields=["standard", "field"],
                condition=Q(state="active"),
                name="registry_verification_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        """Field and value."""
        return f"{self.field}：{self.value}"


class TableMapping(models.Model):
    """What the columns of a kind of table mean; ``signature`` is the sorted heads of its columns, in one line."""

    name = models.CharField("名称", max_length=200, unique=True)
    signature = models.TextField("列头")
    mapping = models.JSONField("列的含义", default=dict)
    used_at = models.DateTimeField("最近使用", auto_now=True)

    class Meta:
        ordering = ["-used_at"]

    def __str__(self) -> str:
        """The name."""
        return self.name


class Placement(models.Model):
    """A standard beside an item of a system: suggested by a machine, confirmed or rejected by a person.

    ``system`` is the slug, ``edition`` the edition's key, ``kind`` planned or subsystem, ``item`` what stands for the
    item in its address (``SystemTree.item_name``, or a subsystem's code). ``boxes`` are the category and its module
    as the search names them (``AA 测试评估``), none while the edition is not published: the search answers everybody
    alike. A rejected one stays, so that it is never suggested again. ``gone`` is no column: reads set it where the
    item was taken out of the edition while it was a draft.
    """

    gone = False
    SUGGESTED, CONFIRMED, REJECTED = "suggested", "confirmed", "rejected"
    STATES = [(SUGGESTED, "待确认"), (CONFIRMED, "已确认"), (REJECTED, "已否定")]
    PLANNED, SUBSYSTEM = "planned", "subsystem"
    KINDS = [(PLANNED, "拟制定标准"), (SUBSYSTEM, "子体系")]

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="placements")
    system = models.CharField("体系", max_length=80)
    edition = models.CharField("版次", max_length=120)
    kind = models.CharField("对象种类", max_length=12, choices=KINDS)
    item = models.CharField("对象", max_length=64)
    item_label = models.TextField("对象名称", blank=True)
    boxes = models.JSONField("所在子体系", default=list)
    state = models.CharField("状态", max_length=10, choices=STATES, default=SUGGESTED)
    origin = models.CharField("由来", max_length=32, blank=True)
    score = models.FloatField("把握", null=True, blank=True)
    evidence = models.JSONField("依据", default=list)
    reason = models.TextField("理由", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_name = models.TextField("行动人", blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["system", "edition", "item", "-score"]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "edition", "item", "standard"], name="registry_placement_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(reason=""), name="registry_placement_rejection_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["suggested", "confirmed", "rejected"]),
                name="registry_placement_state_known",
            ),
        ]
        indexes = [models.Index(fields=["standard", "state"], name="registry_placement_standard")]

    def __str__(self) -> str:
        """Standard, item and state."""
        return f"{self.standard}—{self.item_label}：{self.get_state_display()}"

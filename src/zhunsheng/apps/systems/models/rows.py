"""What an edition says, row by row."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from zhunsheng.apps.systems.models.editions import Edition, refuse_published

__all__ = ["Basis", "Layer", "LegendEntry", "Measure", "PlannedStandard", "Row", "Subsystem", "Target"]


class RowQuerySet(models.QuerySet[Any]):
    """Rows of published editions can be read, not changed in bulk either."""

    def update(self, **kwargs: Any) -> int:
        """As in Django; refused where a row belongs to a published edition."""
        refuse_published(self.values_list("edition_id", flat=True))
        return super().update(**kwargs)

    def delete(self) -> Any:
        """As in Django; refused where a row belongs to a published edition."""
        refuse_published(self.values_list("edition_id", flat=True))
        return super().delete()

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """As in Django; refused where a row belongs to a published edition."""
        rows = list(objs)
        refuse_published(row.edition_id for row in rows)
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> int:
        """As in Django; refused where a row belongs to a published edition."""
        rows = list(objs)
        refuse_published(row.edition_id for row in rows)
        return super().bulk_update(rows, *args, **kwargs)


class Row(models.Model):
    """What all rows of an edition share. ``ordinal`` is the place among its kind, from 1."""

    uid = models.UUIDField("标识", primary_key=True, default=uuid.uuid4, editable=False)
    ordinal = models.PositiveIntegerField("次序")
    line_start = models.PositiveIntegerField("起始行")
    line_end = models.PositiveIntegerField("结束行")
    page = models.PositiveIntegerField("页", null=True, blank=True)
    printed = models.JSONField("印刷形式", default=dict)
    detail = models.JSONField("其余", default=dict)

    objects = RowQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As in Django; refused once the edition is published."""
        refuse_published([self.edition_id])  # type: ignore[attr-defined]
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """As in Django; refused once the edition is published."""
        refuse_published([self.edition_id])  # type: ignore[attr-defined]
        return super().delete(*args, **kwargs)


def _row_rules(name: str, *more: models.BaseConstraint) -> list[models.BaseConstraint]:
    """The constraints each kind of row has: one row at a place, a span that does not run backwards."""
    return [
        models.UniqueConstraint(fields=["edition", "ordinal"], name=f"systems_{name}_place"),
        models.CheckConstraint(
            condition=Q(line_end__gte=models.F("line_start")), name=f"systems_{name}_span"
        ),
        *more,
    ]


class Subsystem(Row):
    """Module, category and deeper. ``occurrence`` is 1 unless the guide gives one code to several boxes.

    ``parent_code`` speaks only where the code names no stored box; else ``parent`` does.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="subsystems")
    code = models.CharField("代号", max_length=64)
    occurrence = models.PositiveIntegerField("同号次序", default=1)
    name = models.TextField("名称")
    level = models.PositiveSmallIntegerField("层级")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    parent_code = models.TextField("上级代号（未对应）", null=True, blank=True)
    group = models.TextField("组", null=True, blank=True)
    scope = models.TextField("范围", blank=True)

    class Meta:
        ordering = ["ordinal"]
        constraints = _row_rules(
            "subsystem",
            models.UniqueConstraint(fields=["edition", "code", "occurrence"], name="systems_subsystem_code"),
        )

    def __str__(self) -> str:
        """Code and name."""
        return f"{self.code} {self.name}"


class PlannedStandard(Row):
    """One row of the list. ``number`` is the printed 序号; one that is no number stands in ``detail``."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="planned_standards")
    number = models.IntegerField("序号", null=True, blank=True)
    subsystem = models.ForeignKey(
        Subsystem, on_delete=models.SET_NULL, null=True, blank=True, related_name="planned_standards"
    )
    subsystem_code = models.TextField("类别代号（未对应）", null=True, blank=True)
    name = models.TextField("标准名称")
    identifier = models.TextField("标准编号", null=True, blank=True)
    status = models.TextField("状态", null=True, blank=True)
    stars = models.SmallIntegerField("星数", null=True, blank=True)
    tier = models.TextField("缓急程度", null=True, blank=True)

    class Meta:
        ordering = ["ordinal"]
        constraints = _row_rules("planned")
        indexes = [models.Index(fields=["edition", "number"], name="systems_planned_number")]

    def __str__(self) -> str:
        """Number and name."""
        number = self.number if self.number is not None else self.detail.get("number") or "—"
        return f"{number} {self.name}"


class Target(Row):
    """A measurable goal."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="targets")
    name = models.TextField("名称")
    comparator = models.CharField("比较", max_length=8)
    value = models.FloatField("数值", null=True, blank=True)
    unit = models.TextField("单位", blank=True)
    year = models.IntegerField("年份", null=True, blank=True)

    class Meta:
        ordering = ["ordinal"]
        constraints = _row_rules("target")

    def __str__(self) -> str:
        """Name, comparison and value."""
        return f"{self.name} {self.comparator} {self.value}{self.unit}"


class Measure(Row):
    """An implementing measure."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="measures")
    title = models.TextField("标题")
    text = models.TextField("正文", blank=True)

    class Meta:
        ordering = ["ordinal"]
        constraints = _row_rules("measure")

    def __str__(self) -> str:
        """The title."""
        return self.title


class Basis(Row):
    """A law, policy or standard the guide rests on."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="bases")
    kind = models.CharField("种类", max_length=64)
    title = models.TextField("题名")
    document_number = models.TextField("文号", null=True, blank=True)
    identifier = models.TextField("标准编号", null=True, blank=True)

    class Meta:
        ordering = ["ordinal"]
        constraints = _row_rules("basis")

    def __str__(self) -> str:
        """The title."""
        return self.title


class LegendEntry(Row):
    """What one urgency mark means."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="legend")
    mark = models.TextField("标记")
    stars = models.SmallIntegerField("星数", null=True, blank=True)
    tier = models.TextField("缓急程度")
    meaning = models.TextField("含义", blank=True)

    class Meta:
        ordering = ["ordinal"]
        constraints = _row_rules("legend")

    def __str__(self) -> str:
        """Mark and tier."""
        return f"{self.mark} {self.tier}"


class Layer(Row):
    """A named layer of the framework; ``detail["members"]`` are codes of modules."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="layers")
    name = models.TextField("名称")

    class Meta:
        ordering = ["ordinal"]
        constraints = _row_rules("layer")

    def __str__(self) -> str:
        """The name."""
        return self.name

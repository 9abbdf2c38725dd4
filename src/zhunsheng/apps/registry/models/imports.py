"""Sources, the runs in which their files came in, and the rows that could not be taken."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhunsheng.core.registry.words import GRADES

__all__ = ["ImportProblem", "ImportRun", "Source"]


class Source(models.Model):
    """Who says it. ``rank`` orders sources of one grade, the smaller first; ``date`` is as exact as known."""

    code = models.CharField("代号", max_length=64, unique=True)
    name = models.TextField("名称")
    grade = models.CharField("等级", max_length=8, choices=list(GRADES.items()))
    kind = models.CharField("种类", max_length=32, blank=True)
    url = models.TextField("网址", blank=True)
    date = models.CharField("数据日期", max_length=10, blank=True)
    licence = models.TextField("许可", blank=True)
    rank = models.PositiveSmallIntegerField("次序", default=100)

    class Meta:
        ordering = ["rank", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(grade__in=list(GRADES)), name="registry_source_grade_known"),
            models.CheckConstraint(condition=~Q(code=""), name="registry_source_code_given"),
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name


class ImportRun(models.Model):
    """One file being brought in. ``taken`` items are done for good: it is the point from which a run goes on.

    ``path`` is where the file lies for the run (a path within the uploads folder, or the operator's own), ``mapping``
    what the columns of a table mean, ``counts`` what came of it: ``read added changed unchanged merged gone
    problems relations``. ``gone`` counts statements of a source whose list was complete and no longer has them.
    """

    WAITING, RUNNING, DONE = "waiting", "running", "done"
    FAILED, CANCELLED, INTERRUPTED = "failed", "cancelled", "interrupted"
    STATES = [
        (WAITING, "等待"),
        (RUNNING, "进行中"),
        (DONE, "已完成"),
        (FAILED, "失败"),
        (CANCELLED, "已取消"),
        (INTERRUPTED, "中断"),
    ]

    uid = models.UUIDField("标识", primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="runs")
    connector = models.CharField("读法", max_length=32)
    file_name = models.TextField("文件名")
    path = models.TextField("文件位置")
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.BigIntegerField("字节数", default=0)
    mapping = models.JSONField("列的含义", default=dict)
    complete_list = models.BooleanField("来源的完整清单", default=False)
    state = models.CharField("状态", max_length=12, choices=STATES, default=WAITING)
    taken = models.BigIntegerField("已处理项数", default=0)
    done = models.FloatField("已读部分", default=0)
    counts = models.JSONField("结果", default=dict)
    message = models.TextField("消息", blank=True)
    job = models.UUIDField("任务", null=True, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor_name = models.TextField("行动人", blank=True)
    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        """The file and its state."""
        return f"{self.file_name}：{self.get_state_display()}"


class ImportProblem(models.Model):
    """A row that gave no record or lost a value, kept whole for repair.

    ``ordinal`` counts the problems of a run; ``item`` is the place of the row among the items of the file, from 0;
    ``filled`` are the columns of ``row`` whose value is that of a merged cell.
    """

    OPEN, REPAIRED, DROPPED = "open", "repaired", "dropped"
    STATES = [(OPEN, "待处理"), (REPAIRED, "已修复"), (DROPPED, "不取")]

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    ordinal = models.PositiveIntegerField("次序")
    item = models.BigIntegerField("项序号", default=0)
    place = models.TextField("位置")
    column = models.TextField("列", blank=True)
    value = models.TextField("值", blank=True)
    problem = models.TextField("问题")
    mend = models.TextField("改法", blank=True)
    row = models.JSONField("整行", default=dict)
    filled = models.JSONField("合并单元格填入的列", default=list)
    state = models.CharField("状态", max_length=10, choices=STATES, default=OPEN)
    reason = models.TextField("理由", blank=True)
    standard = models.ForeignKey(
        "registry.Standard", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["run", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["run", "ordinal"], name="registry_problem_place")]

    def __str__(self) -> str:
        """Place and problem."""
        return f"{self.place}：{self.problem}"

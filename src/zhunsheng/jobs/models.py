"""The table of background work, which is also its queue."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

__all__ = ["Job"]


class Job(models.Model):
    """One piece of background work.

    ``stage`` and ``message`` are Chinese texts for people; ``result`` is plain data that the kind of job defines
    (a guide import: ``{"edition": uid, "system": slug, "created": bool}``). ``worker`` and ``beat_at`` tell whether
    a running job still has somebody at work on it.
    """

    QUEUED, RUNNING, DONE = "queued", "running", "done"
    FAILED, CANCELLED, INTERRUPTED = "failed", "cancelled", "interrupted"
    STATES = [
        (QUEUED, "排队中"),
        (RUNNING, "进行中"),
        (DONE, "已完成"),
        (FAILED, "失败"),
        (CANCELLED, "已取消"),
        (INTERRUPTED, "中断"),
    ]

    uid = models.UUIDField("标识", primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("种类", max_length=64)
    title = models.TextField("名称")
    state = models.CharField("状态", max_length=12, choices=STATES, default=QUEUED, db_index=True)
    progress = models.PositiveSmallIntegerField("进度", default=0)
    stage = models.TextField("步骤", blank=True)
    message = models.TextField("消息", blank=True)
    payload = models.JSONField("输入", default=dict)
    result = models.JSONField("结果", null=True, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancel_wanted = models.BooleanField("要求取消", default=False)
    request_id = models.CharField("请求标识", max_length=64, blank=True)
    worker = models.CharField("执行者", max_length=200, blank=True)
    beat_at = models.DateTimeField("最近心跳", null=True, blank=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="jobs_job_progress_percent")
        ]

    def __str__(self) -> str:
        """Title and state."""
        return f"{self.title}：{self.get_state_display()}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens by itself."""
        return self.state not in {self.QUEUED, self.RUNNING}

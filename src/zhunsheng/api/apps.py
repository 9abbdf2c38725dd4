"""The interface as a Django app: it has a page of its own, and no tables."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["ApiConfig"]


class ApiConfig(AppConfig):
    """Named ``api``."""

    name = "zhunsheng.api"
    label = "api"
    verbose_name = "数据接口"

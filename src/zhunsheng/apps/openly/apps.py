"""The app of open data."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["OpenlyConfig"]


class OpenlyConfig(AppConfig):
    """No tables: what is given away lies in the registry and the systems."""

    name = "zhunsheng.apps.openly"
    label = "openly"
    verbose_name = "开放数据"

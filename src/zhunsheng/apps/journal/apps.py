"""Registers the app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The journal."""

    name = "zhunsheng.apps.journal"
    label = "journal"
    verbose_name = "日志"
    default_auto_field = "django.db.models.BigAutoField"

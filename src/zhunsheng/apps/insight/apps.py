"""Registers the app."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Relations and what follows from them."""

    name = "zhunsheng.apps.insight"
    label = "insight"
    verbose_name = "关联"
    default_auto_field = "django.db.models.BigAutoField"

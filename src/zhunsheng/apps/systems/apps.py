"""Registers the app."""

from django.apps import AppConfig


class SystemsConfig(AppConfig):
    """Stored standards systems."""

    name = "zhunsheng.apps.systems"
    label = "systems"
    verbose_name = "标准体系"
    default_auto_field = "django.db.models.BigAutoField"

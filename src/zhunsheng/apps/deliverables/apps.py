"""Registers the app."""

from django.apps import AppConfig


class DeliverablesConfig(AppConfig):
    """The papers of a system."""

    name = "zhunsheng.apps.deliverables"
    label = "deliverables"
    verbose_name = "成果"
    default_auto_field = "django.db.models.BigAutoField"

"""Registers the app."""

from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    """Searching, and searches kept."""

    name = "zhunsheng.apps.discovery"
    label = "discovery"
    verbose_name = "检索"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Look for new answers of the saved searches after each import."""
        from zhunsheng.apps.discovery import notices

        notices.connect()

"""Registers the app."""

from django.apps import AppConfig


class SystemsConfig(AppConfig):
    """Stored standards systems."""

    name = "zhunsheng.apps.systems"
    label = "systems"
    verbose_name = "标准体系"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the search where its documents of systems come from."""
        from functools import partial

        from zhunsheng.apps.systems import finding
        from zhunsheng.search import providers

        for kind in finding.TYPES:
            providers.register(kind, partial(finding.documents, kind), partial(finding.count_documents, kind))

"""Registers the app."""

from functools import partial

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Standards and what sources say of them."""

    name = "zhunsheng.apps.registry"
    label = "registry"
    verbose_name = "标准库"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what of the registry can be found; listen for editions that everybody may read from now on."""
        from zhunsheng.apps.registry import hearing
        from zhunsheng.apps.registry.queries import days_of_issue, document_count, documents
        from zhunsheng.search import providers

        for kind, days in (("standard", days_of_issue), ("body", None)):
            providers.register(kind, partial(documents, kind), partial(document_count, kind), days)
        hearing.connect()

"""Registers the app."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Standards and what sources say of them."""

    name = "zhunsheng.apps.registry"
    label = "registry"
    verbose_name = "标准库"
    default_auto_field = "django.db.models.BigAutoField"

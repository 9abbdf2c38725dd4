"""Registers the app."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """Templates, template tags and static files of the frame."""

    name = "zhunsheng.shell"
    label = "shell"
    verbose_name = "界面框架"

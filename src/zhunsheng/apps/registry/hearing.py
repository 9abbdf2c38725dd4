"""What the registry does when something happens in other apps."""

from __future__ import annotations

from typing import Any

__all__ = ["connect"]


def connect() -> None:
    """Listen for published editions."""
    from zhunsheng.apps.systems.signals import edition_published

    edition_published.connect(_published, dispatch_uid="registry.hearing")


def _published(sender: Any, edition: Any, **_about: Any) -> None:
    from zhunsheng.apps.registry.actions import open_places

    open_places(edition)

"""What other apps may listen to."""

from __future__ import annotations

from django.dispatch import Signal

__all__ = ["edition_published"]

#: sent inside the transaction that publishes; ``edition`` is the :class:`Edition`, which everybody may read from then on
edition_published = Signal()

"""What other apps may listen to."""

from __future__ import annotations

from django.dispatch import Signal

__all__ = ["import_finished"]

#: sent once a run is done, after its last transaction; ``run`` is the :class:`ImportRun`
import_finished = Signal()

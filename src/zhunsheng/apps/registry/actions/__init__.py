"""Every write of the registry, one module a theme. Call them as ``verify_value(user, standard, …)``."""

from zhunsheng.apps.registry.actions.importing import (
    import_catalogue,
    mark_interrupted,
    open_run,
    resume_import,
)
from zhunsheng.apps.registry.actions.previewing import preview_import

__all__ = [
    "import_catalogue",
    "mark_interrupted",
    "open_run",
    "preview_import",
    "resume_import",
]

"""Every write of the registry, one module a theme. Call them as ``verify_value(user, standard, …)``."""

from zhunsheng.apps.registry.actions.importing import (
    attach_job,
    import_catalogue,
    open_run,
    resume_import,
)
from zhunsheng.apps.registry.actions.placing import (
    confirm_placement,
    place_standard,
    reject_placement,
    reopen_placement,
    suggest_placements,
)
from zhunsheng.apps.registry.actions.previewing import preview_import
from zhunsheng.apps.registry.actions.refreshing import refresh_statuses, rework_standards
from zhunsheng.apps.registry.actions.repairing import drop_row, remember_mapping, repair_row
from zhunsheng.apps.registry.actions.settling import open_places, settle_placements, unsettled_editions
from zhunsheng.apps.registry.actions.verifying import (
    correct_value,
    restore_statement,
    verify_value,
    withdraw_statement,
    withdraw_verification,
)

__all__ = [
    "attach_job",
    "confirm_placement",
    "correct_value",
    "drop_row",
    "import_catalogue",
    "open_places",
    "open_run",
    "place_standard",
    "preview_import",
    "refresh_statuses",
    "reject_placement",
    "remember_mapping",
    "reopen_placement",
    "repair_row",
    "restore_statement",
    "resume_import",
    "rework_standards",
    "settle_placements",
    "suggest_placements",
    "unsettled_editions",
    "verify_value",
    "withdraw_statement",
    "withdraw_verification",
]

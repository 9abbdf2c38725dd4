"""Every write of stored systems, one module a theme. Call them as ``publish_edition(user, edition, …)``."""

from zhunsheng.apps.systems.actions.correcting import (
    add_row,
    confirm_guesses,
    confirm_value,
    correct_value,
    remove_row,
    undo_correction,
)
from zhunsheng.apps.systems.actions.importing import (
    attach_source,
    import_content,
    import_guide,
    import_packaged,
    store_guide,
)
from zhunsheng.apps.systems.actions.judging import accept_finding, lift_silence, silence_finding
from zhunsheng.apps.systems.actions.publishing import (
    discard_draft,
    publish_edition,
    rename_system,
    revise_edition,
)
from zhunsheng.apps.systems.actions.returning import (
    accept_changes,
    close_return,
    receive_table,
    reject_changes,
    set_columns,
    store_table,
)

__all__ = [
    "accept_changes",
    "accept_finding",
    "add_row",
    "attach_source",
    "close_return",
    "confirm_guesses",
    "confirm_value",
    "correct_value",
    "discard_draft",
    "import_content",
    "import_guide",
    "import_packaged",
    "lift_silence",
    "publish_edition",
    "receive_table",
    "reject_changes",
    "remove_row",
    "rename_system",
    "revise_edition",
    "set_columns",
    "silence_finding",
    "store_guide",
    "store_table",
    "undo_correction",
]

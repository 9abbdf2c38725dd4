"""A row that is kept because something was wrong with it, read again through the connector of its file."""

from __future__ import annotations

from pathlib import Path

from zhunsheng.apps.registry.models import ImportProblem
from zhunsheng.apps.registry.reading import open_connector
from zhunsheng.catalogues.shape import Item, Unreadable
from zhunsheng.core.registry.record import TEXT_FIELDS, StatedRecord

__all__ = ["NO_RECORD", "read_row"]

#: heads under which a row may hold its number
_NUMBER_HEADS = ("number", "标准号", "标准编号", "标准代号和编号", "编号", "code", "id")
#: what :class:`Statement` remembers of a row that gave no record as its file has it
NO_RECORD = "row"


def read_row(problem: ImportProblem, row: dict[str, str]) -> Item:
    """The mended row through its file's own connector, or by the names of its columns."""
    run = problem.run
    try:
        connector = open_connector(Path(run.path), run.connector, run.mapping)
    except (Unreadable, OSError):
        connector = None
    reader = getattr(connector, "item_of_row", None)
    if reader is not None:
        item: Item = reader(row, problem.place)
        return item
    labels = {label: name for name, label in TEXT_FIELDS.items()}
    number = next((row[head] for head in _NUMBER_HEADS if row.get(head, "").strip()), "")
    values = {
        labels.get(head, head): " ".join(value.split())
        for head, value in row.items()
        if value.strip() and labels.get(head, head) in TEXT_FIELDS
    }
    record = StatedRecord(number.strip() or problem.place, problem.place, number, values=values)
    return Item(record if number.strip() else None)

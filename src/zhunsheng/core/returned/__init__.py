"""A 明细表 that comes back edited: its columns understood, its rows matched, each difference told.

:func:`guess_columns` says what each head means, :func:`compare_returned` what the table would change in the list
as it is now, and where somebody else has changed the same value since the table was handed out.
"""

from zhunsheng.core.returned.columns import FIELDS, MARK, ORIGINAL, guess_columns, head_signature, most_rows
from zhunsheng.core.returned.comparison import (
    CellChange,
    Comparison,
    ListRow,
    ReturnedRow,
    RowChange,
    compare_returned,
)

__all__ = [
    "FIELDS",
    "MARK",
    "ORIGINAL",
    "CellChange",
    "Comparison",
    "ListRow",
    "ReturnedRow",
    "RowChange",
    "compare_returned",
    "guess_columns",
    "head_signature",
    "most_rows",
]

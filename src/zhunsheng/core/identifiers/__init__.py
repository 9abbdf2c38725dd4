"""Numbers of standards: read, compared, printed, and found in running text."""

from zhunsheng.core.identifiers.find import find_identifiers, normal_identifier
from zhunsheng.core.identifiers.number import StandardNumber, format_number, read_number, same_number

__all__ = [
    "StandardNumber",
    "find_identifiers",
    "format_number",
    "normal_identifier",
    "read_number",
    "same_number",
]

"""Numbers of standards: read, compared, printed, and found in running text."""

from zhunsheng.core.identifiers.explain import why_no_number
from zhunsheng.core.identifiers.find import find_identifiers, find_numbers, normal_identifier
from zhunsheng.core.identifiers.link import number_link
from zhunsheng.core.identifiers.number import StandardNumber, format_number, read_number, same_number

__all__ = [
    "StandardNumber",
    "find_identifiers",
    "find_numbers",
    "format_number",
    "normal_identifier",
    "number_link",
    "read_number",
    "same_number",
    "why_no_number",
]

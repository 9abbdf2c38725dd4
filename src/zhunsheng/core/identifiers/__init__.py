"""Numbers of standards in running text."""

from zhunsheng.core.identifiers.find import find_identifiers, normal_identifier

__all__ = ["find_identifiers", "normal_identifier"]

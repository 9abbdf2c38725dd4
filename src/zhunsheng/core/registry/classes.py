"""What the codes of the classifications of standards mean (``content/vocabularies/ics.yaml``)."""

from __future__ import annotations

from functools import cache

from zhunsheng.core.vocabulary import vocabulary

__all__ = ["class_label", "class_labels", "class_name"]


def class_name(scheme: str, code: str) -> str:
    """The name of an ICS class: Chinese for fields (two digits), else as ISO publishes it; "" where none is known.

    CCS (中国标准文献分类) names are not packaged: no source for them was found.
    """
    if scheme != "ics":
        return ""
    words = vocabulary("ics")
    name: str = words["fields_zh"].get(code, "") or words["names"].get(code, "")
    return name


def class_label(scheme: str, code: str) -> str:
    """Code and name in one line, for lists that have room for one."""
    return f"{code} {class_name(scheme, code)}".rstrip()


@cache
def class_labels() -> dict[str, str]:
    """Every ICS code with its label, for facets."""
    return {code: class_label("ics", code) for code in vocabulary("ics")["names"]}

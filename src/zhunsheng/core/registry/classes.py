"""What the codes of the classifications of standards mean (``content/vocabularies/ics.yaml``)."""

from __future__ import annotations

from functools import cache

from zhunsheng.core.vocabulary import vocabulary

__all__ = ["class_label", "class_labels", "class_name", "field_name", "names_source"]


def class_name(scheme: str, code: str) -> str:
    """The name of an ICS class: Chinese for fields (two digits), else as ISO publishes it; "" where none is known.

    CCS (中国标准文献分类) names are not packaged: no source for them was found.
    """
    if scheme != "ics":
        return ""
    words = vocabulary("ics")
    name: str = words["fields_zh"].get(code, "") or words["names"].get(code, "")
    return name


def field_name(scheme: str, code: str) -> str:
    """The Chinese name of the field (two digits) that an ICS class lies in; "" where none is known."""
    name: str = vocabulary("ics")["fields_zh"].get(code.partition(".")[0], "") if scheme == "ics" else ""
    return name


def names_source() -> str:
    """Where the English names of ICS classes come from, in one line."""
    told = vocabulary("ics")["source"]
    return f"{told['name']}（{told['licence']}，署名 {told['credit']}）"


def class_label(scheme: str, code: str) -> str:
    """Code and name in one line, for lists that have room for one.

    No Chinese names below the fields may be cited, and none are made up: the field's name stands before the English one.
    """
    name, field = class_name(scheme, code), field_name(scheme, code)
    if name and field and name != field:
        return f"{code} {field}（{name}）"
    return f"{code} {name or field}".rstrip()


@cache
def class_labels() -> dict[str, str]:
    """Every ICS code with its label, for facets."""
    return {code: class_label("ics", code) for code in vocabulary("ics")["names"]}

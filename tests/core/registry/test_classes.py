"""The names of the classes of ICS."""

from __future__ import annotations

import re

from zhunsheng.core.registry.classes import class_label, class_name
from zhunsheng.core.vocabulary import vocabulary


def test_every_class_has_a_head_with_a_name() -> None:
    names, fields = vocabulary("ics")["names"], vocabulary("ics")["fields_zh"]
    assert len(names) > 1300 and len(fields) == 40
    assert set(fields) == {code for code in names if len(code) == 2}
    for code in names:
        assert re.fullmatch(r"\d\d(\.\d{3}(\.\d\d)?)?", code), code
        assert code[:2] in fields


def test_names_and_labels() -> None:
    assert class_name("ics", "35") == "信息技术"
    assert class_label("ics", "35") == "35 信息技术"
    # No Chinese name may be cited: the field's stands before the English one.
    assert class_label("ics", "35.020") == "35.020 信息技术（Information technology (IT) in general）"
    assert class_label("ics", "99.999") == "99.999"
    assert class_label("ccs", "L80") == "L80"

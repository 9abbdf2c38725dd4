"""Normal forms: what is shown, what is compared, and which numerals count."""

from __future__ import annotations

import pytest

from zhunsheng.core.text.normal import clean, key, numeral_value, squeeze, strip_ending


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("供水管网漏损管 理标准", "供水管网漏损管理标准"),
        ("基于 AI 的漏损 识别", "基于 AI 的漏损识别"),
        ("水 表，闸 门", "水表，闸门"),
        ("Smart  Water\tMeter", "Smart Water Meter"),
        ("第 1 部分：\u3000总则", "第 1 部分：总则"),
        ("水\u200b表\ufeff", "水表"),
        ("供水\n管网", "供水管网"),
    ],
)
def test_clean_takes_out_only_spaces_that_no_one_meant(printed: str, shown: str) -> None:
    assert clean(printed) == shown


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("基于 AI 的漏损识别", "基于ＡＩ的漏损识别"),
        ("安全/治理", "安全／治理"),
        ("物联网(IoT)", "物联网（iot）"),
        ("其它", "其他"),
        ("5G—水务", "5G-水务"),
    ],
)
def test_two_printings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_different_names_have_different_keys() -> None:
    assert len({key(name) for name in ("水表", "水泵", "智能水表", "水表1", "水表2")}) == 5


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("水表标准", "水表"),
        ("跨域标准标准", "跨域"),
        ("装备产业集群标准", "装备"),
        ("基础共性模块", "基础共性"),
        ("标准", "标准"),
        ("标准化", "标准化"),
    ],
)
def test_the_name_of_a_subsystem_has_no_ending(printed: str, name: str) -> None:
    assert strip_ending(printed) == name


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十二", 12),
        ("二十", 20),
        ("一百零三", 103),
        ("二〇二七", 2027),
        ("１２", 12),
        ("⑫", 12),
        ("IV", 4),
        ("", None),
        ("十二个", None),
        ("水", None),
        ("1234567890123", None),
    ],
)
def test_numerals(text: str, value: int | None) -> None:
    assert numeral_value(text) == value


def test_squeeze_leaves_no_space_of_any_kind() -> None:
    assert squeeze(" 水\u3000表\u00a0A\t1\u200b\n") == "水表A1"

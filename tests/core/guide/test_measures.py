"""Measures: with headings, in paragraphs, several in one paragraph; and what they commit to."""

from __future__ import annotations

import pytest

from zhunsheng.core.guide.model import GuideDocument
from zhunsheng.core.guide.read import read_guide


def guide(chapter: str, name: str = "guide.txt") -> GuideDocument:
    text = f"""示例省石墨标准体系建设指南
一、总体要求
到2028年，发布标准20项。
二、重点方向
（一）基础标准
1.术语标准
规范石墨材料的名词术语和定义。
2.分类标准
规范石墨材料的分类方法和代码。
（二）产品标准
1.电极标准
规范电极的尺寸、性能和检验规则。
2.坩埚标准
规范坩埚的尺寸、性能和检验规则。
{chapter}
"""
    return read_guide(text.encode(), name=name)


FORMS = {
    "headings": "三、组织实施\n（一）加强统筹协调\n设立专项工作组。\n（二）加强宣传引导\n开展宣贯培训。",
    "run-in": "三、保障措施\n（一）加强统筹协调。设立专项工作组。\n（二）加强宣传引导。开展宣贯培训。",
    "colons": "三、保障机制\n（一）加强统筹协调：设立专项工作组。\n（二）加强宣传引导：开展宣贯培训。",
    "one paragraph": "三、保障措施\n（一）加强统筹协调。设立专项工作组。（二）加强宣传引导。开展宣贯培训。",
    "plain paragraphs": "三、组织实施\n加强统筹协调。设立专项工作组。\n加强宣传引导。开展宣贯培训。",
    "first, second": "三、组织实施\n一是加强统筹协调。设立专项工作组。\n二是加强宣传引导。开展宣贯培训。",
    "first, second in one": "三、组织实施\n一是加强统筹协调，设立专项工作组；二是加强宣传引导，开展宣贯培训。",
    "dashes": "三、组织保障\n——加强统筹协调。设立专项工作组。\n——加强宣传引导。开展宣贯培训。",
    "lines of their own": "三、组织保障\n加强统筹协调\n设立专项工作组。\n加强宣传引导\n开展宣贯培训。",
    "half-width": "三、组织保障\n(一)加强统筹协调。设立专项工作组。\n(二)加强宣传引导。开展宣贯培训。",
    "arabic": "三、组织实施\n1. 加强统筹协调。设立专项工作组。\n2. 加强宣传引导。开展宣贯培训。",
    "another word": "三、工作举措\n（一）加强统筹协调\n设立专项工作组。\n（二）加强宣传引导\n开展宣贯培训。",
    "an unknown word": "三、有关工作要求\n（一）加强统筹协调\n设立专项工作组。\n（二）加强宣传引导\n开展宣贯培训。",
}


@pytest.mark.parametrize("form", FORMS)
def test_forms(form: str) -> None:
    read = guide(FORMS[form])
    assert [item.title for item in read.measures] == ["加强统筹协调", "加强宣传引导"]
    assert [[part.kind for part in item.commitment_details] for item in read.measures] == [
        ["working_group"],
        ["training"],
    ]
    for item in read.measures:
        own = "".join(read.lines[item.source.line_start - 1 : item.source.line_end])
        assert item.title in own
        assert all(text in own for text in item.commitments)
    assert {item.code[0] for item in read.subsystems} == {"A", "B"}


def test_bullets_of_markdown() -> None:
    read = read_guide(
        "# 示例省石墨标准体系建设指南\n\n## 三、保障措施\n\n- **加强组织领导**：成立领导小组。\n- **强化示范引领**：开展试点示范。\n".encode(),
        name="guide.md",
    )
    assert [item.title for item in read.measures] == ["加强组织领导", "强化示范引领"]


def test_a_title_of_two_halves() -> None:
    read = guide(
        "三、保障措施\n（一）强化组织领导，健全工作机制。加强部门联动。\n（二）强化政策支持，优化发展环境。用好政策。"
    )
    assert [item.title for item in read.measures] == [
        "强化组织领导，健全工作机制",
        "强化政策支持，优化发展环境",
    ]


def test_prose_is_one_measure() -> None:
    read = guide(
        "三、组织实施\n标准体系建设是一项长期工作，各有关部门应当加强协作。各地要结合实际，抓好本指南的贯彻实施。"
    )
    assert [item.title for item in read.measures] == ["组织实施"]


def test_the_source_ends_with_the_text() -> None:
    read = guide(
        "三、组织实施\n（一）加强统筹协调\n设立专项工作组。\n\n\n（二）加强宣传引导\n开展宣贯培训。\n\n\n"
    )
    for item in read.measures:
        assert read.lines[item.source.line_end - 1].strip()
        assert item.source.line_end == item.source.line_start + 1


def test_to_use_organisations_is_not_to_found_a_working_group() -> None:
    read = guide(
        "三、组织实施\n（一）加强应用\n发挥行业协会、标准化技术组织及专业机构的作用。\n（二）加强宣传\n开展宣贯培训。"
    )
    assert [part.kind for part in read.measures[0].commitment_details] == ["organisations"]

"""Goals: which numbers are goals, of what, by when; and which numbers are none."""

from __future__ import annotations

import pytest

from zhunsheng.core.guide.model import GuideDocument, Target
from zhunsheng.core.guide.read import read_guide


def guide(
    aims: str,
    measures: str = "",
    front: str = "（2026年版）",
    situation: str = "",
    title: str = "示例省石墨标准体系建设指南",
) -> GuideDocument:
    text = f"""{title}
{front}
一、发展现状
{situation or "石墨是重要材料。"}
二、建设目标
{aims}
三、重点方向
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
四、组织实施
（一）加强统筹协调
建立部门协作机制，推动标准落地实施。
（二）加强宣传引导
{measures or "通过多种方式宣传标准。"}
"""
    return read_guide(text.encode(), name="guide.txt")


def told(target: Target) -> tuple[str, str, float, str, int | None]:
    return (target.name, target.comparator, target.value, target.unit, target.year)


ONE = [
    ("到2028年，研制石墨标准不少于200项。", ("石墨标准", ">=", 200, "项", 2028)),
    ("到2028年，标准覆盖率达到50%以上。", ("标准覆盖率", ">=", 50, "%", 2028)),
    ("到2028年，累计发布标准1,200余项。", ("标准", ">=", 1200, "项", 2028)),
    ("到2028年，重点领域标准覆盖率提高到95%。", ("重点领域标准覆盖率", ">=", 95, "%", 2028)),
    ("到2028年，重点领域标准覆盖率由60%提高到95%。", ("重点领域标准覆盖率", ">=", 95, "%", 2028)),
    (
        "到2028年，标准平均制定周期缩短至18个月以内。",
        ("标准平均制定周期", "<=", 18, "个月", 2028),
    ),
    ("到2028年，投诉率控制在1%以下。", ("投诉率", "<=", 1, "%", 2028)),
    ("到2028年，建设验证平台3—5个。", ("验证平台", ">=", 3, "个", 2028)),
    ("到2028年，制定百项石墨标准。", ("石墨标准", "=", 100, "项", 2028)),
    ("到二〇二八年，制定石墨标准二十项以上。", ("石墨标准", ">=", 20, "项", 2028)),
    ("到２０２８年，制定石墨标准３０项以上。", ("石墨标准", ">=", 30, "项", 2028)),
    ("2028年底前发布标准12项。", ("标准", "=", 12, "项", 2028)),
    ("“十五五”末，发布标准120项以上。", ("标准", ">=", 120, "项", 2030)),
    ("到2028年，宣贯企业1000余家。", ("企业", ">=", 1000, "家", 2028)),
    ("到2028年，贯标企业超1000家。", ("贯标企业", ">", 1000, "家", 2028)),
    ("到2028年，遴选应用试点三十个。", ("应用试点", "=", 30, "个", 2028)),
    ("到2028年，标准数量突破60项。", ("标准数量", ">", 60, "项", 2028)),
    ("到2028年，用户满意度保持在90分以上。", ("用户满意度", ">=", 90, "分", 2028)),
    ("到2028年，每年新增地方标准10项。", ("地方标准（每年）", "=", 10, "项", 2028)),
    ("到2028年，标准参与率不低于80%。", ("标准参与率", ">=", 80, "%", 2028)),
    ("到2028年，培养标准化人才1万人以上。", ("标准化人才", ">=", 1, "万人", 2028)),
    (
        "到2028年，园区单位产值能耗较2023年下降10%。",
        ("园区单位产值能耗下降", "=", 10, "%", 2028),
    ),
    ("到2028年，培训5000人次以上。", ("培训", ">=", 5000, "人次", 2028)),
]


@pytest.mark.parametrize(("text", "expected"), ONE, ids=[text for text, _ in ONE])
def test_one_goal(text: str, expected: tuple[str, str, float, str, int]) -> None:
    found = [told(target) for target in guide(text).targets]
    assert found == [expected]


NONE = [
    "到2028年，实现重点领域标准全覆盖。",
    "到2028年，形成一批高水平标准，培育一批骨干企业。",
    "到2028年，建成由4个模块、16个类别组成的标准体系。",
    "到2028年，围绕16个产业集群，完成三大任务，标准水平明显提升。",
    "截至目前，全省已发布石墨标准300项，培育企业50家。",
    "2024年，全省发布石墨标准300项，覆盖率达到60%。",
    "到2028年，GB/T 20001《标准编写规则 第3部分：分类标准》有效实施。",
    "落实《石墨产业2020年—2030年培育100家企业行动方案》。",
    "到2028年，深入实施“百项标准”工程。",
    "对主导制定国际标准的企业给予最高100万元奖励。",
    "到2028年，企业主导制定国际标准数量较2025年增加3倍。",
]


@pytest.mark.parametrize("text", NONE)
def test_no_goal(text: str) -> None:
    assert [told(target) for target in guide(text).targets] == []


def test_the_present_is_no_goal() -> None:
    read = guide(
        "到2028年，发布标准20项。", situation="全省现有企业2000家，已发布标准300项，产值达到900亿元。"
    )
    assert [told(target) for target in read.targets] == [("标准", "=", 20, "项", 2028)]


def test_several_goals_in_one_clause() -> None:
    read = guide(
        "到2027年，制修订标准20项以上，其中国家标准5项、地方标准8项；"
        "形成10项团体标准和20项企业标准；培育标杆企业30家、示范园区5个。"
    )
    assert [told(target) for target in read.targets] == [
        ("标准", ">=", 20, "项", 2027),
        ("国家标准", "=", 5, "项", 2027),
        ("地方标准", "=", 8, "项", 2027),
        ("团体标准", "=", 10, "项", 2027),
        ("企业标准", "=", 20, "项", 2027),
        ("标杆企业", "=", 30, "家", 2027),
        ("示范园区", "=", 5, "个", 2027),
    ]
    assert read.targets[4].counts == ["企业标准"]
    assert read.targets[5].counts == []
    assert read.targets[4].printed == "20项企业标准"


def test_stages_have_their_own_years() -> None:
    read = guide("2026年：发布地方标准15项以上。\n2028年：标准应用率达到80%。\n到2030年，团体标准达200余项。")
    assert [(target.value, target.year) for target in read.targets] == [(15, 2026), (80, 2028), (200, 2030)]


def test_a_total_counts_what_was_told_before() -> None:
    read = guide("2026年制定地方标准5项；2027年累计达到12项。")
    assert [told(target) for target in read.targets] == [
        ("地方标准", "=", 5, "项", 2026),
        ("地方标准（累计）", ">=", 12, "项", 2027),
    ]


def test_a_heading_gives_the_year() -> None:
    read = guide(
        "（一）近期目标（2026—2027年）\n发布地方标准15项以上。\n（二）远期目标（2030年）\n发布地方标准40项以上。"
    )
    assert [(target.value, target.year) for target in read.targets] == [(15, 2027), (40, 2030)]


def test_a_goal_of_the_measures_takes_the_year_of_the_guide_as_a_guess() -> None:
    read = guide("到2028年，发布标准20项。", measures="每年举办标准培训班不少于4期。")
    assert told(read.targets[1]) == ("标准培训班（每年）", ">=", 4, "期", 2028)
    assert read.targets[1].year_basis == "document"
    assert any(guess.field == "year" for guess in read.targets[1].guesses)


def test_the_period_of_the_title_is_the_year() -> None:
    read = guide("制定标准30项以上。", front="（2026—2029年）")
    assert [(target.year, target.year_basis) for target in read.targets] == [(2029, "document")]


def test_table_of_indicators() -> None:
    read = guide(
        "主要指标见表1。\n序号\t指标名称\t单位\t2025年现状\t2027年\t2030年\n"
        "1\t主导制定国际标准\t项\t1\t3\t10\n2\t关键标准实施率\t%\t50\t≥80\t95\n3\t标准化氛围\t—\t一般\t良好\t优秀"
    )
    assert [told(target) for target in read.targets] == [
        ("主导制定国际标准", "=", 3, "项", 2027),
        ("主导制定国际标准", "=", 10, "项", 2030),
        ("关键标准实施率", ">=", 80, "%", 2027),
        ("关键标准实施率", "=", 95, "%", 2030),
    ]
    assert read.planned_standards == []
    assert {item.name for item in read.subsystems if item.level == 1} == {"基础", "产品"}


def test_a_plan_named_in_the_title_dates_its_table() -> None:
    read = guide(
        "专栏1 主要发展指标\n序号\t指标\t2025年\t2030年\t属性\n1\t新制定石墨标准（项）\t45\t≥60\t预期性\n"
        "2\t标准化示范基地（个）\t30\t100\t预期性\n3\t标准覆盖率（%）\t70\t90\t约束性",
        front="",
        title="示例省“十五五”石墨标准体系建设规划",
    )
    assert [told(target) for target in read.targets] == [
        ("新制定石墨标准", ">=", 60, "项", 2030),
        ("标准化示范基地", "=", 100, "个", 2030),
        ("标准覆盖率", "=", 90, "%", 2030),
    ]


def test_a_range_keeps_its_lower_end_and_says_so() -> None:
    target = guide("到2028年，建设验证平台3—5个。").targets[0]
    assert [guess.field for guess in target.guesses] == ["value"]
    assert "5" in target.guesses[0].reason


def test_the_source_is_the_line_of_the_number() -> None:
    read = guide("到2028年，标准体系基本建立。\n发布标准20项以上。")
    assert read.lines[read.targets[0].source.line_start - 1] == "发布标准20项以上。"

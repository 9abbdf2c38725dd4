"""The tree of the system from every place that draws it, and what is said where places disagree."""

from __future__ import annotations

from tests.core.guide.writing import BODY, codes, read
from zhunsheng.core.guide.model import GuideDocument, Subsystem


def item(document: GuideDocument, name: str) -> Subsystem:
    return next(item for item in document.subsystems if item.name == name)


def kinds(document: GuideDocument) -> set[str]:
    return {problem.code for problem in document.problems}


WHOLE = {"A": "基础", "AA": "术语", "AB": "分类", "B": "设备", "BA": "水表", "BB": "闸门"}
LIST = (
    "序号\t一级体系\t二级体系\t标准名称\n1\tA 基础\tAA 术语\t水务术语\n2\tA 基础\tAB 分类\t水务数据分类\n"
    "3\tB 设备\tBA 水表\t智能水表技术要求\n4\tB 设备\tBB 闸门\t闸门技术要求\n"
)


def test_codes_follow_the_order_where_none_is_printed_and_say_so() -> None:
    document = read()
    assert codes(document) == WHOLE
    assert {part.code_basis for part in document.subsystems} == {"implied"}
    assert all(part.printed_code is None for part in document.subsystems)
    assert all(
        any(guess.field == "code" and guess.reason for guess in part.guesses) for part in document.subsystems
    )


def test_codes_printed_in_the_list_are_printed_codes() -> None:
    document = read(LIST)
    assert codes(document) == WHOLE
    assert {part.code_basis for part in document.subsystems} == {"printed"}
    assert all(not part.guesses for part in document.subsystems)


def test_a_printed_code_wins_over_the_order_and_the_other_takes_what_is_free() -> None:
    body = BODY.replace("2.闸门标准", "2.BC 闸门标准") + "3.水泵标准\n规范水泵。\n"
    document = read(
        body=body.replace("（一）基础标准", "（一）A 基础标准").replace("（二）设备", "（二）B 设备")
    )
    assert (item(document, "闸门").code, item(document, "闸门").code_basis) == ("BC", "printed")
    assert item(document, "水泵").code == "BB"
    assert any("BC" in guess.reason for guess in item(document, "水泵").guesses)


def test_a_code_printed_twice_goes_to_the_first_and_the_clash_is_told() -> None:
    document = read(body=BODY.replace("1.术语标准", "1.AA 术语标准").replace("1.水表标准", "1.AA 水表标准"))
    assert item(document, "术语").code == "AA"
    clash = item(document, "水表")
    assert (clash.code, clash.printed_code, clash.code_basis) == ("BA", "AA", "implied")
    problem = next(problem for problem in document.problems if problem.code == "code-taken")
    assert problem.lines == [clash.source.line_start]


def test_more_siblings_than_letters_still_get_codes_of_their_own() -> None:
    many = "".join(f"{number}.设备{number}号标准\n规范其性能。\n" for number in range(1, 31))
    document = read(body=f"二、重点方向\n（一）基础标准\n1.术语标准\n规范术语。\n（二）设备标准\n{many}")
    below = [part.code for part in document.subsystems if part.parent == "B"]
    assert len(below) == len(set(below)) == 30
    assert (below[0], below[25], below[26]) == ("BA", "BZ", "BAA")


def test_headings_between_two_levels_are_groups_where_the_list_skips_them() -> None:
    body = BODY.replace(
        "1.水表标准\n规范水表的性能。\n2.闸门标准\n规范闸门的性能。\n",
        "1.计量设备\n（1）水表标准\n规范水表的性能。\n2.控制设备\n（1）闸门标准\n规范闸门的性能。\n",
    )
    document = read(LIST, body=body)
    assert codes(document) == WHOLE
    assert [(part.code, part.group) for part in document.subsystems if part.parent == "B"] == [
        ("BA", "计量设备"),
        ("BB", "控制设备"),
    ]


def test_without_a_list_the_same_headings_are_levels() -> None:
    body = BODY.replace("规范水表的性能。", "（1）供水水表标准\n规范。\n（2）中水水表标准\n规范。")
    document = read(body=body)
    assert [(part.code, part.level) for part in document.subsystems if part.parent == "BA"] == [
        ("BAA", 3),
        ("BAB", 3),
    ]


def test_another_name_for_the_same_place_is_an_alias_and_a_guess() -> None:
    document = read(LIST.replace("AB 分类", "AB 分类与编码").replace("BA 水表", "BA 水表具"))
    assert codes(document) == WHOLE
    assert item(document, "分类").aliases == ["分类与编码"]
    assert item(document, "水表").aliases == ["水表具"]
    assert any(guess.field == "aliases" for guess in item(document, "分类").guesses)
    assert [row.subsystem for row in document.planned_standards] == ["AA", "AB", "BA", "BB"]


def test_a_wholly_other_name_is_another_category() -> None:
    document = read(LIST + "5\tB 设备\tBC 泵站\t泵站运行规程\n")
    assert (item(document, "泵站").code, item(document, "泵站").parent) == ("BC", "B")
    assert item(document, "泵站").guesses


def test_an_abbreviation_in_brackets_is_no_code() -> None:
    document = read(body=BODY.replace("2.闸门标准", "2.水务物联网（IoT）标准"))
    found = item(document, "水务物联网")
    assert (found.abbreviation, found.printed_code, found.code) == ("IoT", None, "BB")


def test_a_table_of_the_tree_alone_gives_the_tree_and_its_scopes() -> None:
    table = "体系编号\t名称\t主要内容\nA\t基础\t共同的内容\nAA\t术语\t名词和术语\nAB\t分类\t对象的分类\nB\t设备\t各类设备\nBA\t水表\t水表的性能\nBB\t闸门\t闸门的性能\n"
    document = read(body=f"二、体系结构\n标准体系结构见表1。\n表1 体系表\n{table}")
    assert codes(document) == WHOLE
    assert item(document, "水表").scope == "水表的性能"
    assert document.lines[item(document, "水表").source.line_start - 1] == "BA\t水表\t水表的性能"
    assert document.planned_standards == []


def test_chapters_about_something_else_are_not_taken_for_the_tree() -> None:
    body = "二、工作安排\n（一）调研阶段\n1.走访企业\n走访。\n2.整理需求\n整理。\n（二）编制阶段\n1.起草文本\n起草。\n2.公开讨论\n讨论。\n"
    document = read(LIST, body=body)
    assert codes(document) == WHOLE
    assert any("走访" in part.text for part in document.unclassified)


FIGURE = (
    "二、总体架构\n图1 体系框架图\n**【图片提取信息】**：\nA 基础 AA 术语 AB 分类 B 设备 BA 水表 BB 闸门\n"
)


def test_codes_that_only_a_figure_prints_are_printed_codes() -> None:
    document = read(body=FIGURE + BODY.replace("二、重点方向", "三、重点方向"), name="guide.md")
    assert codes(document) == WHOLE
    assert {part.code_basis for part in document.subsystems} == {"printed"}
    assert all(any(s.place == "figure" for s in part.sightings) for part in document.subsystems)


def test_what_a_figure_draws_and_the_text_lacks_is_told_both_ways() -> None:
    drawn = FIGURE.replace(
        "A 基础 AA 术语 AB 分类 B 设备 BA 水表 BB 闸门", "基础：术语、标识\n设备：水表、闸门"
    )
    document = read(body=drawn + BODY.replace("二、重点方向", "三、重点方向"), name="guide.md")
    assert codes(document) == WHOLE
    told = {problem.code: problem.message for problem in document.problems}
    assert "标识" in told["only-in-figure"]
    assert "分类" in told["not-in-figure"]


def test_named_directions_of_a_category_are_its_topics() -> None:
    body = BODY.replace("规范水表的性能。", "计量检定：规范检定的方法。\n远程抄表：规范抄表的接口。")
    document = read(body=body)
    found = item(document, "水表")
    assert found.topics == ["计量检定", "远程抄表"]
    assert [document.lines[topic.source.line_start - 1][:4] for topic in found.topic_details] == found.topics


def test_every_place_that_names_a_subsystem_is_kept() -> None:
    contents = (
        "目录\n一、总体要求……1\n二、重点方向……2\n（一）基础标准……2\n1.术语标准……2\n2.分类标准……3\n"
        "（二）设备标准……3\n1.水表标准……3\n2.闸门标准……4\n"
    )
    document = read(LIST, front=f"示例省水务标准体系建设指南\n{contents}一、总体要求\n水务需要标准。\n")
    places = {part.code: {s.place for s in part.sightings} for part in document.subsystems}
    assert all({"body", "list", "contents"} <= found for found in places.values()), places


def test_a_guide_without_subsystems_says_so() -> None:
    document = read(body="水务工作很重要。\n", front="通知\n")
    assert document.subsystems == []
    assert {"no-subsystems", "no-list"} <= kinds(document)

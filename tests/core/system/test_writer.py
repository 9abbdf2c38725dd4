"""A system written as a guide and read again is the same system."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.samples.blocks import SAMPLE
from zhunsheng.core.guide.model import (
    Basis,
    Commitment,
    Layer,
    LegendEntry,
    Measure,
    PlannedStandard,
    SourceSpan,
    Subsystem,
    Target,
    Topic,
    Urgency,
)
from zhunsheng.core.guide.read import read_guide, read_guide_file
from zhunsheng.core.records import to_plain
from zhunsheng.core.system.builder import build_system, without_prose
from zhunsheng.core.system.content import load_packaged
from zhunsheng.core.system.model import StandardsSystem
from zhunsheng.core.system.writer import escape, write_guide
from zhunsheng.core.text.normal import chinese_number

HERE = SourceSpan(1, 1)
# Places, and words on how the first guide printed what the second one prints plainly.
NOT_FACTS = frozenset(
    {
        "source",
        "scope_source",
        "summary_source",
        "sightings",
        "guesses",
        "referred",
        "present",
        "cells_slid",
        "printed_category",
        "printed_title",
        "printed_kind",
        "sha256",
        "slug",
        "source_name",
    }
)


def again(system: StandardsSystem, *, keep_prose: bool = True) -> StandardsSystem:
    """The system read from its own guide."""
    document = read_guide(write_guide(system).encode(), name="guide.md")
    return build_system(document, slug=system.slug, keep_prose=keep_prose)


def facts(system: StandardsSystem, *but: str) -> Any:
    """What must be the same; claims in any order (a count of a group may move to its head)."""
    plain = to_plain(system, exclude=NOT_FACTS | set(but))
    if "claims" in plain:
        plain["claims"].sort(key=lambda claim: (claim["subject"] or "", claim["value"], claim["noun"]))
    return plain


def test_the_sample() -> None:
    system = build_system(read_guide_file(SAMPLE), slug="water", keep_prose=True)
    assert facts(again(system)) == facts(system)
    bare = without_prose(system)
    assert facts(again(bare, keep_prose=False)) == facts(bare)


@pytest.mark.parametrize("name", ["jiangsu-ai-2025.txt", "cloud-computing-2025.md"])
def test_real_guides(shared, name: str) -> None:  # type: ignore[no-untyped-def]
    system = build_system(read_guide_file(shared / "guides" / name), slug="real", keep_prose=True)
    assert facts(again(system)) == facts(system)
    bare = without_prose(system)
    assert facts(again(bare, keep_prose=False), "promises", "claims") == facts(bare, "promises", "claims")


def test_the_packaged_system() -> None:
    system = load_packaged("jiangsu-ai-2025").system
    once = again(system, keep_prose=False)
    assert len(once.subsystems) == 69
    assert len(once.planned_standards) == 76
    assert facts(once, "promises", "printed") == facts(system, "promises", "printed")
    assert facts(again(once, keep_prose=False)) == facts(once)


def test_a_system_that_knows_little() -> None:
    empty = StandardsSystem("x", "示例标准体系建设指南", "", "", [], "")
    assert write_guide(empty) == "# 示例标准体系建设指南\n"
    empty.targets = [Target("示范企业", ">=", 5, "家", None, HERE, year_basis="absent")]
    read = again(empty)
    assert (read.title, read.edition, read.issuers) == ("示例标准体系建设指南", "", [])
    assert [(target.name, target.value, target.year) for target in read.targets] == [("示范企业", 5, None)]


def test_marks_of_markdown_are_escaped() -> None:
    assert escape("5*3 | `x` <b> a__b [t](u) c_d \\") == "5\\*3 \\| \\`x\\` \\<b> a\\_\\_b \\[t](u) c_d \\\\"
    assert escape("甲\r\n乙") == "甲 乙"


# Small systems made of words; every name stands once, as in a real system.
WORDS = [a + b for a in "供排净输蓄测控管计巡" for b in "水泵网阀站井渠表"]
DEEDS = ["采集", "编码", "接入", "校准", "评价", "调度"]
TIERS = {"★★★": "急需级", "★★": "推进级", "★": "完善级"}
UNDERTAKINGS = [
    ("working_group", "设立两个分领域工作组"),
    ("case_library", "建设标准应用案例库"),
    ("revision_cycle", "实行“两年一修订”机制"),
    ("pilot", "选择三个区开展试点"),
    ("mutual_recognition", "推动标准互认"),
]


def subsystem(code: str, name: str, parent: Subsystem | None, *, printed: bool, scope: str) -> Subsystem:
    """A subsystem as the reader would give it."""
    level = parent.level + 1 if parent else 1
    return Subsystem(
        code,
        code if printed else None,
        name,
        name + "标准",
        level,
        parent.code if parent else None,
        scope,
        [],
        HERE,
        code_basis="printed" if printed else "implied",
    )


@st.composite
def trees(draw: st.DrawFn, words: list[str]) -> list[Subsystem]:
    """Two to four modules with up to three levels below; codes printed for all or for none."""
    printed = draw(st.booleans())
    told = draw(st.booleans())
    out: list[Subsystem] = []

    def grow(parent: Subsystem | None, count: int) -> None:
        for place in range(count):
            name = words.pop()
            code = (parent.code if parent else "") + "ABCDEF"[place]
            item = subsystem(code, name, parent, printed=printed, scope=f"规定{name}的要求。" if told else "")
            out.append(item)
            if item.level < 3:
                grow(item, draw(st.integers(1 if item.level == 1 else 0, 3 if item.level == 1 else 2)))
            elif draw(st.booleans()):
                item.topics = [words.pop(), words.pop()]
                item.topic_details = [
                    Topic(topic, topic, f"明确{topic}的做法。", HERE) for topic in item.topics
                ]

    grow(None, draw(st.integers(2, 4)))
    return out


@st.composite
def rows_of(draw: st.DrawFn, tree: list[Subsystem]) -> list[PlannedStandard]:
    """Rows in the order of the tree, all of its leaves or some."""
    leaves = [item for item in tree if not any(other.parent == item.code for other in tree)]
    rows: list[PlannedStandard] = []
    for leaf in leaves:
        for index in range(draw(st.integers(0, 2))):
            position = len(rows) + 1
            name = f"{leaf.name}{draw(st.sampled_from(DEEDS))}第{position}项 AI 技术规范"
            mark = draw(st.sampled_from([*TIERS, ""]))
            basis = "printed" if mark else "absent"
            urgency = Urgency(mark, len(mark) or None, TIERS.get(mark), basis)
            row = PlannedStandard(
                position, leaf.code, name, name, None, urgency, HERE, position, str(position)
            )
            row.category_basis = "merged" if index else "printed"
            if draw(st.booleans()):
                row.identifier = row.printed_identifier = f"GB/T {10000 + position}-2020"
            rows.append(row)
    return rows


@st.composite
def systems(draw: st.DrawFn) -> StandardsSystem:
    """A small system with a bit of everything, as a reader would give it."""
    words = draw(st.permutations(WORDS))[:]
    tree = draw(trees(words))
    system = StandardsSystem(
        "small", "示例市供水标准体系建设指南", "2026版", "征求意见稿", ["示例市水务局"], ""
    )
    system.subsystems, system.planned_standards = tree, draw(rows_of(tree))
    year = draw(st.integers(2026, 2035))
    for unit, name, counts in [
        ("项", "团体标准", ["团体标准"]),
        ("家", "示范企业", []),
        ("%", "标准应用覆盖率", []),
    ]:
        if draw(st.booleans()):
            comparator = draw(st.sampled_from([">=", ">", "=", "<=", "<"]))
            value = draw(st.integers(1, 99))
            system.targets.append(Target(name, comparator, value, unit, year, HERE, counts=counts))
    for kind, title in [("law", "供水条例"), ("local_policy", "供水发展规划"), ("standard", "体系构建要求")]:
        if draw(st.booleans()):
            identifier = "GB/T 13016-2018" if kind == "standard" else None
            number = "示政发〔2024〕7号" if kind == "local_policy" else None
            system.bases.append(Basis(kind, title, number, identifier, HERE))
    chosen = draw(st.lists(st.sampled_from(UNDERTAKINGS), unique=True, max_size=4))
    for place, (kind, text) in enumerate(chosen):
        measure = Measure(f"推进第{'甲乙丙丁'[place]}项工作", [text], HERE, text=f"由主管部门牵头，{text}。")
        measure.commitment_details = [Commitment(kind, text, HERE)]
        system.measures.append(measure)
    if system.planned_standards:
        system.legend = [
            LegendEntry(mark, len(mark), tier, "有明确需求", HERE) for mark, tier in TIERS.items()
        ]
    if draw(st.booleans()):
        system.layers = [Layer(name, [], HERE) for name in ("基础层", "数据层", "应用层")]
    return system


def listed(*places: tuple[str | None, str]) -> list[PlannedStandard]:
    """Rows of a list: subsystem and name."""
    none = Urgency("", None, None, "absent")
    return [
        PlannedStandard(n, code, name, name, None, none, HERE, n, str(n))
        for n, (code, name) in enumerate(places, 1)
    ]


def family(*names: str, printed: bool = True) -> list[Subsystem]:
    """Modules A and B, and below A one category for each name."""
    top = [subsystem("A", "基础通用", None, printed=printed, scope="规定通用要求。")]
    below = [
        subsystem("A" + "ABCDEF"[n], name, top[0], printed=printed, scope="") for n, name in enumerate(names)
    ]
    return [*top, *below, subsystem("B", "业务应用", None, printed=printed, scope="规定应用要求。")]


def test_rows_of_a_module_itself_below_rows_of_its_categories() -> None:
    system = StandardsSystem("x", "示例标准体系建设指南", "", "", [], "", family("供水", "排水"))
    places = [
        ("AA", "供水规范"),
        ("A", "总则规范"),
        ("AB", "排水规范"),
        ("B", "应用规范"),
        ("A", "又一项规范"),
    ]
    system.planned_standards = listed(*places)
    assert [(row.subsystem, row.name) for row in again(system).planned_standards] == places


def test_uncoded_groups_between_module_and_category() -> None:
    subsystems = family("供水", "排水", "防涝")
    subsystems[1].group = subsystems[2].group = "日常业务"
    subsystems[3].group = "应急业务"
    system = StandardsSystem("x", "示例标准体系建设指南", "", "", [], "", subsystems)
    system.planned_standards = listed(("AA", "供水规范"), ("AC", "防涝规范"), ("B", "应用规范"))
    read = again(system)
    assert [(item.code, item.group) for item in read.subsystems] == [
        ("A", None),
        ("AA", "日常业务"),
        ("AB", "日常业务"),
        ("AC", "应急业务"),
        ("B", None),
    ]
    assert again(read) == read


def test_names_and_columns_out_of_the_ordinary() -> None:
    subsystems = family("安全/治理", "模型即服务", "AI 调度*优化")
    subsystems[2].printed_name, subsystems[2].abbreviation = "模型即服务（MaaS）标准", "MaaS"
    system = StandardsSystem("x", "示例标准体系建设指南", "", "", [], "", subsystems)
    rows = listed(("AA", "区块链|AI 融合 <规范>"), ("AB", "a_b__c 接口规范"), ("AC", "*号*与`码`规范"))
    rows[0].extra, rows[1].status, rows[2].urgency = (
        {"归口单位": "水务局|监管局"},
        "现行",
        Urgency("急需", None, None, "printed"),
    )
    system.planned_standards = rows
    read = again(system)
    assert [item.name for item in read.planned_standards] == [item.name for item in rows]
    assert [item.name for item in read.subsystems] == [item.name for item in subsystems]
    assert read.subsystems[2].abbreviation == "MaaS"
    assert read.planned_standards[0].extra == {"归口单位": "水务局|监管局"}
    assert [item.status for item in read.planned_standards] == [None, "现行", None]
    assert read.planned_standards[2].urgency.printed == "急需"


@settings(max_examples=60)
@given(systems())
def test_small_systems(system: StandardsSystem) -> None:
    read = again(system)
    parts = ("title", "edition", "status", "issuers")
    assert [getattr(read, part) for part in parts] == [getattr(system, part) for part in parts]
    assert _tree(read) == _tree(system)
    assert facts(read)["planned_standards"] == facts(system)["planned_standards"]
    assert [(t.name, t.comparator, t.value, t.unit, t.year, t.counts) for t in read.targets] == [
        (t.name, t.comparator, t.value, t.unit, t.year, t.counts) for t in system.targets
    ]
    assert [(b.kind, b.title, b.document_number, b.identifier) for b in read.bases] == [
        (b.kind, b.title, b.document_number, b.identifier) for b in system.bases
    ]
    for part in ("measures", "legend"):
        assert facts(read)[part] == facts(system)[part]
    assert [layer.name for layer in read.layers] == [layer.name for layer in system.layers]
    assert facts(again(read)) == facts(read)


def _tree(system: StandardsSystem) -> list[tuple[Any, ...]]:
    return [
        (
            s.code,
            s.printed_code,
            s.name,
            s.printed_name,
            s.level,
            s.parent,
            s.topics,
            s.scope if s.scope else "",
        )
        for s in system.subsystems
    ]


def test_numbers_of_chapters_are_chinese() -> None:
    heads = [
        line
        for line in write_guide(load_packaged("jiangsu-ai-2025").system).split("\n")
        if line.startswith("## ")
    ]
    numbers = [chinese_number(head[3:].split("、")[0]) for head in heads[:-1]]
    assert numbers == list(range(1, len(heads)))

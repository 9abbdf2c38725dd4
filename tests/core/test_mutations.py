"""However a guide is hurt, reading it never raises and never loses a row of the list in silence."""

from __future__ import annotations

import json
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.builders import GuidePlan, Row, as_text, guide_plans
from tests.core.accounting import lost_lines, lost_names
from tests.core.mutations import ENCODINGS, MUTATIONS
from zhunsheng.core.guide.model import GuideDocument
from zhunsheng.core.guide.parse import parse_document
from zhunsheng.core.guide.read import read_guide
from zhunsheng.core.guide.readers import read_bytes
from zhunsheng.core.guide.source import SourceDocument
from zhunsheng.core.records import to_plain

FORMS = st.sampled_from(["tab", "pipe"])
SEEDS = st.integers(0, 2**32)


def read(text: str, encoding: str = "utf-8") -> tuple[SourceDocument, GuideDocument]:
    """Source and document of a text, with the JSON proved to be writable."""
    source = read_bytes(text.encode(encoding), name="guide.txt")
    document = parse_document(source)
    json.dumps(to_plain(document), ensure_ascii=False).encode()
    return source, document


def check(text: str, names: list[str], encoding: str = "utf-8") -> None:
    """The two promises: each name still printed is kept somewhere, each line with words is accounted for."""
    source, document = read(text, encoding)
    assert lost_names(document, names, [line.text for line in source.lines]) == []
    assert lost_lines(source, document) == []


@settings(max_examples=60)
@given(guide_plans(), FORMS, st.booleans(), st.sampled_from([0, 4, 7]))
def test_an_unhurt_guide_is_read_exactly(plan: GuidePlan, form: str, blank: bool, head_every: int) -> None:
    source, document = read(as_text(plan, form=form, blank_as_above=blank, head_every=head_every))
    assert lost_lines(source, document) == []
    rows = [(row.number, row.subsystem, row.name, row.urgency.printed) for row in document.planned_standards]
    assert rows == [(row.number, row.category, row.name, row.mark) for row in plan.rows]
    modules = {item.code: item.name for item in document.subsystems if item.level == 1}
    assert modules == plan.modules()
    categories = {item.code: item.name for item in document.subsystems if item.level == 2}
    assert categories == plan.categories()


@pytest.mark.parametrize("mutation", sorted(MUTATIONS))
@settings(max_examples=25)
@given(plan=guide_plans(max_rows=10), form=FORMS, seed=SEEDS)
def test_one_hurt(mutation: str, plan: GuidePlan, form: str, seed: int) -> None:
    lines = MUTATIONS[mutation](as_text(plan, form=form).split("\n"), Random(seed))
    check("\n".join(lines), [row.name for row in plan.rows])


@settings(max_examples=150)
@given(
    plan=guide_plans(max_rows=12),
    form=FORMS,
    names=st.lists(st.sampled_from(sorted(MUTATIONS)), min_size=2, max_size=8),
    encoding=st.sampled_from(ENCODINGS),
    seed=SEEDS,
)
def test_many_hurts(plan: GuidePlan, form: str, names: list[str], encoding: str, seed: int) -> None:
    random = Random(seed)
    lines = as_text(plan, form=form, head_every=random.choice([0, 5])).split("\n")
    for name in names:
        lines = MUTATIONS[name](lines, random)
    check("\n".join(lines), [row.name for row in plan.rows], encoding)


def test_a_name_alone_under_a_head_printed_again_is_kept() -> None:
    head = "标准名称\t序号\t二级体系\t缓急程度"
    text = f"滨河市智慧水务标准体系建设指南\n\n{head}\n泵站维护技术要求\t5\tBA 泵站调度\t★\n\n{head}\n泵站维护数据"
    check(text, ["泵站维护技术要求", "泵站维护数据"])


@settings(max_examples=150)
@given(plan=guide_plans(max_rows=6), cut=st.floats(0, 1), encoding=st.sampled_from(ENCODINGS))
def test_a_file_cut_anywhere_is_read(plan: GuidePlan, cut: float, encoding: str) -> None:
    data = as_text(plan).encode(encoding)
    data = data[: int(len(data) * cut)]
    source = read_bytes(data, name="guide.txt")
    document = parse_document(source)
    assert lost_names(document, [row.name for row in plan.rows], [line.text for line in source.lines]) == []
    if not data:
        assert document.problems


@settings(max_examples=300)
@given(
    st.one_of(
        st.binary(max_size=400), st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))
    )
)
@example(b"")
@example(b"\xff\xfe")
@example(b"PK\x03\x04")
@example(b"%PDF-1.4")
@example(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
def test_no_bytes_raise(data: bytes) -> None:
    document = read_guide(data)
    json.dumps(to_plain(document), ensure_ascii=False).encode()
    assert document.problems or document.lines


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_each_encoding_gives_the_same_rows(encoding: str) -> None:
    plan = GuidePlan(
        "滨河市智慧水务标准体系建设指南",
        {"通用基础": ["水表计量", "管网编码"], "感知设备": ["泵站监测"]},
        [Row(1, "AA", "水表计量术语", "拟研制", "★★★"), Row(2, "BA", "泵站监测接口规范", "", "★")],
    )
    _, document = read(as_text(plan), encoding)
    assert [row.name for row in document.planned_standards] == ["水表计量术语", "泵站监测接口规范"]

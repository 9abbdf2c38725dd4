"""From hurt bytes to every deliverable: whatever a guide says, no later step falls over what reading gave it."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.builders import GuidePlan, as_text, guide_plans
from tests.core.mutations import MUTATIONS
from zhunsheng.core.deliver.diagrams import framework_picture, structure_picture
from zhunsheng.core.deliver.exchange import guide_json
from zhunsheng.core.deliver.listings import findings_table, system_tables
from zhunsheng.core.deliver.overview import overview_of
from zhunsheng.core.deliver.tables import to_csv, to_json, to_xlsx
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.guide.read import read_guide
from zhunsheng.core.lint import lint_guide, lint_system
from zhunsheng.core.system.builder import build_system
from zhunsheng.core.system.content import ContentError, dump_system, load_system
from zhunsheng.core.system.differ import diff_systems
from zhunsheng.core.system.model import StandardsSystem
from zhunsheng.core.system.soundness import system_faults
from zhunsheng.core.system.writer import write_guide


def deliver(system: StandardsSystem) -> None:
    """Everything a system is shown and handed out as; pictures are well-formed XML."""
    tree = SystemTree(system)
    overview_of(tree)
    for picture in (structure_picture(tree), framework_picture(tree)):
        etree.fromstring(picture.svg().encode())
    tables = system_tables(system)
    to_xlsx(tables)
    to_json(tables)
    for table in tables:
        to_csv(table)


def assert_stored_and_read_again(system: StandardsSystem) -> None:
    """What is written comes back the same; one whose title was lost is refused, and for nothing else."""
    faults = system_faults(system)
    if system.title.strip():
        assert faults == []
        assert load_system(dump_system(system)).system == system
        return
    assert [fault.partition("：")[0] for fault in faults] == ["title"]
    with pytest.raises(ContentError, match="title：不能为空"):
        load_system(dump_system(system))


@settings(max_examples=60)
@given(
    plan=guide_plans(max_rows=10),
    form=st.sampled_from(["tab", "pipe"]),
    names=st.lists(st.sampled_from(sorted(MUTATIONS)), max_size=8),
    seed=st.integers(0, 2**32),
)
def test_every_step_takes_what_reading_gives(plan: GuidePlan, form: str, names: list[str], seed: int) -> None:
    random = Random(seed)
    text = as_text(plan, form=form)
    lines = text.split("\n")
    for name in names:
        lines = MUTATIONS[name](lines, random)
    document = read_guide("\n".join(lines).encode())
    guide_json(document)
    findings_table(lint_guide(document))
    for keep_prose in (True, False):
        system = build_system(document, slug="hurt", keep_prose=keep_prose)
        lint_system(system)
        assert_stored_and_read_again(system)
        assert diff_systems(system, system).changes == []
    deliver(system)
    whole = build_system(read_guide(text.encode()), slug="whole", keep_prose=True)
    forth, back = diff_systems(whole, system), diff_systems(system, whole)
    assert len(forth.changes) == len(back.changes)
    assert read_guide(write_guide(whole).encode()).planned_standards


@settings(max_examples=40)
@given(guide_plans(max_rows=12))
def test_a_made_up_system_written_and_read_again_is_the_same(plan: GuidePlan) -> None:
    system = build_system(read_guide(as_text(plan).encode()), slug="made-up", keep_prose=False)
    again = build_system(read_guide(write_guide(system).encode()), slug="made-up", keep_prose=False)
    rows = [(row.number, row.subsystem, row.name, row.urgency.stars) for row in system.planned_standards]
    assert [
        (row.number, row.subsystem, row.name, row.urgency.stars) for row in again.planned_standards
    ] == rows
    boxes = [(item.code, item.name, item.level, item.parent) for item in system.subsystems]
    assert [(item.code, item.name, item.level, item.parent) for item in again.subsystems] == boxes


def test_a_guide_that_lost_its_title_is_refused_by_that_name() -> None:
    text = "一、体系结构\n（一）基础模块（A）\nAA 术语\n"
    system = build_system(read_guide(text.encode()), slug="untitled", keep_prose=True)
    assert system.title == ""
    assert_stored_and_read_again(system)

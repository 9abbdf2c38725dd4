"""A returned table against the list: each row found again, each difference told once, both sides of a conflict shown."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from zhunsheng.core.returned import (
    FIELDS,
    MARK,
    ListRow,
    ReturnedRow,
    compare_returned,
    guess_columns,
    head_signature,
)


def listed(key: str, number: str, name: str, **more: str) -> ListRow:
    return ListRow(key, {"number": number, "name": name, **more})


def back(place: int, mark: str, number: str, name: str, **more: str) -> ReturnedRow:
    return ReturnedRow(f"第 {place} 行", mark, {"number": number, "name": name, **more})


OURS = [
    listed("a", "1", "灯具通用要求", subsystem="BA", urgency="★★★"),
    listed("b", "2", "灯杆安装规范", subsystem="BA", urgency=""),
    listed("c", "3", "控制接口", subsystem="BB", urgency="★"),
]


def test_heads_are_understood_by_their_words_and_each_field_once() -> None:
    heads = [
        "序 号",
        "标准体系编号",
        "子体系名称",
        "标准名称",
        "标准编号",
        "宜定级别",
        "缓急程度",
        "名称",
        "记录号",
    ]
    found = guess_columns(heads)
    assert found == {
        "序 号": "number",
        "标准体系编号": "subsystem",
        "子体系名称": "",
        "标准名称": "name",
        "标准编号": "identifier",
        "宜定级别": "level",
        "缓急程度": "urgency",
        "名称": "",
        "记录号": MARK,
    }
    assert head_signature(["标准名称", "序 号"]) == head_signature(["序号", "标准 名称", ""])


def test_each_kind_of_change_is_told() -> None:
    rows = [
        back(2, "a", "1", "灯具通用技术要求", subsystem="BA", urgency="★★★"),
        back(3, "c", "3", "控制接口", subsystem="BA", urgency="★★"),
        back(4, "", "4", "照明能效限定值", subsystem="BA"),
    ]
    found = compare_returned(OURS, rows)
    assert [(one.kind, one.label, one.sorts) for one in found.changes] == [
        ("changed", "灯具通用要求", ("renamed",)),
        ("changed", "控制接口", ("moved", "changed")),
        ("added", "照明能效限定值", ("added",)),
        ("removed", "灯杆安装规范", ("removed",)),
    ]
    assert found.counts() == {
        "added": 1,
        "removed": 1,
        "renamed": 1,
        "moved": 1,
        "changed": 1,
        "conflicts": 0,
        "unchanged": 0,
    }


def test_what_both_sides_changed_to_different_ends_is_a_conflict_and_what_one_changed_is_not() -> None:
    base = {
        "a": {"number": "1", "name": "灯具要求", "urgency": "★"},
        "b": {"number": "2", "name": "灯杆安装规范", "urgency": ""},
        "c": {"number": "3", "name": "控制接口", "urgency": "★★"},
    }
    rows = [
        back(2, "a", "1", "灯具技术要求", urgency="★"),  # name changed on both sides; urgency only by us
        back(3, "b", "2", "灯杆安装规范", urgency="★★"),  # only theirs
        back(4, "c", "3", "控制接口", urgency="★"),  # both the same way
    ]
    found = compare_returned(OURS, rows, base=base)
    assert [
        (c.label, [(x.field, x.base, x.ours, x.theirs, x.conflict) for x in c.cells]) for c in found.changes
    ] == [
        ("灯具通用要求", [("name", "灯具要求", "灯具通用要求", "灯具技术要求", True)]),
        ("灯杆安装规范", [("urgency", "", "", "★★", False)]),
    ]
    assert found.unchanged == 1


def test_a_part_of_the_list_removes_nothing_and_a_missing_column_empties_nothing() -> None:
    rows = [ReturnedRow("第 2 行", "b", {"name": "灯杆安装规范"})]
    found = compare_returned(OURS, rows, whole=False)
    assert (found.changes, found.unchanged) == ([], 1)


def test_rows_without_a_mark_are_found_by_number_and_name_then_name_then_a_name_much_alike() -> None:
    rows = [
        back(2, "", "1", "灯具 通用要求"),
        back(3, "", "9", "控制接口"),
        back(4, "", "2", "灯杆的安装规范"),
    ]
    found = compare_returned(OURS, rows)
    assert [(one.kind, one.key) for one in found.changes] == [("changed", "c"), ("changed", "b")]
    assert found.changes[1].how.startswith("按序号，名称相近")
    assert found.unchanged == 1


def test_a_mark_used_twice_and_a_mark_of_nowhere_are_told() -> None:
    rows = [
        back(2, "a", "1", "灯具通用要求"),
        back(3, "a", "1", "灯具通用要求（二）"),
        back(4, "zz", "2", "灯杆安装规范"),
    ]
    found = compare_returned(OURS, rows, whole=False)
    assert [one.kind for one in found.changes] == ["added"]
    assert len(found.problems) == 2
    assert "第 3 行" in found.problems[0] and "第 4 行" in found.problems[1]


texts = st.text(alphabet="灯杆控制接口AB12 ★", max_size=6)
values = st.dictionaries(st.sampled_from(list(FIELDS)), texts, max_size=5)


@settings(max_examples=80)
@given(st.lists(values, max_size=8))
def test_a_table_that_comes_back_as_it_went_changes_nothing(rows: list[dict[str, str]]) -> None:
    ours = [ListRow(f"k{number}", row) for number, row in enumerate(rows)]
    returned = [ReturnedRow(f"第 {number} 行", f"k{number}", row) for number, row in enumerate(rows)]
    base = {row.key: row.values for row in ours}
    for known in (base, None):
        found = compare_returned(ours, reversed(returned), base=known)
        assert (found.changes, found.unchanged, found.problems) == ([], len(rows), [])


@settings(max_examples=80)
@given(st.lists(st.tuples(values, values, values), max_size=6))
def test_accepting_everything_makes_the_list_what_the_table_says(
    rows: list[tuple[dict[str, str], dict[str, str], dict[str, str]]],
) -> None:
    ours = [ListRow(f"k{n}", mine) for n, (_, mine, _) in enumerate(rows)]
    base = {f"k{n}": before for n, (before, _, _) in enumerate(rows)}
    returned = [ReturnedRow(f"第 {n} 行", f"k{n}", theirs) for n, (_, _, theirs) in enumerate(rows)]
    found = compare_returned(ours, returned, base=base)
    assert len({one.identity for one in found.changes}) == len(found.changes)
    written = {row.key: dict(row.values) for row in ours}
    for change in found.changes:
        for cell in change.cells:
            written[change.key][cell.field] = cell.theirs
    again = compare_returned([ListRow(key, row) for key, row in written.items()], returned, base=base)
    assert again.changes == []


def test_a_row_with_a_mark_for_the_second_time_is_new_until_the_list_has_it() -> None:
    copied = back(3, "a", "4", "灯具节能要求", subsystem="BA")
    rows = [back(2, "a", "1", "灯具通用要求"), copied]
    first = compare_returned(OURS, rows, whole=False)
    assert [(one.kind, one.how) for one in first.changes] == [("added", "记录标识重复")]
    assert any("当作新增" in one for one in first.problems)
    # Once it is accepted the list has a row of that name, and the same table wants nothing more.
    accepted = [*OURS, listed("d", "4", "灯具节能要求", subsystem="BA")]
    again = compare_returned(accepted, rows, whole=False)
    assert (again.changes, again.problems, again.unchanged) == ([], [], 2)
    # A name only like that of another row is no reason to rename it.
    near = [rows[0], back(3, "a", "2", "灯杆安装规程", subsystem="BA")]
    assert [one.kind for one in compare_returned(OURS, near, whole=False).changes] == ["added"]

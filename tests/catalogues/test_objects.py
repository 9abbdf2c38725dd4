"""JSON of several forms as a table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zhunsheng.catalogues import connector_for


@pytest.mark.parametrize("before", ["", "\ufeff", "\n\n"])
@pytest.mark.parametrize("after", ["", "\n", "\n  \n\n"])
def test_json_is_told_from_json_lines(tmp_path: Path, before: str, after: str) -> None:
    """One object is one record whatever blank lines are about it, or a list of records inside; a line each is a record."""
    path = tmp_path / "t.json"
    rows = [{"标准号": f"GB/T {n}-2020", "标准名称": "水表"} for n in (1, 2)]
    lines = [json.dumps(row) for row in rows]
    for text, numbers in (
        (lines[0], ["GB/T 1-2020"]),
        ("\n".join(lines), ["GB/T 1-2020", "GB/T 2-2020"]),
        (json.dumps({"rows": rows}), ["GB/T 1-2020", "GB/T 2-2020"]),
        (json.dumps(rows, indent=1), ["GB/T 1-2020", "GB/T 2-2020"]),
        (json.dumps({"rows": rows}, indent=1), ["GB/T 1-2020", "GB/T 2-2020"]),
    ):
        path.write_text(f"{before}{text}{after}", encoding="utf-8")
        items = connector_for(path, "table").items(path)
        assert [item.record.number for item in items if item.record is not None] == numbers

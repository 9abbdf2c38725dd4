"""The golden files themselves: what is counted by eye in the guides must come out of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import yaml

HERE = Path(__file__).parent


def test_counts_of_the_jiangsu_guide() -> None:
    golden = yaml.safe_load((HERE / "jiangsu-ai-2025.yaml").read_text(encoding="utf-8"))
    assert len(golden["modules"]) == 8
    leaves = Counter(item["code"][0] for item in golden["categories"])
    assert leaves == {"A": 3, "B": 5, "C": 12, "D": 3, "E": 4, "F": 21, "G": 10, "H": 3}
    rows = Counter(row[1][0] for row in golden["rows"])
    assert rows == {"A": 5, "B": 4, "C": 4, "D": 1, "E": 1, "F": 37, "G": 18, "H": 6}
    assert Counter(row[3] for row in golden["rows"]) == {4: 5, 3: 25, 2: 35, 1: 4, None: 7}
    assert [row[0] for row in golden["rows"]] == [number for number in range(1, 78) if number != 8]
    assert {row[1] for row in golden["rows"]} <= {item["code"] for item in golden["categories"]}
    assert (len(golden["targets"]), len(golden["measures"]), len(golden["bases"])) == (6, 5, 17)


def test_counts_of_the_cloud_guide() -> None:
    golden = yaml.safe_load((HERE / "cloud-computing-2025.yaml").read_text(encoding="utf-8"))
    leaves = Counter(item["code"][0] for item in golden["categories"])
    assert leaves == {"A": 3, "B": 4, "C": 7, "D": 2, "E": 5, "F": 6}
    assert (len(golden["targets"]), len(golden["measures"]), len(golden["rows"])) == (2, 3, 0)

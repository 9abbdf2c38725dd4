"""Which way the relation labels of each catalogue point: counted against dates, beside what the dialects decide.

    python bench/relation_directions.py [../shared/data] [--examples 3]

For each source, label and rule of its dialect (``content/connectors``): how many relations fall under it, and whether
the target's text is older or newer than the record, by the dates of publication where both records are in the file,
else by the years in the numbers. A rule that draws an arrow is right when the younger text is the one that replaces,
amends or adopts; the share of those among all that have two different dates is printed last. Exits 1 where a rule
draws more than one arrow in twenty the wrong way.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from zhunsheng.catalogues import connector_for
from zhunsheng.catalogues.dialect import DIALECTS, dialect
from zhunsheng.core.identifiers.number import read_number
from zhunsheng.core.registry.record import StatedRecord

#: relations in which the subject is the younger text
YOUNGER = {"replaces", "amends", "corrects", "adopts"}


def read(path: Path) -> list[StatedRecord]:
    """The records of a catalogue."""
    return [item.record for item in connector_for(path).items(path) if item.record is not None]


def order(one: str, two: str) -> str:
    """Whether ``two`` is older or newer than ``one``, compared to the precision both have."""
    shared = min(len(one), len(two))
    if not shared:
        return "undated"
    return "older" if two[:shared] < one[:shared] else "newer" if two[:shared] > one[:shared] else "same"


def year(number: str) -> str:
    """The year in a number, "" where there is none."""
    found = read_number(number)
    return str(found.year or "") if found else ""


def study(name: str, records: list[StatedRecord], examples: int) -> list[str]:
    """Rows of the table for one source; the rules it draws wrongly are marked."""
    words = dialect(name)
    days = {record.number: record.values.get("issued", "") for record in records}
    counts: dict[tuple[str, str, str, bool, str], Counter[str]] = defaultdict(Counter)
    shown: dict[tuple[str, str, str, bool, str], list[str]] = defaultdict(list)
    for record in records:
        for one in record.relations:
            rule = words.relation_rule(record.number, one.said, one.target)
            why = rule.why if rule else "方言没有写这个关系词"
            key = (one.said, " ".join(rule.when) if rule else "", one.type, one.inverse, why)
            known = one.target in days and days[one.target] and days[record.number]
            own, other = (
                (days[record.number], days[one.target]) if known else (year(record.number), year(one.target))
            )
            counts[key][order(own, other)] += 1
            if len(shown[key]) < examples:
                shown[key].append(f"{record.number} → {one.target}")
    rows = []
    for key, count in sorted(counts.items()):
        label, when, kind, inverse, why = key
        arrow = f"对方 {kind} 本标准" if inverse else f"本标准 {kind} 对方"
        right = count["newer" if inverse else "older"]
        wrong = count["older" if inverse else "newer"]
        share = f"{right / (right + wrong):.2%}" if kind in YOUNGER and right + wrong else "—"
        mark = " ✗" if kind in YOUNGER and wrong * 20 > right + wrong else ""
        figures = " | ".join(f"{count[word]:,}" for word in ("older", "newer", "same", "undated"))
        rows.append(f"| {name} | {label} | {when or '其余'} | {arrow} | {figures} | {share}{mark} | {why} |")
        rows += [f"|  |  |  | {text} | | | | | | |" for text in shown[key]]
    return rows


def main() -> int:
    """Print the table of all sources."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "data", nargs="?", default=str(Path(__file__).resolve().parent.parent.parent / "shared/data")
    )
    parser.add_argument("--examples", type=int, default=0)
    options = parser.parse_args()
    print("| 来源 | 关系词 | 规则的条件 | 画成 | 对方更早 | 对方更晚 | 同时 | 日期不全 | 与日期相符 | 依据 |")
    print("|---|---|---|---|--:|--:|--:|--:|--:|---|")
    failed = False
    for name in DIALECTS:
        path = Path(options.data) / f"{name}.jsonl.xz"
        if not path.is_file():
            print(f"没有 {path}", file=sys.stderr)
            continue
        rows = study(name, read(path), options.examples)
        failed = failed or any("✗" in row for row in rows)
        print("\n".join(rows), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""How often the rule about placement notices a row put into the wrong category, and where it would put it.

Every row of a guide's list is placed, one after the other, in each category that is not its own.

Usage: python bench/placement.py GUIDE
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from zhunsheng.core.guide.read import read_guide_file
from zhunsheng.core.lint import lint_guide, load_rules

RULE = "item-misplaced"


def main(guide: str) -> int:
    """Print the counts; 1 where the guide has no list to move about."""
    document = read_guide_file(Path(guide))
    rows = [row for row in document.planned_standards if row.subsystem]
    parents = {one.parent for one in document.subsystems}
    leaves = [one.code for one in document.subsystems if one.code not in parents]
    if not rows:
        print("这份指南没有清单。", file=sys.stderr)
        return 1
    everything = load_rules()
    only = replace(everything, rules=(everything[RULE],))
    document.planned_standards = rows
    at_home = len(lint_guide(document, only))
    moves = noticed = back = 0
    for row in rows:
        elsewhere = [code for code in leaves if code != row.subsystem]
        document.planned_standards = [replace(row, subsystem=code) for code in elsewhere]
        found = lint_guide(document, only)
        moves += len(elsewhere)
        noticed += len(found)
        back += sum(row.subsystem in one.subsystems[1:] for one in found)
    print(f"rows {len(rows)}, told where they stand: {at_home}")
    print(
        f"moves {moves}, noticed {noticed} ({noticed / moves:.0%}), own category among those named {back} ({back / max(1, noticed):.0%})"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else "usage: python bench/placement.py GUIDE")

"""What share of the numbers in the world's catalogues is read, what is not, and which ids are one number.

``python -m tests.core.identifiers.shares`` writes the tables into docs/reference/标准编号.md; the test compares.
"""

from __future__ import annotations

import json
import lzma
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from zhunsheng.core.identifiers import read_number

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs/reference/标准编号.md"
BEGIN, END = "<!-- 以下由 tests/core/identifiers/shares.py 测得 -->", "<!-- 测得部分到此 -->"
CATALOGUES = ("iso", "iec", "ieee", "itu", "etsi", "w3c", "jis")


@dataclass
class Share:
    """One source: its different texts, those not read, groups of different texts that have one key."""

    name: str
    texts: list[str]
    unread: list[str] = field(default_factory=list)
    placeholders: list[str] = field(default_factory=list)
    collapsed: list[list[str]] = field(default_factory=list)
    changed_on_the_way: list[str] = field(default_factory=list)

    def measure(self) -> Share:
        """Read every text, then the canonical form of each again."""
        keys: dict[str, list[str]] = defaultdict(list)
        for text in self.texts:
            number = read_number(text)
            if number is None:
                self.unread.append(text)
                continue
            if number.placeholder:
                self.placeholders.append(text)
            again = read_number(number.canonical)
            if again is None or (again.key, again.lineage) != (number.key, number.lineage):
                self.changed_on_the_way.append(text)
            keys[number.key].append(text)
        self.collapsed = [texts for texts in keys.values() if len(texts) > 1]
        return self

    @property
    def share(self) -> str:
        """Per cent read, never rounded up to the whole."""
        hundredths = (len(self.texts) - len(self.unread)) * 10_000 // len(self.texts)
        return f"{hundredths / 100:.2f} %"


def sources(data: Path) -> Iterator[Share]:
    """Each source of ``data`` with its ids, and where it has relations those targets, each text once."""
    for name in CATALOGUES:
        ids, targets = {}, {}
        with lzma.open(data / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                ids[record["id"]] = None
                targets.update(dict.fromkeys(target for _, target in record.get("rel") or ()))
        yield Share(f"{name} 编号", list(ids))
        if targets:
            yield Share(f"{name} 关系目标", list(targets))
    with lzma.open(data / "rfc-index-2022-05.json.xz", "rt", encoding="utf-8") as stream:
        index = json.load(stream)
    links = ("obsoletes", "obsoleted_by", "updates", "updated_by", "also")
    yield Share("rfc-index 编号", [item["id"] for item in index])
    yield Share(
        "rfc-index 关系目标",
        list(dict.fromkeys(to for item in index for link in links for to in item.get(link, ()))),
    )
    with lzma.open(data / "cn-sports-standards-2026-08-18.json.xz", "rt", encoding="utf-8") as stream:
        sports = json.load(stream)["standards"]
    yield Share("cn-sports 编号", list(dict.fromkeys(item["code"] for item in sports)))
    yield Share(
        "cn-sports 代替关系",
        list(dict.fromkeys(item[key] for item in sports for key in ("replaces", "replacedBy") if item[key])),
    )
    building = json.loads((data / "cn-construction-standards.json").read_text(encoding="utf-8"))["standards"]
    keys = ("standard_number", "replaces", "replaced_by")
    yield Share(
        "cn-construction 编号与关系",
        list(dict.fromkeys(item[key] for item in building for key in keys if item[key])),
    )


def tables(data: Path) -> tuple[str, list[Share]]:
    """The measured part of the page, and the shares it was made of."""
    shares = [share.measure() for share in sources(data)]
    lines = ["| 来源 | 不同写法 | 读出 | 比例 | 未读 | 一号多写 |", "|---|--:|--:|--:|--:|--:|"]
    for share in shares:
        read = len(share.texts) - len(share.unread)
        lines.append(
            f"| {share.name} | {len(share.texts)} | {read} | {share.share} | {len(share.unread)} | {len(share.collapsed)} |"
        )
    lines += ["", "没有读出的，全部：", ""]
    for share in shares:
        if share.unread:
            lines.append(
                f"- {share.name}：" + "、".join(f"`{_shown(text)}`" for text in sorted(share.unread))
            )
    lines += ["", "不同写法归为一号的，全部：", ""]
    for share in shares:
        lines += [
            f"- {share.name}：" + " = ".join(f"`{_shown(text)}`" for text in texts)
            for texts in share.collapsed
        ]
    return "\n".join(lines), shares


def _shown(text: str) -> str:
    return re.sub(r"\s", "␣", text) if re.search(r"\s\s|[^\S ]|^\s|\s$", text) else text


def with_tables(page: str, measured: str) -> str:
    """``page`` with its measured part replaced."""
    head, _, rest = page.partition(BEGIN)
    return f"{head}{BEGIN}\n\n{measured}\n\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(
        with_tables(
            PAGE.read_text(encoding="utf-8"),
            tables(Path(os.environ.get("ZHUNSHENG_SHARED") or ROOT.parent / "shared") / "data")[0],
        ),
        encoding="utf-8",
    )

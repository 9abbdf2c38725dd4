"""The dirt of the Chinese files, each piece found without a line of the product: what a clean import must list.

Stands alone like ``count_catalogues``. Two kinds are told apart. *Repairs* change a printed value and must each be
listed with what stood there; *contradictions* are values that cannot all be true and must be shown, not mended.

    python tests/independent/count_dirt.py ../shared/data
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, NamedTuple

Record = dict[str, Any]


class Dirt(NamedTuple):
    """One piece of dirt: the record's own number as printed, the field, what stands there."""

    code: str
    field: str
    value: str


#: a committee where a number belongs
COMMITTEE = re.compile(r"^(?:SAC/)?TC ?\d+$")
MARKUP = re.compile(r"<[^<>]+>")
ODD_BLANK = re.compile("[\u00a0\u3000\u200b\ufeff\t\r\n]")
NUMBER_DIRT = {
    "prefix printed twice": re.compile(r"^(T/[A-Z]+)\s+\1"),
    "line break in the number": re.compile(r"[\r\n]"),
    "two blanks in the number": re.compile(r"  "),
    "stray full stop before the year": re.compile(r"\d\.[—-]"),
    "two dashes before the year": re.compile(r"--|——"),
    "slash without a letter after it": re.compile(r"^[A-Z]+\d*/ ?\d|^[A-Z]+\d+/ \d"),
    "blank inside the prefix": re.compile(r"^DB \d|/ T"),
    "full-width slash": re.compile("／"),
    "slash left out before T": re.compile(r"^JYT "),
}


def sports(folder: Path) -> list[Record]:
    with lzma.open(folder / "cn-sports-standards-2026-08-18.json.xz", "rt", encoding="utf-8") as file:
        return list(json.load(file)["standards"])


def construction(folder: Path) -> list[Record]:
    return list(
        json.loads((folder / "cn-construction-standards.json").read_text(encoding="utf-8"))["standards"]
    )


def variants(folder: Path) -> list[Record]:
    return list(json.loads((folder / "cn-title-variants.json").read_text(encoding="utf-8")))


def sports_repairs(records: list[Record]) -> dict[str, list[Dirt]]:
    """Every printed value of the sports catalogue that cannot stay as it is."""
    found: dict[str, list[Dirt]] = defaultdict(list)
    for r in records:
        code = r["code"]
        for kind, pattern in NUMBER_DIRT.items():
            if pattern.search(code):
                found[kind].append(Dirt(code, "code", code))
        title = r["title"]
        if MARKUP.search(title):
            found["markup in the title"].append(Dirt(code, "title", title))
        if re.search(r"  ", title):
            found["two blanks or more in the title"].append(Dirt(code, "title", title))
        if ODD_BLANK.search(title):
            found["line break or odd blank in the title"].append(Dirt(code, "title", title))
        for name in ("replaces", "replacedBy"):
            if r[name] and COMMITTEE.match(r[name]):
                found["a committee where a number belongs"].append(Dirt(code, name, r[name]))
    return dict(found)


def sports_contradictions(records: list[Record], day: str = "2026-08-18") -> dict[str, list[Dirt]]:
    """Values of one record that cannot all be true, on the day of the file."""
    found: dict[str, list[Dirt]] = defaultdict(list)
    for r in records:
        code, said = r["code"], r["status"]
        issued, start, end = r["issueDate"] or "", r["implementDate"] or "", r.get("abolishDate") or ""
        year = re.search(r"(\d{4})$", code)
        if issued and start and start < issued:
            found["in force before it was issued"].append(Dirt(code, "implementDate", start))
        if end and end < max(issued, start):
            found["withdrawn before it was issued"].append(Dirt(code, "abolishDate", end))
        if said == "现行" and end and end <= day:
            found["in force after its withdrawal"].append(Dirt(code, "abolishDate", end))
        if end > day:
            found["to be withdrawn on a coming day"].append(Dirt(code, "abolishDate", end))
        if said == "现行" and start > day:
            found["in force before its day"].append(Dirt(code, "status", said))
        if year and issued and year[1] != issued[:4]:
            found["year of the number is not the year of issue"].append(Dirt(code, "issueDate", issued))
        if r["isMandatory"] == bool(re.search(r"^T/|/\s*[TZ]|／T", code)):
            found["nature against the number"].append(Dirt(code, "isMandatory", str(r["isMandatory"])))
    return dict(found)


def sports_figures(records: list[Record]) -> dict[str, Any]:
    """Counts of the whole file: numbers, empty values, the links that are real numbers."""
    links = [
        (r["code"], r["replacedBy"])
        for r in records
        if r["replacedBy"] and not COMMITTEE.match(r["replacedBy"])
    ]
    empty = {
        name: sum(r.get(name) in (None, "", []) for r in records)
        for name in sorted({k for r in records for k in r})
    }
    known = {plain(r["code"]) for r in records}
    return {
        "records": len(records),
        "distinct numbers": len({plain(r["code"]) for r in records}),
        "numbers of two records": {
            c: [r["code"] for r in records if plain(r["code"]) == c]
            for c, times in Counter(plain(r["code"]) for r in records).items()
            if times > 1
        },
        "real replacedBy": len(links),
        "replacedBy itself": [c for c, t in links if plain(c) == plain(t)],
        "replacedBy whose end is in the file": sum(plain(t) in known for _, t in links),
        "replacedBy an older year": [(c, t) for c, t in links if c[-4:] > t[-4:]],
        "long dashes in numbers": sum("—" in r["code"] for r in records),
        "several categories": sum(isinstance(r["category"], list) for r in records),
        "empty": {k: v for k, v in empty.items() if v},
    }


def plain(code: str) -> str:
    """A number without the dirt above, for counting only."""
    text = re.sub(r"\s+", "", code.replace("—", "-").replace("／", "/").upper())
    text = re.sub(r"-+", "-", re.sub(r"\.-", "-", text))
    text = re.sub(r"^(T/[A-Z]+)\1", r"\1", text)
    return re.sub(r"^(DB\d+)/(?=\d)", r"\1", re.sub(r"^JYT", "JY/T", text))


def construction_figures(records: list[Record]) -> dict[str, Any]:
    """The small construction catalogue: what has a number, what must be kept for repair, its links."""
    numbered = [r for r in records if r["standard_number"]]
    documents = [r["standard_number"] for r in numbered if not re.match(r"^[A-Z]", r["standard_number"])]
    return {
        "records": len(records),
        "without a number": [r["id"] for r in records if not r["standard_number"]],
        "number of a law or notice": documents,
        "standards with a number": len(numbered) - len(documents),
        "range of numbers": [r["standard_number"] for r in numbered if "~" in r["standard_number"]],
        "two-digit year": [
            r["standard_number"] for r in numbered if re.search(r"-\d\d$", r["standard_number"])
        ],
        "no year": [r["standard_number"] for r in numbered if r["version_year"] is None],
        "blanks inside an enterprise number": [
            r["standard_number"] for r in numbered if re.search(r"\d \d", r["standard_number"])
        ],
        "replaces": [(r["standard_number"], r["replaces"]) for r in records if r["replaces"]],
        "replaced by": [(r["standard_number"], r["replaced_by"]) for r in records if r["replaced_by"]],
        "unverified": sum(not r["verified"] for r in records),
        "status not known": sum(r["status"] == "待查" for r in records),
    }


def variants_figures(records: list[Record]) -> dict[str, Any]:
    titles = [(r["code"], t) for r in records for t in r["titles"]]
    clean = {
        r["code"]: {re.sub(r"\s+", " ", MARKUP.sub("", t)).strip() for t in r["titles"]} for r in records
    }
    return {
        "numbers": len(records),
        "titles": len(titles),
        "titles with markup": sum(bool(MARKUP.search(t)) for _, t in titles),
        "titles with two blanks": sum("  " in t for _, t in titles),
        "numbers whose titles still differ when clean": {
            c: sorted(t) for c, t in clean.items() if len(t) > 1
        },
    }


def main(folder: Path) -> dict[str, Any]:
    rows = sports(folder)
    return {
        "sports": sports_figures(rows),
        "sports repairs": {k: len(v) for k, v in sports_repairs(rows).items()},
        "sports repairs listed": sports_repairs(rows),
        "sports contradictions": sports_contradictions(rows),
        "construction": construction_figures(construction(folder)),
        "variants": variants_figures(variants(folder)),
    }


if __name__ == "__main__":
    print(
        json.dumps(
            main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")), ensure_ascii=False, indent=1
        )
    )

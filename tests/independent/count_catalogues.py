"""What a correct import of the seven world catalogues must give, counted without a line of the product.

Stands alone: standard library only, nothing from ``zhunsheng``, its own reading of numbers and relation labels, so
that an error of the product cannot hide in its own test. Run it for the figures and the evidence:

    python tests/independent/count_catalogues.py ../shared/data [--json out.json]

How labels were read (evidence by dates in ``dated``): the older of the two texts is never the one that replaces.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

SOURCES = ("iso", "iec", "ieee", "itu", "etsi", "w3c", "jis")
Record = dict[str, Any]
#: subject key, our type, target key: always read "subject TYPE target"
Arrow = tuple[str, str, str]

DASHES = re.compile("[\u00ad\u2010-\u2015\u2212\ufe58\ufe63]")
#: kinds and stages printed after the publisher, by ISO with a slash and by IEC with a blank
KINDS = "TR|TS|PAS|R|ISP|GUIDE|DATA|TTA|NP|PWI|AWI|WD|CD|DIS|FDIS|PRF|DTR|DTS|DPAS|FDTR|FDTS|DISP|FDISP|DGUIDE|SRD"
PUBLISHERS = "ISO|IEC|IEEE|ASTM|CIE|SAE|HL7|ASME|OECD|UNDP|CISPR"
SLASHED_KIND = re.compile(rf"^((?:{PUBLISHERS})(?:/(?:{PUBLISHERS}))*)/(?=(?:{KINDS})[ \d])", re.IGNORECASE)
DRAFT = re.compile(
    r"(?:^|[/ ])(?:NP|PWI|AWI|WD|CD|DIS|FDIS|PRF|DTR|DTS|DPAS|FDTR|FDTS|DISP|FDISP|DIWA|DGUIDE|DAM|FDAM|DAMD|FDAMD|"
    r"PDAM|DCOR|FDCOR|DADD)(?=[ .\d])",
    re.IGNORECASE,
)
SUPPLEMENT = re.compile(
    r"/(?:(?:NP|PWI|AWI|WD|CD|PRF) )?(?:F?DAMD?|AMD|F?DCOR|COR|D?ADD|SUPPL)[. ]*\d[^/]*$", re.IGNORECASE
)
CORRIGENDUM = re.compile(r"COR[. ]*\d[^/]*$", re.IGNORECASE)
IEEE_SUPPLEMENT = re.compile(r"^(ISO/IEC/IEEE [\w.]+)/(AMD|COR)(\d+)-(\d{4})$")
ISO_JOINT_IN_IEEE = re.compile(
    r"^((?:(?:ISO|IEC|IEEE)/)+(?:ISO|IEC|IEEE)|ISO|IEC) (?:STD )?(\d+)((?:[.-]\w+)*?)-(\d{4})$"
)


def read(folder: Path, source: str) -> list[Record]:
    with lzma.open(folder / f"{source}.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@cache
def key(identifier: str, source: str = "") -> str:
    """One key for one number: width, dashes, case, blanks, and the few ways bodies print each other's numbers."""
    text = DASHES.sub("-", unicodedata.normalize("NFKC", identifier)).upper().strip()
    text = re.sub(r"\s+", " ", text)
    if source == "itu":
        if not text.startswith("ITU-"):
            text = "ITU-T " + text
        text = re.sub(r"(?<=\d) V(\d+) (?=\()", r" (V\1) ", text)
    text = SLASHED_KIND.sub(r"\1 ", text)
    text = re.sub(r"/(F?)DAMD (?=\d)", r"/\1DAM ", text)
    text = re.sub(r"/(F?)DCOR (?=\d)", r"/\1DCOR ", text)
    return text.replace(" ", "")


def joint_key(identifier: str) -> str:
    """An ISO or IEC number as IEEE prints it (``ISO/IEC/IEEE 12207-2017``, ``8802.3-2021``), in ISO's own way.

    The year behind a supplement is that of its base: ``ISO/IEC/IEEE 8802.1AE/Amd4-2020``.
    """
    if supplement := IEEE_SUPPLEMENT.match(identifier.upper()):
        base, kind, nth, year = supplement.groups()
        return f"{joint_key(f'{base}-{year}')}/{kind}{nth}" if joint_key(f"{base}-{year}") else ""
    found = ISO_JOINT_IN_IEEE.match(identifier.upper())
    return key(f"{found[1]} {found[2]}{found[3].replace('.', '-')}:{found[4]}") if found else ""


def joint_publishers(one: str) -> str:
    """The key with joint publishers in the order of the alphabet: ``IEC/ISO/IEEE`` and ``ISO/IEC/IEEE`` are one."""
    found = re.match(rf"^((?:{PUBLISHERS})(?:/(?:{PUBLISHERS}))+)(?=\d|STD|TR|TS|PAS|[A-Z]*DIS|CD)", one)
    return "/".join(sorted(found[1].split("/"))) + one[found.end() :] if found else one


def one_text(identifier: str, source: str) -> str:
    """The boldest reading: the key, IEEE's print of joint numbers read as ISO's, publishers in any order.

    Beyond that, what two records of one source show to be the same number: a stray colon at the end (IEC 61360), and
    IEEE's "Std" left out (``IEEE 1635-2018``).
    """
    found = joint_publishers((joint_key(identifier) if source == "ieee" else "") or key(identifier, source))
    return re.sub(r"^IEEESTD(?=[A-Z]?\d)", "IEEE", found.removesuffix(":"))


def is_draft(identifier: str) -> bool:
    return bool(DRAFT.search(identifier))


def is_supplement(identifier: str) -> bool:
    return bool(SUPPLEMENT.search(identifier))


def day(record: Record) -> str:
    """The date that orders editions; IEEE's ``published`` is the day of the PDF, so its approval is taken."""
    dates = record.get("dates") or {}
    if record["src"] == "ieee":
        return str(dates.get("issued") or dates.get("created") or "")
    return str(dates.get("published") or dates.get("issued") or "")


def amends(subject: str) -> str:
    return "corrects" if CORRIGENDUM.search(subject) else "amends"


def arrow(record: Record, label: str, target: str, as_key: Callable[[str, str], str] = key) -> Arrow | None:
    """What a printed relation says, in our direction; None where it says nothing (a text related to itself)."""
    source, own = record["src"], record["id"]
    one, two = as_key(own, source), as_key(target, source)
    if one == two:
        return None
    if source == "iso" and label == "updates":
        return (two, amends(target), one) if target.startswith(own + "/") else (two, "replaces", one)
    if source == "iso" and label == "obsoletes":
        if own.startswith(target + "/"):
            return (one, amends(own), two)
        future = (
            is_draft(target) and not is_supplement(target) and not (is_draft(own) and not is_supplement(own))
        )
        return (two, "replaces", one) if future else (one, "replaces", two)
    plain = {
        ("iso", "partOf"): ("part_of", False),
        ("ieee", "updates:revises"): ("replaces", False),
        ("ieee", "updates:amends"): ("amends", False),
        ("ieee", "updates:corrects"): ("corrects", False),
        ("ieee", "obsoletedBy"): ("replaces", True),
        ("ieee", "adoptedFrom"): ("adopts", False),
        ("w3c", "obsoletes"): ("replaces", False),
        ("w3c", "updatedBy:errata"): ("replaces", True),
        ("w3c", "hasEdition"): ("edition_of", True),
        ("w3c", "editionOf"): ("edition_of", False),
        # The list of all texts of a Recommendation, printed alike on each of them: no order, so stored once.
        ("itu", "hasEdition"): ("family", two < one),
    }
    kind, turned = plain[source, label]
    return (two, kind, one) if turned else (one, kind, two)


def arrows(
    records: list[Record], as_key: Callable[[str, str], str] = key
) -> Iterator[tuple[str, Arrow | None]]:
    for record in records:
        for label, target in record.get("rel") or []:
            yield label, arrow(record, label, target, as_key)


def order(one: str, two: str) -> str:
    """Whether ``two`` is older or newer than ``one``, as far as both dates go."""
    if not one or not two:
        return "undated"
    shared = min(len(one), len(two))
    return "older" if two[:shared] < one[:shared] else "newer" if two[:shared] > one[:shared] else "same"


def dated(records: list[Record]) -> dict[str, dict[str, int]]:
    """For each printed label: how often its target is older or newer than the record that prints it."""
    days: dict[str, str] = {}
    for record in records:
        days.setdefault(key(record["id"], record["src"]), day(record))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for record in records:
        for label, target in record.get("rel") or []:
            one, two = key(record["id"], record["src"]), key(target, record["src"])
            found = (
                "itself" if one == two else "missing" if two not in days else order(day(record), days[two])
            )
            counts[label][found] += 1
    return {label: dict(count) for label, count in sorted(counts.items())}


def disordered(pairs: set[Arrow], days: dict[str, str]) -> list[str]:
    """Replacements whose dates contradict them after all: to be shown as findings, never turned in silence."""
    return sorted(
        f"{a} {t} {b}"
        for a, t, b in pairs
        if t == "replaces" and order(days.get(a, ""), days.get(b, "")) == "newer"
    )


def cycles(pairs: set[Arrow]) -> list[list[str]]:
    """Rings of ``replaces``: what is left when texts that replace nothing, or that nothing replaces, are taken away."""
    left = {(a, b) for a, t, b in pairs if t == "replaces"}
    while True:
        newer, older = {a for a, _ in left}, {b for _, b in left}
        rest = {(a, b) for a, b in left if a in older and b in newer}
        if rest == left:
            break
        left = rest
    ahead: dict[str, set[str]] = defaultdict(set)
    for a, b in left:
        ahead[a].add(b)

    def reached(start: str) -> set[str]:
        seen, todo = set[str](), [start]
        while todo:
            fresh = ahead[todo.pop()] - seen
            seen |= fresh
            todo += fresh
        return seen

    far = {node: reached(node) for node in list(ahead)}
    rings = {
        tuple(sorted(n for n in seen if node in far.get(n, ()))) for node, seen in far.items() if node in seen
    }
    return sorted(map(list, rings))


def count(folder: Path) -> dict[str, Any]:
    """All figures, as plain data."""
    everything = {source: read(folder, source) for source in SOURCES}
    holders: dict[str, set[str]] = defaultdict(set)
    spellings: dict[str, set[str]] = defaultdict(set)
    days: dict[str, str] = {}
    for source, records in everything.items():
        for record in records:
            k = key(record["id"], source)
            holders[k].add(source)
            spellings[k].add(record["id"])
            days.setdefault(k, day(record))
    joint = {r["id"]: joint_key(r["id"]) for r in everything["ieee"] if joint_key(r["id"])}
    merged_joint = {i: k for i, k in joint.items() if k in holders and holders[k] & {"iso", "iec"}}
    result: dict[str, Any] = {
        "records": {source: len(records) for source, records in everything.items()},
        "records in all": sum(map(len, everything.values())),
        "distinct printed numbers": {s: len({r["id"] for r in rs}) for s, rs in everything.items()},
        "distinct standards": len(holders),
        "distinct standards by source": {s: sum(s in h for h in holders.values()) for s in SOURCES},
        "standards of two sources": dict(
            Counter("+".join(sorted(h)) for h in holders.values() if len(h) > 1)
        ),
        "numbers printed in several ways": sum(len(s) > 1 for s in spellings.values()),
        "ieee prints of ISO/IEC numbers": {"in all": len(joint), "also in iso or iec": len(merged_joint)},
        "boldest reading": boldest(everything),
        "ieee joint, also in iso or iec": sorted(merged_joint),
        "relations": {},
        "labels by date": {s: dated(rs) for s, rs in everything.items() if any(r.get("rel") for r in rs)},
    }
    union: set[Arrow] = set()
    for source, records in everything.items():
        raw = list(arrows(records))
        if not raw:
            continue
        pairs = {a for _, a in raw if a}
        union |= pairs
        result["relations"][source] = {
            "printed": dict(Counter(label for label, _ in raw)),
            "to itself": sum(a is None for _, a in raw),
            "distinct": dict(sorted(Counter(t for _, t, _ in pairs).items())),
            "by label": by_label(raw),
            "ends known": sum(a in holders and b in holders for a, _, b in pairs),
            "an end unknown": sum(not (a in holders and b in holders) for a, _, b in pairs),
            "unknown ends": len({e for a, _, b in pairs for e in (a, b) if e not in holders}),
            "against dates": disordered(pairs, days),
        }
    result["relations in all"] = dict(sorted(Counter(t for _, t, _ in union).items()))
    result["rings of replacement"] = cycles(union)
    return result


def boldest(everything: dict[str, list[Record]]) -> dict[str, Any]:
    """Counts when joint numbers are one in whatever way and order their publishers are printed."""
    holders: dict[str, set[str]] = defaultdict(set)
    for source, records in everything.items():
        for record in records:
            holders[one_text(record["id"], source)].add(source)
    shared = Counter("+".join(sorted(h)) for h in holders.values() if len(h) > 1)
    return {"distinct standards": len(holders), "standards of several sources": dict(sorted(shared.items()))}


def by_label(raw: list[tuple[str, Arrow | None]]) -> dict[str, dict[str, int]]:
    """For each printed label: what it became, distinct."""
    seen: dict[str, set[Arrow]] = defaultdict(set)
    for label, a in raw:
        if a:
            seen[label].add(a)
    return {label: dict(Counter(t for _, t, _ in pairs)) for label, pairs in sorted(seen.items())}


if __name__ == "__main__":
    figures = count(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data"))
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    if "--json" in sys.argv:
        Path(sys.argv[sys.argv.index("--json") + 1]).write_text(text, encoding="utf-8")
    else:
        print(text)

"""The index compared with what it is made of, so that it is never wrong in silence.

Every document is taken apart again: its row by hash, its postings and its share of the counted words. Nothing that
the index keeps is left out of the comparison.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import Any

from zhunsheng.search.counting import Keys, Tally, facet_counts
from zhunsheng.search.records import record_of, type_and_ref
from zhunsheng.search.shape import CheckReport, Document
from zhunsheng.search.store import VERSION

__all__ = ["check"]

_BATCH = 5000
_SHOWN = 5


def check(store: Any, documents: Iterable[Document]) -> CheckReport:
    """Compare ``store`` with ``documents``, which are all there are. Takes about as long as building the index."""
    report = CheckReport(0)
    state = store.state()
    if state.get("version") != VERSION:
        report.problems.append(
            f"索引由另一个版本（{state.get('version', '无')}）建立，需要重建：zhunsheng search rebuild。"
        )
    audit = store.audit()
    tally = Tally()
    seen = Keys()
    source = iter(documents)
    while batch := list(islice(source, _BATCH)):
        records = {record.key: record for record in map(record_of, batch)}
        report.compared += len(records)
        present = store.present(list(records))
        for key, record in records.items():
            seen.add(key)
            if key not in present:
                report.missing.append(type_and_ref(key))
            elif present[key] != (record.id, record.hash):
                report.different.append(type_and_ref(key))
        postings = [record.postings() for record in records.values()]
        tally.take(list(records.values()), [found.counted for found in postings])
        report.different += [type_and_ref(id) for id in audit.take(list(records.values()), postings)]
    for key in store.all_keys():
        if key not in seen:
            report.left_over.append(type_and_ref(key))
    report.different = list(dict.fromkeys(report.different))
    if not (report.missing or report.left_over or report.different):
        report.problems += audit.problems()
        bare = tally.all if tally.bare is None else tally.bare
        report.problems += _counts(store, tally.all, Counter(bare))
        report.problems += _facets(store, tally.facets)
    return report


def _counts(store: Any, words: Counter[str], bare: Counter[str]) -> list[str]:
    wrong: list[str] = []
    for token, n, m in store.all_counts():
        if words.pop(token, 0) != n or bare.pop(token, 0) != m:
            wrong.append(token)
    wrong += [token for token, n in words.items() if n]
    return [f"词的计数有 {len(wrong)} 处不符，例如 {'、'.join(wrong[:_SHOWN])}。"] if wrong else []


def _facets(store: Any, alike: Counter[str]) -> list[str]:
    expected = {name: n for name, n in facet_counts(alike).items() if n}
    actual = {name: n for name, n in store.facet_totals([]).items() if n}
    wrong = [
        f"{facet}={value}"
        for facet, value in expected.keys() | actual.keys()
        if expected.get((facet, value)) != actual.get((facet, value))
    ]
    return [f"分面的计数有 {len(wrong)} 处不符，例如 {'、'.join(sorted(wrong)[:_SHOWN])}。"] if wrong else []

"""Stated links of a packaged guide (``content/linking/packaged``): ends, type, lines and the verb, no prose.

A packaged system holds facts only, so its sentences cannot be read again; what was read from them once is kept
beside it and belongs to the file of that very fingerprint. A test reads the real guide anew and compares.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from zhunsheng.core.relations.ends import same_branch, subsystem_end, system_end
from zhunsheng.core.relations.link import End, Evidence, Link
from zhunsheng.core.system.model import StandardsSystem
from zhunsheng.core.system.tree import SystemTree
from zhunsheng.core.vocabulary import load_yaml

__all__ = ["links_text", "packaged_links"]

_MADE = "# 从指南原文读出的关联：只记两端、行号、动词与规则，不含原文。由测试与真实指南核对，勿手改。\n"


@cache
def _files() -> dict[str, dict[str, Any]]:
    """SHA-256 of the guide → what was read from it."""
    folder = files("zhunsheng").joinpath("content", "linking", "packaged")
    data = [
        load_yaml(one.read_text(encoding="utf-8")) for one in folder.iterdir() if one.name.endswith(".yaml")
    ]
    return {one["sha256"]: one for one in data}


def packaged_links(system: StandardsSystem) -> list[Link]:
    """The stated links kept for the file ``system`` was read from; none where there is no such file.

    An end that the system does not know (a corrected edition) leaves its link out.
    """
    tree = SystemTree(system)
    links = []
    for entry in _files().get(system.sha256, {}).get("links", ()):
        subject, target = (_end(system, tree, entry[side]) for side in ("subject", "target"))
        if subject is None or target is None:
            continue
        if subject.kind == target.kind == "subsystem" and same_branch(tree, subject.ref, target.ref):
            continue
        evidence = tuple(
            Evidence("span", verb, start, end, source=verb) for start, end, verb in entry["evidence"]
        )
        links.append(
            Link(
                subject,
                entry["type"],
                target,
                origin="guide",
                rule=entry["rule"],
                evidence=evidence,
                confidence=entry["confidence"],
            )
        )
    return links


def _end(system: StandardsSystem, tree: SystemTree, ref: str) -> End | None:
    if not ref:
        return system_end(system)
    return subsystem_end(tree.by_code[ref]) if ref in tree.by_code else None


def links_text(system: StandardsSystem, links: Iterable[Link]) -> str:
    """The file that keeps ``links`` (those between subsystems) for the guide of ``system``, as text."""
    rows = [_MADE + f"slug: {system.slug}", f"sha256: {system.sha256}", "links:"]
    for link in links:
        if link.type == "based_on":
            continue
        subject, target = ("" if end.kind == "system" else end.ref for end in (link.subject, link.target))
        marks = [f"[{one.line_start}, {one.line_end}, {one.source or one.text}]" for one in link.evidence]
        rows.append(
            f'  - {{subject: "{subject}", type: {link.type}, target: "{target}", rule: {link.rule}, '
            f"confidence: {link.confidence}, evidence: [{', '.join(marks)}]}}"
        )
    return "\n".join(rows) + "\n"

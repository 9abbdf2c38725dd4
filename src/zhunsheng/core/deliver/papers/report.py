"""The 编制说明: ten sections of the content file, filled from the model, with marked places that a person must write."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from zhunsheng.core.deliver.papers.blocks import BLOCKS
from zhunsheng.core.deliver.papers.content import PaperContentError, paper_content
from zhunsheng.core.deliver.papers.dossier import Dossier
from zhunsheng.core.deliver.papers.figures import Group, count_lines
from zhunsheng.core.deliver.papers.lines import Line, detail_lines
from zhunsheng.core.deliver.papers.word import WordPaper
from zhunsheng.core.deliver.scale import ABSENT, grade_key
from zhunsheng.core.lint import Finding, lint_system

__all__ = ["Report", "facts_of", "write_report"]


class Report:
    """What the blocks of a report may use: the document, the dossier, its lines, figures and findings."""

    def __init__(self, dossier: Dossier, word: WordPaper) -> None:
        self.dossier, self.word = dossier, word
        self.lines: list[Line] = list(detail_lines(dossier))
        self.groups: dict[str, Group] = {group.key: group for group in count_lines(dossier, self.lines)}
        self._findings: list[Finding] | None = None
        #: number of the chapter being written
        self.chapter = 0
        self._part = 0

    @property
    def findings(self) -> list[Finding]:
        """What the checks say of the system."""
        if self._findings is None:
            self._findings = lint_system(self.dossier.system)
        return self._findings

    def begin(self, title: str, numbered: bool) -> None:
        """A chapter."""
        self.chapter, self._part = self.chapter + 1, 0
        self.word.heading(f"{self.chapter}　{title}" if numbered else title, 1)
        self.numbered = numbered

    def part(self, title: str) -> None:
        """A heading below the chapter's."""
        self._part += 1
        self.word.heading(f"{self.chapter}.{self._part}　{title}" if self.numbered else title, 2)


def write_report(dossier: Dossier) -> bytes:
    """The document as bytes."""
    content = paper_content("report", dossier.content.get("report", ""))
    word = WordPaper(dossier, content["title"])
    word.title(f"{dossier.system.title}{content['title']}")
    word.bearings()
    word.contents()
    report = Report(dossier, word)
    facts = facts_of(dossier, report.lines, report.groups)
    first = True
    for section in content["sections"]:
        if first:
            word.page_break()
        first = False
        report.begin(section["title"], content.get("numbered", True))
        if section.get("text"):
            word.paragraph(_filled(section["text"], facts))
        for name in section.get("blocks", []):
            _block(name)(report)
        for prompt in section.get("prompts", []):
            word.prompt(prompt)
    return word.finish()


def _block(name: str) -> Callable[[Any], None]:
    if name not in BLOCKS:
        raise PaperContentError(
            f"deliverables/report.yaml 的 blocks 中没有“{name}”。可用：{'、'.join(BLOCKS)}。"
        )
    return BLOCKS[name]


def _filled(text: str, facts: dict[str, Any]) -> str:
    try:
        return text.format_map(facts)
    except (KeyError, ValueError, IndexError, AttributeError) as error:
        raise PaperContentError(
            f"deliverables/report.yaml 的引言里有不认得的 {{{error}}}。可用：{'、'.join(facts)}。"
        ) from None


def facts_of(dossier: Dossier, lines: Iterable[Line], groups: dict[str, Group]) -> dict[str, str]:
    """The figures that texts of the content files may name, in words."""
    system, tree = dossier.system, dossier.tree
    leaves = [one for one in tree.walk() if not tree.children(one.code)]
    confirmed = [one.values for one in lines if one.real and one.values["counted"] == "是"]
    content = paper_content("statistics", dossier.content.get("statistics", ""))
    total = next(iter(groups.values())).total
    unmarked = sum(1 for item in system.planned_standards if grade_key(item.urgency) == ABSENT)
    facts: dict[str, Any] = {
        "title": system.title,
        "edition": dossier.label,
        "status": system.status,
        "modules": len(tree.modules),
        "leaves": len(leaves),
        "items": len(system.planned_standards),
        "marked": len(system.planned_standards) - unmarked,
        "unmarked": unmarked,
        "targets": len(system.targets),
        "bases": len(system.bases),
        "measures": len(system.measures),
        "real": len(confirmed),
        "in_force": sum(1 for one in confirmed if one["status"] in content["in_force"]),
        "empty": sum(1 for one in leaves if tree.is_empty(one.code)),
        "due": total.due,
        "present": total.present,
        "share": "—" if total.share is None else f"{total.share:.1%}",
        "day": dossier.day,
    }
    return {name: str(value) for name, value in facts.items()}

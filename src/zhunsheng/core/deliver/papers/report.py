"""The 编制说明: ten sections of the content file, filled from the model, with marked places that a person must write."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from zhunsheng.core.deliver.papers.blocks import BLOCKS
from zhunsheng.core.deliver.papers.content import PaperContentError
from zhunsheng.core.deliver.papers.dossier import Dossier
from zhunsheng.core.deliver.papers.figures import Group, count_lines
from zhunsheng.core.deliver.papers.lines import Line, detail_lines
from zhunsheng.core.deliver.papers.word import WordPaper
from zhunsheng.core.deliver.scale import ABSENT, grade_key
from zhunsheng.core.lint import Finding, lint_system

__all__ = ["Report", "facts_of", "write_report"]


class Report:
    """What the blocks of a report may use: the document, the dossier, its lines, figures and findings."""

    def __init__(self, dossier: Dossier, name: str) -> None:
        self.dossier, self.name = dossier, name
        self.content = dossier.content_of(name)
        self.word = WordPaper(dossier, self.content["title"])
        self.numbered = bool(self.content.get("numbered", True))
        self.lines: list[Line] = list(detail_lines(dossier))
        self.groups: dict[str, Group] = {group.key: group for group in count_lines(dossier, self.lines)}
        #: number of the chapter being written
        self.chapter = 0
        self._part = 0

    @cached_property
    def findings(self) -> list[Finding]:
        """What the checks say of the system."""
        return lint_system(self.dossier.system)

    def write(self, subject: str, facts: dict[str, str]) -> bytes:
        """The whole document: title, bearings, contents, sections; ``facts`` fill the texts of the content file."""
        word, content = self.word, self.content
        word.title(f"{subject}{content['title']}")
        word.bearings()
        word.contents()
        word.page_break()
        for section in content["sections"]:
            self._begin(section["title"])
            if section.get("text"):
                word.paragraph(self._filled(section["text"], facts))
            for name in section.get("blocks", []):
                self._block(name)(self)
            for prompt in section.get("prompts", []):
                word.prompt(prompt)
        return word.finish()

    def _begin(self, title: str) -> None:
        self.chapter, self._part = self.chapter + 1, 0
        self.word.heading(f"{self.chapter}　{title}" if self.numbered else title, 1)

    def part(self, title: str) -> None:
        """A heading below the chapter's."""
        self._part += 1
        self.word.heading(f"{self.chapter}.{self._part}　{title}" if self.numbered else title, 2)

    def paragraphs(self, *texts: str) -> None:
        """Running text, a paragraph for each of its lines."""
        for text in texts:
            for line in filter(None, map(str.strip, text.split("\n"))):
                self.word.paragraph(line)

    def _block(self, name: str) -> Callable[[Any], None]:
        if name not in BLOCKS:
            known = "、".join(BLOCKS)
            raise PaperContentError(
                f"deliverables/{self.name}.yaml 的 blocks 中没有“{name}”。可用：{known}。"
            )
        return BLOCKS[name]

    def _filled(self, text: str, facts: dict[str, str]) -> str:
        try:
            return text.format_map(facts)
        except (KeyError, ValueError, IndexError, AttributeError) as error:
            known = "、".join(facts)
            raise PaperContentError(
                f"deliverables/{self.name}.yaml 的引言里有不认得的 {{{error}}}。可用：{known}。"
            ) from None


def write_report(dossier: Dossier) -> bytes:
    """The 编制说明 as bytes."""
    report = Report(dossier, "report")
    return report.write(dossier.system.title, facts_of(report))


def facts_of(report: Report) -> dict[str, str]:
    """The figures that texts of the content files may name, in words."""
    dossier, lines, groups = report.dossier, report.lines, report.groups
    system, tree = dossier.system, dossier.tree
    leaves = [one for one in tree.walk() if not tree.children(one.code)]
    confirmed = [one.values for one in lines if one.real and one.values["counted"] == "是"]
    content = dossier.content_of("statistics")
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

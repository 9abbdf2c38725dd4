"""``zhunsheng guide lint``: check a guide and print the findings."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhunsheng.cli.frame import fail, write_output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhunsheng.core.guide.model import GuideDocument
    from zhunsheng.core.lint import Finding, RuleSet, Silence

__all__ = ["Below", "Format", "RulesFile", "findings_as", "run_lint"]


class Format(StrEnum):
    """How findings are printed."""

    text = "text"
    json = "json"
    sarif = "sarif"


class Below(StrEnum):
    """From which severity on findings make the command fail."""

    never = "never"
    error = "error"
    warning = "warning"
    note = "note"


RulesFile = Annotated[
    Path | None,
    typer.Option("--rules", metavar="F", help="校核设置（YAML）；不写则用 ZHUNSHENG_HOME/lint.yaml（如有）"),
]


def rules_in_force(path: Path | None) -> RuleSet:
    """The packaged rules with the house's own settings over them; bad settings end the command."""
    from zhunsheng.core.lint import LintRulesError, load_rules

    home = Path(os.environ.get("ZHUNSHENG_HOME", "").strip() or Path.home() / ".zhunsheng").expanduser()
    if path is None and (home / "lint.yaml").is_file():
        path = home / "lint.yaml"
    try:
        return load_rules(path)
    except LintRulesError as error:
        fail(str(error))


def run_lint(
    document: GuideDocument,
    source: str,
    form: Format,
    *,
    rules_file: Path | None,
    fail_on: Below,
    show_silenced: bool,
    out: Path | None,
) -> None:
    """Check, print, and leave with 1 where a finding reaches ``fail_on``."""
    from zhunsheng.core.lint import lint_guide, split_silenced

    rules = rules_in_force(rules_file)
    findings, silenced = split_silenced(lint_guide(document, rules), rules.silences)
    title = " ".join(part for part in (document.title or source, document.edition) if part)
    text = findings_as(
        form, findings, silenced, rules, title=title, source=source, show_silenced=show_silenced
    )
    write_output(text, out)
    if _reaches(findings, fail_on):
        raise typer.Exit(1)


def findings_as(
    form: Format,
    findings: list[Finding],
    silenced: list[tuple[Finding, Silence]],
    rules: RuleSet,
    *,
    title: str,
    source: str,
    show_silenced: bool = False,
) -> str:
    """Findings in one of the formats; JSON tells silenced ones only with ``show_silenced``."""
    from zhunsheng.core.lint.report import findings_json, findings_sarif, findings_text

    if form is Format.json:
        return findings_json(findings, silenced if show_silenced else [])
    if form is Format.sarif:
        return findings_sarif(findings, rules, source=source, silenced=silenced)
    return findings_text(findings, rules, title=title, silenced=silenced)


def _reaches(findings: Sequence[Finding], fail_on: Below) -> bool:
    from zhunsheng.core.lint.model import SEVERITIES

    if fail_on is Below.never:
        return False
    heavy = SEVERITIES[: SEVERITIES.index(fail_on.value) + 1]
    return any(finding.severity in heavy for finding in findings)

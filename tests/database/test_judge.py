"""Judgements on findings: kept with their reason, in force where they were given, lifted but not forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import as_text, large_plan
from tests.database.conftest import intake_of
from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.journal.models import Event
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems.actions import (
    accept_finding,
    attach_source,
    correct_value,
    import_guide,
    import_packaged,
    lift_silence,
    silence_finding,
    store_guide,
)
from zhunsheng.apps.systems.models import Edition, Silence
from zhunsheng.apps.systems.queries import findings, lint_settings_problem
from zhunsheng.core.guide.read import read_guide
from zhunsheng.core.lint import lint_guide
from zhunsheng.core.system.builder import build_system

GUIDE = as_text(large_plan(1)).encode()


def verdicts(edition: Edition) -> dict[str, Silence | None]:
    return {finding.fingerprint: silence for finding, silence in findings(edition)}


def test_findings_of_a_draft_are_those_of_its_file(editor: Any) -> None:
    edition = import_guide(editor, GUIDE, "水务.txt")
    told = [finding.fingerprint for finding, _ in findings(edition)]
    direct = [finding.fingerprint for finding in lint_guide(read_guide(GUIDE, name="水务.txt"))]
    assert direct
    assert told[: len(direct)] == direct
    assert len(set(told)) == len(told)


def test_the_original_brings_the_findings_that_need_its_text(editor: Any) -> None:
    system = build_system(read_guide(GUIDE), slug="water", keep_prose=False, source_name="水务.txt")
    edition = import_packaged(OPERATOR, system)
    without = set(verdicts(edition))
    attach_source(editor, edition, GUIDE, "水务.txt")
    direct = {finding.fingerprint for finding in lint_guide(read_guide(GUIDE, name="水务.txt"))}
    assert direct <= set(verdicts(edition))
    assert without <= set(verdicts(edition))


def test_a_correction_settles_a_finding(editor: Any) -> None:
    intake, content = intake_of()
    content.planned_standards[2].number = 2
    draft = store_guide(editor, intake, content, slug="lights")
    rules = {finding.rule for finding, _ in findings(draft)}
    correct_value(
        editor, draft, "planned_standard", str(draft.planned_standards.get(ordinal=3).pk), "number", "3"
    )
    settled = rules - {finding.rule for finding, _ in findings(draft)}
    assert any("serial" in rule or "number" in rule for rule in settled), (rules, settled)


def test_silencing_keeps_the_reason(draft: Edition, editor: Any) -> None:
    fingerprint = findings(draft)[0][0].fingerprint
    with pytest.raises(Refused, match="理由"):
        silence_finding(editor, draft, fingerprint, reason="  ")
    silence = silence_finding(editor, draft, fingerprint, reason=" 原文如此 ")
    assert (silence.reason, silence.actor, silence.verdict) == ("原文如此", editor, "silenced")
    assert verdicts(draft)[fingerprint] == silence
    events = Event.objects.count()
    assert silence_finding(editor, draft, fingerprint, reason="原文如此") == silence
    assert Event.objects.count() == events
    lift_silence(editor, silence, reason="再看")
    assert verdicts(draft)[fingerprint] is None
    assert Silence.objects.get().reason == "原文如此"
    lift_silence(editor, silence)
    assert Event.objects.count() == events + 1


def test_a_later_judgement_takes_the_place_of_an_earlier(draft: Edition, editor: Any) -> None:
    fingerprint = findings(draft)[0][0].fingerprint
    accepted = accept_finding(editor, draft, fingerprint, reason="下一版改")
    assert accepted.verdict == "accepted"
    silenced = silence_finding(editor, draft, fingerprint, reason="不改")
    assert verdicts(draft)[fingerprint] == silenced
    accepted.refresh_from_db()
    assert accepted.lifted_at is not None
    assert Event.objects.order_by("-sequence")[0].before["verdict"] == "accepted"


def test_a_judgement_holds_where_it_was_given(draft: Edition, editor: Any) -> None:
    later = store_guide(editor, *intake_of("后一版", edition="2025版"), slug="city-lighting")
    other = store_guide(editor, *intake_of("别的体系"), slug="other")
    first, second = [finding.fingerprint for finding, _ in findings(draft)][:2]
    silence_finding(editor, draft, first, reason="只此一版")
    wide = silence_finding(editor, draft, second, reason="各版皆然", whole_system=True)
    assert verdicts(later)[first] is None
    assert verdicts(later)[second] == wide
    assert verdicts(other)[second] is None
    narrow = accept_finding(editor, later, second)
    assert verdicts(later)[second] == narrow
    assert verdicts(draft)[second] == wide


def test_what_is_not_found_cannot_be_judged(draft: Edition, editor: Any) -> None:
    with pytest.raises(Refused, match="已不存在"):
        silence_finding(editor, draft, "0" * 16, reason="x")


def test_findings_of_a_published_edition_can_be_judged(published: Edition, editor: Any) -> None:
    fingerprint = findings(published)[0][0].fingerprint
    silence = silence_finding(editor, published, fingerprint, reason="原文如此")
    assert verdicts(published)[fingerprint] == silence


def test_the_house_has_its_own_settings(draft: Edition, editor: Any, settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    found = findings(draft)
    first, rule = found[0][0].fingerprint, found[-1][0].rule
    file = tmp_path / "lint.yaml"
    file.write_text(
        f"rules:\n  {rule}: {{enabled: false}}\nsilences:\n  - {{fingerprint: {first}, reason: 各版皆然, by: 王}}\n",
        encoding="utf-8",
    )
    assert lint_settings_problem() is None
    changed = findings(draft)
    assert rule not in {finding.rule for finding, _ in changed}
    silence = verdicts(draft)[first]
    assert silence is not None
    assert (silence.reason, silence.actor_name, silence.verdict) == ("各版皆然", "王", "silenced")
    with pytest.raises(Refused, match=r"lint\.yaml"):
        lift_silence(editor, silence)


def test_settings_that_cannot_be_used_are_told_and_left_aside(
    draft: Edition, settings: Any, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    before = [finding.fingerprint for finding, _ in findings(draft)]
    (tmp_path / "lint.yaml").write_text("rules: {no-such-rule: {enabled: false}}", encoding="utf-8")
    assert "no-such-rule" in (lint_settings_problem() or "")
    assert [finding.fingerprint for finding, _ in findings(draft)] == before

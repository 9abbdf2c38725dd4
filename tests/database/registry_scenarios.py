"""One way to run each action of the registry: see :mod:`tests.database.scenarios`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from tests.core.sample import sample_system
from tests.database.catalogue_samples import Made, stated
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.registry import actions
from zhunsheng.apps.registry.actions import importing
from zhunsheng.apps.registry.models import ImportProblem, ImportRun, Standard, Statement
from zhunsheng.apps.registry.reading import read_lots
from zhunsheng.apps.systems.actions import import_packaged
from zhunsheng.catalogues.shape import BadRow, SourceInfo

Run = Callable[[Any], Any]

EVIDENCE = "https://std.example.cn/1"


def _file() -> Path:
    path = Path(settings.SPOOL) / "made.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("1", encoding="utf-8")
    return path


def _made() -> Made:
    bad = BadRow("样例 第 2 行", "标准号", "无", "没有编号", "补上编号", {"标准号": "无", "标准名称": "路灯"})
    return Made([stated("GB/T 9-2020", "城市照明术语", issued="2020-01-01"), bad])


def _standard() -> Standard:
    importing.import_catalogue(OPERATOR, _file(), _made())
    return Standard.objects.get()


def _placed() -> Any:
    standard = _standard()
    edition = import_packaged(OPERATOR, sample_system(keep_prose=False))
    code = edition.subsystems.order_by("ordinal").first().code
    return standard, edition, code


def _open() -> Run:
    path = _file()
    return lambda who: importing.open_run(who, path, _made())


def _batch() -> Run:
    path, made = _file(), _made()
    run = importing.open_run(OPERATOR, path, made)
    lot = next(iter(read_lots(made, path, SourceInfo("made", "样例", "A"), "2026-11-23", skip=0, size=10)))
    return lambda who: importing._take(who, run, lot, importing.BodyIds())


def _finish() -> Run:
    run: ImportRun = importing.open_run(OPERATOR, _file(), _made())
    return lambda who: importing._finish(who, run)


def _verify() -> Run:
    standard = _standard()
    return lambda who: actions.verify_value(who, standard, "issued", "2020-01-01", evidence_url=EVIDENCE)


def _correct() -> Run:
    standard = _standard()
    return lambda who: actions.correct_value(who, standard, "issued", "2020-01-02", evidence_url=EVIDENCE)


def _take_back() -> Run:
    made = actions.correct_value(OPERATOR, _standard(), "issued", "2020-01-02", evidence_url=EVIDENCE)
    return lambda who: actions.withdraw_verification(who, made, reason="看错了")


def _set_aside() -> Run:
    _standard()
    statement = Statement.objects.get()
    return lambda who: actions.withdraw_statement(who, statement, reason="重复")


def _restore() -> Run:
    _standard()
    statement = actions.withdraw_statement(OPERATOR, Statement.objects.get(), reason="重复")
    return lambda who: actions.restore_statement(who, statement)


def _repair() -> Run:
    _standard()
    problem = ImportProblem.objects.get()
    row = {"标准号": "GB/T 10-2021", "标准名称": "路灯"}
    return lambda who: actions.repair_row(who, problem, row)


def _drop() -> Run:
    _standard()
    problem = ImportProblem.objects.get()
    return lambda who: actions.drop_row(who, problem, reason="不是标准")


def _remember() -> Run:
    return lambda who: actions.remember_mapping(who, "清单", "标准号|名称", {"columns": {"标准号": "number"}})


def _suggest() -> Run:
    _, edition, _ = _placed()
    return lambda who: actions.suggest_placements(who, edition)


def _place() -> Run:
    standard, edition, code = _placed()
    return lambda who: actions.place_standard(who, standard, edition, "subsystem", code)


def _confirm() -> Run:
    _, edition, _ = _placed()
    actions.suggest_placements(OPERATOR, edition)
    placement = _suggested()
    return lambda who: actions.confirm_placement(who, placement)


def _reject() -> Run:
    _, edition, _ = _placed()
    actions.suggest_placements(OPERATOR, edition)
    placement = _suggested()
    return lambda who: actions.reject_placement(who, placement, reason="不相干")


def _reopen() -> Run:
    _, edition, _ = _placed()
    actions.suggest_placements(OPERATOR, edition)
    placement = actions.confirm_placement(OPERATOR, _suggested())
    return lambda who: actions.reopen_placement(who, placement, reason="再议")


def _settle() -> Run:
    standard, edition, code = _placed()
    draft = f"draft-{edition.uid.hex[:8]}"
    actions.place_standard(OPERATOR, standard, edition, "subsystem", code)
    place_twice(standard, edition.system.slug, draft, code)
    return lambda who: actions.settle_placements(who, edition)


def place_twice(standard: Standard, slug: str, key: str, code: str, **more: Any) -> Any:
    """A placement as releases before 2026-11-29 left it: beside the one that stands there already."""
    from zhunsheng.apps.registry.models import Placement

    told = {"kind": "subsystem", "item_label": code, "origin": "words", "score": 0.5, "at": timezone.now()}
    return Placement.objects.create(standard=standard, system=slug, edition=key, item=code, **told | more)


def _suggested() -> Any:
    from zhunsheng.apps.registry.models import Placement

    return Placement.objects.order_by("pk").first()


def _rework() -> Run:
    standard = _standard()
    Standard.objects.update(title="不是它的名称")
    return lambda who: actions.rework_standards(who, [standard.pk])


def _statuses() -> Run:
    made = Made([stated("GB/T 9-2099", "城市照明术语", issued="2020-01-01", implemented="2099-01-01")])
    importing.import_catalogue(OPERATOR, _file(), made)
    return lambda who: actions.refresh_statuses(who, dt.date(2099, 1, 1))


SCENARIOS: dict[str, Callable[[], Run]] = {
    "registry.import-open": _open,
    "registry.import-batch": _batch,
    "registry.import-finish": _finish,
    "registry.verify": _verify,
    "registry.correct": _correct,
    "registry.verification-withdraw": _take_back,
    "registry.statement-withdraw": _set_aside,
    "registry.statement-restore": _restore,
    "registry.repair-row": _repair,
    "registry.drop-row": _drop,
    "registry.remember-mapping": _remember,
    "registry.rework": _rework,
    "registry.statuses": _statuses,
    "registry.suggest-placements": _suggest,
    "registry.place-standard": _place,
    "registry.confirm-placement": _confirm,
    "registry.reject-placement": _reject,
    "registry.reopen-placement": _reopen,
    "registry.settle-placements": _settle,
}

"""One way to run each action of the papers: see :mod:`tests.database.scenarios`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.core.sample import sample_system
from zhunsheng.apps.deliverables import actions
from zhunsheng.apps.deliverables.dossiers import dossier_of
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems.actions import import_packaged
from zhunsheng.core.deliver.papers.dossier import Settings
from zhunsheng.core.deliver.papers.making import Made

Run = Callable[[Any], Any]


def _keep() -> Run:
    edition = import_packaged(OPERATOR, sample_system(keep_prose=False))
    dossier = dossier_of(OPERATOR, edition, Settings(), day="2026-11-29")
    return lambda who: actions.keep_papers(who, edition, dossier, [Made("标准明细表", "一.xlsx", b"1")], {})


SCENARIOS: dict[str, Callable[[], Run]] = {"papers.keep": _keep}

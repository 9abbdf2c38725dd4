"""One way to run each action, for the tests that walk all of them.

A scenario prepares what its action needs (as the operator) and returns a function that runs the action once as
the person it is given.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from tests.core.sample import sample_system
from tests.database.conftest import PASSWORD, intake_of
from tests.database.deliverables_scenarios import SCENARIOS as DELIVERABLES
from tests.database.discovery_scenarios import SCENARIOS as DISCOVERY
from tests.database.insight_scenarios import SCENARIOS as INSIGHT
from tests.database.registry_scenarios import SCENARIOS as REGISTRY
from zhunsheng.apps.people import actions as people
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems import actions
from zhunsheng.apps.systems.actions import importing
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import findings, load_system
from zhunsheng.apps.systems.returned import ReceivedTable, comparison_of, identity_hash, read_table

Run = Callable[[Any], Any]


def _draft(text: str = "城市照明") -> Edition:
    return actions.store_guide(OPERATOR, *intake_of(text), slug="city-lighting")


def _published() -> Edition:
    return actions.publish_edition(OPERATOR, _draft())


def _someone(role: str = "reader") -> Any:
    return people.create_user(OPERATOR, "someone@example.cn", password=PASSWORD, role=role)


def _import() -> Run:
    intake, content = intake_of()
    return lambda who: actions.store_guide(who, intake, content, slug="city-lighting")


def _packaged() -> Run:
    return lambda who: actions.import_packaged(who, sample_system(keep_prose=False))


def _content() -> Run:
    return lambda who: actions.import_content(who, sample_system())


def _attach() -> Run:
    intake, content = intake_of()
    packaged = dataclasses.replace(content, slug="city-lighting")
    edition = actions.import_packaged(OPERATOR, packaged)
    return lambda who: importing.store_source(who, edition, intake)


def _publish() -> Run:
    draft = _draft()
    return lambda who: actions.publish_edition(who, draft, reason="审定")


def _revise() -> Run:
    edition = _published()
    return lambda who: actions.revise_edition(who, edition)


def _discard() -> Run:
    draft = _draft()
    return lambda who: actions.discard_draft(who, draft)


def _rename() -> Run:
    system = _draft().system
    return lambda who: actions.rename_system(who, system, "城市照明体系")


def _correct() -> Run:
    draft = _draft()
    return lambda who: actions.correct_value(who, draft, "subsystem", "BA", "name", "照明灯具", reason="笔误")


def _confirm() -> Run:
    draft = _draft()
    return lambda who: actions.confirm_value(who, draft, "subsystem", "BB", "code")


def _confirm_all() -> Run:
    draft = _draft()
    return lambda who: actions.confirm_guesses(who, draft, "subsystem", "code")


def _undo() -> Run:
    draft = _draft()
    made = actions.correct_value(OPERATOR, draft, "subsystem", "BA", "name", "照明灯具")
    assert made is not None
    return lambda who: actions.undo_correction(who, made)


def _add() -> Run:
    draft = _draft()
    values = {"name": "补入的标准", "subsystem": "BA", "lines": (105, 105)}
    return lambda who: actions.add_row(who, draft, "planned_standard", values, reason="漏读")


def _remove() -> Run:
    draft = _draft()
    return lambda who: actions.remove_row(who, draft, "planned_standard", "4", reason="误读")


def _finding(edition: Edition) -> str:
    return findings(edition)[0][0].fingerprint


def _silence() -> Run:
    draft = _draft()
    return lambda who: actions.silence_finding(who, draft, _finding(draft), reason="原文如此")


def _accept() -> Run:
    draft = _draft()
    return lambda who: actions.accept_finding(who, draft, _finding(draft))


def _lift() -> Run:
    draft = _draft()
    silence = actions.silence_finding(OPERATOR, draft, _finding(draft), reason="原文如此")
    return lambda who: actions.lift_silence(who, silence)


def _create_user() -> Run:
    return lambda who: people.create_user(who, "new@example.cn", password=PASSWORD, role="editor")


def _set_role() -> Run:
    user = _someone()
    return lambda who: people.set_role(who, user, "editor")


def _set_active() -> Run:
    user = _someone()
    return lambda who: people.set_active(who, user, False)


def _set_password() -> Run:
    user = _someone()
    return lambda who: people.set_password(who, user, "another-long-password")


def _own_password() -> Run:
    """Everybody may run this one, but only upon himself: visitors and the operator have no account."""
    return lambda who: people.confirm_password_change(who, who)


def _table(draft: Edition, name: str = "改了名") -> ReceivedTable:
    names = [row.name for row in load_system(draft).planned_standards]
    text = "标准名称,序号\n" + "".join(
        f"{old},{number}\n" for number, old in enumerate([name, *names[1:]], 1)
    )
    return read_table(text.encode(), "回.csv")


def _returned() -> tuple[Any, list[str]]:
    draft = _draft()
    returned = actions.store_table(OPERATOR, draft, _table(draft))
    return returned, [identity_hash(one.identity) for one in comparison_of(returned).changes]


def _receive() -> Run:
    draft = _draft()
    return lambda who: actions.store_table(who, draft, _table(draft))


def _columns() -> Run:
    returned, _ = _returned()
    return lambda who: actions.set_columns(who, returned, {"标准名称": "name", "序号": ""})


def _reject_return() -> Run:
    returned, wanted = _returned()
    return lambda who: actions.reject_changes(who, returned, wanted, reason="不合适")


def _close_return() -> Run:
    returned, _ = _returned()
    return lambda who: actions.close_return(who, returned)


SCENARIOS: dict[str, Callable[[], Run]] = {
    "edition.import": _import,
    "edition.import_content": _content,
    "edition.import_packaged": _packaged,
    "edition.attach_source": _attach,
    "edition.publish": _publish,
    "edition.revise": _revise,
    "edition.discard": _discard,
    "system.rename": _rename,
    "value.correct": _correct,
    "value.confirm": _confirm,
    "value.confirm_all": _confirm_all,
    "value.undo": _undo,
    "row.add": _add,
    "row.remove": _remove,
    "return.receive": _receive,
    "return.columns": _columns,
    "return.reject": _reject_return,
    "return.close": _close_return,
    "finding.silence": _silence,
    "finding.accept": _accept,
    "finding.lift": _lift,
    "people.create_user": _create_user,
    "people.set_role": _set_role,
    "people.set_active": _set_active,
    "people.set_password": _set_password,
    "people.password_changed": _own_password,
    **REGISTRY,
    **DISCOVERY,
    **INSIGHT,
    **DELIVERABLES,
}

"""A person's word on values, with evidence; and statements set aside."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils import timezone

from zhunsheng.apps.journal.actions import Act, Refused, action
from zhunsheng.apps.registry.actions.refreshing import refresh
from zhunsheng.apps.registry.models import Standard, Statement, Verification
from zhunsheng.apps.registry.permissions import may_verify
from zhunsheng.apps.registry.queries import facts_of
from zhunsheng.apps.registry.storage.relations import drop_relations, restore_relations
from zhunsheng.core.registry.record import TEXT_FIELDS
from zhunsheng.core.registry.resolve import DATE_FIELDS, is_date
from zhunsheng.core.registry.words import level_word, nature_word, status_word

__all__ = [
    "correct_value",
    "restore_statement",
    "verify_value",
    "withdraw_statement",
    "withdraw_verification",
]

_LONGEST_ADDRESS = 2000
_WORDS = {"status": status_word, "level": level_word, "nature": nature_word}


@action("registry.verify", "核实标准的值", right=may_verify)
def verify_value(
    act: Act, standard: Standard, field: str, value: str = "", *, evidence_url: str, note: str = ""
) -> Verification:
    """Confirm the present value of ``field``; ``value``, where given, must be that value."""
    present = _present(standard, field)
    wanted = _readable(field, value) if value.strip() else present
    if not present:
        raise Refused(f"“{TEXT_FIELDS[field]}”现在没有值，无从核实。要补上，请用“更正”。", field="value")
    if wanted != present:
        raise Refused(f"现在的值是“{present}”，与要核实的“{wanted}”不同。要改值，请用“更正”。", field="value")
    return _write(act, standard, field, present, present, evidence_url, note)


@action("registry.correct", "更正标准的值", right=may_verify)
def correct_value(
    act: Act, standard: Standard, field: str, value: str, *, evidence_url: str, note: str = ""
) -> Verification:
    """Set the value of ``field`` by a person's word; what sources say is kept and shown beside it."""
    present = _present(standard, field)
    wanted = _readable(field, value)
    if not wanted:
        raise Refused("请填写更正后的值。", field="value")
    return _write(act, standard, field, wanted, present, evidence_url, note)


@action("registry.verification-withdraw", "撤回核实", right=may_verify)
def withdraw_verification(act: Act, verification: Verification, *, reason: str) -> Verification:
    """Take a person's word back; sources count again."""
    found = Verification.objects.select_for_update().select_related("standard").get(pk=verification.pk)
    if found.state != Verification.ACTIVE:
        act.unchanged()
        return found
    if not reason.strip():
        raise Refused("请说明撤回的理由。", field="reason")
    found.state = Verification.WITHDRAWN
    found.save(update_fields=["state"])
    refresh([found.standard_id])
    act.record(found.standard, reason=reason, before={found.field: found.value})
    return found


@action("registry.statement-withdraw", "撤下来源记录", right=may_verify)
def withdraw_statement(act: Act, statement: Statement, *, reason: str) -> Statement:
    """Set one source's record aside: it counts no more, and comes back only when the source says something else."""
    found = Statement.objects.select_for_update().select_related("standard", "source").get(pk=statement.pk)
    if found.state == Statement.WITHDRAWN:
        act.unchanged()
        return found
    if not reason.strip():
        raise Refused("请说明撤下的理由。", field="reason")
    found.state = Statement.WITHDRAWN
    found.save(update_fields=["state"])
    refresh({found.standard_id} | drop_relations([found.pk]))
    act.record(found.standard, reason=reason, before={"statement": found.pk, "source": found.source.code})
    return found


@action("registry.statement-restore", "恢复来源记录", right=may_verify)
def restore_statement(act: Act, statement: Statement) -> Statement:
    """Let a record that was set aside count again."""
    found = Statement.objects.select_for_update().select_related("standard", "source").get(pk=statement.pk)
    if found.state != Statement.WITHDRAWN:
        act.unchanged()
        return found
    found.state = Statement.LISTED
    found.save(update_fields=["state"])
    refresh({found.standard_id} | restore_relations(found))
    act.record(found.standard, after={"statement": found.pk, "source": found.source.code})
    return found


def _present(standard: Standard, field: str) -> str:
    if field not in TEXT_FIELDS:
        raise Refused(
            f"没有“{field}”这个字段。可核实的字段：{'、'.join(TEXT_FIELDS.values())}。", field="field"
        )
    fact = facts_of(standard).get(field)
    return fact.value if fact else ""


def _readable(field: str, value: str) -> str:
    """``value`` in the registry's words; raises ``Refused`` where it is none of them."""
    plain = " ".join(value.replace("\0", " ").split())
    if field in DATE_FIELDS and plain and not is_date(plain):
        raise Refused(f"“{plain}”不是日期。写作 2026-01-28，只知道年月时写 2026-01。", field="value")
    if plain and field in _WORDS:
        word = _WORDS[field](plain)
        if not word:
            raise Refused(f"“{plain}”不在“{TEXT_FIELDS[field]}”允许的取值中。", field="value")
        return word
    return plain


def _is_web_address(text: str) -> bool:
    """Whether a browser can go there: http or https, a host, nothing blank or invisible within."""
    if len(text) > _LONGEST_ADDRESS or not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _write(
    act: Act, standard: Standard, field: str, value: str, before: str, evidence_url: str, note: str
) -> Verification:
    evidence, note = evidence_url.strip(), note.replace("\0", "").strip()
    if not _is_web_address(evidence):
        raise Refused(
            "请给出证据的网址：以 http:// 或 https:// 开头，中间没有空白，不超过 2000 字。",
            field="evidence_url",
        )
    locked = Standard.objects.select_for_update().get(pk=standard.pk)
    _check_order(locked, field, value)
    in_force = Verification.objects.filter(standard=locked, field=field, state=Verification.ACTIVE)
    if in_force.filter(value=value, evidence_url=evidence).exists():
        act.unchanged()
        return in_force.get()
    in_force.update(state=Verification.WITHDRAWN)
    made = Verification(
        standard=locked,
        field=field,
        value=value,
        before=before,
        evidence_url=evidence,
        note=note,
        by=act.actor.user,
        by_name=act.actor.name,
        at=timezone.now(),
    )
    made.save(force_insert=True)
    refresh([locked.pk])
    act.record(locked, reason=note, before={field: before}, after={field: value, "evidence": evidence})
    return made


def _check_order(standard: Standard, field: str, value: str) -> None:
    """A person's word keeps to the rules as well: force and withdrawal not before issue."""
    dates = {name: getattr(standard, name) for name in ("issued", "implemented", "withdrawn")}
    if field not in dates:
        return
    dates[field] = value
    for name in ("implemented", "withdrawn"):
        common = min(len(dates[name]), len(dates["issued"]))
        if dates[name][:common] < dates["issued"][:common]:
            raise Refused(
                f"{TEXT_FIELDS[name]} {dates[name]} 早于发布日期 {dates['issued']}。请先更正另一个日期。",
                field="value",
            )

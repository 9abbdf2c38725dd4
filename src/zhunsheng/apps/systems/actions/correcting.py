"""Corrections of a draft. The printed forms of a row are never touched: a corrected value remembers them."""

from __future__ import annotations

import copy
from typing import Any, cast
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from zhunsheng.apps.journal.actions import Act, Refused, action
from zhunsheng.apps.systems.actions.common import draft_locked, note_change
from zhunsheng.apps.systems.fields import (
    FIELDS,
    Field,
    cell_head,
    field_of,
    parse_mark,
    parse_value,
    printed_of,
)
from zhunsheng.apps.systems.models import Correction, Edition, LegendEntry, PlannedStandard, Row, Subsystem
from zhunsheng.apps.systems.permissions import may_change
from zhunsheng.apps.systems.rows import KINDS, Kind, fill_row, link_row, plain_row, storable
from zhunsheng.core.records import from_plain, to_plain

__all__ = ["add_row", "confirm_guesses", "confirm_value", "correct_value", "remove_row", "undo_correction"]

_EDITION_COLUMNS = {"title": "title", "edition": "label", "status": "guide_status", "issuers": "issuers"}


@action("value.correct", "更正", right=may_change)
def correct_value(
    act: Act, edition: Edition, kind: str, key: str, field: str, value: Any, *, reason: str = ""
) -> Correction | None:
    """Set one value of a draft. Returns the correction, or None where the value is what it was.

    ``kind`` is a key of ``rows.KINDS`` or "edition"; ``key`` is the row's uid, or its code (subsystem), its printed
    序号 (planned standard), or its ordinal. ``field`` is a key of ``fields.FIELDS[kind]``.
    """
    fresh = draft_locked(edition)
    wanted = _field(kind, field)
    row = None if kind == "edition" else find_row(fresh, kind, key)
    plain = _plain(fresh, kind, row)
    before = _shown(plain, wanted)
    after = storable(_parsed(fresh, wanted, value))
    if after == before:
        act.unchanged()
        return None
    correction = _note(
        act, fresh, kind, row, wanted.name, printed_of(plain, wanted.name), before, after, reason
    )
    _apply(fresh, kind, row, wanted, after)
    note_change(fresh)
    _record(act, fresh, correction)
    return correction


@action("value.confirm", "确认推定值", right=may_change)
def confirm_value(
    act: Act, edition: Edition, kind: str, key: str, field: str, *, reason: str = ""
) -> Correction | None:
    """Note that a person has checked a value, a guessed one above all, and found it right."""
    fresh = draft_locked(edition)
    wanted = _field(kind, field)
    row = None if kind == "edition" else find_row(fresh, kind, key)
    plain = _plain(fresh, kind, row)
    value = _shown(plain, wanted)
    same = Correction.objects.filter(
        edition=fresh, row_uid=row.pk if row else None, field=wanted.name, undone_at__isnull=True
    ).last()
    if same is not None and same.after == value:
        act.unchanged()
        return None
    printed = printed_of(plain, wanted.name)
    correction = _note(
        act, fresh, kind, row, wanted.name, printed, value, value, reason, effect=Correction.CONFIRMED
    )
    _record(act, fresh, correction)
    return correction


@action("value.confirm_all", "确认同类推定值", right=may_change)
def confirm_guesses(
    act: Act, edition: Edition, kind: str, field: str, *, reason: str = ""
) -> list[Correction]:
    """Confirm every guess on one field of one kind of row that nobody has decided on; one event names them all."""
    fresh = draft_locked(edition)
    wanted, shape = _field(kind, field), _kind(kind)
    settled = set(
        Correction.objects.filter(
            edition=fresh, kind=kind, field=wanted.name, undone_at__isnull=True
        ).values_list("row_uid", flat=True)
    )
    made = []
    for row in getattr(fresh, shape.field).order_by("ordinal"):
        plain = plain_row(shape, row)
        guessed = any(guess["field"] == wanted.name for guess in plain.get("guesses", []))
        if row.pk in settled or not guessed:
            continue
        value, printed = _shown(plain, wanted), printed_of(plain, wanted.name)
        made.append(
            _note(act, fresh, kind, row, wanted.name, printed, value, value, reason, Correction.CONFIRMED)
        )
    if not made:
        act.unchanged()
        return []
    subjects = [{"subject": one.subject_label, "value": one.after} for one in made]
    act.record(
        fresh,
        reason=reason,
        before={"kind": kind, "field": wanted.name, "values": subjects},
        after={"kind": kind, "field": wanted.name, "corrections": [str(one.pk) for one in made]},
    )
    return made


@action("row.add", "补入一项", right=may_change)
def add_row(act: Act, edition: Edition, kind: str, values: dict[str, Any], *, reason: str) -> Correction:
    """Add what the reading missed. ``values`` are correctable fields, and ``lines``: first and last source line."""
    fresh = draft_locked(edition)
    if not reason.strip():
        raise Refused("请写明补入的理由。", field="reason")
    shape = _kind(kind)
    manager = getattr(fresh, shape.field)
    ordinal = (manager.aggregate(last=Max("ordinal"))["last"] or 0) + 1
    plain = _blank(shape, _free_position(manager, ordinal))
    fields = {name: _field(kind, name) for name in values if name != "lines"}
    for name in _required(kind) - set(fields):
        raise Refused(f"请填写{_field(kind, name).label}。", field=name)
    plain["source"] = _span(values.get("lines"))
    row = shape.model(edition=fresh, ordinal=ordinal)
    fill_row(shape, row, plain)
    link_row(row, _boxes(fresh))
    for name, field in fields.items():
        _set(fresh, kind, row, field, storable(_parsed(fresh, field, values[name])))
    _check_record(shape, row)
    row.save(force_insert=True)
    after = plain_row(shape, row)
    correction = _note(act, fresh, kind, row, "", None, None, after, reason, effect=Correction.ADDED)
    note_change(fresh)
    _record(act, fresh, correction)
    return correction


def _free_position(manager: Any, ordinal: int) -> int:
    """A place in the list that no row has or had: rows carry theirs from edition to edition."""
    kept = [row.detail.get("position", row.ordinal) for row in manager.all()]
    return max([ordinal, *(place + 1 for place in kept if isinstance(place, int))])


@action("row.remove", "移除一项", right=may_change)
def remove_row(act: Act, edition: Edition, kind: str, key: str, *, reason: str) -> Correction:
    """Take out what the reading made up. A subsystem goes only when nothing lies under it any more."""
    fresh = draft_locked(edition)
    if not reason.strip():
        raise Refused("请写明移除的理由。", field="reason")
    shape, row = _kind(kind), find_row(fresh, kind, key)
    if isinstance(row, Subsystem) and (row.children.exists() or row.planned_standards.exists()):
        raise Refused(f"“{row}”之下还有子体系或标准方向，不能移除。请先移走或移除它们。")
    before = plain_row(shape, row) | {"ordinal": row.ordinal}
    correction = _note(act, fresh, kind, row, "", None, before, None, reason, effect=Correction.REMOVED)
    row.delete()
    note_change(fresh)
    _record(act, fresh, correction)
    return correction


@action("value.undo", "撤销更正", right=may_change)
def undo_correction(act: Act, correction: Correction, *, reason: str = "") -> Correction:
    """Take a correction back: the value becomes what it was before. The latest of a field goes first."""
    fresh = draft_locked(correction.edition)
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    if correction.undone_at is not None:
        act.unchanged()
        return correction
    later = Correction.objects.filter(
        edition=fresh, row_uid=correction.row_uid, undone_at__isnull=True, at__gt=correction.at
    ).exclude(effect=Correction.CONFIRMED)
    if correction.effect == Correction.CHANGED:
        later = later.filter(field__in=[correction.field, ""])
    if later.exists():
        raise Refused(f"“{correction}”之后又有更正。请先撤销后面的更正。")
    _revert(fresh, correction)
    correction.undone_at = timezone.now()
    correction.save(update_fields=["undone_at"])
    if correction.effect != Correction.CONFIRMED:
        note_change(fresh)
    act.record(
        fresh,
        reason=reason,
        before={"correction": str(correction.pk), "value": correction.after},
        after={
            "subject": correction.subject_label,
            "kind": correction.kind,
            "field": correction.field,
            "value": correction.before,
        },
    )
    return correction


def find_row(edition: Edition, kind: str, key: str) -> Row:
    """The row that ``key`` names (uid, code, printed 序号 or ordinal); refuses what names none, or two."""
    rows = getattr(edition, _kind(kind).field)
    key = str(key).strip()
    try:
        found = list(rows.filter(pk=UUID(key)))
    except ValueError:
        found = []
    if not found and kind == "subsystem":
        found = list(rows.filter(code=key))
    elif not found and key.isascii() and key.isdigit() and len(key) < 10:
        column = "number" if kind == "planned_standard" else "ordinal"
        found = list(rows.filter(**{column: int(key)}))
    if len(found) != 1:
        how = "没有" if not found else f"有 {len(found)} 个"
        raise Refused(f"这个版本里{how}{_kind(kind).label}“{key}”。请从页面上选定要更正的一项。", field="key")
    return cast("Row", found[0])


def _kind(kind: str) -> Kind:
    if kind not in KINDS:
        raise Refused(f"没有“{kind}”这种对象。可用：{'、'.join(KINDS)}。", field="kind")
    return KINDS[kind]


def _field(kind: str, name: str) -> Field:
    found = field_of(kind, name)
    if found is None:
        raise Refused(f"“{kind}”的“{name}”不能更正。", field="field")
    return found


def _required(kind: str) -> set[str]:
    return {name for name, field in FIELDS[kind].items() if field.required}


def _parsed(edition: Edition, field: Field, value: Any) -> Any:
    try:
        if field.takes == "mark":
            return parse_mark(value, list(edition.legend.values_list("mark", "stars", "tier")))
        return parse_value(field, value)
    except ValueError as error:
        raise Refused(str(error), field=field.name) from None


def _plain(edition: Edition, kind: str, row: Row | None) -> dict[str, Any]:
    if row is None:
        return {name: getattr(edition, column) for name, column in _EDITION_COLUMNS.items()}
    return plain_row(KINDS[kind], row)


def _shown(plain: dict[str, Any], field: Field) -> Any:
    """The value of a field as corrections name it: of an urgency, its stars and tier."""
    if field.takes == "mark":
        return {name: plain["urgency"][name] for name in ("stars", "tier")}
    if field.takes == "cell":
        extra = plain.get("extra", {})
        return extra.get(cell_head(field, extra), "")
    return plain.get(field.name)


def _apply(edition: Edition, kind: str, row: Row | None, field: Field, value: Any) -> None:
    """Write a value into its row (or the edition) and store it."""
    if row is None:
        _set_edition(edition, field.name, value)
        return
    stars_before = row.stars if isinstance(row, LegendEntry) else None
    _set(edition, kind, row, field, value)
    _check_record(KINDS[kind], row)
    row.save()
    if isinstance(row, LegendEntry):
        _retier(edition, row, stars_before)


def _set_edition(edition: Edition, name: str, value: Any) -> None:
    if name == "edition" and value != edition.label:
        taken = Edition.objects.filter(system=edition.system, label=value).exclude(status=Edition.DISCARDED)
        edition.revision = (taken.aggregate(last=Max("revision"))["last"] or 0) + 1
    setattr(edition, _EDITION_COLUMNS[name], value)
    edition.save(update_fields=[_EDITION_COLUMNS[name], "revision"])


def _set(edition: Edition, kind: str, row: Row, field: Field, value: Any) -> None:
    """Set one field on an unsaved or stored row, links and marks included."""
    if field.takes == "code":
        _set_link(edition, row, field, value)
    elif field.takes == "mark":
        cast("Any", row).stars, cast("Any", row).tier = value["stars"], value["tier"]
    elif isinstance(row, Subsystem) and field.name == "code":
        _set_code(edition, row, value)
    else:
        shape = KINDS[kind]
        plain = plain_row(shape, row)
        if field.takes == "cell":
            plain["extra"] = _celled(plain.get("extra", {}), field, value)
        else:
            plain[field.name] = value
        keep = _links(row)
        fill_row(shape, row, plain)
        for name in ("parent", "subsystem"):
            row.detail.pop(name, None)
        for name, held in keep.items():
            setattr(row, name, held)


def _celled(extra: dict[str, str], field: Field, value: str) -> dict[str, str]:
    """The further columns of a row with one of them set; an empty one that the guide does not print goes."""
    head = cell_head(field, extra)
    changed = {**extra, head: value}
    if not value:
        del changed[head]
    return changed


def _links(row: Row) -> dict[str, Any]:
    names = {Subsystem: ("parent", "parent_code"), PlannedStandard: ("subsystem", "subsystem_code")}
    return {name: getattr(row, name) for name in names.get(type(row), ())}


def _set_link(edition: Edition, row: Row, field: Field, code: str | None) -> None:
    """Point ``row`` at the box with this code; refuses an unknown code and a box under itself."""
    box = _boxes(edition).get(code) if code else None
    if code and box is None:
        raise Refused(f"这个版本里没有代号“{code}”。请先补入该子体系，或改用已有代号。", field=field.name)
    if isinstance(row, Subsystem):
        above = box
        while above is not None:
            if above.pk == row.pk:
                raise Refused(f"“{row}”不能放在自己或自己的下级之下。", field=field.name)
            above = above.parent
        row.parent, row.parent_code = box, None
        row.level = box.level + 1 if box else 1
    elif isinstance(row, PlannedStandard):
        row.subsystem, row.subsystem_code = box, None


def _set_code(edition: Edition, row: Subsystem, code: str) -> None:
    """Give a box another code; whatever named it by the old code follows."""
    code = code.upper()
    taken = edition.subsystems.filter(code=code).exclude(pk=row.pk).first()
    if taken is not None:
        raise Refused(f"代号 {code} 已用于“{taken.name}”。请换一个，或先更正那一个。", field="code")
    if len(code) > 64:
        raise Refused("代号最多 64 个字符。", field="code")
    old, row.code, row.occurrence = row.code, code, 1
    if edition.subsystems.filter(code=old).exclude(pk=row.pk).exists():
        return  # the old code still names another box
    for layer in edition.layers.all():
        if old in layer.detail.get("members", []):
            layer.detail["members"] = [code if item == old else item for item in layer.detail["members"]]
            layer.save()
    detail = copy.deepcopy(edition.detail)
    for record in (*detail.get("claims", []), *detail.get("promises", [])):
        if record.get("subject") == old:
            record["subject"] = code
    if detail != edition.detail:
        edition.detail = detail
        edition.save(update_fields=["detail"])


def _retier(edition: Edition, entry: LegendEntry, stars_before: int | None) -> None:
    """A corrected entry of the legend gives its word to the items that carry its stars, or carried them."""
    if set(entry.mark) == {"★"} and entry.stars != len(entry.mark):
        entry.stars = len(entry.mark)
        entry.save()
    tiers = dict(edition.legend.values_list("stars", "tier"))
    changed = []
    touched = [stars for stars in (stars_before, entry.stars) if stars is not None]
    for item in edition.planned_standards.filter(stars__in=touched):
        if item.tier != tiers.get(item.stars):
            item.tier = tiers.get(item.stars)
            changed.append(item)
    PlannedStandard.objects.bulk_update(changed, ["tier"], batch_size=200)


def _boxes(edition: Edition) -> dict[str, Subsystem]:
    """Boxes by code; of several with one code the first."""
    found: dict[str, Subsystem] = {}
    for box in edition.subsystems.select_related("parent").order_by("occurrence"):
        found.setdefault(box.code, box)
    return found


def _check_record(shape: Kind, row: Row) -> None:
    """Refuse a value that the core's record would not take."""
    from pydantic import ValidationError

    try:
        from_plain(shape.record, plain_row(shape, row))
    except ValidationError as error:
        places = "、".join(".".join(str(part) for part in item["loc"]) for item in error.errors()[:3])
        raise Refused(f"这个值不合要求（{places}）。请核对后再填。") from None


def _span(lines: Any) -> dict[str, Any]:
    """The place of an added row; an edition holds what its guide prints, so there must be one."""
    try:
        start, end = (int(line) for line in lines)
    except (TypeError, ValueError):
        start, end = 0, 0
    if not 1 <= start <= end:
        raise Refused("请写明它印在原文第几行到第几行；指南没有印出的内容不能补入。", field="lines")
    return {"line_start": start, "line_end": end, "page": None}


def _blank(shape: Kind, ordinal: int) -> dict[str, Any]:
    """The plain form of an empty record of this kind, marked as added by hand."""
    from zhunsheng.core.guide import model

    nowhere = model.SourceSpan(0, 0)
    nothing = model.Urgency("", None, None, "absent")
    empty: dict[str, Any] = {
        "subsystem": lambda: model.Subsystem("", None, "", "", 1, None, "", [], nowhere, code_basis="added"),
        "planned_standard": lambda: model.PlannedStandard(
            None, None, "", "", None, nothing, nowhere, position=ordinal, category_basis="added"
        ),
        "target": lambda: model.Target("", ">=", 0, "", None, nowhere),
        "measure": lambda: model.Measure("", [], nowhere),
        "basis": lambda: model.Basis("policy", "", None, None, nowhere),
        "legend": lambda: model.LegendEntry("", None, "", "", nowhere),
        "layer": lambda: model.Layer("", [], nowhere),
    }
    plain: dict[str, Any] = to_plain(empty[shape.name]())
    return plain


def _revert(edition: Edition, correction: Correction) -> None:
    """Put back what a correction replaced."""
    kind = correction.kind
    if correction.effect == Correction.CONFIRMED:
        return
    if correction.effect == Correction.REMOVED:
        shape, plain = _kind(kind), dict(correction.before or {})
        ordinal = plain.pop("ordinal")
        row = shape.model(pk=correction.row_uid, edition=edition, ordinal=ordinal)
        fill_row(shape, row, plain)
        link_row(row, _boxes(edition))
        if isinstance(row, Subsystem) and edition.subsystems.filter(code=row.code).exists():
            raise Refused(f"代号 {row.code} 现已用于另一子体系，不能恢复。请先更正那一个的代号。")
        row.save(force_insert=True)
        return
    current = None if kind == "edition" else find_row(edition, kind, str(correction.row_uid))
    if correction.effect == Correction.ADDED and current is not None:
        current.delete()
        return
    _apply(edition, kind, current, _field(kind, correction.field), correction.before)


def _note(
    act: Act,
    edition: Edition,
    kind: str,
    row: Row | None,
    field: str,
    printed: Any,
    before: Any,
    after: Any,
    reason: str,
    effect: str = Correction.CHANGED,
) -> Correction:
    """Store the correction itself. ``printed`` falls back to what the very first reading gave."""
    first = Correction.objects.filter(
        edition=edition, row_uid=row.pk if row else None, field=field, undone_at__isnull=True
    ).first()
    if printed is None and effect in {Correction.CHANGED, Correction.CONFIRMED}:
        printed = first.printed if first is not None else before
    correction = Correction(
        edition=edition,
        kind=kind,
        row_uid=row.pk if row else None,
        subject_label=str(row) if row else str(edition),
        field=field,
        effect=effect,
        printed=printed,
        before=before,
        after=after,
        reason=reason.strip(),
        actor=act.actor.user,
        actor_name=act.actor.name,
        at=timezone.now(),
    )
    correction.save(force_insert=True)
    return correction


def _record(act: Act, edition: Edition, correction: Correction) -> None:
    """The journal event of a correction, under its edition."""
    about = {"subject": correction.subject_label, "kind": correction.kind, "field": correction.field}
    act.record(
        edition,
        reason=correction.reason,
        before={**about, "printed": correction.printed, "value": correction.before},
        after={**about, "correction": str(correction.pk), "value": correction.after},
    )

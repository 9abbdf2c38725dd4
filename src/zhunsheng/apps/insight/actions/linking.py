"""Links that people state themselves, and those that an uploaded draft cites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, cast

from django.db.models import Field
from django.utils import timezone

from zhunsheng.apps.insight.gathering import Thing
from zhunsheng.apps.insight.models import Link
from zhunsheng.apps.insight.permissions import may_link
from zhunsheng.apps.insight.wording import sentence
from zhunsheng.apps.journal.actions import Act, Refused, action, words
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import keys_of
from zhunsheng.core.relations import End, Evidence, link_faults, relation_types
from zhunsheng.core.relations import Link as StatedLink

__all__ = ["Statement", "add_link", "link_draft_citations", "row_of"]

_MOST_CITED = 500


@dataclass(frozen=True, slots=True)
class Statement:
    """What a person says of a link besides its ends and type. ``evidence`` are words, ``url`` where they stand."""

    evidence: str = ""
    url: str = ""
    subject_clause: str = ""
    target_clause: str = ""
    degree: str = ""
    valid_from: str = ""
    valid_to: str = ""
    resolution: str = ""


@action("insight.link", "登记关联", right=may_link)
def add_link(act: Act, edition: Edition, subject: Thing, kind: str, target: Thing, said: Statement) -> Link:
    """A person states ``subject kind target`` with evidence: at once confirmed, also where it was only suggested."""
    said = _readable(said)
    url = said.url
    if not said.evidence and not url:
        raise Refused("请写明依据：原文、文件或网址。", field="evidence")
    if url and not url.lower().startswith(("https://", "http://")):
        raise Refused("网址要以 https:// 或 http:// 开头。", field="url")
    evidence = Evidence("source", said.evidence or url, source=url)
    subject, target = in_order(subject, kind, target)
    stated = StatedLink(
        End(subject.kind, subject.ref, subject.title or subject.code),
        kind,
        End(target.kind, target.ref, target.title or target.code),
        status=Link.CONFIRMED,
        origin="person",
        evidence=(evidence,),
        subject_clause=said.subject_clause,
        target_clause=said.target_clause,
        degree=said.degree,
        valid_from=said.valid_from,
        valid_to=said.valid_to,
        resolution=said.resolution,
    )
    _refuse_faults(stated)
    made = row_of(edition, stated)
    known = _same(edition, made)
    before: dict[str, Any] | None = None
    if known is not None:
        before = {"status": known.status, "origin": known.origin, "reason": known.reason}
        made.pk, made.evidence = known.pk, [*made.evidence, *known.evidence]
        made.edition = known.edition
    made.by, made.by_name, made.at = act.actor.user, act.actor.name, timezone.now()
    made.save()
    act.record(
        edition,
        reason=evidence.text,
        before=before,
        after={"links": [made.pk], "said": [_said(made)], "status": made.status},
    )
    return made


@action("insight.draft", "登记草案的引用", right=may_link)
def link_draft_citations(act: Act, edition: Edition, cited: Sequence[StatedLink], *, file_name: str) -> int:
    """Keep what an uploaded draft cites as suggestions; returns how many are new. Known ones stay as they are."""
    if not cited:
        raise Refused("没有选择任何引用。", field="cited")
    if len(cited) > _MOST_CITED:
        raise Refused(f"一次最多登记 {_MOST_CITED} 条引用。", field="cited")
    rows: dict[tuple[str, ...], Link] = {}
    for one in cited:
        stated = replace(
            one,
            status=Link.SUGGESTED,
            subject_clause=_fitting(one.subject_clause, "subject_clause"),
            target_clause=_fitting(one.target_clause, "target_clause"),
        )
        _refuse_faults(stated)
        row = row_of(edition, stated)
        row.by, row.by_name, row.at = act.actor.user, act.actor.name, timezone.now()
        if _same(edition, row) is None:
            rows.setdefault((row.subject_end, row.type, row.target_end), row)
    if not rows:
        act.unchanged()
        return 0
    made = Link.objects.bulk_create(rows.values())
    after = {"links": [one.pk for one in made], "said": [_said(one) for one in made], "file": file_name}
    act.record(edition, after=after)
    return len(made)


def row_of(edition: Edition, stated: StatedLink) -> Link:
    """A stated link as a row of ``edition``, its ends in the order of storing, not yet saved."""
    subject, target = stated.subject, stated.target
    known = relation_types().get(stated.type)
    clauses = (stated.subject_clause, stated.target_clause)
    if known is not None and known.symmetric and subject.key > target.key:
        subject, target, clauses = target, subject, clauses[::-1]
    return Link(
        system=edition.system.slug,
        edition=edition.key,
        subject_kind=subject.kind,
        subject_ref=subject.ref,
        subject_label=subject.label,
        type=stated.type,
        target_kind=target.kind,
        target_ref=target.ref,
        target_label=target.label,
        status=stated.status,
        origin=stated.origin,
        rule=stated.rule,
        evidence=[evidence_plain(one) for one in stated.evidence],
        confidence=stated.confidence,
        subject_clause=clauses[0],
        target_clause=clauses[1],
        degree=stated.degree,
        valid_from=stated.valid_from,
        valid_to=stated.valid_to,
        resolution=stated.resolution,
    )


def evidence_plain(one: Evidence) -> dict[str, Any]:
    """One piece of evidence as plain data, without what is not known."""
    return {name: value for name, value in asdict(one).items() if value not in (None, "")}


def in_order(subject: Thing, kind: str, target: Thing) -> tuple[Thing, Thing]:
    """The ends in the order of storing: for a type that reads the same both ways by their keys."""
    known = relation_types().get(kind)
    if known is not None and known.symmetric and subject.key > target.key:
        return target, subject
    return subject, target


def _same(edition: Edition, row: Link) -> Link | None:
    """The stored link with the same ends and type."""
    found: Link | None = (
        Link.objects.filter(
            system=row.system,
            edition__in=keys_of(edition),
            subject_kind=row.subject_kind,
            subject_ref=row.subject_ref,
            type=row.type,
            target_kind=row.target_kind,
            target_ref=row.target_ref,
        )
        .select_for_update()
        .first()
    )
    return found


def _readable(said: Statement) -> Statement:
    """The same without spaces around the texts; refused where a text does not fit in the table."""
    return Statement(**{one.name: _fitting(getattr(said, one.name), one.name) for one in fields(said)})


def _fitting(text: str, name: str) -> str:
    if name in {"evidence", "url"}:
        return words(text, name)
    column = cast("Field[Any, Any]", Link._meta.get_field(name))
    return words(text, name, most=column.max_length or 0, label=str(column.verbose_name))


def _refuse_faults(stated: StatedLink) -> None:
    faults = link_faults(stated)
    if faults:
        raise Refused(f"{'；'.join(faults)}。", field="type")


def _said(link: Link) -> str:
    return sentence(link.subject_label or link.subject_ref, link.type, link.target_label or link.target_ref)

"""The interface to what people decide: a value verified, a placement confirmed or rejected. Signed in, with CSRF."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from ninja.security import django_auth

from zhunsheng.api.errors import answers, not_found
from zhunsheng.apps.registry import actions, plain, queries, shapes
from zhunsheng.apps.registry.endpoints import find
from zhunsheng.apps.registry.models import Placement, Standard, Verification
from zhunsheng.core.registry.record import TEXT_FIELDS

__all__ = ["router", "state_value"]

router = Router(tags=["核实与归类"])
_NO_NUL = r"^[^\x00]*$"
_BY_LABEL = {label: name for name, label in TEXT_FIELDS.items()}


class VerifyIn(Schema):
    """A person's word on a value."""

    field: str = Field(
        max_length=32, pattern=_NO_NUL, description="字段，如 title_zh、issued、status，或其中文名"
    )
    value: str = Field(
        max_length=4000,
        pattern=_NO_NUL,
        description="证据所示的值；与现在的值不同时即为更正，原值仍留作一种说法",
    )
    evidence_url: str = Field(min_length=1, max_length=2000, pattern=_NO_NUL, description="证据网址")
    note: str = Field("", max_length=2000, pattern=_NO_NUL, description="说明")


class ReasonIn(Schema):
    """Why a placement is wrong."""

    reason: str = Field(min_length=1, max_length=2000, pattern=_NO_NUL, description="理由")


def state_value(
    who: Any, standard: Standard, field: str, value: str, *, evidence_url: str, note: str = ""
) -> Verification:
    """A person's word that ``field`` (its name or Chinese label) is ``value``: the present one verified, else corrected."""
    name = _BY_LABEL.get(field.strip(), field.strip())
    fact = queries.facts_of(standard).get(name)
    said = " ".join(value.split())
    same = fact is not None and said in {fact.value, plain.word_of(name, fact.value)}
    act = actions.verify_value if same else actions.correct_value
    return act(
        who, standard, name, fact.value if same and fact else said, evidence_url=evidence_url, note=note
    )


@router.post(
    "/standards/{path:number}/verifications",
    response=answers(shapes.FactOut, 400, 401, 403, 404, 409, success=201),
    auth=django_auth,
    summary="核实或更正一个值",
)
def verify(request: HttpRequest, number: str, body: VerifyIn) -> Any:
    """A person's word on a value, with a link to the evidence; written to the journal."""
    standard = find(request, number)
    made = state_value(
        request.user, standard, body.field, body.value, evidence_url=body.evidence_url, note=body.note
    )
    standard.refresh_from_db()
    return Status(201, plain.facts_plain(standard)[made.field])


def _placement(pk: int) -> Placement:
    found = Placement.objects.select_related("standard").filter(pk=pk).first() if pk < 2**62 else None
    if found is None:
        raise not_found("没有这处归类。")
    return found


@router.post(
    "/placements/{int:pk}/confirm",
    response=answers(shapes.PlacementOut, 400, 401, 403, 404, 409),
    auth=django_auth,
    summary="确认一处归类",
)
def confirm(request: HttpRequest, pk: int) -> Any:
    """A person says that the standard belongs there."""
    return plain.placement_plain(actions.confirm_placement(request.user, _placement(pk)))


@router.post(
    "/placements/{int:pk}/reject",
    response=answers(shapes.PlacementOut, 400, 401, 403, 404, 409),
    auth=django_auth,
    summary="否定一处归类",
)
def reject(request: HttpRequest, pk: int, body: ReasonIn) -> Any:
    """A person says that it does not; the reason is kept, and it is never suggested again."""
    return plain.placement_plain(actions.reject_placement(request.user, _placement(pk), reason=body.reason))

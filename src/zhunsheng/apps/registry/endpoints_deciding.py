"""The interface to what people decide: a value verified, a placement confirmed or rejected. Signed in, with CSRF."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.security import django_auth

from zhunsheng.api.errors import answers, not_found
from zhunsheng.apps.registry import actions, plain, shapes
from zhunsheng.apps.registry.endpoints import find
from zhunsheng.apps.registry.models import Placement

__all__ = ["router"]

router = Router(tags=["核实与归类"])
_NO_NUL = r"^[^\x00]*$"


class VerifyIn(Schema):
    """A person's word on a value."""

    field: str = Field(max_length=32, pattern=_NO_NUL, description="字段，如 title_zh、issued、status")
    value: str = Field(max_length=4000, pattern=_NO_NUL, description="核实的值")
    evidence: str = Field(min_length=1, max_length=2000, pattern=_NO_NUL, description="证据网址")
    note: str = Field("", max_length=2000, pattern=_NO_NUL, description="说明")


class ReasonIn(Schema):
    """Why."""

    reason: str = Field("", max_length=2000, pattern=_NO_NUL, description="理由")


@router.post(
    "/standards/{path:number}/verifications",
    response=answers(shapes.FactOut, 401, 403, 404, 409, success=201),
    auth=django_auth,
    summary="核实一个值",
)
def verify(request: HttpRequest, number: str, body: VerifyIn) -> Any:
    """A person's word on a value, with a link to the evidence; written to the journal."""
    standard = find(request, number)
    actions.verify_value(
        request.user, standard, body.field, body.value, evidence_url=body.evidence, note=body.note
    )
    standard.refresh_from_db()
    return 201, plain.facts_plain(standard)[body.field]


def _placement(pk: int) -> Placement:
    found = Placement.objects.select_related("standard").filter(pk=pk).first() if pk < 2**62 else None
    if found is None:
        raise not_found("没有这处归类。")
    return found


@router.post(
    "/placements/{int:pk}/confirm",
    response=answers(shapes.PlacementOut, 401, 403, 404, 409),
    auth=django_auth,
    summary="确认一处归类",
)
def confirm(request: HttpRequest, pk: int, body: ReasonIn) -> Any:
    """A person says that the standard belongs there."""
    return plain.placement_plain(actions.confirm_placement(request.user, _placement(pk), reason=body.reason))


@router.post(
    "/placements/{int:pk}/reject",
    response=answers(shapes.PlacementOut, 401, 403, 404, 409),
    auth=django_auth,
    summary="否定一处归类",
)
def reject(request: HttpRequest, pk: int, body: ReasonIn) -> Any:
    """A person says that it does not; the reason is kept, and it is never suggested again."""
    return plain.placement_plain(actions.reject_placement(request.user, _placement(pk), reason=body.reason))

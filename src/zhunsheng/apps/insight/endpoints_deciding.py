"""The interface to what people do with relations: have them suggested, confirm, reject, undo, state, resolve."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status
from ninja.security import django_auth

from zhunsheng.api.errors import ApiError, answers, not_found
from zhunsheng.apps.insight import actions, permissions, plain, queries, shapes
from zhunsheng.apps.insight.actions.linking import Statement
from zhunsheng.apps.insight.endpoints import thing_of
from zhunsheng.apps.insight.tasks import submit_suggestions
from zhunsheng.apps.systems.addressed import edition_of
from zhunsheng.core.relations import relation_types

__all__ = ["router"]

router = Router(tags=["关联"], auth=django_auth)
_WHERE = "/systems/{slug}/{key}/relations"
_FAULTS = (400, 401, 403, 404, 409)


@router.post(
    f"{_WHERE}/suggestions",
    response=answers(shapes.SuggestedOut, *_FAULTS, success=202),
    summary="查找可能的关联",
)
def suggest(request: HttpRequest, slug: str, key: str) -> Any:
    """Start the job that looks for links in the guide's words, by rules and by shared objects."""
    edition = edition_of(request, slug, key)
    if not permissions.may_suggest(request.user):
        raise ApiError(403, "没有“建议关联”的权限。")
    job = submit_suggestions(request.user, edition)
    return Status(202, {"job": str(job.pk), "state": job.state})


@router.post(f"{_WHERE}/decisions", response=answers(shapes.DecidedOut, *_FAULTS), summary="确认或否定关联")
def decide(request: HttpRequest, slug: str, key: str, body: shapes.DecisionIn) -> Any:
    """Confirm or reject several kept links in one decision."""
    edition = edition_of(request, slug, key)
    wanted = [pk for pk in body.links if 0 < pk < 2**62]
    if body.verdict == "confirm":
        return _decided(actions.confirm_links(request.user, edition, wanted))
    return _decided(actions.reject_links(request.user, edition, wanted, reason=body.reason))


@router.post(
    f"{_WHERE}/decisions/undo", response=answers(shapes.DecidedOut, *_FAULTS), summary="撤销一次决定"
)
def undo(request: HttpRequest, slug: str, key: str, body: shapes.UndoIn) -> Any:
    """Bring the links of a decision back to what they were before it."""
    return _decided(
        actions.undo_decision(request.user, edition_of(request, slug, key), body.decision or None)
    )


@router.post(
    f"{_WHERE}/statements",
    response=answers(shapes.KeptLinkOut, *_FAULTS, success=201),
    summary="登记一条关联",
)
def add(request: HttpRequest, slug: str, key: str, body: shapes.LinkIn) -> Any:
    """A person states a link with its evidence; it is confirmed thereby."""
    edition = edition_of(request, slug, key)
    subject, target = thing_of(request, edition, body.subject), thing_of(request, edition, body.target)
    if body.type not in relation_types():
        raise ApiError(
            409, f"没有“{body.type}”这种关联。", place="type", mend=f"可用：{'、'.join(relation_types())}。"
        )
    values = body.dict(exclude={"subject", "type", "target"})
    made = actions.add_link(request.user, edition, subject, body.type, target, Statement(**values))
    return Status(201, plain.kept_plain(edition, made))


@router.post(
    f"{_WHERE}/links/{{int:pk}}/resolution",
    response=answers(shapes.KeptLinkOut, *_FAULTS),
    summary="写明交叉重复的处理意见",
)
def resolve(request: HttpRequest, slug: str, key: str, pk: int, body: shapes.ResolutionIn) -> Any:
    """Say how an overlap, a duplicate or a conflict is dealt with; it is confirmed thereby."""
    edition = edition_of(request, slug, key)
    if queries.find_link(edition, pk) is None:
        raise not_found(f"{edition.key} 没有编号为 {pk} 的关联。")
    return plain.kept_plain(
        edition, actions.resolve_tension(request.user, edition, pk, resolution=body.resolution)
    )


def _decided(done: actions.Decided) -> dict[str, Any]:
    return {"decision": str(done.decision) if done.decision else None, "count": done.count}

"""The interface to tables that came back: what each would change in its draft. For editors; reading only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from zhunsheng.api.errors import answers, not_found
from zhunsheng.apps.systems import queries
from zhunsheng.apps.systems.addressed import edition_of
from zhunsheng.apps.systems.models import TableReturn
from zhunsheng.apps.systems.returned import comparison_of, identity_hash

__all__ = ["router"]

router = Router(tags=["体系"])


class ReturnOut(Schema):
    """A table that came back."""

    uid: UUID
    file_name: str
    sha256: str
    edition: str = Field(description="对着哪个草稿比较")
    rows: int
    state: str = Field(description="open 待处理，closed 已结束")
    received_at: str
    received_by: str


class Returns(Schema):
    """Tables that came back, newest first."""

    items: list[ReturnOut]


class CellOut(Schema):
    """One value in three states."""

    field: str
    label: str
    base: str | None = Field(description="交出时的值；不明时为 null")
    ours: str = Field(description="草稿里现在的值")
    theirs: str = Field(description="收回的值")
    conflict: bool


class RowChangeOut(Schema):
    """What the table says of one row."""

    id: str = Field(description="处理这处改动时的标识")
    kind: str = Field(description="added、removed、changed")
    sorts: list[str]
    title: str
    place: str = Field(description="表中位置")
    matched: str = Field(description="怎样认出是哪一条")
    conflict: bool
    rejected: str = Field(description="否定的理由，没有否定时为空")
    cells: list[CellOut]


class ReturnWhole(ReturnOut):
    """A table with everything it would change."""

    columns: dict[str, str] = Field(description="列头 → 字段")
    counts: dict[str, int]
    problems: list[str]
    items: list[RowChangeOut]


def _plain(one: TableReturn) -> dict[str, Any]:
    return {
        "uid": one.pk,
        "file_name": one.file_name,
        "sha256": one.sha256,
        "edition": one.edition.key,
        "rows": len(one.rows),
        "state": one.state,
        "received_at": one.at.isoformat(),
        "received_by": one.actor_name,
    }


@router.get("/systems/{slug}/{key}/returns", response=answers(Returns, 404), summary="收回的明细表")
def returns(request: HttpRequest, slug: str, key: str) -> Any:
    """Tables that came back for an edition; none for those who may not see drafts."""
    edition = edition_of(request, slug, key)
    return {"items": [_plain(one) for one in queries.table_returns(request.user, edition)]}


@router.get(
    "/systems/{slug}/{key}/returns/{uid}", response=answers(ReturnWhole, 404), summary="一张收回的表的改动"
)
def returned(request: HttpRequest, slug: str, key: str, uid: UUID) -> Any:
    """What one table would change in its draft as the draft is now."""
    edition = edition_of(request, slug, key)
    found = queries.find_return(request.user, edition, uid)
    if found is None:
        raise not_found("没有这张收回的表。", f"收回的表见 /api/v1/systems/{slug}/{key}/returns。")
    comparison = comparison_of(found)
    items = []
    for change in comparison.changes:
        identity = identity_hash(change.identity)
        items.append(
            {
                "id": identity,
                "kind": change.kind,
                "sorts": list(change.sorts),
                "title": change.label,
                "place": change.place,
                "matched": change.how,
                "conflict": change.conflict,
                "rejected": found.verdicts.get(identity, {}).get("reason", ""),
                "cells": [
                    {
                        name: getattr(cell, name)
                        for name in ("field", "label", "base", "ours", "theirs", "conflict")
                    }
                    for cell in change.cells
                ],
            }
        )
    return _plain(found) | {
        "columns": found.columns,
        "counts": comparison.counts(),
        "problems": [*found.notes, *comparison.problems],
        "items": items,
    }

"""Addresses of the pages of standards systems."""

from __future__ import annotations

from django.urls import path

from zhunsheng.apps.systems.pages import (
    checks,
    editions,
    intake,
    items,
    overview,
    returning,
    review,
    structure,
)

app_name = "systems"

_E = "systems/<str:slug>/<str:key>"

urlpatterns = [
    path("systems/", overview.system_list, name="list"),
    path("import/", intake.intake, name="intake"),
    path("import/jobs/<uuid:uid>/", intake.job, name="job"),
    path("import/jobs/<uuid:uid>/state/", intake.job_state, name="job-state"),
    path("import/jobs/<uuid:uid>/cancel/", intake.cancel, name="job-cancel"),
    path("import/jobs/<uuid:uid>/resume/", intake.resume, name="job-resume"),
    path("systems/<str:slug>/", overview.system, name="system"),
    path("systems/<str:slug>/editions/", editions.editions, name="editions"),
    path("systems/<str:slug>/editions/compare/", editions.compare, name="compare"),
    path(f"{_E}/", overview.overview, name="overview"),
    path(f"{_E}/structure/", structure.structure, name="structure"),
    path(f"{_E}/structure/<str:view>.svg", structure.picture_file, name="picture"),
    path(f"{_E}/subsystems/<path:code>/", structure.subsystem, name="subsystem"),
    path(f"{_E}/items/", items.items, name="items"),
    path(f"{_E}/items/<str:name>/", items.item, name="item"),
    path(f"{_E}/items/export.<str:kind>", items.export, name="export"),
    path(f"{_E}/returns/", returning.returns, name="returns"),
    path(f"{_E}/returns/<uuid:uid>/", returning.returned, name="returned"),
    path(f"{_E}/returns/<uuid:uid>/columns/", returning.columns, name="return-columns"),
    path(f"{_E}/returns/<uuid:uid>/accept/", returning.accept, name="return-accept"),
    path(f"{_E}/returns/<uuid:uid>/reject/", returning.reject, name="return-reject"),
    path(f"{_E}/returns/<uuid:uid>/close/", returning.close, name="return-close"),
    path(f"{_E}/returns/<uuid:uid>/export.<str:kind>", returning.export, name="return-export"),
    path(f"{_E}/checks/", checks.checks, name="checks"),
    path(f"{_E}/checks/judge/", checks.judge, name="judge"),
    path(f"{_E}/source/", checks.source, name="source"),
    path(f"{_E}/source/attach/", checks.attach, name="attach"),
    path(f"{_E}/publish/", editions.publish, name="publish"),
    path(f"{_E}/revise/", editions.revise, name="revise"),
    path(f"{_E}/discard/", editions.discard, name="discard"),
    path(f"{_E}/review/", review.review, name="review"),
    path(f"{_E}/review/correct/", review.correct, name="correct"),
    path(f"{_E}/review/confirm/", review.confirm, name="confirm"),
    path(f"{_E}/review/confirm-all/", review.confirm_all, name="confirm-all"),
    path(f"{_E}/review/undo/", review.undo, name="undo"),
    path(f"{_E}/review/add/", review.add, name="add"),
    path(f"{_E}/review/remove/", review.remove, name="remove"),
]

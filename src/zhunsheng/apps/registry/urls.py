"""Addresses of the pages of the registry. A standard is named by its number: see ``core/registry/address``."""

from __future__ import annotations

from django.urls import path

from zhunsheng.apps.registry.pages import (
    bodies,
    catalogues,
    classes,
    importing,
    placed,
    runs,
    standard,
    standards,
    verification,
)

app_name = "registry"

urlpatterns = [
    path("standards/", standards.standards, name="standards"),
    path("standards/export.<str:kind>", standards.export, name="export"),
    path("standards/<str:name>/", standard.standard, name="standard"),
    path("standards/<str:name>/verify/", standard.verify, name="verify"),
    path("standards/<str:name>/verify/withdraw/", standard.unverify, name="unverify"),
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/export.<str:kind>", bodies.bodies_export, name="bodies-export"),
    path("bodies/<int:pk>/", bodies.body, name="body"),
    path("bodies/<int:pk>/export.<str:kind>", bodies.body_export, name="body-export"),
    path("classes/", classes.classes, name="classes"),
    path("classes/export.<str:kind>", classes.classes_export, name="classes-export"),
    path("catalogues/", catalogues.catalogues, name="catalogues"),
    path("catalogues/export.<str:kind>", catalogues.sources_export, name="sources-export"),
    path("catalogues/import/", importing.intake, name="import"),
    path("catalogues/import/<uuid:uid>/", importing.arrival, name="arrival"),
    path("catalogues/import/<uuid:uid>/discard/", importing.discard, name="arrival-discard"),
    path("catalogues/import/<uuid:uid>/preview/<uuid:job>/", importing.preview, name="preview"),
    path(
        "catalogues/import/<uuid:uid>/preview/<uuid:job>/state/",
        importing.preview_state,
        name="preview-state",
    ),
    path("catalogues/import/<uuid:uid>/preview/<uuid:job>/cancel/", importing.cancel, name="preview-cancel"),
    path("catalogues/import/<uuid:uid>/apply/<uuid:job>/", importing.apply, name="apply"),
    path("catalogues/mappings/", importing.mappings, name="mappings"),
    path("catalogues/runs/<uuid:uid>/", runs.run, name="run"),
    path("catalogues/runs/<uuid:uid>/state/", runs.run_state, name="run-state"),
    path("catalogues/runs/<uuid:uid>/cancel/", runs.cancel, name="run-cancel"),
    path("catalogues/runs/<uuid:uid>/resume/", runs.resume, name="run-resume"),
    path("catalogues/runs/<uuid:uid>/problems.<str:kind>", runs.problems_export, name="problems-export"),
    path("catalogues/runs/<uuid:uid>/repairs.<str:kind>", runs.repairs_export, name="repairs-export"),
    path("catalogues/runs/<uuid:uid>/rows/<int:ordinal>/repair/", runs.repair, name="repair"),
    path("catalogues/runs/<uuid:uid>/rows/<int:ordinal>/drop/", runs.drop, name="drop-row"),
    path("verification/", verification.queue, name="verification"),
    path("verification/export.<str:kind>", verification.export, name="verification-export"),
    path("verification/batch/", verification.batch, name="verification-batch"),
    path("placements/<int:pk>/confirm/", placed.confirm, name="placement-confirm"),
    path("placements/<int:pk>/reject/", placed.reject, name="placement-reject"),
    path("placements/<int:pk>/reopen/", placed.reopen, name="placement-reopen"),
    path("related/<str:slug>/<str:key>/<path:item>/", placed.related, name="related"),
]

"""Addresses of the pages of relations."""

from __future__ import annotations

from django.urls import path

from zhunsheng.apps.insight.pages import (
    adding,
    asking,
    atlas,
    changes,
    drafts,
    figures,
    health,
    links,
    overview,
    pictures,
    review,
    surrounding,
)

app_name = "insight"

_R = "systems/<str:slug>/<str:key>/relations"

_F = "systems/<str:slug>/<str:key>/figures"

urlpatterns = [
    path(f"{_F}/", figures.figures, name="figures"),
    path(f"{_F}/<int:number>/", figures.figure, name="figure"),
    path(f"{_F}/<int:number>.svg", figures.picture_file, name="figure-file"),
    path(f"{_F}/<int:number>/export.<str:kind>", figures.export, name="figure-export"),
    path("relations/", asking.anywhere, name="anywhere"),
    path(f"{_R}/", overview.overview, name="overview"),
    path(f"{_R}/pictures/<str:view>.svg", pictures.picture_file, name="between-picture"),
    path(f"{_R}/export.<str:kind>", pictures.export, name="between-export"),
    path(f"{_R}/links/", links.links, name="links"),
    path(f"{_R}/links/export.<str:kind>", links.export, name="links-export"),
    path(f"{_R}/links/add/", adding.add, name="add"),
    path(f"{_R}/links/draft/", drafts.draft, name="draft"),
    path(f"{_R}/links/<int:pk>/", links.link, name="link"),
    path(f"{_R}/links/<int:pk>/resolve/", links.resolve, name="resolve"),
    path(f"{_R}/review/", review.queue, name="review"),
    path(f"{_R}/review/export.<str:kind>", review.export, name="review-export"),
    path(f"{_R}/review/decide/", review.decide, name="decide"),
    path(f"{_R}/review/suggest/", review.suggest, name="suggest"),
    path(f"{_R}/changes/", changes.changes, name="changes"),
    path(f"{_R}/changes/export.<str:kind>", changes.export, name="changes-export"),
    path(f"{_R}/around/", asking.around, name="around"),
    path(f"{_R}/around/<str:view>.svg", surrounding.picture_file, name="around-picture"),
    path(f"{_R}/around/export.<str:kind>", asking.around_export, name="around-export"),
    path(f"{_R}/impact/", asking.impact, name="impact"),
    path(f"{_R}/impact/export.<str:kind>", asking.impact_export, name="impact-export"),
    path(f"{_R}/path/", asking.path, name="path"),
    path(f"{_R}/path/export.<str:kind>", asking.path_export, name="path-export"),
    path(f"{_R}/health/", health.health, name="health"),
    path(f"{_R}/health/export.<str:kind>", health.export, name="health-export"),
    path(f"{_R}/atlas/", atlas.atlas, name="atlas"),
    path(f"{_R}/atlas.svg", atlas.picture, name="atlas-picture"),
    path(f"{_R}/atlas/rows/", atlas.rows, name="atlas-rows"),
    path(f"{_R}/atlas/export.<str:kind>", atlas.export, name="atlas-export"),
]

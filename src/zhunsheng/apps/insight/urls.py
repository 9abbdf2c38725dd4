"""Addresses of the pages of relations."""

from __future__ import annotations

from django.urls import path

from zhunsheng.apps.insight.pages import around, atlas, overview

app_name = "insight"

_R = "systems/<str:slug>/<str:key>/relations"

urlpatterns = [
    path(f"{_R}/", overview.overview, name="overview"),
    path(f"{_R}/around/", around.around, name="around"),
    path(f"{_R}/atlas/", atlas.atlas, name="atlas"),
    path(f"{_R}/atlas/rows/", atlas.rows, name="atlas-rows"),
    path(f"{_R}/atlas/export.<str:kind>", atlas.export, name="atlas-export"),
]

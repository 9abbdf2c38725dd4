"""Addresses of finding."""

from __future__ import annotations

from django.urls import path

from zhunsheng.apps.discovery.pages import kept, search

app_name = "discovery"

urlpatterns = [
    path("search/", search.found, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("search/export.<str:kind>", search.export, name="export"),
    path("searches/", kept.kept, name="kept"),
    path("searches/keep/", kept.keep, name="keep"),
    path("searches/<int:pk>/drop/", kept.drop, name="drop"),
    path("searches/<int:pk>/seen/", kept.seen, name="seen"),
]

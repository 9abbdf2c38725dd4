"""Addresses of open data: the page, its files, and where identifiers lead."""

from __future__ import annotations

from django.urls import path

from zhunsheng.apps.openly.pages import files, identifiers

app_name = "openly"

urlpatterns = [
    path("open-data/", files.files, name="files"),
    path("open-data/<str:name>", files.file, name="file"),
    path("id/<str:kind>/<path:name>", identifiers.identifier, name="identifier"),
]

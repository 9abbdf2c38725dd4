"""Addresses of the whole site. Each app brings its own; one that is not there yet is simply absent."""

from __future__ import annotations

import importlib.util

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("zhunsheng.apps.people.urls")),
    path("language/", set_language, name="set_language"),
]

_APPS = (
    "zhunsheng.shell.urls",
    "zhunsheng.apps.systems.urls",
    "zhunsheng.apps.registry.urls",
    "zhunsheng.apps.discovery.urls",
    "zhunsheng.apps.insight.urls",
    "zhunsheng.apps.deliverables.urls",
    "zhunsheng.apps.openly.urls",
)
for module in _APPS:
    if importlib.util.find_spec(module.rpartition(".")[0]) and importlib.util.find_spec(module):
        urlpatterns.append(path("", include(module)))

# Last, so that a page's own address always wins over the data of another.
urlpatterns.append(path("", include("zhunsheng.api.urls")))

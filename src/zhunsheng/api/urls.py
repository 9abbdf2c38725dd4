"""Addresses of the interface, its page, and the data behind each page of the site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path, re_path

from zhunsheng.api.errors import error_response
from zhunsheng.api.mirror import mirror_patterns
from zhunsheng.api.site import ABOUT, api, description_of_api, operations

__all__ = ["urlpatterns"]


def index(request: HttpRequest) -> HttpResponse:
    """The page of the interface: every operation with its parameters."""
    about = [line.removeprefix("- ") for line in ABOUT.replace("`", "").splitlines() if line]
    return render(request, "api/index.html", {"groups": operations(), "about": about, "section": ""})


def document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return JsonResponse(description_of_api(), json_dumps_params={"ensure_ascii": False})


def unknown(request: HttpRequest) -> HttpResponse:
    """Whatever is not there, said in the one shape."""
    return error_response(404, f"没有 {request.path} 这个地址。", place="地址")


unknown.csrf_exempt = True  # type: ignore[attr-defined]

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", index, name="api-index"),
    path("api/v1/openapi.json", document, name="api-document"),
    path("api/v1/", api.urls),
    re_path(r"^api/.*$", unknown),
    *mirror_patterns(),
]

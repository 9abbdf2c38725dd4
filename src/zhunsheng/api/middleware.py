"""What every answer to a program has: the one error shape, an ETag that is honoured, HEAD as well as GET."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag

from zhunsheng.api.errors import error_response
from zhunsheng.api.parameters import unknown_parameters

__all__ = ["ProgramMiddleware"]

Handler = Callable[[HttpRequest], HttpResponse]


class ProgramMiddleware:
    """Looks after ``/api/…`` and every ``….json``; other answers pass untouched."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # No database keeps this sign, and no name or number holds it.
        asked = request.META.get("QUERY_STRING", "")
        if not _is_for_programs(request.path_info):
            # What was asked for stays something that is not there.
            request.META["QUERY_STRING"] = asked.replace("%00", "%EF%BF%BD")
            if "\0" in request.path_info:
                raise Http404("地址里有不允许的字符")
            return self.get_response(request)
        request.META["QUERY_STRING"] = asked.replace("%00", "")
        if "\0" in request.path_info:
            return error_response(404)
        head_only = request.method == "HEAD"
        if head_only:
            request.method = "GET"
        response = _in_shape(self.get_response(request))
        if request.method == "GET" and response.status_code == 200 and not response.streaming:
            set_response_etag(response)
            patch_cache_control(response, private=True, no_cache=True)
            response = get_conditional_response(request, response["ETag"], None, response) or response
        if head_only:
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Answer a question to the interface that has parameters it does not know."""
        return unknown_parameters(request)


def _is_for_programs(path: str) -> bool:
    return path.startswith("/api/") or (path.endswith(".json") and not path.startswith("/static/"))


def _in_shape(response: HttpResponse) -> HttpResponse:
    """An error that some other part of the house answered, in the one shape; its headers stay."""
    if response.status_code < 400 or "json" in response.get("Content-Type", ""):
        return response
    shaped = error_response(response.status_code)
    for name, value in response.items():
        if name not in {"Content-Type", "Content-Length", "Content-Language"}:
            shaped[name] = value
    if allowed := shaped.get("Allow"):
        methods = sorted({*allowed.replace(" ", "").split(","), *(["HEAD"] if "GET" in allowed else [])})
        shaped["Allow"] = ", ".join(methods)
    shaped.cookies = response.cookies
    return shaped

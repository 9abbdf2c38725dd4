"""Somebody who came in by a one-time password chooses one of his own first."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

__all__ = ["OneTimePasswordMiddleware"]

_OPEN_NAMES = ("account_change_password", "account_logout", "set_language")


class OneTimePasswordMiddleware:
    """Sends holders of a one-time password to the page where they change it, from everywhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.must_change_password:
            open_paths = [reverse(name) for name in _OPEN_NAMES]
            if request.path not in open_paths and not request.path.startswith(
                f"/{settings.STATIC_URL.strip('/')}/"
            ):
                return HttpResponseRedirect(open_paths[0] + _wanted(request))
        return self.get_response(request)


def _wanted(request: HttpRequest) -> str:
    """Where somebody wanted to go, to be led there afterwards; the start page and the accounts' own need no mention."""
    start, login = str(settings.LOGIN_REDIRECT_URL), reverse("account_login")
    accounts = login.rpartition("login/")[0]
    if request.method != "GET" or request.path == start or request.path.startswith(accounts):
        return ""
    return "?" + urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})

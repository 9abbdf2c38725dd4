"""What pages of every app share: the breadcrumb's steps, turning the pages of a list, signing in and
coming back, telling a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from zhunsheng.apps.journal.actions import NotAllowed, Refused

__all__ = ["Step", "page_asked", "paged", "refusal", "safe_next", "sign_in"]


@dataclass(slots=True)
class Step:
    """A step of the breadcrumb; the last one has no address."""

    label: str
    href: str = ""


def sign_in(back: str) -> HttpResponseRedirect:
    """To the sign-in page and back."""
    return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")


def refusal(request: HttpRequest, error: Refused, back: str) -> HttpResponseRedirect:
    """Say why an action was refused, on the page it came from; somebody not signed in is asked to sign in."""
    if isinstance(error, NotAllowed) and not request.user.is_authenticated:
        return sign_in(back)
    messages.error(request, str(error))
    return redirect(back)


def safe_next(request: HttpRequest, default: str) -> str:
    """The address that a form or a link asks to return to, if it is one of this site's own."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None) else default


def page_asked(request: HttpRequest, usual: int = 1) -> int:
    """The number of the page that the address asks for, from 1; ``usual`` where it asks for none."""
    asked = request.GET.get("page", "")
    return max(1, int(asked[:6]) if asked.isascii() and asked.isdigit() else usual)


def paged(
    request: HttpRequest, size: int, total: int, *, row: int = 0, path: str = ""
) -> tuple[int, int, list[tuple[str, str, bool]]]:
    """(first row, row after the last, links to the pages) of the page that the address asks for.

    An address that asks for none gets the page on which ``row`` stands, counted from 0. ``path`` is where the pages
    are, if not at this very address.
    """
    last = max(1, -(-total // size))
    here = min(last, page_asked(request, row // size + 1))
    links: list[tuple[str, str, bool]] = []
    if last > 1:
        query = request.GET.copy()
        before = 0
        for number in sorted({1, last, *range(max(1, here - 2), min(last, here + 2) + 1)}):
            query["page"] = str(number)
            if number != before + 1:
                links.append(("…", "", False))
            links.append((str(number), f"{path}?{query.urlencode()}", number == here))
            before = number
    return (here - 1) * size, here * size, links

"""What pages of every app share: the breadcrumb's steps, signing in and coming back, telling a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from zhunsheng.apps.journal.actions import NotAllowed, Refused

__all__ = ["Step", "refusal", "safe_next", "sign_in"]


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
    """The address a form asks to return to, if it is one of this site's own."""
    wanted = request.POST.get("next", "")
    return wanted if wanted.startswith("/") and not wanted.startswith(("//", "/\\")) else default

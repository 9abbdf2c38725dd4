"""How allauth behaves here: nobody signs up by himself unless the installation says so."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

__all__ = ["AccountAdapter"]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Local accounts, made by administrators."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether anybody may make an account (ZHUNSHENG_OPEN_SIGNUP)."""
        return bool(settings.OPEN_SIGNUP)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Where a changed password leads: to the start page, not back to the form."""
        return str(settings.LOGIN_REDIRECT_URL)

"""How allauth behaves here: nobody signs up by himself unless the installation says so."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

__all__ = ["AccountAdapter"]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Local accounts, made by administrators."""

    # One word (口令) and one form of address, as everywhere else on the pages.
    error_messages = (
        DefaultAccountAdapter.error_messages
        | dict.fromkeys(
            ("email_password_mismatch", "username_password_mismatch", "username_email_password_mismatch"),
            "用户名或口令不对。请核对后重试；忘记口令请联系管理员。",
        )
        | {
            "account_inactive": "这个账号已停用，请联系管理员。",
            "enter_current_password": "请输入当前口令。",
            "incorrect_password": "口令不对。",
        }
    )

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether anybody may make an account (ZHUNSHENG_OPEN_SIGNUP)."""
        return bool(settings.OPEN_SIGNUP)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Where a changed password leads: where the person wanted to go, or (here) to the start page."""
        return str(settings.LOGIN_REDIRECT_URL)

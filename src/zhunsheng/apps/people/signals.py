"""What allauth tells us: a person has changed the password, so a one-time password is spent."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed
from django.dispatch import receiver

from zhunsheng.apps.people.models import User

__all__ = ["spend_one_time_password"]


@receiver(password_changed, dispatch_uid="people.spend_one_time_password")
def spend_one_time_password(user: User, **_: Any) -> None:
    """Record the change of password in the journal."""
    from zhunsheng.apps.people.actions import confirm_password_change

    confirm_password_change(user, user)

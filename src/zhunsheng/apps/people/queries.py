"""Reads about people."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhunsheng.apps.people.models import User

__all__ = ["any_admin", "find_user", "people"]


def find_user(name: str) -> User | None:
    """The account with this user name or e-mail address (case does not matter), or None."""
    return User.objects.filter(Q(username__iexact=name.strip()) | Q(email__iexact=name.strip())).first()


def any_admin() -> bool:
    """Whether some account in use holds the administrator's role."""
    admins = Q(groups__name="admin") | Q(is_superuser=True)
    return User.objects.filter(admins, is_active=True).exists()


def people() -> QuerySet[User]:
    """All accounts, by name."""
    return User.objects.prefetch_related("groups").order_by("username")

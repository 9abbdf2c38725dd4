"""Tables of accounts. Roles are Django groups; :mod:`.permissions` says what each may do."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower

__all__ = ["User"]


class User(AbstractUser):
    """A person who signs in. ``must_change_password`` is set while a one-time password is in force."""

    email = models.EmailField("电子邮箱")
    must_change_password = models.BooleanField("须更换口令", default=False)

    class Meta(AbstractUser.Meta):
        constraints = [models.UniqueConstraint(Lower("email"), name="people_user_email_unique")]

    def __str__(self) -> str:
        """The full name if there is one, else the user name."""
        return self.get_full_name() or self.username

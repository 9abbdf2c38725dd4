"""Every write about people."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from zhunsheng.apps.journal.actions import Act, Refused, action
from zhunsheng.apps.people.models import User
from zhunsheng.apps.people.permissions import ADMIN, ROLES, is_signed_in, may_manage_people
from zhunsheng.apps.people.queries import any_admin, find_user

__all__ = [
    "confirm_password_change",
    "create_user",
    "one_time_password",
    "set_active",
    "set_password",
    "set_role",
]

# No letters or digits that look alike: the password is read from a screen and typed.
_LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"


def one_time_password() -> str:
    """A password to be used once: 16 characters in four groups, about 91 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def _may_change_own_password(who: Any, subject: Any = None) -> bool:
    """Everybody may change his own password."""
    return is_signed_in(who) and getattr(who, "user", who) == subject


@action("people.create_user", "建立账号", right=may_manage_people)
def create_user(
    act: Act, email: str, *, password: str, role: str, username: str = "", one_time: bool = False
) -> User:
    """Make an account with ``role``. ``username`` is made from the address if it is not given.

    With ``one_time`` the person must choose another password at the first login.
    """
    email, role = email.strip(), _known_role(role)
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(f"“{email}”不是电子邮箱地址。写法：name@example.cn", field="email") from None
    username = username.strip() or _free_name(email.partition("@")[0])
    for value, label, name in ((email, "邮箱", "email"), (username, "用户名", "username")):
        if find_user(value):
            raise Refused(
                f"{label}“{value}”已有账号。请换一个，或用 zhunsheng user set-password 为该账号重设口令。",
                field=name,
            )
    user = User(username=username, email=email, must_change_password=one_time)
    _set_checked_password(user, password)
    user.save()
    _give_role(user, role)
    act.record(user, after={"username": username, "email": email, "role": role})
    return user


@action("people.set_role", "设定角色", right=may_manage_people)
def set_role(act: Act, user: User, role: str, *, reason: str = "") -> User:
    """Give ``user`` the one role ``role``; the last administrator keeps his."""
    role = _known_role(role)
    before = sorted(user.groups.values_list("name", flat=True))
    if before == [role]:
        act.unchanged()
        return user
    _give_role(user, role)
    if not any_admin():
        raise Refused("这是最后一位管理员，不能改为其他角色。请先设另一位管理员。", field="role")
    act.record(user, reason=reason, before={"roles": before}, after={"roles": [role]})
    return user


@action("people.set_active", "启用或停用账号", right=may_manage_people)
def set_active(act: Act, user: User, active: bool, *, reason: str = "") -> User:
    """Switch an account on or off; the last administrator stays on."""
    if user.is_active == active:
        act.unchanged()
        return user
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not any_admin():
        raise Refused("这是最后一位管理员，不能停用。请先设另一位管理员。")
    act.record(user, reason=reason, before={"active": not active}, after={"active": active})
    return user


@action("people.set_password", "重设口令", right=may_manage_people)
def set_password(act: Act, user: User, password: str, *, one_time: bool = True) -> User:
    """Give ``user`` a new password, to be changed at the next login unless ``one_time`` is False."""
    _set_checked_password(user, password)
    user.must_change_password = one_time
    user.save(update_fields=["password", "must_change_password"])
    act.record(user, after={"one_time": one_time})
    return user


@action("people.password_changed", "更换自己的口令", right=_may_change_own_password)
def confirm_password_change(act: Act, user: User) -> User:
    """Note that ``user`` has chosen a new password; a one-time password is thereby spent."""
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    act.record(user)
    return user


def _known_role(role: str) -> str:
    if role not in ROLES:
        known = "、".join(f"{name}（{label}）" for name, label in ROLES.items())
        raise Refused(f"没有“{role}”这个角色。可用：{known}。", field="role")
    return role


def _give_role(user: User, role: str) -> None:
    user.groups.set([Group.objects.get_or_create(name=role)[0]])
    user.is_staff = user.is_superuser = role == ADMIN
    user.save(update_fields=["is_staff", "is_superuser"])
    vars(user).pop("_zhunsheng_roles", None)


def _set_checked_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused("口令不合要求：" + "".join(error.messages), field="password") from None
    user.set_password(password)


def _free_name(base: str) -> str:
    """``base``, or ``base-2`` … where it is taken."""
    name, count = base, 1
    while find_user(name):
        count += 1
        name = f"{base}-{count}"
    return name

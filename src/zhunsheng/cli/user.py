"""``zhunsheng user …``: accounts, for whoever runs this installation."""

from __future__ import annotations

from typing import Annotated

import typer

from zhunsheng.cli.frame import fail, new_app
from zhunsheng.cli.site import database, say

app = new_app("用户：建立管理员和账号，设定角色，重设口令。")
Password = Annotated[
    str, typer.Option("--password", metavar="口令", help="不写则生成一次性口令并显示，首次登录后须更换")
]
Username = Annotated[str, typer.Option("--username", metavar="用户名", help="不写则取邮箱 @ 之前的部分")]
Name = Annotated[str, typer.Argument(metavar="USER", help="用户名或邮箱")]


@app.callback()
def _user() -> None:
    """用户：建立管理员和账号，设定角色，重设口令。"""


@app.command("create-admin")
def create_admin(
    email: Annotated[str, typer.Option("--email", metavar="邮箱", help="登录用的邮箱")] = "admin@localhost",
    password: Password = "",
    username: Username = "",
) -> None:
    """建立一位管理员。"""
    _create(email, password, username, "admin")


@app.command()
def create(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="登录用的邮箱")],
    role: Annotated[
        str, typer.Option("--role", metavar="角色", help="reader 读者、editor 编辑或 admin 管理员")
    ] = "reader",
    password: Password = "",
    username: Username = "",
) -> None:
    """建立一个账号。"""
    _create(email, password, username, role)


def _create(email: str, password: str, username: str, role: str) -> None:
    with database():
        from zhunsheng.apps.people.actions import create_user, one_time_password
        from zhunsheng.apps.people.actors import OPERATOR
        from zhunsheng.apps.people.permissions import ROLES

        one_time = not password
        password = password or one_time_password()
        user = create_user(
            OPERATOR, email, password=password, role=role, username=username, one_time=one_time
        )
        say(f"已建立{ROLES[role]}：用户名 {user.username}，邮箱 {user.email}。")
        if one_time:
            say(f"一次性口令 {password}（只显示这一次，首次登录后须更换）。")


@app.command("list")
def list_people() -> None:
    """列出全部账号。"""
    with database():
        from zhunsheng.apps.people.permissions import ROLES
        from zhunsheng.apps.people.queries import people

        for user in people():
            roles = "、".join(ROLES.get(group.name, group.name) for group in user.groups.all()) or "无角色"
            say("\t".join([user.username, user.email, roles, "" if user.is_active else "已停用"]).rstrip())


@app.command("set-role")
def set_role(
    user: Name, role: Annotated[str, typer.Argument(metavar="ROLE", help="reader、editor 或 admin")]
) -> None:
    """设定一个账号的角色。"""
    with database():
        from zhunsheng.apps.people import actions
        from zhunsheng.apps.people.actors import OPERATOR

        found = _found(user)
        actions.set_role(OPERATOR, found, role)
        say(f"{found.username} 的角色现为 {role}。")


@app.command("set-password")
def set_password(user: Name, password: Password = "") -> None:
    """重设一个账号的口令。"""
    with database():
        from zhunsheng.apps.people import actions
        from zhunsheng.apps.people.actors import OPERATOR

        one_time = not password
        password = password or actions.one_time_password()
        actions.set_password(OPERATOR, _found(user), password, one_time=one_time)
        say(f"一次性口令 {password}（只显示这一次，首次登录后须更换）。" if one_time else "口令已更换。")


@app.command("disable")
def disable(user: Name) -> None:
    """停用一个账号。"""
    _switch(user, active=False)


@app.command("enable")
def enable(user: Name) -> None:
    """启用一个停用的账号。"""
    _switch(user, active=True)


def _switch(name: str, *, active: bool) -> None:
    with database():
        from zhunsheng.apps.people import actions
        from zhunsheng.apps.people.actors import OPERATOR

        found = _found(name)
        actions.set_active(OPERATOR, found, active)
        say(f"{found.username} 已{'启用' if active else '停用'}。")


def _found(name: str):  # type: ignore[no-untyped-def] # the type would import Django before it is set up
    from zhunsheng.apps.people.queries import find_user

    user = find_user(name)
    if user is None:
        fail(f"没有用户“{name}”。用 zhunsheng user list 查看全部账号。", code=1)
    return user

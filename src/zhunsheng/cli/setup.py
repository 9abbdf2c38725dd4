"""``zhunsheng setup``: make or upgrade the database and load the packaged systems; doing it again changes nothing."""

from __future__ import annotations

from typing import Annotated

import typer

from zhunsheng.cli.frame import new_app
from zhunsheng.cli.site import database, say

app = new_app("建立或升级数据库，载入随附体系；可反复运行。")


@app.command()
def setup(
    with_admin: Annotated[
        bool, typer.Option("--with-admin", help="还没有管理员时建立一位，并显示一次性口令")
    ] = False,
    bare: Annotated[bool, typer.Option("--bare", help="不载入随附体系")] = False,
) -> None:
    """建立或升级数据库，载入随附体系；可反复运行。"""
    with database(migrated=False):
        migrate()
        if not bare:
            load_packaged_systems()
        if with_admin:
            first_admin()


def migrate() -> None:
    """Bring the tables up to this release, quietly; says so where there was something to do."""
    from django.core.management import call_command

    from zhunsheng.cli.site import pending_migrations

    if pending_migrations():
        call_command("migrate", verbosity=0, interactive=False)
        say("数据库已就绪。")


def load_packaged_systems() -> None:
    """Load every system that comes with the software; says which are new."""
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.systems.actions import import_packaged
    from zhunsheng.apps.systems.models import Edition
    from zhunsheng.core.system.content import load_packaged, packaged_systems

    for name in packaged_systems():
        before = Edition.objects.count()
        edition = import_packaged(OPERATOR, load_packaged(name).system)
        if Edition.objects.count() != before:
            say(f"已载入体系：{edition}（{edition.system.slug}）。")


def first_admin() -> None:
    """Make an administrator with a one-time password, unless there is one already."""
    from zhunsheng.apps.people.actions import create_user, one_time_password
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.people.queries import any_admin

    if any_admin():
        return
    password = one_time_password()
    user = create_user(
        OPERATOR, "admin@localhost", username="admin", password=password, role="admin", one_time=True
    )
    say(f"已建立管理员：用户名 {user.username}，一次性口令 {password}（只显示这一次，首次登录后须更换）。")

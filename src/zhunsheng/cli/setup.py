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
    """Load the systems that come with the software where they are not there yet.

    A system already there is left alone: publishing is the committee's decision. If this release's data differ, the
    command that loads them as a new revision is named.
    """
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.systems.actions import import_packaged
    from zhunsheng.apps.systems.models import Edition, System
    from zhunsheng.core.records import content_hash
    from zhunsheng.core.system.content import load_packaged, packaged_systems

    for name in packaged_systems():
        content = load_packaged(name).system
        if not System.objects.filter(slug=content.slug).exists():
            edition = import_packaged(OPERATOR, content)
            say(f"已载入体系：{edition}（{edition.system.slug}）。")
            continue
        stored = Edition.objects.filter(
            system__slug=content.slug, label=content.edition, origin=Edition.PACKAGE
        )
        newest = stored.order_by("-revision").first()
        if newest is not None and newest.content_hash != content_hash(content):
            say(
                f"随附体系 {name} 的数据有更新，未自动发布；需要时运行 zhunsheng system import --packaged {name} 载入为新修订。"
            )


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

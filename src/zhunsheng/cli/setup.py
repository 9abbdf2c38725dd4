"""``zhunsheng setup``: make or upgrade the database, load packaged systems and catalogues; again changes nothing."""

from __future__ import annotations

from typing import Annotated

import typer

from zhunsheng.cli.frame import new_app
from zhunsheng.cli.site import database, say

#: an index of so many documents is compared whole at each setup; it takes a few seconds
_CHECKED = 30_000
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
        if migrate():
            rework_registry()
        settle_placements()
        if not bare:
            load_packaged_systems()
            load_packaged_catalogues()
            link_packaged()
        fill_index()
        if with_admin:
            first_admin()
        say("数据库、随附内容与索引已是最新。")


def migrate() -> bool:
    """Bring the tables up to this release, quietly; says so, and returns true, where there was something to do."""
    from django.core.management import call_command

    from zhunsheng.cli.site import pending_migrations

    if pending_migrations():
        call_command("migrate", verbosity=0, interactive=False)
        say("数据库已就绪。")
        return True
    return False


def rework_registry() -> None:
    """After an upgrade, derive anew by its rules what the registry holds; a very large one is only told how."""
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.registry.actions import rework_standards
    from zhunsheng.apps.registry.queries import standard_lots

    for lot, total in standard_lots(2000):
        if total > _CHECKED:
            say(f"标准库有 {total} 项标准，升级后请重算一次：zhunsheng catalogue rework")
            return
        rework_standards(OPERATOR, lot)


def settle_placements() -> None:
    """Keep once what an earlier release placed twice; take out of the search what only editors may know of."""
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.registry import actions

    for edition in actions.unsettled_editions():
        if gone := actions.settle_placements(OPERATOR, edition):
            say(f"{edition.system.slug} {edition.key}：{gone} 处重复的归类已合并，人的决定都保留。")


def fill_index() -> None:
    """Rebuild the search index where it cannot be this release's: of another form, or not what is stored."""
    from zhunsheng import search
    from zhunsheng.search import providers
    from zhunsheng.search.shape import Query

    engine = search.engine()
    lacking = [
        provider.type
        for provider in providers.registered()
        if engine.search(Query("", filters={"type": [provider.type]}, limit=0)).total != provider.count()
    ]
    small = providers.total() <= _CHECKED
    if lacking or not engine.version_fits() or (small and not engine.check(providers.all_documents()).sound):
        count = engine.rebuild(providers.all_documents(), total=providers.total())
        say(f"检索索引已重建：{count} 条。")


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


def load_packaged_catalogues() -> None:
    """Bring in the catalogues that come with the software and place their standards beside the packaged systems.

    A catalogue that has come in already, as it is in this release, is not read again.
    """
    from importlib.resources import as_file, files

    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.registry.actions import import_catalogue
    from zhunsheng.apps.registry.actions.importing import fingerprint
    from zhunsheng.apps.registry.queries import catalogue_came_in

    with as_file(files("zhunsheng").joinpath("content", "catalogue", "ai")) as folder:
        if not folder.is_dir() or catalogue_came_in(fingerprint(folder)):
            return
        run = import_catalogue(OPERATOR, folder, name="package", file_name="随附目录：人工智能")
    counts = run.counts
    say(f"已载入随附标准目录：标准 {counts['standards']} 项，来源记录 {counts['added']} 条。")
    place_packaged()


def place_packaged() -> None:
    """Suggest where the standards belong in the published editions of the packaged systems."""
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.registry.actions import suggest_placements
    from zhunsheng.apps.systems.models import Edition

    for edition in Edition.objects.filter(origin=Edition.PACKAGE, status=Edition.PUBLISHED):
        added = suggest_placements(OPERATOR, edition)
        if added:
            say(f"{edition.system.slug}：{added} 处相关标准已列出，待确认。")


def link_packaged() -> None:
    """Suggest relations in the published editions of the packaged systems, where nobody has had any suggested yet."""
    from zhunsheng.apps.insight.actions import suggest_links
    from zhunsheng.apps.insight.queries import links_of_edition
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.systems.models import Edition

    for edition in Edition.objects.filter(origin=Edition.PACKAGE, status=Edition.PUBLISHED):
        if not links_of_edition(edition).exists():
            done = suggest_links(OPERATOR, edition)
            if done.added:
                say(f"{edition.system.slug}：{done.added} 条可能的关联已列出，待确认。")


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

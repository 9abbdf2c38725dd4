"""What the commands that need the database share: starting Django, and telling its troubles in Chinese."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from zhunsheng.cli.frame import fail, reason

__all__ = ["database", "pending_migrations", "read_file", "start_django"]


def start_django() -> None:
    """Set Django up with this installation's settings; a wrong setting or an unusable home ends the command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhunsheng.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        fail(f"设置有误：{error}")
    except OSError as error:
        home = os.environ.get("ZHUNSHENG_HOME", "~/.zhunsheng")
        fail(f"数据目录 {home} 不能使用：{reason(error)}。请检查权限，或用 ZHUNSHENG_HOME 指定另一个目录。")


@contextmanager
def database(*, migrated: bool = True) -> Iterator[None]:
    """Within it the database is there; ``Refused`` and database troubles end the command with their message.

    With ``migrated`` a database that has no tables yet, or old ones, ends the command too.
    """
    start_django()
    from django.db import Error, connection

    from zhunsheng.apps.journal.actions import Refused
    from zhunsheng.apps.journal.context import new_request_id, request_scope

    try:
        if migrated and pending_migrations():
            fail("数据库还没有建立，或需要升级。请先运行：zhunsheng setup", code=1)
        with request_scope(f"cli-{new_request_id()}"):
            yield
    except Refused as error:
        fail(error.message, code=1)
    except Error as error:
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        fail(f"数据库出错：{first}。请检查 DATABASE_URL、数据目录和磁盘空间。", code=1)
    finally:
        connection.close()


def pending_migrations() -> bool:
    """Whether the tables are not those of this release."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def read_file(file: str) -> tuple[bytes, str]:
    """Bytes and name of a file of the command line; one that is too large or cannot be opened ends the command."""
    from zhunsheng.core.guide.readers.limits import MAX_BYTES, MEGABYTE

    path = Path(file)
    try:
        if path.is_dir():
            fail(f"读不了 {file}：这是一个文件夹。请给出文件本身。")
        if (size := path.stat().st_size) > MAX_BYTES:
            fail(
                f"{file} 有 {size // MEGABYTE} MB，超过 {MAX_BYTES // MEGABYTE} MB 的上限，没有读取。"
                "请删去大图片、或只保留指南正文后再试。"
            )
        return path.read_bytes(), path.name
    except OSError as error:
        fail(f"读不了 {file}：{reason(error)}。请检查路径和权限。")


def say(text: str) -> None:
    """One line for the person at the terminal; data goes by ``write_output``."""
    typer.echo(text)

"""``zhunsheng migrate``: only bring the tables up to this release."""

from __future__ import annotations

from zhunsheng.cli.frame import new_app
from zhunsheng.cli.site import database

app = new_app("只建立或升级数据库表。")


@app.command()
def migrate() -> None:
    """只建立或升级数据库表，不载入任何内容。"""
    from zhunsheng.cli import setup

    with database(migrated=False):
        setup.migrate()

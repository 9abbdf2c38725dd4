"""``DATABASE_URL`` → Django's database settings: SQLite in the home folder by default, PostgreSQL when asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

__all__ = ["database_settings"]

# 16 MB of pages for each connection: the search reads lists of some megabytes.
_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16384;"


def database_settings(url: str, home: Path) -> dict[str, Any]:
    """Settings for the database that ``url`` names; an empty ``url`` means ``home/db.sqlite3``.

    Understood: ``postgresql://user:password@host:port/name?sslmode=require`` (a socket folder as ``host=…`` in
    the query) and ``sqlite:///absolute/path``. Raises ``ImproperlyConfigured`` (Chinese, with the mend) otherwise.
    """
    if not url:
        return _sqlite(home / "db.sqlite3")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(
            f"DATABASE_URL 无法识别（{error}）。写法：postgresql://用户:口令@主机:5432/库名"
        ) from None
    if parts.scheme == "sqlite":
        path = unquote(parts.path)
        if not path.strip("/") or parts.netloc:
            raise ImproperlyConfigured(
                "DATABASE_URL 的 SQLite 写法是 sqlite:////绝对/路径.sqlite3（四条斜线）。"
            )
        return _sqlite(Path(path[1:] if path.startswith("//") else path))
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgresql(parts.hostname, port, parts.username, parts.password, parts.path, parts.query)
    raise ImproperlyConfigured(
        f"DATABASE_URL 以“{parts.scheme}”开头，本平台只支持 postgresql:// 与 sqlite:///。"
    )


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        # IMMEDIATE takes the one write lock at the start, so that a transaction waits instead of failing half way.
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 5, "init_command": _PRAGMAS},
    }


def _postgresql(
    host: str | None, port: int | None, user: str | None, password: str | None, path: str, query: str
) -> dict[str, Any]:
    name = unquote(path.lstrip("/"))
    if not name:
        raise ImproperlyConfigured("DATABASE_URL 缺少库名。写法：postgresql://用户:口令@主机:5432/库名")
    options = dict(parse_qsl(query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(user or options.pop("user", "")),
        "PASSWORD": unquote(password or ""),
        "HOST": unquote(host or "") or options.pop("host", ""),
        "PORT": str(port or options.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }

"""What every answer of the site carries, and what the settings make of the environment."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from zhunsheng.settings.database import database_settings
from zhunsheng.settings.home import home_folder, secret_key


def test_every_answer_forbids_inline_code_and_foreign_hosts(client: Client, db: Any) -> None:
    answer = client.get("/accounts/login/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_chinese_unless_english_is_chosen(client: Client, db: Any) -> None:
    assert client.get("/accounts/login/", headers={"accept-language": "en"})["Content-Language"] == "zh-hans"
    answer = client.post("/language/", {"language": "en", "next": "/accounts/login/"})
    assert answer.status_code == 302
    assert client.get("/accounts/login/")["Content-Language"] == "en"
    client.cookies["zhunsheng_language"] = "xx"
    assert client.get("/accounts/login/")["Content-Language"] == "zh-hans"


def test_a_request_id_is_given_or_kept(client: Client, db: Any) -> None:
    assert len(client.get("/accounts/login/")["X-Request-ID"]) == 16
    assert client.get("/accounts/login/", headers={"x-request-id": "proxy-12345678"})["X-Request-ID"] == (
        "proxy-12345678"
    )
    assert client.get("/accounts/login/", headers={"x-request-id": "<b>"})["X-Request-ID"] != "<b>"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://u:p%40ss@db:5433/zs", ("zs", "u", "p@ss", "db", "5433")),
        ("postgres://db/zs", ("zs", "", "", "db", "")),
        ("postgresql:///zs?host=/run/pg&user=u&port=6000", ("zs", "u", "", "/run/pg", "6000")),
        ("postgresql://[::1]:5432/zs", ("zs", "", "", "::1", "5432")),
    ],
)
def test_postgresql_addresses(url: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    found = database_settings(url, tmp_path)
    assert found["ENGINE"].endswith("postgresql")
    assert tuple(found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == expected


def test_postgresql_options(tmp_path: Path) -> None:
    found = database_settings("postgresql://db/zs?sslmode=require", tmp_path)
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_sqlite_is_the_default_and_waits_for_its_turn(tmp_path: Path) -> None:
    found = database_settings("", tmp_path)
    assert found["NAME"] == str(tmp_path / "db.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "WAL" in found["OPTIONS"]["init_command"]
    assert database_settings("sqlite:////srv/zs.sqlite3", tmp_path)["NAME"] == "/srv/zs.sqlite3"


@pytest.mark.parametrize(
    "url",
    ["mysql://db/zs", "zs", "postgresql://db", "postgresql://db:port/zs", "sqlite://", "sqlite://host/x"],
)
def test_a_wrong_address_says_how_to_write_it(url: str, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        database_settings(url, tmp_path)


def test_the_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    first = secret_key(tmp_path)
    assert len(first) >= 50
    assert secret_key(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret-key"]


def test_the_home_folder_is_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHUNSHENG_HOME", str(tmp_path / "a/b"))
    home = home_folder()
    assert home == tmp_path / "a/b"
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_plain_start_is_safe(tmp_path: Path) -> None:
    """Settings of a fresh installation, in a process of their own."""
    script = (
        "from zhunsheng import settings as s;"
        "print(s.DEBUG, s.ALLOWED_HOSTS, s.OPEN_SIGNUP, s.JOBS_MODE, s.TIME_ZONE, s.LANGUAGE_CODE)"
    )
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("ZHUN", "DATABASE"))
    }
    environment["ZHUNSHENG_HOME"] = str(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == (
        ["False", "['localhost',", "'127.0.0.1',", "'[::1]']", "False", "thread", "Asia/Shanghai", "zh-hans"]
    )

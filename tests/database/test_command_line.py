"""``zhunsheng setup|system|user|serve``, as somebody at a terminal meets them."""

from __future__ import annotations

import io
import json
import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import load_workbook

from tests.builders import as_text, large_plan
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.people.models import User
from zhunsheng.apps.people.queries import any_admin
from zhunsheng.apps.systems.actions import correct_value, revise_edition
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import get_edition
from zhunsheng.cli import main
from zhunsheng.core.system.content import load_packaged, packaged_systems

GUIDE = as_text(large_plan(1)).encode()
Run = Callable[..., tuple[int, str, str]]
SLUG = "water"


@pytest.fixture
def run(db: Any, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs one command; gives exit code, standard output and standard error."""
    from django.db import connection

    # The connection belongs to the test: a command must not end it.
    monkeypatch.setattr(connection, "close", lambda: None)

    def call(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main(list(arguments))
        out, err = capfd.readouterr()
        return code, out, err

    return call


@pytest.fixture
def guide(tmp_path: Path) -> str:
    """A guide as a file."""
    path = tmp_path / "水务.txt"
    path.write_bytes(GUIDE)
    return str(path)


def test_setup_can_be_repeated(run: Run) -> None:
    code, out, _ = run("setup", "--with-admin")
    assert code == 0
    password = re.search(r"一次性口令 (\S+?)（", out)
    assert password
    admin = User.objects.get()
    assert (admin.username, admin.must_change_password) == ("admin", True)
    assert admin.check_password(password.group(1))
    names = packaged_systems()
    assert names
    assert Edition.objects.filter(status="published").count() == len(names)
    assert run("setup", "--with-admin") == (0, "数据库、随附内容与索引已是最新。\n", "")


def test_a_later_release_does_not_publish_by_itself(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("setup")[0] == 0
    name = packaged_systems()[0]
    newer = load_packaged(name)
    newer.system.issuers = [*newer.system.issuers, "另一单位"]
    monkeypatch.setattr("zhunsheng.core.system.content.load_packaged", lambda _: newer)
    monkeypatch.setattr("zhunsheng.core.system.content.packaged_systems", lambda: [name])
    before = Edition.objects.count()
    code, out, _ = run("setup")
    assert (code, Edition.objects.count()) == (0, before)
    assert f"zhunsheng system import --packaged {name}" in out


def test_setup_without_content(run: Run) -> None:
    assert run("setup", "--bare")[0] == 0
    assert not Edition.objects.exists()
    assert not any_admin()


def test_a_guide_from_file_to_tables(run: Run, guide: str, tmp_path: Path) -> None:
    code, out, err = run("system", "import", guide, "--slug", SLUG, "--publish")
    assert (code, err) == (0, "")
    assert "76 条标准方向" in out
    assert "已发布：water 2026版" in out
    code, out, _ = run("system", "import", guide)
    assert "没有变化" in out
    assert "2026版\t已发布\t征求意见稿" in run("system", "list")[1]
    listed = json.loads(run("system", "list", "--format", "json")[1])
    assert [edition["key"] for edition in listed[0]["editions"]] == ["2026版"]
    assert "76 条标准方向" in run("system", "show", SLUG)[1]
    shown = json.loads(run("system", "show", SLUG, "--format", "json")[1])
    assert len(shown["system"]["planned_standards"]) == 76
    assert yaml.safe_load(run("system", "export", SLUG)[1])["system"]["slug"] == SLUG
    assert json.loads(run("system", "export", SLUG, "-f", "json")[1])["hash"] == shown["content_hash"]
    book = tmp_path / "out.xlsx"
    assert run("system", "export", SLUG, "-f", "xlsx", "-o", str(book)) == (0, "", "")
    assert load_workbook(io.BytesIO(book.read_bytes())).worksheets[0].max_row >= 77
    table = tmp_path / "out.csv"
    run("system", "export", SLUG, "-f", "csv", "-o", str(table))
    assert len(table.read_text("utf-8-sig").splitlines()) == 77
    assert run("system", "verify")[0] == 0


def test_an_exported_system_comes_back(run: Run, guide: str, tmp_path: Path) -> None:
    run("system", "import", guide, "--slug", SLUG, "--publish")
    for form in ("yaml", "json"):
        out = tmp_path / f"out.{form}"
        run("system", "export", SLUG, "-f", form, "-o", str(out))
        assert "没有变化" in run("system", "import", str(out))[1]
        code, told, _ = run("system", "import", str(out), "--slug", f"copy-{form}")
        assert code == 0
        assert "已导入" in told
        copy = get_edition(OPERATOR, f"copy-{form}")
        assert (copy.is_draft, copy.origin, copy.planned_standards.count()) == (True, "content", 76)
    out.write_text('{"urn": 1}')
    code, _, err = run("system", "import", str(out))
    assert code == 1
    assert "体系文件有误" in err


def test_two_editions_are_compared(run: Run, guide: str) -> None:
    run("system", "import", guide, "--slug", SLUG, "--publish")
    draft = revise_edition(OPERATOR, get_edition(OPERATOR, SLUG))
    correct_value(OPERATOR, draft, "planned_standard", "8", "urgency", "★★★")
    correct_value(OPERATOR, draft, "subsystem", "AA", "name", "泵站综合监测")
    code, out, _ = run("system", "diff", SLUG, "2026版", draft.key)
    assert code == 0
    assert "缓急程度调整" in out
    assert "更名" in out
    plain = json.loads(run("system", "diff", SLUG, "2026版", draft.key, "--format", "json")[1])
    assert sum(plain["summary"].values()) == len(plain["changes"]) == 2
    assert "没有差别" in run("system", "diff", SLUG, "2026版", "2026版")[1]
    code, out, _ = run("system", "publish", SLUG, draft.key, "--reason", "勘误")
    assert "2026版-r2" in out
    assert run("system", "discard", SLUG, "2026版")[0] == 1


def test_findings_in_three_formats(run: Run, guide: str) -> None:
    run("system", "import", guide, "--slug", SLUG)
    key = get_edition(OPERATOR, SLUG).key
    text = run("system", "lint", SLUG, "--edition", key)[1]
    plain = json.loads(run("system", "lint", SLUG, "--edition", key, "-f", "json")[1])
    sarif = json.loads(run("system", "lint", SLUG, "--edition", key, "-f", "sarif")[1])
    assert {"rule", "severity", "message", "subject", "lines", "suggestion"} <= set(plain[0])
    assert len(sarif["runs"][0]["results"]) == len(plain)
    assert plain[0]["rule"] in text


def test_the_original_is_attached(run: Run, guide: str, tmp_path: Path) -> None:
    run("system", "import", "--packaged", "all")
    slug = json.loads(run("system", "list", "-f", "json")[1])[0]["slug"]
    code, _, err = run("system", "attach", slug, guide)
    assert code == 1
    assert len(re.findall(r"[0-9a-f]{64}", err)) == 2


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("system", "import"), 2, "二者取一"),
        (("system", "import", "nowhere.txt"), 2, "没有这个文件"),
        (("system", "import", "."), 2, "文件夹"),
        (("system", "import", "--packaged", "mars"), 1, "没有随附体系“mars”"),
        (("system", "show", "mars"), 1, "没有体系“mars”。现有：无"),
        (("system", "export", "mars", "-f", "doc"), 2, "doc"),
        (("user", "set-role", "nobody", "admin"), 1, "没有用户“nobody”"),
        (("user", "create", "nonsense"), 1, "不是电子邮箱"),
        (("serve", "--port", "0"), 2, "port"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    got, _, err = run(*arguments)
    assert said in err
    assert got == code


def test_an_unknown_edition_names_those_there_are(run: Run, guide: str) -> None:
    run("system", "import", guide, "--slug", SLUG, "--publish")
    code, _, err = run("system", "show", SLUG, "--edition", "2019版")
    assert code == 1
    assert "现有：2026版" in err


def test_an_unreadable_file_is_refused(run: Run, tmp_path: Path) -> None:
    picture = tmp_path / "指南.docx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    code, _, err = run("system", "import", str(picture))
    assert code == 1
    assert "图片" in err
    assert not Edition.objects.exists()


def test_a_guide_that_cannot_be_published_stays_a_draft(run: Run, tmp_path: Path) -> None:
    from zhunsheng.apps.systems.actions import publishing

    path = tmp_path / "水务.txt"
    path.write_bytes(GUIDE)
    faults = publishing.system_faults
    publishing.system_faults = lambda system: ["AA：代码用过"]  # type: ignore[assignment]
    try:
        code, out, err = run("system", "import", str(path), "--slug", SLUG, "--publish")
    finally:
        publishing.system_faults = faults
    assert code == 1
    assert "已导入" in out
    assert "AA：代码用过" in err
    assert get_edition(OPERATOR, SLUG).is_draft


def test_accounts(run: Run) -> None:
    code, out, _ = run("user", "create-admin", "--email", "li@example.cn")
    assert code == 0
    assert "一次性口令" in out
    assert (
        run("user", "create", "wu@example.cn", "--role", "editor", "--password", "long-enough-word")[0] == 0
    )
    assert run("user", "list")[1].splitlines() == ["li\tli@example.cn\t管理员", "wu\twu@example.cn\t编辑"]
    assert run("user", "set-role", "wu", "reader")[0] == 0
    assert "一次性口令" in run("user", "set-password", "wu@example.cn")[1]
    assert User.objects.get(username="wu").must_change_password
    assert run("user", "disable", "wu")[0] == 0
    assert "已停用" in run("user", "list")[1]
    assert run("user", "enable", "wu")[0] == 0
    assert run("user", "disable", "li")[0] == 1
    assert User.objects.get(username="li").is_active


def test_a_busy_port_is_told(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, _, err = run("serve", "--port", str(taken.getsockname()[1]))
    assert code == 1
    assert "已被占用" in err
    code, _, err = run("serve", "--host", "no such host")
    assert code == 2
    assert "无法识别" in err


def test_a_database_without_tables_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhunsheng.cli import site

    monkeypatch.setattr(site, "pending_migrations", lambda: True)
    code, _, err = run("system", "list")
    assert code == 1
    assert "zhunsheng setup" in err

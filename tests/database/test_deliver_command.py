"""``zhunsheng deliver``: the papers in a folder, or one sentence on what is wrong and nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.sample import sample_system
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems.actions import import_packaged
from zhunsheng.cli import main
from zhunsheng.cli import site as cli_site


@pytest.fixture(autouse=True)
def _stored(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    import_packaged(OPERATOR, sample_system(keep_prose=False))
    # The test's own connection and transaction must outlive the command.
    monkeypatch.setattr("django.db.connection.close", lambda: None)
    monkeypatch.setattr(cli_site, "start_django", lambda: None)


def run(*words: str) -> int:
    return main(["deliver", "--system", "city-lighting", *words])


def test_the_papers_lie_in_the_folder_and_are_the_same_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("--only", "标准明细表，标准统计表", "--date", "2026-11-29", "--out")
    assert run(*asked, str(tmp_path / "a")) == 0
    assert "标准统计表.xlsx" in capsys.readouterr().out
    assert run(*asked, str(tmp_path / "b")) == 0
    first, second = ({one.name: one.read_bytes() for one in (tmp_path / name).iterdir()} for name in "ab")
    assert first == second and set(first) == {"标准明细表.xlsx", "标准统计表.xlsx"}


def test_what_is_wrong_is_told_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    out = str(tmp_path / "out")
    wrong = [
        (("--only", "年鉴", "--out", out), "标准明细表"),
        (("--date", "昨天", "--out", out), "日期应写作"),
        (("--paper", "B4", "--out", out), "A3 或 A4"),
        (("--site", "ftp://x", "--out", out), "http://"),
        (("--only", "行业应用指南", "--out", out), "--industry"),
        (("--only", "行业应用指南", "--industry", "ZZ", "--out", out), "ZZ"),
        (("--edition", "1900版", "--out", out), "没有版本"),
        (("--only", "编制说明", "--template", str(tmp_path / "none.docx"), "--out", out), "读不了模板"),
        (("--only", "编制说明", "--template", str(tmp_path / "file"), "--out", out), "另存为 .docx"),
        (("--only", "标准统计表", "--out", str(tmp_path / "file")), "写不了"),
    ]
    for words, said in wrong:
        assert run(*words) != 0
        assert said in capsys.readouterr().err, words
    assert [one.name for one in tmp_path.iterdir()] == ["file"]

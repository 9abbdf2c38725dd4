"""The command line's frame: help, errors and output, all in Chinese; nouns imported only when called."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from zhunsheng import __version__
from zhunsheng.cli import main
from zhunsheng.cli.columns import lines_within, width_of
from zhunsheng.cli.frame import write_output


def test_without_arguments_the_nouns_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    shown = capsys.readouterr()
    text = shown.out + shown.err
    assert "用法：zhunsheng" in text
    assert "guide" in text


@pytest.mark.parametrize("arguments", [["--help"], ["guide", "--help"], ["guide", "read", "-h"]])
def test_help_is_chinese(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    text = capsys.readouterr().out
    assert "用法：" in text
    assert "显示本说明" in text
    for english in ("Usage", "Options", "Commands", "Show this", "[OPTIONS]", "[required]", "[default"):
        assert english not in text


def test_help_fits_a_terminal_of_80_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for arguments in (
        ["catalogue", "import"],
        ["standard", "search"],
        ["number", "find"],
        ["user", "create"],
    ):
        assert main([*arguments, "--help"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert max(map(width_of, lines)) <= 80, arguments
    described = [line for line in lines if line.startswith("  -")]
    columns = {width_of(line) - width_of(re.split(r" {2,}", line.strip())[-1]) for line in described}
    assert len(columns) == 1, described


@pytest.mark.parametrize("width", [12, 20, 33])
def test_chinese_lines_keep_their_marks(width: int) -> None:
    text = "把表格另存为 CSV（逗号分隔），再用 zhunsheng catalogue import 导入；见“导入标准目录”。"
    lines = lines_within(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(line[0] not in "，。；）”" and line[-1] not in "（“" for line in lines)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == f"zhunsheng {__version__}"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nothing"], "没有“nothing”这个命令"),
        (["guide", "read", "--nothing", "x"], "没有 --nothing 这个选项"),
        (["guide", "read"], "缺少 FILE"),
        (["guide", "read", "a", "b"], "多出了参数：b"),
        (["guide", "read", "a", "--out"], "选项 --out 后面缺少值"),
        (
            ["guide", "table", "a", "--format", "pdf"],
            "--format 的值不对：“pdf”不在可选值 'xlsx', 'csv', 'json' 之中",
        ),
        (["guide", "reed"], "没有“reed”这个命令。是否要写 'read'"),
        (["search", "42001"], "没有“42001”这个命令。是否要用 zhunsheng standard search 42001？"),
        (["search", "45288.1", "--limit", "3"], "zhunsheng standard search 45288.1 --limit 3？"),
        (["search", "rebuld"], "没有“rebuld”这个命令。是否要写 'rebuild'"),
        (["standard", "search", "x", "--limit", "0"], "--limit 的值不对：应不小于 1"),
        (["standard", "search", "x", "--limit", "y"], "--limit 的值不对：不是数"),
    ],
)
def test_a_wrong_call_is_told_in_chinese(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert told in error
    assert "--help" in error


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "没有.txt"
    assert main(["guide", "read", str(missing)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert str(missing) in shown.err
    assert "没有这个文件" in shown.err


def test_a_folder_is_not_a_guide(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", "read", str(tmp_path)]) == 2
    assert "文件夹" in capsys.readouterr().err


def test_output_replaces_the_old_file_whole(tmp_path: Path) -> None:
    out = tmp_path / "结果.json"
    out.write_text("old")
    write_output("新", out)
    assert out.read_text(encoding="utf-8") == "新"
    assert [path.name for path in tmp_path.iterdir()] == ["结果.json"]


def test_output_into_a_missing_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import typer

    with pytest.raises(typer.Exit):
        write_output("x", tmp_path / "none" / "a.json")
    assert "写不了" in capsys.readouterr().err


def test_help_imports_neither_django_nor_the_core() -> None:
    code = (
        "import sys; from zhunsheng.cli import main; main(['--help']);"
        "heavy = {'django', 'pydantic', 'rich', 'docx', 'pdfplumber', 'lxml', 'rapidfuzz'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    source = Path(__file__).parents[2] / "src"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(source)},
        check=False,
    )
    assert done.returncode == 0, done.stderr

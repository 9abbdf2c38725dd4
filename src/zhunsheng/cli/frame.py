"""What every command shares: the root with its late imports, Chinese help and errors, output to a file."""

from __future__ import annotations

import errno
import importlib
import os
import pkgutil
import re
import shlex
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

import zhunsheng
from zhunsheng.cli.columns import lines_within, padded, width_of

__all__ = ["fail", "new_app", "readable", "reason", "run", "write_output"]

_SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"]}
_HEADINGS = {"Arguments": "参数", "Options": "选项", "Commands": "命令"}
_USAGE_WORDS = (
    (re.compile(r"\[OPTIONS\]"), "[选项]"),
    (re.compile(r"COMMAND \[ARGS\]\.\.\."), "命令 …"),
    (re.compile(r"\{(\w+)\}"), r"\1"),
)
_TERM_WORDS = (
    (re.compile(r" <(?:str|path)>"), ""),
    (re.compile(r" <(?:int|integer)(?: range)?>"), " 数"),
)
_HELP_WORDS = (
    (re.compile(r"Show this message and exit\."), "显示本说明"),
    (re.compile(r"\[required\]"), "[必填]"),
    (re.compile(r"\[default: ([^\];]*); (-?\d+)<=x<=(-?\d+)\]"), r"[默认：\1；\2 到 \3]"),
    (re.compile(r"\[default: ([^\];]*); x>=(-?\d+)\]"), r"[默认：\1；不小于 \2]"),
    (re.compile(r"\[default: ([^\]]*)\]"), r"[默认：\1]"),
    (re.compile(r"\[(-?\d+)<=x<=(-?\d+)\]"), r"[\1 到 \2]"),
    (re.compile(r"\[x>=(-?\d+)\]"), r"[不小于 \1]"),
)
_ERRORS = (
    (re.compile(r"No such command (['\"])(.*?)\1\.?(?=\s|$)"), r"没有“\2”这个命令"),
    (re.compile(r"No such option: (\S+)"), r"没有 \1 这个选项"),
    (re.compile(r"\(Possible options: ([^)]*)\)|Did you mean ([^?]*)\?"), r"是否要写 \1\2"),
    (re.compile(r"Missing (?:argument|option|parameter) '?([^'.]*)'?\.?"), r"缺少 \1"),
    (re.compile(r"Missing command\.?"), "缺少命令"),
    (re.compile(r"Got unexpected extra arguments? ?(?:\(s\))? ?\(([^)]*)\)"), r"多出了参数：\1"),
    (re.compile(r"Option '?([^' ]*)'? requires an argument\.?"), r"选项 \1 后面缺少值"),
    (re.compile(r"Option '?([^' ]*)'? does not take a value\.?"), r"选项 \1 后面不应有值"),
    (re.compile(r"Invalid value for '?([^':]*?)'?(?: / '[^']*')*: (?:Value error, )?"), r"\1 的值不对："),
    (re.compile(r"'?([^']*)'? is not one of (.*)\."), r"“\1”不在可选值 \2 之中"),
    (re.compile(r"Input should be greater than or equal to (\S+)"), r"应不小于 \1"),
    (re.compile(r"Input should be less than or equal to (\S+)"), r"应不大于 \1"),
    (re.compile(r"Input should be a valid (?:integer|number), .*"), "不是数"),
    (re.compile(r"'?([^']*)'? is not a valid (?:int|integer|float|number)\.?"), r"“\1”不是数"),
    (re.compile(r"这个(命令|选项)\.? (?=是否)"), r"这个\1。"),
)


def new_app(help_text: str, *, instead: str = "") -> typer.Typer:
    """A typer app for one noun, with the settings all nouns share.

    ``instead``: the command that is meant by who gives words where the noun has its commands.
    """

    class Noun(TyperGroup):
        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            try:
                return super().resolve_command(ctx, args)
            except Exception as error:
                told = getattr(error, "message", "")
                if instead and told.startswith("No such command") and "Did you mean" not in told:
                    error.message = f"{told} 是否要用 {instead} {shlex.join(args)}？"  # type: ignore[attr-defined]
                raise

    return typer.Typer(
        cls=Noun,
        help=help_text,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=_SETTINGS,
    )


def fail(message: str, code: int = 2) -> NoReturn:
    """End the command with ``message`` on stderr. Code 2: the call or the input is wrong; 1: the work failed."""
    typer.echo(message, err=True)
    raise typer.Exit(code)


def write_output(data: str | bytes | Iterable[bytes], out: Path | None) -> None:
    """Write to ``out`` in one step (an interrupted run leaves the old file whole), or to stdout without ``out``.

    ``data`` may come in pieces, of which only one is held at a time.
    """
    content = data.encode() if isinstance(data, str) else data
    pieces = [content] if isinstance(content, bytes) else content
    if out is None:
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
        return
    if out.is_dir():
        fail(f"写不了 {out}：这是一个文件夹。请在 --out 后给出文件名。")
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.writelines(pieces)
            temporary.chmod(out.stat().st_mode & 0o777 if out.exists() else 0o666 & ~_umask())
            temporary.replace(out)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        fail(f"写不了 {out}：{reason(error)}。请换一个位置，或检查文件夹的写权限。")


def readable(file: str) -> Path:
    """The path of a file named on the command line; one that cannot be opened ends the command."""
    path = Path(file)
    if path.is_dir():
        fail(f"读不了 {file}：这是一个文件夹。请给出文件本身。")
    try:
        path.stat()
        if not os.access(path, os.R_OK):
            raise PermissionError
    except (OSError, ValueError) as error:
        fail(f"读不了 {file}：{reason(error)}。请检查路径和权限。")
    return path


def reason(error: Exception) -> str:
    """Why a file could not be read or written, in Chinese."""
    known = {
        FileNotFoundError: "没有这个文件或文件夹",
        NotADirectoryError: "路径中有一段不是文件夹",
        IsADirectoryError: "这是一个文件夹",
        PermissionError: "没有权限",
        ValueError: "文件名中有不允许的字符",
    }
    number = getattr(error, "errno", None)
    other = f"系统报告错误 {errno.errorcode.get(number, number)}" if number else "原因不明"
    return next((text for kind, text in known.items() if isinstance(error, kind)), other)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def run(nouns: Mapping[str, str], arguments: list[str] | None) -> int:
    """Run the command line made of ``nouns``; errors of the call are told in Chinese. Returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    root: Any = typer.main.get_command(_root(nouns))
    _speak_chinese(root)
    try:
        result = root.main(args=arguments, prog_name="zhunsheng", standalone_mode=False)
    except typer.Abort:
        typer.echo("已中止。", err=True)
        return 130
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        return _tell(error)
    return result if isinstance(result, int) else 0


def _root(nouns: Mapping[str, str]) -> typer.Typer:
    """The root app; it knows the nouns' names and help, and imports a noun's module when it is called."""
    package = Path(__file__).parent
    present = {module.name for module in pkgutil.iter_modules([str(package)])}
    offered = {noun: text for noun, text in nouns.items() if noun in present}

    class Root(TyperGroup):
        def list_commands(self, ctx: Any) -> list[str]:
            return list(offered)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            if cmd_name not in offered:
                return None
            return typer.main.get_command(_placeholder(offered[cmd_name]))

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            name, command, rest = super().resolve_command(ctx, args)
            if command is not None and not ctx.resilient_parsing:
                app = importlib.import_module(f"zhunsheng.cli.{name}").app
                command = typer.main.get_command(app)
            return name, command, rest

    app = typer.Typer(
        cls=Root,
        help="准绳：标准体系数字化管理平台。",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=_SETTINGS,
    )
    app.callback()(_version_option)
    return app


def _placeholder(help_text: str) -> typer.Typer:
    """Stands for a noun in the list of commands, so that showing the list imports nothing."""
    app = typer.Typer(help=help_text, rich_markup_mode=None, add_completion=False)
    app.callback()(lambda: None)
    return app


def _version_option(
    version: bool = typer.Option(
        False, "--version", help="显示版本号", is_eager=True, callback=lambda on: _version(on)
    ),
) -> None:
    """准绳：标准体系数字化管理平台。"""


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"zhunsheng {zhunsheng.__version__}")
        raise typer.Exit


def _speak_chinese(command: Any) -> None:
    """Give the help pages Chinese headings: typer itself has them in English only."""
    context = command.context_class
    formatter: Any = context.formatter_class
    if getattr(formatter, "speaks_chinese", False):
        return

    class ChineseFormatter(formatter):  # type: ignore[misc]
        speaks_chinese = True

        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, _replace(args, _USAGE_WORDS), prefix or "用法：")

        def section(self, name: str) -> Any:
            return super().section(_HEADINGS.get(name, name))

        def write_heading(self, heading: str) -> None:
            self.write(f"{' ' * self.current_indent}{heading}：\n")

        def write_text(self, text: str) -> None:
            indent = " " * self.current_indent
            for place, part in enumerate(text.split("\n\n")):
                self.write("\n" if place else "")
                for line in lines_within(part, self.width - self.current_indent):
                    self.write(f"{indent}{line}\n")

        def write_dl(self, rows: Any, col_max: int = 30, col_spacing: int = 2) -> None:
            told = [(_replace(term, _TERM_WORDS), _replace(text, _HELP_WORDS)) for term, text in rows]
            column = min(max((width_of(term) for term, _ in told), default=0), col_max) + col_spacing
            indent = " " * self.current_indent
            for term, text in told:
                lines = lines_within(text, max(self.width - column - self.current_indent, 20))
                if lines and width_of(term) + col_spacing <= column:
                    self.write(f"{indent}{padded(term, column)}{lines.pop(0)}\n")
                else:
                    self.write(f"{indent}{term}\n")
                for line in lines:
                    self.write(f"{indent}{' ' * column}{line}\n")

    context.formatter_class = ChineseFormatter


def _replace(text: str, words: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, chinese in words:
        text = pattern.sub(chinese, text)
    return text


def _tell(error: Any) -> int:
    """Show a wrong call: what is wrong, and how to see the help."""
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.format_message(), err=True)
        return int(error.exit_code)
    typer.echo(f"错误：{_replace(error.format_message(), _ERRORS).strip()}", err=True)
    path = context.command_path if context is not None else "zhunsheng"
    typer.echo(f"用 {path} --help 查看用法。", err=True)
    return int(error.exit_code)

"""``zhunsheng serve``: the web site, one process with threads, and the background worker in it."""

from __future__ import annotations

import os
import socket
from typing import Annotated

import typer

from zhunsheng.cli.frame import fail, new_app
from zhunsheng.cli.site import database, say, start_django

app = new_app("启动网站。")
_LOCAL = {"127.0.0.1", "localhost", "::1"}


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host", metavar="地址", help="监听的地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="端口", help="监听的端口", min=1, max=65535)] = 8000,
    threads: Annotated[
        int, typer.Option("--threads", metavar="数", help="同时处理的请求数，0 为按处理器数定", min=0, max=64)
    ] = 0,
) -> None:
    """启动网站，按 Ctrl+C 停止。"""
    _check_port(host, port)
    _answer_to(host)
    with database():
        from zhunsheng.apps.systems.queries import lint_settings_problem

        if problem := lint_settings_problem():
            fail(problem)
    from granian import Granian
    from granian.constants import Interfaces

    start_django()
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - only compared
    say(f"准绳已启动：http://{f'[{shown}]' if ':' in shown else shown}:{port}/  （按 Ctrl+C 停止）")
    Granian(
        "zhunsheng.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads or 2 * (os.cpu_count() or 1) + 1,
        # Each waiting connection is one upload or page; more only wait longer.
        backpressure=128,
        log_level="warning",  # type: ignore[arg-type]
        websockets=False,
    ).serve()


def _check_port(host: str, port: int) -> None:
    """End the command where nothing can listen there, with what to do."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except socket.gaierror:
        fail(f"地址 {host} 无法识别。本机访问用 127.0.0.1，供其他机器访问用 0.0.0.0。")
    except PermissionError:
        fail(f"没有权限使用端口 {port}。请换 1024 以上的端口，例如 --port 8000。", code=1)
    except OSError:
        fail(
            f"端口 {port} 已被占用，或 {host} 不是本机的地址。"
            f"请关闭占用它的程序，或换一个端口，例如 --port {port + 1 if port < 65535 else 8000}。",
            code=1,
        )


def _answer_to(host: str) -> None:
    """Let the site answer to the names this machine has, unless the environment already says to which."""
    if os.environ.get("ZHUNSHENG_ALLOWED_HOSTS") or host in _LOCAL:
        return
    names = {*_LOCAL - {"::1"}, "[::1]", socket.gethostname().lower(), socket.getfqdn().lower()}
    if host not in {"0.0.0.0", "::"}:  # noqa: S104 - only compared
        names.add(f"[{host}]" if ":" in host else host)
    else:
        names |= _addresses()
    os.environ["ZHUNSHENG_ALLOWED_HOSTS"] = ",".join(sorted(names))
    say(
        f"网站只应答这些名称：{os.environ['ZHUNSHENG_ALLOWED_HOSTS']}。用其他名称访问时请设 ZHUNSHENG_ALLOWED_HOSTS。"
    )


def _addresses() -> set[str]:
    """The IPv4 addresses of this machine, as far as its own name tells."""
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return set()
    return {str(entry[4][0]) for entry in found}

"""The real server in a process of its own: it starts on a fresh home, answers, and does background work."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import as_text, large_plan

# Upper bounds for a machine under load, not measures.
PATIENCE = 60.0

SUBMIT = """
import sys
import django
django.setup()
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.jobs import queue
job = queue.enqueue(OPERATOR, "systems.import", {"filename": "a.txt", "has_input": True}, data=sys.stdin.buffer.read())
print(job.pk)
"""
STATE = """
import sys
import django
django.setup()
from zhunsheng.jobs.models import Job
job = Job.objects.get(pk=sys.argv[1])
print(job.state, (job.result or {}).get("created"), job.message)
"""


def environment(home: Path) -> dict[str, str]:
    """A fresh installation in ``home``, on SQLite whatever database the other tests use."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ZHUNSHENG_", "DATABASE"))
    }
    source = str(Path(__file__).resolve().parents[2] / "src")
    return {
        **kept,
        "ZHUNSHENG_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "zhunsheng.settings",
        "PYTHONPATH": source,
    }


def wait_for(check: object, what: str) -> object:
    """Ask ``check`` until it gives something."""
    pause = threading.Event()
    waited = 0.0
    while waited < PATIENCE:
        if found := check():  # type: ignore[operator]
            return found
        pause.wait(0.2)
        waited += 0.2
    raise AssertionError(f"{what}: nothing after {PATIENCE} s")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """A running server on a fresh home: its address and environment."""
    env = environment(tmp_path / "home")
    subprocess.run([sys.executable, "-m", "zhunsheng", "setup"], env=env, check=True, capture_output=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (tmp_path / "log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-m", "zhunsheng", "serve", "--port", str(port)], env=env, stdout=log, stderr=log
    )
    try:
        yield f"http://127.0.0.1:{port}", env
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)
        log.close()


def answer(address: str) -> http.client.HTTPResponse | None:
    """The answer of the server, or None while it is not up."""
    try:
        return urllib.request.urlopen(address, timeout=10)  # type: ignore[no-any-return]
    except urllib.error.HTTPError:
        raise
    except OSError:
        return None


def test_a_fresh_site_answers_and_works_in_the_background(site: tuple[str, dict[str, str]]) -> None:
    address, env = site
    page = wait_for(lambda: answer(f"{address}/accounts/login/"), "login page")
    assert isinstance(page, http.client.HTTPResponse)
    assert page.status == 200
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    guide = as_text(large_plan(1)).encode()
    made = subprocess.run(
        [sys.executable, "-c", SUBMIT], input=guide, env=env, capture_output=True, check=True
    )
    job = made.stdout.decode().strip()

    def over() -> str | None:
        done = subprocess.run(
            [sys.executable, "-c", STATE, job], env=env, capture_output=True, text=True, check=True
        )
        return done.stdout.strip() if done.stdout.split()[0] not in {"queued", "running"} else None

    assert str(wait_for(over, "background import")).startswith("done True")

"""Measuring without surprises: wall time of a call, and the memory of a whole process above the interpreter."""

from __future__ import annotations

import contextlib
import inspect
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = [
    "ROOT",
    "Timing",
    "bare_interpreter_mb",
    "in_new_process",
    "made_up_guide",
    "peak_mb",
    "sample_forms",
    "timed",
]

ROOT = Path(__file__).resolve().parent.parent


@dataclass(slots=True)
class Timing:
    """Seconds: ``cold`` is the first call of this process, ``best`` and ``median`` are of the calls after it."""

    cold: float
    best: float
    median: float


def timed(work: Callable[[], object], repeats: int, clock: Callable[[], float] = time.perf_counter) -> Timing:
    """Time ``work`` once cold and then ``repeats`` times warm, by ``clock``."""
    seconds = []
    for _ in range(repeats + 1):
        start = clock()
        work()
        seconds.append(clock() - start)
    warm = seconds[1:] or seconds
    return Timing(seconds[0], min(warm), statistics.median(warm))


def peak_mb() -> float:
    """The most memory this process has held at once, in MB.

    On Linux from VmHWM: ru_maxrss would carry over the peak of the process that started this one.
    """
    status = Path("/proc/self/status")
    if status.exists():
        found = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(found.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1_048_576 if sys.platform == "darwin" else 1024
    )


def bare_interpreter_mb() -> float:
    """What the same interpreter holds at its peak when it only looks up this number."""
    lines = inspect.getsource(peak_mb).splitlines()
    code = "\n".join(["import resource, sys", "from pathlib import Path", *lines, "print(peak_mb())"])
    return float(
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    )


def in_new_process(script: Path, *arguments: str) -> dict[str, Any]:
    """Run a bench script in a process of its own and take the JSON of its last line."""
    # A peer may be installed in a folder of its own.
    paths = [str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, str(script), *arguments]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env)
    result: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return result


@contextlib.contextmanager
def made_up_guide(times: int) -> Iterator[Path]:
    """A made-up guide ``times`` as long as usual (76 rows), in a file that is gone afterwards.

    Made in this process, so that the making counts in nobody's memory.
    """
    sys.path.insert(0, str(ROOT))
    from tests.builders import as_text, large_plan

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"made-up-{times}.txt"
        path.write_text(as_text(large_plan(times), head_every=20), encoding="utf-8")
        yield path


@contextlib.contextmanager
def sample_forms() -> Iterator[list[Path]]:
    """Our own sample guide as md, html, docx and pdf, in files that are gone afterwards."""
    sys.path.insert(0, str(ROOT))
    from tests.samples.blocks import SAMPLE, sample_blocks
    from tests.samples.forms import to_docx, to_html, to_pdf

    blocks = sample_blocks()
    made = {
        "md": SAMPLE.read_bytes(),
        "html": to_html(blocks),
        "docx": to_docx(blocks),
        "pdf": to_pdf(blocks),
    }
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"sample.{suffix}" for suffix in made]
        for path, data in zip(paths, made.values(), strict=True):
            path.write_bytes(data)
        yield paths

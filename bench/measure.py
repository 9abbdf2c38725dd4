"""Measuring without surprises: wall time of a call, and the memory of a whole process above the interpreter."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Timing", "bare_interpreter_mb", "peak_mb", "timed"]


@dataclass(slots=True)
class Timing:
    """Seconds: ``cold`` is the first call of this process, ``best`` and ``median`` are of the calls after it."""

    cold: float
    best: float
    median: float


def timed(work: Callable[[], object], repeats: int) -> Timing:
    """Time ``work`` once cold and then ``repeats`` times warm."""
    seconds = []
    for _ in range(repeats + 1):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return Timing(seconds[0], min(seconds[1:]), statistics.median(seconds[1:]))


def peak_mb() -> float:
    """The most memory this process has held at once, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def bare_interpreter_mb() -> float:
    """What the same interpreter holds when it does nothing."""
    code = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import measure; print(measure.peak_mb())"
    return float(
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    )

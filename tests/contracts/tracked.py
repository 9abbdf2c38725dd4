"""Which files the contracts speak about: those git tracks, or in an unpacked archive all that are not made."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MADE = {".venv", "node_modules", "__pycache__", ".stamps", ".git", "dist", "build", ".hypothesis"}


@cache
def tracked_files() -> tuple[Path, ...]:
    """Absolute paths, sorted."""
    if (ROOT / ".git").exists():
        listing = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            check=True,
            capture_output=True,
        ).stdout.decode()
        found = {ROOT / name for name in listing.split("\0") if name}
    else:
        found = {path for path in ROOT.rglob("*") if not MADE & set(path.relative_to(ROOT).parts)}
    return tuple(sorted(path for path in found if path.is_file()))


def sources(*suffixes: str, under: str = "") -> list[Path]:
    """Tracked files with one of the suffixes, below ``under`` (relative to the root)."""
    folder = ROOT / under
    return [path for path in tracked_files() if path.suffix in suffixes and path.is_relative_to(folder)]


def shown(path: Path) -> str:
    """The path as people write it."""
    return path.relative_to(ROOT).as_posix()

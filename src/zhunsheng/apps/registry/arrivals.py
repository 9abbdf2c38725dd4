"""Catalogue files that have arrived and are being looked at: each in a folder of its own, with a note about it.

The file is written piece by piece, whatever its size, and stays where it is while it is brought in, so that a run
that was interrupted finds it again.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath
from typing import Any, Protocol

from django.conf import settings

__all__ = ["Arrival", "arrive", "discard_arrival", "find_arrival", "point_at"]


class _Upload(Protocol):
    name: str | None

    def chunks(self) -> Any:
        """Its bytes in pieces."""


@dataclass(slots=True)
class Arrival:
    """A file to be brought in. ``own`` tells that it lies in our folder, not where the operator keeps it."""

    uid: str
    file_name: str
    path: str
    size: int
    own: bool = True

    @property
    def where(self) -> Path:
        """The file."""
        return Path(self.path)


def arrive(upload: _Upload) -> Arrival:
    """Keep an uploaded file; its name loses all folders."""
    name = PurePath((upload.name or "").replace("\\", "/")).name
    name = "".join(sign for sign in name if sign.isprintable())[-80:].lstrip(".") or "目录"
    uid = str(uuid.uuid4())
    folder = _folder(uid)
    folder.mkdir(mode=0o700, parents=True)
    path = folder / name
    size = 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for piece in upload.chunks():
            size += len(piece)
            file.write(piece)
    return _note(Arrival(uid, name, str(path), size))


def point_at(path: Path) -> Arrival:
    """A file or folder that lies on the server already; raises ``OSError`` where it cannot be read."""
    path = path.resolve(strict=True)
    size = path.stat().st_size if path.is_file() else 0
    uid = str(uuid.uuid4())
    _folder(uid).mkdir(mode=0o700, parents=True)
    return _note(Arrival(uid, path.name, str(path), size, own=False))


def find_arrival(uid: Any) -> Arrival | None:
    """The file that arrived under this id; None where it is gone."""
    try:
        kept = json.loads(_folder(str(uuid.UUID(str(uid)))).with_suffix(".json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    found = Arrival(**kept)
    return found if found.where.exists() else None


def discard_arrival(arrival: Arrival) -> None:
    """Forget a file that is not to be brought in; what lies elsewhere on the server stays there."""
    shutil.rmtree(_folder(arrival.uid), ignore_errors=True)
    _folder(arrival.uid).with_suffix(".json").unlink(missing_ok=True)


def _note(arrival: Arrival) -> Arrival:
    _folder(arrival.uid).with_suffix(".json").write_text(
        json.dumps(asdict(arrival), ensure_ascii=False), encoding="utf-8"
    )
    return arrival


def _folder(uid: str) -> Path:
    return Path(settings.UPLOADS) / "catalogues" / uid

"""The bytes of source files: one file for each hash in the uploads folder, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings

__all__ = ["blob_path", "read_blob", "sha256_of", "write_blob"]


def sha256_of(data: bytes) -> str:
    """SHA-256 of ``data`` in hex."""
    return hashlib.sha256(data).hexdigest()


def blob_path(sha256: str) -> Path:
    """Where the file with this hash lies (whether or not it is there)."""
    return Path(settings.UPLOADS) / sha256[:2] / sha256


def write_blob(data: bytes) -> str:
    """Keep ``data``; returns its hash. Writing the same bytes again changes nothing."""
    sha256 = sha256_of(data)
    path = blob_path(sha256)
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{sha256}-{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    return sha256


def read_blob(sha256: str) -> bytes | None:
    """The bytes with this hash, or None where the file is gone or is no longer what it was."""
    try:
        data = blob_path(sha256).read_bytes()
    except OSError:
        return None
    return data if sha256_of(data) == sha256 else None

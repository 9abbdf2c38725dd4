"""Where data lives: one folder holds the database, uploads, the job spool and the secret key."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

__all__ = ["home_folder", "secret_key"]


def home_folder() -> Path:
    """``ZHUNSHENG_HOME`` or ``~/.zhunsheng``, made (readable by its owner only) if it is not there yet."""
    given = os.environ.get("ZHUNSHENG_HOME", "").strip()
    home = Path(given).expanduser().resolve() if given else Path.home() / ".zhunsheng"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return home


def secret_key(home: Path) -> str:
    """The key in ``home/secret-key``, written on first start and readable by its owner only.

    Two processes that start together agree on one key: the file is put in place by an exclusive link.
    """
    path = home / "secret-key"
    if not path.exists():
        draft = home / f".secret-key-{secrets.token_hex(8)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links
            draft.replace(path)
            return path.read_text(encoding="ascii").strip()
        draft.unlink(missing_ok=True)
    return path.read_text(encoding="ascii").strip()

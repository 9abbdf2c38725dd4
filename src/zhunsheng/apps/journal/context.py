"""The id of the request (or job, or command) within which something happens."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["current_request_id", "new_request_id", "request_scope"]

_request_id: ContextVar[str] = ContextVar("zhunsheng_request_id", default="")


def new_request_id() -> str:
    """A fresh id, 16 hex digits."""
    return secrets.token_hex(8)


def current_request_id() -> str:
    """The id in force, or "" outside any scope."""
    return _request_id.get()


@contextmanager
def request_scope(request_id: str) -> Iterator[None]:
    """Within this scope journal events carry ``request_id``."""
    token = _request_id.set(request_id)
    try:
        yield
    finally:
        _request_id.reset(token)

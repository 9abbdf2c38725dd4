"""The hash that chains an event to the one before it."""

from __future__ import annotations

import hashlib
from datetime import UTC

from zhunsheng.apps.journal.models import Event
from zhunsheng.core.records import canonical_json

__all__ = ["GENESIS", "event_hash"]

GENESIS = "0" * 64


def event_hash(event: Event) -> str:
    """SHA-256 over all that the event says and the hash of its predecessor."""
    said = {
        "sequence": event.sequence,
        "uid": str(event.uid),
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": event.actor_id,
        "actor_name": event.actor_name,
        "action": event.action,
        "subject": [event.subject_kind, event.subject_id, event.subject_label],
        "reason": event.reason,
        "before": event.before,
        "after": event.after,
        "request_id": event.request_id,
        "previous_hash": event.previous_hash,
    }
    return hashlib.sha256(canonical_json(said).encode()).hexdigest()

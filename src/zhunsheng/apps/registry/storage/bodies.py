"""Bodies by their keys: looked up once, made where they are new."""

from __future__ import annotations

from collections.abc import Iterable

from zhunsheng.apps.registry.models import Body
from zhunsheng.apps.registry.storage import sql

__all__ = ["BodyIds"]

#: so many ids are remembered; then all are forgotten and asked again
_REMEMBERED = 200_000
_KINDS = {"person": Body.PERSON, "committee": Body.COMMITTEE}


class BodyIds:
    """Ids and names of bodies by key, for the length of an import; ``made`` are those this import has made."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        #: names of those whose ids were asked for, by key
        self.names: dict[str, str] = {}
        self.made: list[int] = []

    def ids(self, parties: Iterable[tuple[str, str, str]]) -> dict[str, int]:
        """Ids for the keys of (role, name, key); a body that is not there yet is made under its name."""
        wanted = {key: (role, name) for role, name, key in parties}
        unknown = [key for key in wanted if key not in self._known]
        if unknown:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
                self.names.clear()
                unknown = list(wanted)
            for key, pk, name in sql.rows_in(
                "SELECT key, id, name FROM registry_body WHERE key IN {}", unknown
            ):
                self._known[key], self.names[key] = pk, name
            missing = [key for key in unknown if key not in self._known]
            if missing:
                self._make({key: wanted[key] for key in missing})
        return self._known

    def _make(self, missing: dict[str, tuple[str, str]]) -> None:
        ids = list(sql.new_ids(Body, len(missing)))
        rows = [
            (pk, key, name, _kind(role, name), "[]")
            for pk, (key, (role, name)) in zip(ids, missing.items(), strict=True)
        ]
        sql.insert(Body, ("id", "key", "name", "kind", "abbreviations"), rows)
        self._known.update(zip(missing, ids, strict=True))
        self.names.update((key, name) for key, (_, name) in missing.items())
        self.made.extend(ids)


def _kind(role: str, name: str) -> str:
    """What a body is, by its role; the committee that a Chinese standard names as responsible, by its name."""
    return Body.COMMITTEE if "技术委员会" in name else _KINDS.get(role, Body.ORGANISATION)

"""Background work: what a catalogue file would change, found out before anything is changed."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from zhunsheng.apps.registry.actions import preview_import
from zhunsheng.catalogues.shape import SourceInfo
from zhunsheng.jobs.registry import Context, register

__all__ = ["PREVIEW", "source_of"]

#: kind of job: payload ``{"path", "file_name", "connector", "mapping", "source": {…} | None, "complete_list"}``,
#: result ``{"source", "connector", "counts", "differences", "problems"}``
PREVIEW = "registry.preview"
_SHOWN = 300


@register(PREVIEW, "预览目录的变化")
def preview_file(context: Context, payload: dict[str, Any]) -> dict[str, Any]:
    """Compare the file with the registry; of each kind of difference the first few are kept."""
    found = preview_import(
        context.actor,
        Path(payload["path"]),
        name=payload.get("connector", ""),
        source=source_of(payload.get("source")),
        mapping=payload.get("mapping") or None,
        complete_list=bool(payload.get("complete_list")),
        progress=context.stage,
    )
    kept: dict[str, list[dict[str, Any]]] = {"added": [], "joined": [], "changed": [], "gone": []}
    for one in found.differences:
        if len(kept[one.kind]) < _SHOWN:
            kept[one.kind].append(asdict(one))
    return {
        "source": asdict(found.source),
        "connector": found.connector,
        "counts": found.counts,
        "differences": kept,
        "problems": [asdict(one) for one in found.problems[:_SHOWN]],
    }


def source_of(plain: dict[str, str] | None) -> SourceInfo | None:
    """A source as it travels in a payload; None where the file speaks for itself."""
    return SourceInfo(**plain) if plain else None

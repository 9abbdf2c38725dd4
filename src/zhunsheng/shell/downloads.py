"""A table as a file to download: the same three formats on every list of the site."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote

from django.http import HttpResponse
from django.utils import timezone

from zhunsheng.core.deliver.tables import Table, to_csv, to_json, to_xlsx

__all__ = ["FORMATS", "download"]

#: ending → media type
FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
_WRITERS: dict[str, Callable[[Table], bytes]] = {"xlsx": to_xlsx, "csv": to_csv, "json": to_json}


def download(table: Table, kind: str, name: Sequence[str]) -> HttpResponse:
    """``table`` as an attachment; ``kind`` is a key of :data:`FORMATS`, ``name`` the parts of its file name.

    The day stands last in the name, since a CSV has no other place to say it.
    """
    response = HttpResponse(_WRITERS[kind](table), content_type=FORMATS[kind])
    parts = [part.replace("/", "_") for part in [*name, timezone.localdate().isoformat()] if part]
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('-'.join(parts) + '.' + kind)}"
    return response

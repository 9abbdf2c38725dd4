"""What a person asks for (a form, the command line, the interface) read into settings, or refused with a reason."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from zhunsheng.core.deliver.drawings.pages import PAPERS
from zhunsheng.core.deliver.papers.dossier import Settings
from zhunsheng.core.deliver.papers.making import PaperError

__all__ = ["read_settings"]


def read_settings(asked: Mapping[str, Any], template: bytes = b"") -> tuple[Settings, str]:
    """The settings and the day. Raises :class:`PaperError` for what cannot be meant."""
    paper = str(asked.get("paper") or "A3").upper()
    if paper not in PAPERS:
        raise PaperError(f"纸张只能是 A3 或 A4，“{paper}”不是。")
    site = str(asked.get("site") or "").strip().rstrip("/")
    parts = urlsplit(site)
    if site and (parts.scheme not in {"http", "https"} or not parts.netloc or len(site) > 200):
        raise PaperError(f"网址应以 http:// 或 https:// 开头，“{site[:80]}”不是。")
    start, end = (_day(asked.get(name), label) for name, label in (("start", "起日"), ("end", "止日")))
    if start and end and start > end:
        raise PaperError(f"起日 {start} 晚于止日 {end}，请对调。")
    settings = Settings(
        suggested=bool(asked.get("suggested")),
        paper=paper,
        site=site,
        industry=str(asked.get("industry") or "").strip(),
        start=start,
        end=end,
        template=hashlib.sha256(template).hexdigest() if template else "",
    )
    return settings, _day(asked.get("day"), "日期")


def _day(value: Any, label: str) -> str:
    text = str(value or "").strip()
    if not text:
        return ""
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise PaperError(f"{label}应写作 2026-11-29 这样的日期，“{text[:40]}”不是。") from None

"""Bytes → what an import stores: read, parsed and built, before any transaction is opened."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from zhunsheng.apps.systems.rows import storable
from zhunsheng.apps.systems.storage import sha256_of
from zhunsheng.core.guide.model import GuideDocument
from zhunsheng.core.records import to_plain

__all__ = [
    "Hopeless",
    "Intake",
    "Progress",
    "name_of_file",
    "no_progress",
    "read_intake",
    "read_upload",
    "reading_of",
    "slug_of",
    "title_stem",
]

#: called between stages with per cent done and the name of the stage that begins; may raise to stop the work
Progress = Callable[[int, str], None]

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_SLUG_LENGTH = 60
_STEM_ENDINGS = ("建设指南", "建设方案", "编制指南", "指南")


class Hopeless(Exception):
    """The bytes are no guide that can be read. ``messages`` say in Chinese why and what to do."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


@dataclass(slots=True)
class Intake:
    """A guide, read and not yet stored."""

    data: bytes
    sha256: str
    filename: str
    document: GuideDocument


def no_progress(_percent: int, _stage: str) -> None:
    """Nobody is watching."""


def read_upload(upload: Any) -> tuple[bytes, str]:
    """Bytes and name of an uploaded file (a Django ``UploadedFile``); :class:`Hopeless` unread if it is too large."""
    from zhunsheng.core.guide.readers.limits import MAX_BYTES, MEGABYTE

    if upload.size is not None and upload.size > MAX_BYTES:
        raise Hopeless(
            [
                f"文件有 {upload.size // MEGABYTE} MB，超过 {MAX_BYTES // MEGABYTE} MB 的上限，没有读取。"
                "请删去大图片、或只保留指南正文后再试。"
            ]
        )
    return upload.read(), name_of_file(upload.name or "")


def name_of_file(filename: str) -> str:
    """The last part of a file name as a browser or a person gave it, fit to be stored."""
    name = PurePath(str(storable(filename.replace("\\", "/"))))
    return f"{name.stem[:190]}{name.suffix[:10]}"


def read_intake(data: bytes, filename: str, progress: Progress = no_progress) -> Intake:
    """Read and parse ``data``; raises :class:`Hopeless` where it gives no text or nothing of a standards system."""
    from zhunsheng.core.guide.parse import parse_document
    from zhunsheng.core.guide.readers import read_bytes

    progress(10, "读取文字")
    filename = name_of_file(filename)
    source = read_bytes(data, name=filename)
    fatal = [problem.message for problem in source.problems if problem.fatal]
    if fatal or not any(line.text.strip() for line in source.lines):
        raise Hopeless(fatal or ["文件里没有文字。请确认选对了文件，或重新导出后再试。"])
    progress(35, "分析结构")
    document = parse_document(source)
    if not document.subsystems and not document.planned_standards:
        found = [problem.message for problem in document.problems]
        raise Hopeless(
            [
                f"读到 {len(source.lines)} 行文字，但没有找到标准体系：既无子体系，也无标准清单。"
                "请确认这是标准体系建设指南的正文；若是，请检查标题编号或清单表头是否完整。",
                *found[:5],
            ]
        )
    return Intake(data, sha256_of(data), filename, document)


def reading_of(document: GuideDocument) -> dict[str, Any]:
    """What is kept of the reading beside the lines: how the file was read and what was not understood."""
    kept = {
        "media": document.media,
        "encoding": document.encoding,
        "problems": to_plain(document.problems),
        "unclassified": to_plain(document.unclassified),
    }
    stored: dict[str, Any] = storable(kept)
    return stored


def title_stem(title: str) -> str:
    """A system's name out of its guide's title: ``…标准体系建设指南`` → ``…标准体系``."""
    for ending in _STEM_ENDINGS:
        if title.endswith(ending) and len(title) > len(ending):
            return title.removesuffix(ending)
    return title


def slug_of(text: str) -> str:
    """A name for addresses: Latin letters and digits (Chinese in pinyin) joined by ``-``, 60 characters at most.

    ``云计算标准体系`` → ``yun-ji-suan-biao-zhun-ti-xi``.
    """
    from pypinyin import lazy_pinyin

    slug = _NOT_SLUG.sub("-", "-".join(lazy_pinyin(text)).casefold()).strip("-")
    if len(slug) > _SLUG_LENGTH:
        slug = slug[: _SLUG_LENGTH + 1].rpartition("-")[0] or slug[:_SLUG_LENGTH]
    return slug

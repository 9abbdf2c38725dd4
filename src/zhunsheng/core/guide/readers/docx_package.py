"""The zip container of a Word document, opened with care: sizes checked before anything is unpacked."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import Any

from lxml import etree

from zhunsheng.core.guide.readers.limits import MAX_MEMBERS, MAX_PART, MAX_RATIO, MAX_UNPACKED, MEGABYTE
from zhunsheng.core.guide.readers.problems import Unreadable

__all__ = ["MC", "WP", "A", "Package", "R", "W"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# "Strict" documents use other namespace names for the same elements.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)


class Package:
    """Parts of a .docx by name; raises :class:`Unreadable` for bombs and broken containers."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Unreadable("reader.zip_broken", media="docx") from error
        _refuse_bomb(members, len(data))
        # some writers use backslashes or another case than the relations do
        self._names = {member.filename.replace("\\", "/").lstrip("/").lower(): member for member in members}

    def main(self) -> str:
        """The name of the main part."""
        for kind, target in self.relations("").values():
            if kind.endswith("/officeDocument") and target.lower() in self._names:
                return target
        if "word/document.xml" in self._names:
            return "word/document.xml"
        raise Unreadable("reader.docx_broken", media="docx", detail="缺少正文部分")

    def xml(self, name: str, *, needed: bool = False) -> Any:
        """The root element of a part, or None where it is missing (an error where ``needed``)."""
        member = self._names.get(name.lower())
        if member is None:
            if needed:
                raise Unreadable("reader.docx_broken", media="docx", detail="缺少正文部分")
            return None
        try:
            content = self._read(member)
            parser = etree.XMLParser(
                resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
            )
            return etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            return self._broken(name, needed, error)
        except (NotImplementedError, RuntimeError) as error:  # unknown compression, a password on the zip
            return self._broken(name, needed, error)

    def _broken(self, name: str, needed: bool, error: Exception) -> None:
        if needed:
            raise Unreadable("reader.docx_broken", media="docx", detail="正文部分读不出来") from error

    def _read(self, member: zipfile.ZipInfo) -> bytes:
        if member.file_size > MAX_PART:
            detail = f"正文超过 {MAX_PART // MEGABYTE} MB"
            raise Unreadable("reader.zip_bomb", media="docx", detail=detail)
        with self._zip.open(member) as stream:
            content = stream.read(MAX_PART + 1)
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
        return content

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relations of a part ("" is the package): id → (kind, name of the target part)."""
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", base + ".rels"))
        found: dict[str, tuple[str, str]] = {}
        if root is None:
            return found
        for item in root.iter(_RELATION):
            target = item.get("Target") or ""
            if item.get("TargetMode") != "External" and target:
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                found[item.get("Id") or ""] = (item.get("Type") or "", posixpath.normpath(path))
        return found


def _refuse_bomb(members: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(member.file_size for member in members)
    detail = ""
    if len(members) > MAX_MEMBERS:
        detail = f"内含 {len(members)} 个文件"
    elif unpacked > MAX_UNPACKED:
        detail = f"解压后约 {unpacked // MEGABYTE} MB"
    elif unpacked > 32 * MEGABYTE and unpacked > packed * MAX_RATIO:
        detail = f"解压后约 {unpacked // MEGABYTE} MB，是原来的 {unpacked // max(packed, 1)} 倍"
    if detail:
        raise Unreadable("reader.zip_bomb", media="docx", detail=detail)

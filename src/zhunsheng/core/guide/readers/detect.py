"""What a file is, by its content. The name is only asked where content cannot tell (txt or md)."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

from zhunsheng.core.guide.readers.encoding import Decoded, decode_text
from zhunsheng.core.guide.readers.problems import Unreadable

__all__ = ["Detected", "declared_charset", "detect"]

_PICTURES = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
)
_OTHER = (
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TAG = re.compile(rb"<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])", re.IGNORECASE)
_BLOCK = re.compile(r"<(?:p|div|table|tr|td|h[1-6]|br|li|span|section|article)[\s/>]", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:\-]{2,30})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_.:\-]{2,30})["']""")
_MARKDOWN = re.compile(
    r"^(?:#{1,6}[ \t]+\S|\|.*\|\s*$|\|?[ \t]*:?-{3,}:?[ \t]*\||```|!\[[^\]]*\]\()", re.MULTILINE
)


@dataclass(slots=True)
class Detected:
    """``media`` (txt, md, html, docx or pdf) and, for the text formats, the decoded text."""

    media: str
    decoded: Decoded | None = None


def detect(data: bytes, name: str = "") -> Detected:
    """Tell the format; raises :class:`Unreadable` (kept inside this package) for what is no guide."""
    if not data:
        raise Unreadable("reader.empty")
    head = data[:1024]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return Detected(_zip_kind(data))
    if b"%PDF-" in head:
        return Detected("pdf")
    _refuse_known(data, head)
    return _text_kind(data, name)


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable("reader.zip_broken") from error
    if any(item.startswith("word/") for item in names):
        return "docx"
    if any(item.startswith("xl/") for item in names):
        raise Unreadable("reader.spreadsheet")
    if any(item.startswith("ppt/") for item in names):
        raise Unreadable("reader.slides")
    if "[Content_Types].xml" in names and "_rels/.rels" in names:
        return "docx"  # a package whose main part stands in an unusual place; the docx reader looks it up
    kind = "OFD 版式文件" if "OFD.xml" in names else "OpenDocument 或电子书" if "mimetype" in names else "ZIP"
    raise Unreadable("reader.other_zip", kind=kind)


def _refuse_known(data: bytes, head: bytes) -> None:
    """Raise for formats that are recognised and not read."""
    if head.startswith(_OLE):
        raise Unreadable(**_ole(data))
    if head.lstrip().startswith(b"{\\rtf"):
        raise Unreadable("reader.rtf")
    for magic, kind in _PICTURES:
        if head.startswith(magic):
            raise Unreadable("reader.picture", kind=kind)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        raise Unreadable("reader.picture", kind="WebP")
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        raise Unreadable("reader.picture", kind="BMP")
    if head[4:8] == b"ftyp":
        kind = "HEIC/AVIF" if head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif") else ""
        raise Unreadable("reader.picture", kind=kind) if kind else Unreadable("reader.binary")
    for magic, kind in _OTHER:
        if head.startswith(magic):
            raise Unreadable("reader.other_zip", kind=kind)


def _ole(data: bytes) -> dict[str, str]:
    """Which old Office file it is, by the stream names (UTF-16) in its directory."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return {"code": "reader.encrypted_office"}
    if holds("WordDocument") or not (holds("Workbook") or holds("PowerPoint Document")):
        return {"code": "reader.old_doc"}
    return {"code": "reader.old_office", "kind": "电子表格 .xls" if holds("Workbook") else "演示文稿 .ppt"}


def declared_charset(data: bytes) -> str | None:
    """The charset that an html file names in its first 4 KB."""
    head = data[:4096]
    found = _CHARSET.search(head) or _XML_ENCODING.search(head)
    return found.group(1).decode("ascii") if found else None


def _text_kind(data: bytes, name: str) -> Detected:
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    head = data[:4096]
    tagged = bool(_TAG.search(head)) or suffix in ("html", "htm", "xhtml")
    decoded = decode_text(data, declared_charset(data) if tagged or b"<meta" in head.lower() else None)
    if decoded.text is None:
        raise Unreadable("reader.binary")
    text = decoded.text
    if not text.strip():
        raise Unreadable("reader.blank", media="txt")
    opening = text[:4096].lstrip()
    if opening.startswith("<?xml") and ("pkg:package" in opening or "w:wordDocument" in opening):
        raise Unreadable("reader.word_xml")
    if re.match(r"(?:MIME-Version|From|Date|Subject):", opening) and "multipart/related" in text[:8192]:
        raise Unreadable("reader.word_xml")
    if _is_html(text, opening, tagged, suffix):
        return Detected("html", decoded)
    return Detected("md" if _is_markdown(text, suffix) else "txt", decoded)


def _is_html(text: str, opening: str, tagged: bool, suffix: str) -> bool:
    if suffix in ("md", "markdown"):
        # markdown may hold html tables; only a whole page makes it html
        return bool(re.match(r"<(?:!doctype\s+html|html[\s>])", opening, re.IGNORECASE))
    if re.match(
        r"<(?:!doctype\s+html|html[\s>]|\?xml[^>]*>\s*(?:<!doctype\s+html|<html))", opening, re.IGNORECASE
    ):
        return True
    tags = len(_BLOCK.findall(text[:65536]))
    return (opening.startswith("<") and tags >= 3) or (tagged and tags > 0)


def _is_markdown(text: str, suffix: str) -> bool:
    """The name decides where it says; else three marks that only markdown has, or any for an unnamed file."""
    if suffix in ("md", "markdown"):
        return True
    marks = len(_MARKDOWN.findall(text[:262144]))
    return marks >= 3 if suffix else marks >= 2

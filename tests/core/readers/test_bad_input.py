"""What is no guide: each kind gets one fatal problem in Chinese that says what to do, and nothing ever raises."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.core.readers.office import p, package, zipped
from tests.core.readers.papers import lines, paper
from zhunsheng.core.guide import readers
from zhunsheng.core.guide.readers import limits, ocr, read_bytes, read_path
from zhunsheng.core.guide.readers.problems import MESSAGES

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def photo(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 64), "navy").save(buffer, kind)
    return buffer.getvalue()


def damaged(data: bytes) -> bytes:
    """A .docx whose main part no longer unpacks."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.getinfo("word/document.xml").header_offset + 60
    return data[:start] + b"\xff" * 40 + data[start + 40 :]


def bomb() -> bytes:
    body = "<w:body>" + " " * (300 * limits.MEGABYTE)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("word/document.xml", body)
    return buffer.getvalue()


def pdf_bomb(filters: bytes = b"/FlateDecode") -> bytes:
    packed = zlib.compress(bytes(300 * limits.MEGABYTE), 1)
    head = b"%%PDF-1.4\n1 0 obj\n<< /Length %d /Filter [%s] >>\nstream\n" % (len(packed), filters)
    return head + packed + b"\nendstream endobj\n%%EOF"


WORD = package(p("正文"))
PAPER = paper(lines("正文"))
CASES = {
    "empty": (b"", "reader.empty"),
    "spaces": (" \r\n\t\u3000\n".encode(), "reader.blank"),
    "only a byte order mark": (b"\xff\xfe", "reader.blank"),
    "jpg as docx": (photo("JPEG"), "reader.picture"),
    "png": (photo("PNG"), "reader.picture"),
    "webp": (photo("WEBP"), "reader.picture"),
    "gif": (photo("GIF"), "reader.picture"),
    "bmp": (photo("BMP"), "reader.picture"),
    "tiff": (photo("TIFF"), "reader.picture"),
    "heic": (b"\0\0\0\x18ftypheic" + bytes(100), "reader.picture"),
    "old doc": (OLE + "WordDocument".encode("utf-16-le"), "reader.old_doc"),
    "wps": (OLE, "reader.old_doc"),
    "old xls": (OLE + "Workbook".encode("utf-16-le"), "reader.old_office"),
    "encrypted docx": (OLE + "EncryptedPackage".encode("utf-16-le"), "reader.encrypted_office"),
    "xlsx": (zipped({"xl/workbook.xml": "<x/>"}), "reader.spreadsheet"),
    "pptx": (zipped({"ppt/presentation.xml": "<x/>"}), "reader.slides"),
    "odt": (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "reader.other_zip"),
    "ofd": (zipped({"OFD.xml": "<x/>"}), "reader.other_zip"),
    "zip": (zipped({"a.txt": "正文"}), "reader.other_zip"),
    "rar": (b"Rar!\x1a\x07\x00" + bytes(50), "reader.other_zip"),
    "rtf": (b"{\\rtf1\\ansi \\u27491?}", "reader.rtf"),
    "word xml": (
        "<?xml version='1.0'?><pkg:package><w:t>正文</w:t></pkg:package>".encode(),
        "reader.word_xml",
    ),
    "mht": (b"MIME-Version: 1.0\nContent-Type: multipart/related;\n\n<html>", "reader.word_xml"),
    "truncated docx": (WORD[: len(WORD) // 2], "reader.zip_broken"),
    "damaged docx": (damaged(WORD), "reader.docx_broken"),
    "docx with broken xml": (zipped({"word/document.xml": "<w:document><w:body>"}), "reader.docx_broken"),
    "docx without main part": (zipped({"word/styles.xml": "<x/>"}), "reader.docx_broken"),
    "docx without body": (zipped({"word/document.xml": "<x/>"}), "reader.docx_broken"),
    "docx without text": (package(p()), "reader.docx_no_text"),
    "zip bomb": (bomb(), "reader.zip_bomb"),
    "many members": (zipped({f"word/{n}": "" for n in range(limits.MAX_MEMBERS + 1)}), "reader.zip_bomb"),
    "pdf head only": (b"%PDF-1.7\n", "reader.pdf_broken"),
    "pdf of noise": (b"%PDF-1.7\n" + bytes(range(256)) * 20, "reader.pdf_broken"),
    "pdf bomb": (pdf_bomb(), "reader.pdf_bomb"),
    "pdf packed twice": (pdf_bomb(b"/FlateDecode /FlateDecode"), "reader.pdf_bomb"),
    "noise": (random.Random(7).randbytes(5000), "reader.binary"),
    "program": (b"\x7fELF\x02\x01\x01" + bytes(200) + b"\x90" * 300, "reader.binary"),
    "video": (b"\0\0\0\x18ftypmp42" + bytes(100), "reader.binary"),
}


@pytest.mark.parametrize("name", CASES)
def test_one_fatal_problem_and_what_to_do(name: str) -> None:
    data, code = CASES[name]
    document = read_bytes(data, name="指南.docx")
    assert [(problem.code, problem.fatal) for problem in document.problems] == [(code, True)]
    assert document.lines == []
    assert document.tables == []
    assert len(document.sha256) == 64
    message = document.problems[0].message
    assert "请" in message
    assert "{" not in message


def test_every_message_is_chinese_and_ends_like_a_sentence() -> None:
    for code, message in MESSAGES.items():
        assert re.search("[\u4e00-\u9fff]", message), code
        assert message.endswith("。"), code
        assert "!" not in message and "！" not in message, code


def test_the_handbook_tells_the_limits_in_force(root: Path) -> None:
    page = (root / "docs/handbook/可以读什么文件.md").read_text(encoding="utf-8")
    assert f"超过 {limits.MAX_BYTES // limits.MEGABYTE} MB" in page
    assert f"超过 {limits.MAX_PAGES} 页" in page
    assert f"最多 {ocr.MAX_SCANNED} 页" in page


def test_a_large_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(200 * limits.MEGABYTE)

    def opened(*_: object, **__: object) -> None:
        raise AssertionError("the file was opened")

    monkeypatch.setattr(Path, "open", opened)
    document = read_path(path)
    assert document.problems[0].code == "reader.too_large"
    assert "200 MB" in document.problems[0].message
    assert "64 MB" in document.problems[0].message


def test_large_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_BYTES", 10)
    assert read_bytes(b"x" * 11).problems[0].code == "reader.too_large"
    assert read_bytes(b"x" * 10).lines


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        document = read_path(path)
        assert [(problem.code, problem.fatal) for problem in document.problems] == [("reader.missing", True)]


def test_entities_of_a_docx_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    members: dict[str, str | bytes] = {}
    with zipfile.ZipFile(io.BytesIO(WORD)) as archive:
        members.update((name, archive.read(name)) for name in archive.namelist())
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    kind = f'<!DOCTYPE x [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY l0 "哈哈">{laughs}]>'
    text = (
        bytes(members["word/document.xml"]).decode()
        if isinstance(members["word/document.xml"], bytes)
        else ""
    )
    head, rest = text.split("?>", 1)
    members["word/document.xml"] = f"{head}?>{kind}{rest}".replace("正文", "前&x;&l11;后")
    document = read_bytes(zipped(members))
    shown = "".join(line.text for line in document.lines)
    assert "机密" not in shown
    assert len(shown) < 100


def test_the_unforeseen_is_a_problem_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(readers, "detect", broken)
    document = read_bytes("正文".encode())
    assert [(problem.code, problem.fatal) for problem in document.problems] == [("reader.failed", True)]


SEEDS = [
    WORD,
    PAPER,
    "<html><table><tr><td>甲<td>乙</table></html>".encode(),
    "# 一\n\n| a | b |\n|--|--|\n".encode(),
]


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    document = read_bytes(data)
    assert document.lines or document.problems[0].fatal


@given(st.sampled_from(SEEDS), st.data())
def test_no_damage_raises(seed: bytes, data: st.DataObject) -> None:
    broken = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(broken) - 1))
        broken[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    document = read_bytes(bytes(broken))
    assert document.lines or document.problems[0].fatal
    assert [line.number for line in document.lines] == list(range(1, len(document.lines) + 1))


@given(st.text(max_size=400), st.sampled_from(["a.md", "a.html", "a.txt"]))
def test_no_text_raises(text: str, name: str) -> None:
    document = read_bytes(text.encode("utf-8", "surrogatepass"), name=name)
    assert document.lines or document.problems[0].fatal
    for table in document.tables:
        assert len({len(row) for row in table.rows}) == 1
        assert all(
            table.line_start <= cell.line_start <= table.line_end for row in table.rows for cell in row
        )

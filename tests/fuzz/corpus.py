"""Seeds for fuzzing, made here: one small guide in each shape, the heads of other formats, and ways to spoil them."""

from __future__ import annotations

import io
import zipfile
from random import Random

from tests.builders import GuidePlan, Row, as_text

__all__ = ["seeds", "spoiled"]


def _plan() -> GuidePlan:
    return GuidePlan(
        "滨河市智慧水务标准体系建设指南",
        {"通用基础": ["水表计量", "管网编码"], "感知设备": ["泵站监测"]},
        [
            Row(1, "AA", "水表计量术语", "拟研制", "★★★"),
            Row(3, "BA", "泵站监测接口规范", "GB/T 40001-2022", ""),
        ],
    )


def _html(plan: GuidePlan) -> str:
    rows = "".join(
        f"<tr><td>{row.number}</td><td rowspan='2'>{row.category}</td><td>{row.name}</td></tr>"
        for row in plan.rows
    )
    head = "<tr><th>序号</th><th>二级体系</th><th>标准名称</th></tr>"
    return f"<!doctype html><meta charset=utf-8><h1>{plan.title}</h1><h2>一、总体要求</h2><table>{head}{rows}</table>"


def _zip(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in names.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    b'wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    b'officeDocument" Target="word/document.xml"/></Relationships>'
)


def _docx(body: str) -> bytes:
    document = f'<?xml version="1.0"?><w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    return _zip({"[Content_Types].xml": _TYPES, "_rels/.rels": _RELS, "word/document.xml": document.encode()})


def seeds() -> dict[str, bytes]:
    """Name → bytes. The names say the format; the readers go by content."""
    plan = _plan()
    text = as_text(plan)
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n")[:40])
    cell = "<w:tc><w:tcPr><w:gridSpan w:val='{0}'/><w:vMerge/></w:tcPr><w:p><w:r><w:t>序号</w:t></w:r></w:p></w:tc>"
    table = "<w:tbl><w:tr>" + cell.format(2) + cell.format(900000) + "</w:tr></w:tbl>"
    return {
        "tab.txt": text.encode(),
        "pipe.md": as_text(plan, form="pipe").encode(),
        "gb18030.txt": text.encode("gb18030"),
        "utf16.txt": text.encode("utf-16"),
        "page.html": _html(plan).encode(),
        "nested.html": b"<table>" * 60 + b"<tr><td colspan=99999 rowspan=99999>1" * 2,
        "paragraphs.docx": _docx(paragraphs),
        "table.docx": _docx(table),
        "entity.docx": _docx("</w:body>").replace(b"<?xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><?xml"),
        "not-a-document.docx": _zip({"a.txt": b"a"}),
        "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "photo.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)),
        "empty.pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>"
        b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        "broken.pdf": b"%PDF-1.7\nstartxref\n-5\n%%EOF",
        "empty.txt": b"",
        "dots.txt": "目 录\n\n一、总则........\t1\n（一）........2\n图 1 ……\n".encode(),
        "rows-only.txt": "序号\t标准名称\n1\t甲\n\t\n2\n3\t乙\t丙\t丁\n".encode(),
        "deep.md": ("#" * 7 + " 1.1.1.1.1.1.1 甲\n" + "> " * 50 + "乙\n|" * 30).encode(),
    }


def spoiled(data: bytes, random: Random) -> bytes:
    """The bytes with a few of them changed, cut, doubled or put elsewhere."""
    out = bytearray(data)
    for _ in range(random.randrange(1, 6)):
        at = random.randrange(len(out) + 1)
        size = random.randrange(1, 40)
        match random.randrange(5):
            case 0:
                out[at : at + 1] = random.randbytes(1)
            case 1:
                del out[at : at + size]
            case 2:
                out[at:at] = out[at : at + size]
            case 3:
                out[at:at] = random.choice(
                    [b"\t", b"|", b"\n", b"\x00", b"\xff", b"<", "（".encode(), "序号".encode()]
                )
            case _:
                out = out[:at]
    return bytes(out)

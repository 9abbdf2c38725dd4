"""Files nobody should be able to hurt the import with, written fresh for each test.

Each maker writes one file into a folder and returns its path. All are small on disk; some are large once unpacked.
"""

from __future__ import annotations

import io
import json
import lzma
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

Maker = Callable[[Path], Path]
MAKERS: dict[str, Maker] = {}

HEAD = "标准编号,标准名称,发布日期,实施日期,状态\n"
GOOD = "GB/T 1.1-2020,标准化工作导则 第1部分：标准化文件的结构和起草规则,2020-03-31,2020-10-01,现行\n"
YAML = "docidentifier:\n- content: ISO {n}:2020\n  type: ISO\n  primary: true\ntitle:\n- content: Thing {n}\n  language: en\n"


def maker(name: str) -> Callable[[Maker], Maker]:
    """Keeps a maker under the name of the file it writes."""

    def keep(function: Maker) -> Maker:
        MAKERS[name] = function
        return function

    return keep


def _plain(name: str, data: bytes) -> None:
    def write(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    MAKERS[name] = write


_plain("empty.csv", b"")
_plain("empty.jsonl", b"")
_plain("empty.yaml", b"")
_plain("empty.zip", b"PK\x05\x06" + bytes(18))
_plain("nul.csv", bytes(5000))
_plain("noise.csv", bytes((i * 7919 + i // 251) % 256 for i in range(20_000)))
_plain("noise.xlsx", b"PK\x03\x04" + bytes((i * 7919) % 256 for i in range(5_000)))
_plain("noise.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes((i * 7919) % 256 for i in range(5_000)))
_plain("cut.jsonl.xz", lzma.compress(b'{"id": "ISO 1:2020", "src": "iso", "title": "x"}\n' * 2000)[:-40])
_plain("utf16.csv", (HEAD + GOOD).encode("utf-16"))
_plain("utf16le-without-mark.csv", (HEAD + GOOD).encode("utf-16-le"))
_plain("gb18030.csv", (HEAD + GOOD + "GB/T 2-2020,𠀀𪜀镕,2020-01-01,,现行\n").encode("gb18030"))
_plain("half-utf8.csv", (HEAD + GOOD).encode() + "GB/T 3-2020,坏".encode()[:-1] + b",,,\n" + GOOD.encode())
_plain(
    "two-encodings.csv", (HEAD + GOOD).encode() + "GB/T 4-2020,乱码,2020-01-01,,现行\n".encode("gb18030") * 3
)
_plain("only-head.csv", HEAD.encode())
_plain("no-head.csv", GOOD.encode() * 3)
_plain("head-twice.csv", (HEAD + HEAD + GOOD).encode())
_plain("unclosed-quote.csv", (HEAD + GOOD + '"GB/T 5-2020,名称\n' + GOOD * 50).encode())
_plain("nul-inside.csv", (HEAD + "GB/T 6-2020,中\0间,2020-01-01,,现行\n" + GOOD).encode())
_plain("wide.csv", (HEAD.strip() + "," * 200_000 + "\n" + GOOD.strip() + ",x" * 200_000 + "\n").encode())
_plain("long-title.csv", (HEAD + f"GB/T 7-2020,{'长' * 100_000},2020-01-01,,现行\n" + GOOD).encode())
_plain("long-number.csv", (HEAD + f"GB/T {'7' * 100_000}-2020,名,2020-01-01,,现行\n" + GOOD).encode())
_plain(
    "bad-dates.csv",
    (
        HEAD
        + "".join(
            f"GB/T 8{i}-2020,名{i},{d},,现行\n"
            for i, d in enumerate(
                (
                    "2025-02-30",
                    "45000",
                    "0",
                    "-1",
                    "99999999999",
                    "二〇二〇年十三月",
                    "2020/13/01",
                    "20200331",
                    "9999-99-99",
                    "明天",
                    "1e400",
                )
            )
        )
        + GOOD
    ).encode(),
)
_plain("title-as-number.csv", (HEAD + "标准化工作导则,GB/T 1.1-2020,2020-03-31,,现行\n" + GOOD).encode())
_plain(
    "formula.csv",
    (HEAD + "GB/T 9-2020,=cmd|'/c calc'!A1,2020-01-01,,现行\nGB/T 10-2020,@SUM(A1),,,\n+86,-1,,,\n").encode(),
)
_plain(
    "marks.csv",
    (HEAD + "GB/T 11-2020,\u202e反向\u202c👩‍👩‍👧‍👦\ufeff\u200b名\ufffe称,2020-01-01,,现行\n" + GOOD).encode(),
)
_plain(
    "html.csv",
    (HEAD + "GB/T 12-2020,<script>alert(1)</script><img src=x onerror=alert(2)>,2020-01-01,,现行\n").encode(),
)
_plain("deep.json", b"[" * 200_000)
_plain(
    "deep.jsonl",
    (b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"\n")
    + b'{"id": "ISO 1:2020", "src": "iso", "title": "x"}\n',
)
_plain(
    "broken-lines.jsonl",
    b'{"id": "ISO 1:2020", "src": "iso", "title": "x"}\n{"id": \n[]\n3\nnull\n"x"\n{"id": 5, "src": "iso"}\n{"id": null, "src": "iso"}\n{}\n{"id": "ISO 2:2020", "src": "iso", "title": ["a"], "rel": "x", "dates": 3, "ics": {"a": 1}}\n',
)
_plain(
    "odd-numbers.jsonl",
    b'{"id": "ISO 1:2020", "src": "iso", "title": NaN}\n{"id": "ISO 2:2020", "src": "iso", "title": "x", "edition": '
    + b"9" * 6000
    + b'}\n{"id": "ISO 3:2020", "src": "iso", "title": 1e999}\n',
)
_plain(
    "surrogate.jsonl",
    b'{"id": "ISO 9:2020", "src": "iso", "title": "good"}\n'
    + b'{"id": "ISO 1:2020", "src": "iso", "title": "half \\ud800 of a letter"}\n{"id": "ISO 2:2020", "src": "iso", "title": "nul \\u0000 inside"}\n',
)
_plain("doubled-keys.jsonl", b'{"id": "ISO 1:2020", "id": "ISO 2:2020", "title": "a", "title": "b"}\n')
_plain("deep.yaml", b"[" * 100_000)
_plain(
    "laughs.yaml",
    (
        "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 12))
        + "docidentifier: *a11\ntitle: *a11\n"
    ).encode(),
)
_plain("itself.yaml", b"docidentifier: &a\n- content: ISO 1:2020\n- *a\ntitle: *a\n")
_plain(
    "object.yaml",
    b"docidentifier: !!python/object/apply:os.system ['touch /tmp/zhunsheng-was-here']\ntitle: x\n",
)
_plain("many-documents.yaml", (b"---\n" + YAML.format(n=1).encode()) * 20)
_plain(
    "odd-types.yaml",
    b"docidentifier: 5\ntitle: {a: [1, {b: 2}]}\ndate: yes\nrelation: [1, null, {type: null}]\ncontributor: x\n",
)
_plain("entity.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')


@maker("bomb.zip")
def bomb(folder: Path) -> Path:
    """200 MB of one YAML text in 200 kB, and a thousand small ones."""
    path = folder / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        with archive.open("data/iso-1-2020.yaml", "w", force_zip64=True) as one:
            one.write(YAML.format(n=1).encode() + b"abstract: ")
            for _ in range(200):
                one.write(b"a" * 1_000_000)
        for n in range(2, 50):
            archive.writestr(f"data/iso-{n}-2020.yaml", YAML.format(n=n))
    return path


@maker("bomb.xlsx")
def bomb_sheet(folder: Path) -> Path:
    """A workbook whose one sheet is 300 MB of blanks."""
    path = folder / "bomb.xlsx"
    small = folder / "small.xlsx"
    workbook(small, [["标准编号", "标准名称"], ["GB/T 1.1-2020", "导则"]])
    with (
        zipfile.ZipFile(small) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for entry in source.infolist():
            data = source.read(entry)
            with target.open(entry.filename, "w", force_zip64=True) as out:
                if entry.filename.endswith("sheet1.xml"):
                    head, tail = data.split(b"<sheetData", 1)
                    out.write(head)
                    for _ in range(300):
                        out.write(b" " * 1_000_000)
                    out.write(b"<sheetData" + tail)
                else:
                    out.write(data)
    return path


@maker("traversal.zip")
def traversal(folder: Path) -> Path:
    """Entries that want to be written outside, a link, and one good record."""
    path = folder / "traversal.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in (
            "../../../../tmp/zhunsheng-was-here.yaml",
            "/tmp/zhunsheng-was-here.yaml",
            "C:\\x.yaml",
            "data/iso-7-2020.yaml",
        ):
            archive.writestr(name, YAML.format(n=7))
        link = zipfile.ZipInfo("data/iso-8-2020.yaml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return path


@maker("links.tar.gz")
def links(folder: Path) -> Path:
    """A tar with a link outside and a device."""
    path = folder / "links.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        data = YAML.format(n=9).encode()
        entry = tarfile.TarInfo("data/../../out.yaml")
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
        link = tarfile.TarInfo("data/iso-10-2020.yaml")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        pipe = tarfile.TarInfo("data/pipe.yaml")
        pipe.type = tarfile.FIFOTYPE
        archive.addfile(pipe)
    return path


@maker("linked-folder")
def linked_folder(folder: Path) -> Path:
    """A folder of YAML files with a link to a file outside, a link to itself and a folder named like a file."""
    inside = folder / "checkout"
    (inside / "data").mkdir(parents=True)
    (inside / "data" / "iso-1-2020.yaml").write_text(YAML.format(n=1), encoding="utf-8")
    (inside / "data" / "passwd.yaml").symlink_to("/etc/passwd")
    (inside / "data" / "gone.yaml").symlink_to("/nowhere/at/all")
    (inside / "data" / "loop").symlink_to(inside)
    (inside / "data" / "folder.yaml").mkdir()
    return inside


@maker("odd.xlsx")
def odd_sheet(folder: Path) -> Path:
    """Formulas, errors, merged cells, dates of both systems, numbers as numbers, a second empty sheet."""
    import openpyxl
    from openpyxl.styles import numbers

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["某某标准目录", None, None])
    sheet.merge_cells("A1:C1")
    sheet.append(["标准编号", "标准名称", "发布日期"])
    sheet.append(["GB/T 1.1-2020", "=CONCATENATE(A3,B4)", 43921])
    sheet["C3"].number_format = numbers.FORMAT_DATE_YYYYMMDD2
    sheet.append([123456, "#REF!", "2025-02-30"])
    sheet.append(["GB/T 2-2020", None, -1])
    sheet["C5"].number_format = numbers.FORMAT_DATE_YYYYMMDD2
    sheet.append([None, None, None])
    sheet.append([True, 1.5, 2958466])
    sheet.append(["GB/T 3-2020", "合并", "2020-01-01"])
    sheet.merge_cells("A8:A10")
    book.create_sheet("空")
    path = folder / "odd.xlsx"
    book.save(path)
    return path


def workbook(path: Path, rows: list[list[object]]) -> None:
    """A plain workbook of one sheet."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)


def ring(path: Path, size: int) -> None:
    """A JSON Lines catalogue in ISO's shape in which each edition is replaced by the next, and the last by the first."""
    with path.open("w", encoding="utf-8") as lines:
        for i in range(size):
            record = {
                "id": f"ISO {700000 + i}:2020",
                "src": "iso",
                "file": f"iso-{700000 + i}-2020.yaml",
                "title": f"Ring {i}",
                "dates": {"published": "2020-01"},
                "rel": [["updates", f"ISO {700000 + (i + 1) % size}:2020"]],
            }
            lines.write(json.dumps(record) + "\n")

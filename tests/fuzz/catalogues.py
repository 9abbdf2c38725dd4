"""Fuzzing of the connectors: seeds in every shape, and what must hold for any bytes at all."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import tarfile
import tempfile
import zipfile
from contextlib import suppress
from itertools import islice
from pathlib import Path

import openpyxl

from zhunsheng.catalogues import CONNECTORS, Unreadable, connector_for
from zhunsheng.catalogues.tables import preview
from zhunsheng.core.records import to_plain
from zhunsheng.core.registry.record import BODY_ROLES, RELATION_TYPES, TEXT_FIELDS

__all__ = ["catalogue_seeds", "import_one"]

#: how many items of one input are looked at
LIMIT = 300


def import_one(data: bytes, name: str = "input") -> None:
    """No connector raises anything but ``Unreadable``, and what it gives keeps the shape."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            connector_for(path)
        except Unreadable as error:
            assert str(error)
        for connector in CONNECTORS.values():
            try:
                source = connector.source(path)
                assert source.code and source.name and source.grade
                for item in islice(connector.items(path), LIMIT):
                    _check(item)
                for item in islice(connector.items(path, skip=2), 2):
                    _check(item)
            except Unreadable as error:
                assert len(str(error)) > 4
        with suppress(Unreadable):
            preview(path, rows=5)
        assert [entry.name for entry in Path(folder).iterdir()] == [name], (
            "nothing is written beside the file"
        )


def _check(item: object) -> None:
    from zhunsheng.catalogues import Item

    assert isinstance(item, Item)
    assert item.record is not None or item.bad
    assert 0.0 <= item.done <= 1.0
    for bad in item.bad:
        assert bad.place and bad.problem and bad.mend
        assert all(isinstance(key, str) and isinstance(value, str) for key, value in bad.row.items())
    record = item.record
    if record is None:
        return
    json.dumps(to_plain(record), ensure_ascii=False).encode("utf-8", "surrogatepass")
    assert record.number.strip() and record.local_id and record.place
    assert set(record.values) <= set(TEXT_FIELDS)
    assert all(isinstance(value, str) for value in record.values.values())
    assert all(one.type in RELATION_TYPES and one.target for one in record.relations)
    assert all(one.role in BODY_ROLES and one.name for one in record.parties)


def _book() -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (
        ["台账"],
        ["标准号", "标准名称", "发布日期", "代替"],
        ["GB/T 1-2020", "甲", 43891, "=A3"],
        ["", "", "", ""],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _tar(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def _texts() -> dict[str, bytes]:
    """The small texts the seeds are made of."""
    compact = json.dumps(
        {
            "id": "ISO 1:2018",
            "src": "iso",
            "file": "iso-1-2018.yaml",
            "title": "T",
            "stage": "60.60",
            "dates": {"published": "2018-05"},
            "rel": [["updates", "ISO 1:2018/Amd 1:2020"], ["obsoletes", "ISO 1:2010"]],
            "ics": ["01.040"],
            "tc": ["ISO/TC 2"],
        }
    ).encode()
    bibitem = (
        b"---\ntitle: [{content: T, language: [en], type: main}]\ndocid: [{id: 'ISO 1:2018', type: ISO, primary: true}]\n"
        b"date: [{type: published, value: 2018-05}]\nrelation: [{type: updates, bibitem: {docid: [{id: 'ISO 1:2022'}]}}]\n"
        b"docstatus: {stage: {value: '60'}, substage: {value: '60'}}\nkeyword: [{taxon: [a, b]}]\n"
    )
    head = "标准号,标准名称,发布日期,代替标准,标准状态,ICS,起草单位\n"
    table = (
        head
        + 'GB/T 1-2020,"甲,乙",2020.1.2,GB 2-2000、3-2000,现行,35.02,甲、乙\nGB/T 2-2020,x,45717,TC28,废止,,\n'
    )
    sports = {
        "code": "T/A T/A 001--2020",
        "title": "<sacinfo>x</sacinfo>  y",
        "isMandatory": False,
        "status": "现行",
    }
    sports |= {"issueDate": "2020-1-1", "implementDate": None, "replacedBy": "TC28", "tags": ["a", "b"]}
    open_data = {
        "id": 1,
        "deliverableType": "IS",
        "reference": "ISO 1:2018",
        "title": {"en": "T"},
        "replaces": [2],
    }
    packaged = (
        "urn: urn:zhunsheng:catalogue:x\nsources: [{key: a, name: b}]\nstandards:\n- number: GB/T 1-2020\n"
        "  stated: [{source: a, title_zh: 甲, relations: [{type: replaces, target: GB 1-2000}]}]\n"
    )
    return {
        "compact": compact,
        "bibitem": bibitem,
        "table": table.encode(),
        "head": head.encode(),
        "sports": json.dumps(sports).encode(),
        "open_data": json.dumps(open_data).encode(),
        "packaged": packaged.encode(),
    }


def catalogue_seeds() -> dict[str, bytes]:
    """Name of a file → bytes, one for each shape a connector reads, and some that harm."""
    text = _texts()
    return {
        "compact.jsonl": text["compact"] + b"\n" + text["compact"],
        "compact.jsonl.xz": lzma.compress(text["compact"] * 3),
        "compact.jsonl.gz": gzip.compress(text["compact"]),
        "one.yaml": text["bibitem"],
        "collection.tar": _tar({"data/a.yaml": text["bibitem"], "../b.yaml": b"title: ["}),
        "collection.zip": _zip({"data/a.yaml": text["bibitem"], "/etc/b.yaml": b"docid: x\ntitle: y"}),
        "alias.yaml": b"docid: &a [x]\ntitle: [*a, *a]\n",
        "packaged.yaml": text["packaged"],
        "table.csv": text["table"],
        "table-gb18030.csv": text["table"].decode().encode("gb18030"),
        "table-utf16.csv": text["table"].decode().encode("utf-16"),
        "quote.csv": text["head"] + ('GB/T 1-2020,"没有收尾\n' + "GB/T 2-2020,x\n" * 500).encode(),
        "book.xlsx": _book(),
        "platform.json": b'{"updated": "2026-01-01", "standards": [' + text["sports"] + b", {}, 7]}",
        "deliverables.jsonl": text["open_data"],
        "deliverables.csv": b"id,deliverableType,supplementType,reference,icsCode,replaces\n1,IS,,ISO 1:2018,['01.040'],[2]\n",
        "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "empty": b"",
        "deep.json": b"[" * 3000,
        "numbers.json": b'[{"code": 1e999, "title": -0.0}]',
    }

"""Original Relaton YAML: a folder, a git checkout, a zip, a tar (plain, gzip, xz), or one file."""

from __future__ import annotations

import os
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from zhunsheng.catalogues.bibitem import bibitem_record, flavour_of
from zhunsheng.catalogues.dialect import dialect
from zhunsheng.catalogues.shape import BadRow, Item, SourceInfo, Unreadable
from zhunsheng.catalogues.streams import _BROKEN, head, packing
from zhunsheng.catalogues.yamls import load_yaml

__all__ = ["Relaton"]

#: one document is some kilobytes; what is larger than this is none
MAX_DOCUMENT = 4 * 1024 * 1024
_NAMES = (".yaml", ".yml")
_DAMAGED = (*_BROKEN, tarfile.TarError, zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error)


class _Document(NamedTuple):
    """One file of the collection; ``data`` is None where it is skipped or too large."""

    name: str
    data: bytes | None
    size: int
    share: float


class Relaton:
    """Connector to Relaton collections: one item for each YAML file."""

    name = "relaton"
    title = "Relaton 书目（YAML 文件夹、zip、tar、git 检出）"

    def recognises(self, path: Path) -> float:
        """Sure by the keys of the first documents; the packaged catalogue is YAML too but says so itself."""
        try:
            for index, one in enumerate(_documents(path, 0)):
                if one.data and _looks(one.data):
                    return 0.95
                if index >= 20:
                    break
        except Unreadable:
            return 0.0
        return 0.0

    def source(self, path: Path) -> SourceInfo:
        """The collection of the first document that can be read; raises :class:`Unreadable`."""
        for index, one in enumerate(_documents(path, 0)):
            if one.data and _looks(one.data):
                try:
                    document = load_yaml(one.data, one.name, max_bytes=MAX_DOCUMENT)
                except Unreadable:
                    continue
                if isinstance(document, dict):
                    return dialect(flavour_of(document)).source
            if index > 200:
                break
        raise Unreadable(f"{path.name} 里没有 Relaton 文件：应有 .yaml 文件，每个含 docid 或 docidentifier。")

    def items(self, path: Path, *, skip: int = 0) -> Iterator[Item]:
        """One item for each YAML file, in the order of the archive or of the names; raises :class:`Unreadable`."""
        default = self.source(path)
        for one in _documents(path, skip):
            yield _item(path, one, default)


def _looks(data: bytes) -> bool:
    start = data[:65536]
    return b"docid" in start and (b"title" in start or b"date" in start)


def _item(path: Path, one: _Document, default: SourceInfo) -> Item:
    place = one.name if path.is_file() and path.suffix in _NAMES else f"{path.name} 里的 {one.name}"
    if one.data is None:
        mend = f"单个文件不应超过 {MAX_DOCUMENT // 1024 // 1024} MB；请检查它是否书目文件。"
        return Item(
            None,
            (BadRow(place, "", "", f"文件有 {one.size // 1024} KB，太大", mend, {"file": one.name}),),
            one.share,
        )
    kept = {"file": one.name, "yaml": one.data[:20000].decode("utf-8", "replace")}
    try:
        document = load_yaml(one.data, one.name, max_bytes=MAX_DOCUMENT)
    except Unreadable as error:
        return Item(
            None,
            (BadRow(place, "", "", str(error), "请改正这个文件；其余文件已照常读取。", kept),),
            one.share,
        )
    if not isinstance(document, dict):
        bad = BadRow(place, "", "", "不是一条书目", "文件应为键值表，含 docid 或 docidentifier。", kept)
        return Item(None, (bad,), one.share)
    words = dialect(flavour_of(document))
    file = one.name.rpartition("/")[2]
    rows: list[BadRow] = []
    record = bibitem_record(document, file, place, words, rows)
    source = words.crawl(file)
    bad_rows = tuple(replace(row, row=row.row or kept) for row in rows)
    return Item(record, bad_rows, one.share, None if source == default else source)


def _documents(path: Path, skip: int) -> Iterator[_Document]:
    """The YAML files of a collection, the first ``skip`` left out without being read."""
    if path.is_dir():
        yield from _folder(path, skip)
        return
    if not path.is_file():
        raise Unreadable(f"找不到 {path}。请检查路径。")
    start = head(path, 512)
    with path.open("rb") as raw:
        kind = packing(raw.read(8))
    if kind == "zip":
        yield from _zipped(path, skip)
    elif start[257:262] == b"ustar":
        yield from _tarred(path, skip)
    elif path.suffix in _NAMES and skip == 0:
        size = path.stat().st_size
        yield _Document(path.name, path.read_bytes() if size <= MAX_DOCUMENT else None, size, 1.0)


def _folder(path: Path, skip: int) -> Iterator[_Document]:
    """A folder, or the ``data`` folder of a checkout; links are not followed."""
    root = path / "data" if (path / "data").is_dir() else path
    files = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [
            Path(folder, name) for name in sorted(names) if name.endswith(_NAMES) and not _is_index(name)
        ]
    for index, file in enumerate(files, 1):
        if index <= skip:
            continue
        try:
            if file.is_symlink():
                continue
            size = file.stat().st_size
            data = file.read_bytes() if size <= MAX_DOCUMENT else None
        except OSError as error:
            raise Unreadable(f"读不了 {file}：{error.strerror}。") from error
        yield _Document(file.relative_to(root).as_posix(), data, size, index / len(files))


def _zipped(path: Path, skip: int) -> Iterator[_Document]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [e for e in archive.infolist() if not e.is_dir() and e.filename.endswith(_NAMES)]
            if any("/data/" in f"/{entry.filename}" for entry in entries):
                entries = [entry for entry in entries if "/data/" in f"/{entry.filename}"]
            entries = [entry for entry in entries if not _is_index(entry.filename)]
            entries.sort(key=lambda entry: entry.filename)
            for index, entry in enumerate(entries, 1):
                if index <= skip:
                    continue
                with archive.open(entry) as part:
                    data = part.read(MAX_DOCUMENT + 1)
                whole = data if len(data) <= MAX_DOCUMENT else None
                yield _Document(entry.filename, whole, entry.file_size, index / len(entries))
    except _DAMAGED as error:
        raise Unreadable(f"压缩包 {path.name} 损坏或有密码，读不下去。请重新打包后再导入。") from error


def _tarred(path: Path, skip: int) -> Iterator[_Document]:
    """Members in the order of the archive, never written to disk; only plain files count."""
    size = max(path.stat().st_size, 1)
    try:
        with path.open("rb") as raw, tarfile.open(fileobj=raw, mode="r|*") as archive:
            seen = 0
            for member in archive:
                if not member.isfile() or not member.name.endswith(_NAMES) or _is_index(member.name):
                    continue
                seen += 1
                if seen <= skip:
                    continue
                part = archive.extractfile(member) if member.size <= MAX_DOCUMENT else None
                data = part.read() if part is not None else None
                yield _Document(member.name, data, member.size, min(raw.tell() / size, 1.0))
    except _DAMAGED as error:
        raise Unreadable(f"压缩包 {path.name} 损坏，读不下去。请重新打包后再导入。") from error


def _is_index(name: str) -> bool:
    """Index files of the collections list all documents; dot files are leftovers of other systems."""
    last = name.rpartition("/")[2]
    return last.startswith(("index", ".", "._"))

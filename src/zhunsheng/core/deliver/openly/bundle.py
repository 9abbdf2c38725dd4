"""Everything in one archive, with what each file holds and its hash: what is put on a data portal as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import zhunsheng
from zhunsheng.core.deliver.citation import bibtex_key, relaton_yaml
from zhunsheng.core.deliver.exchange import system_json
from zhunsheng.core.deliver.openly import entries, rdf
from zhunsheng.core.deliver.openly.archive import Member, Packed, zip_pieces
from zhunsheng.core.deliver.openly.describing import all_nodes
from zhunsheng.core.deliver.openly.document import document_pieces
from zhunsheng.core.deliver.openly.names import Names, clean
from zhunsheng.core.deliver.openly.network import graphml
from zhunsheng.core.deliver.openly.shape import Holdings, Step, untold
from zhunsheng.core.deliver.openly.sheets import SHEETS, Sheet, sheet_pieces
from zhunsheng.core.deliver.openly.systems import concept_nodes
from zhunsheng.core.deliver.openly.terms import shapes_text
from zhunsheng.core.deliver.openly.vocabulary import vocabulary_nodes

__all__ = ["bundle_pieces", "csv_archive", "encoded", "relaton_archive", "schema_text", "vocabulary_pieces"]

_PIECE = 1 << 16
#: from so many standards on a file may exceed 2 GB
_LARGE = 100_000


def encoded(pieces: Iterator[str]) -> Iterator[bytes]:
    """Text as UTF-8 in pieces of some size."""
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _PIECE:
            yield "".join(held).encode()
            held, size = [], 0
    if held:
        yield "".join(held).encode()


def schema_text() -> str:
    """The JSON Schema of ``open-data.json`` as indented text."""
    return json.dumps(entries.schema(), ensure_ascii=False, indent=2) + "\n"


def vocabulary_pieces() -> Iterator[str]:
    """The words of the RDF as Turtle."""
    return rdf.turtle(vocabulary_nodes())


def csv_archive(holdings: Holdings, _names: Names, step: Step) -> Iterator[bytes]:
    """Every table of :data:`SHEETS` as a CSV file."""
    members = (
        Member(f"{key}.csv", encoded(sheet_pieces(sheet, holdings, step))) for key, sheet in SHEETS.items()
    )
    return zip_pieces(members, large=holdings.count() >= _LARGE)


def relaton_archive(holdings: Holdings, _names: Names, step: Step) -> Iterator[bytes]:
    """A YAML file for each standard, as collections of Relaton are."""
    return zip_pieces(_bibliography(holdings, step))


def _bibliography(holdings: Holdings, step: Step) -> Iterator[Member]:
    used: set[str] = set()
    for done, record in enumerate(holdings.records(), 1):
        name = base = bibtex_key(record.number).lstrip(".")[:150]
        turn = 1
        while name in used:
            turn += 1
            name = f"{base}-{turn}"
        used.add(name)
        yield Member(f"data/{name}.yaml", [clean(relaton_yaml(record)).encode()])
        step(done)


def bundle_pieces(holdings: Holdings, names: Names, step: Step) -> Iterator[bytes]:
    """The archive; its last member, ``manifest.json``, tells of all the others."""
    told: list[Packed] = []
    return zip_pieces(_members(holdings, names, step, told), told, large=holdings.count() >= _LARGE)


def _members(holdings: Holdings, names: Names, step: Step, told: list[Packed]) -> Iterator[Member]:
    counts: dict[str, int] = {}
    holds = dict(_HOLDS)
    # Progress is told once, with the first of the long files.
    yield Member("open-data.json", encoded(document_pieces(holdings, names, step)))
    yield Member("open-data.schema.json", [schema_text().encode()])
    yield Member("rdf/open-data.ttl", encoded(rdf.turtle(all_nodes(holdings, names))))
    yield Member("rdf/subsystems.ttl", encoded(rdf.turtle(concept_nodes(holdings, names))))
    yield Member("rdf/vocabulary.ttl", encoded(vocabulary_pieces()))
    yield Member("rdf/shapes.ttl", [shapes_text().encode()])
    yield Member("graph/relations.graphml", encoded(graphml(holdings)))
    for key, sheet in SHEETS.items():
        path = f"csv/{key}.csv"
        holds[path] = f"表：{sheet.title}"
        yield Member(path, encoded(sheet_pieces(_counted(sheet, counts), holdings)))
    yield Member("relaton.zip", relaton_archive(holdings, names, untold), packed=True)
    for edition in holdings.editions():
        path = f"systems/{edition.slug}-{edition.key}.json".replace(" ", "-")
        holds[path] = f"体系 {edition.name} {edition.key}，可由 zhunsheng system import 读回"
        yield Member(path, [clean(system_json(edition.system)).encode()])
    yield Member("README.md", [_readme(holdings, names, told, holds).encode()])
    yield Member("manifest.json", [_manifest(holdings, names, told, holds, counts).encode()])


def _counted(sheet: Sheet, counts: dict[str, int]) -> Sheet:
    """The same table; how many rows it has is noted as they go by."""

    def rows(holdings: Holdings, step: Step) -> Iterator[Sequence[str | int]]:
        counts[sheet.key] = 0
        for row in sheet.rows(holdings, step):
            counts[sheet.key] += 1
            yield row

    return replace(sheet, rows=rows)


def _manifest(
    holdings: Holdings, names: Names, told: list[Packed], holds: dict[str, str], counts: dict[str, int]
) -> str:
    plain: dict[str, Any] = {
        "format": "zhunsheng-open-data-package",
        "version": entries.FORMAT,
        "software": f"zhunsheng {zhunsheng.__version__}",
        "base": names.base,
        "as_of": holdings.as_of(),
        "editions": [
            {"system": one.slug, "key": one.key, "content_hash": one.content_hash}
            for one in holdings.editions()
        ],
        "rows": counts,
        "licences": [
            {"source": one.code, "name": one.name, "licence": one.licence}
            for one in holdings.sources()
            if one.licence
        ],
        "files": [
            {
                "path": one.path,
                "bytes": one.bytes,
                "sha256": one.sha256,
                "holds": holds.get(one.path, ""),
            }
            for one in told
        ],
    }
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


_HOLDS = {
    "open-data.json": "标准、机构、来源、关联、体系，一份 JSON",
    "open-data.schema.json": "上面这份 JSON 的 JSON Schema",
    "rdf/open-data.ttl": "同样内容的关联数据（Turtle）",
    "rdf/subsystems.ttl": "子体系词表（SKOS，Turtle）",
    "rdf/vocabulary.ttl": "关联数据所用的类与属性，及其出处与等级",
    "rdf/shapes.ttl": "关联数据须符合的规则（SHACL）",
    "graph/relations.graphml": "关联图（GraphML），Gephi、yEd 可读",
    "relaton.zip": "每项标准一份书目（Relaton YAML）",
    "README.md": "本说明",
}


def _readme(holdings: Holdings, names: Names, told: list[Packed], holds: dict[str, str]) -> str:
    licences = [f"- {one.name}：{one.licence}" for one in holdings.sources() if one.licence]
    lines = [
        "# 开放数据",
        "",
        f"由准绳 {zhunsheng.__version__} 写出；内容截至 {holdings.as_of() or '（空）'}；标识以 `{names.base}` 开头。",
        "同样的内容得到逐字节相同的文件；manifest.json 载有各文件的 SHA-256。",
        "",
        *(f"- `{one.path}` {holds.get(one.path, '')}" for one in told),
        "- `manifest.json` 清单：每个文件的字节数、SHA-256 与内容",
        "",
        "每个值都带来源与等级（A 官方，B 行业网页，C 未经核实的记录，memory 凭记忆，person 人工核实），互相矛盾的说法并列；",
        "没有的值就没有，不作推测。状态为 suggested 的关联是机器建议，尚未确认；已否定的不给出。",
        "RDF 中 g48 前缀的名称取自对 GB/T 48000.3—2026 的转述（等级 C），不声称逐条符合该标准。",
        "",
        "## 许可",
        "",
        "本包没有统一的许可：各来源的数据按其自己的许可使用，已知的列在下面，其余未知，转用前请向来源核实。",
        *licences,
        "",
    ]
    return "\n".join(clean(line) for line in lines)

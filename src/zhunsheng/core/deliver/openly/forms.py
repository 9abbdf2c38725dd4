"""Every file that is given away: what it holds, its ending and media type, and who writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from zhunsheng.core.deliver.openly import rdf
from zhunsheng.core.deliver.openly.bundle import (
    bundle_pieces,
    csv_archive,
    encoded,
    relaton_archive,
    schema_text,
    vocabulary_pieces,
)
from zhunsheng.core.deliver.openly.describing import all_nodes
from zhunsheng.core.deliver.openly.document import document_pieces
from zhunsheng.core.deliver.openly.names import Names
from zhunsheng.core.deliver.openly.network import graphml
from zhunsheng.core.deliver.openly.nodes import Node
from zhunsheng.core.deliver.openly.shape import Holdings, Step, untold
from zhunsheng.core.deliver.openly.sheets import SHEETS, Sheet, sheet_pieces
from zhunsheng.core.deliver.openly.systems import concept_nodes
from zhunsheng.core.deliver.openly.terms import shapes_text

__all__ = ["FORMS", "Form", "write"]


@dataclass(frozen=True, slots=True)
class Form:
    """One file. ``group`` is the command that makes it, ``holds`` says in Chinese what stands in it.

    ``still`` ones are the same whatever is stored.
    """

    key: str
    group: str
    title: str
    name: str
    media: str
    holds: str
    pieces: Callable[[Holdings, Names, Step], Iterator[bytes]]
    still: bool = False


def write(form: Form, holdings: Holdings, names: Names, step: Step = untold) -> Iterator[bytes]:
    """The file as bytes, piece by piece; ``step`` is told how many standards are done."""
    return form.pieces(holdings, names, step)


def _rdf_forms(
    group: str,
    title: str,
    name: str,
    holds: str,
    nodes: Callable[[Holdings, Names, Step], Iterable[Node]],
) -> Iterator[Form]:
    labels = {"turtle": "Turtle", "jsonld": "JSON-LD", "ntriples": "N-Triples"}
    for form, (ending, media, writer) in rdf.RDF_FORMATS.items():

        def pieces(
            holdings: Holdings,
            names: Names,
            step: Step,
            writer: Callable[[Iterable[Node]], Iterator[str]] = writer,
        ) -> Iterator[bytes]:
            return encoded(writer(nodes(holdings, names, step)))

        yield Form(
            f"{group}-{form}", group, f"{title}（{labels[form]}）", f"{name}.{ending}", media, holds, pieces
        )


def _sheet_form(sheet: Sheet) -> Form:
    def pieces(holdings: Holdings, _names: Names, step: Step) -> Iterator[bytes]:
        return encoded(sheet_pieces(sheet, holdings, step))

    holds = (
        f"{len(sheet.heads)} 列：{'、'.join(sheet.heads[:6])}……"
        if len(sheet.heads) > 6
        else "、".join(sheet.heads)
    )
    return Form(
        f"csv-{sheet.key}",
        "csv",
        f"表：{sheet.title}（CSV）",
        f"{sheet.key}.csv",
        "text/csv; charset=utf-8",
        holds,
        pieces,
    )


_ALL = (
    Form(
        "open-data",
        "open-data",
        "全部数据（zip）",
        "open-data.zip",
        "application/zip",
        "下列各种形式与体系文件，带清单，清单载有每个文件的 SHA-256；同样的内容得到逐字节相同的文件",
        bundle_pieces,
    ),
    Form(
        "json",
        "json",
        "全部数据（JSON）",
        "open-data.json",
        "application/json; charset=utf-8",
        "标准、机构、来源、关联、体系，每个值的全部说法；形状由 JSON Schema 规定",
        lambda holdings, names, step: encoded(document_pieces(holdings, names, step)),
    ),
    Form(
        "schema",
        "json",
        "JSON Schema",
        "open-data.schema.json",
        "application/schema+json",
        "上面这份 JSON 的形状",
        lambda _holdings, _names, _step: iter([schema_text().encode()]),
        still=True,
    ),
    *_rdf_forms(
        "rdf",
        "关联数据 RDF",
        "open-data",
        "标准、编号、机构、分类、来源与每个值的出处、体系各版本、关联及其状态",
        all_nodes,
    ),
    Form(
        "vocabulary",
        "rdf",
        "类与属性（Turtle）",
        "vocabulary.ttl",
        "text/turtle",
        "关联数据所用的每个类、属性与关联种类：中文名、出处、等级",
        lambda _holdings, _names, _step: encoded(vocabulary_pieces()),
        still=True,
    ),
    Form(
        "shapes",
        "rdf",
        "规则 SHACL（Turtle）",
        "shapes.ttl",
        "text/turtle",
        "关联数据须符合的规则：一号一标准，实施不早于发布，发布单位与归口单位至多一个……",
        lambda _holdings, _names, _step: iter([shapes_text().encode()]),
        still=True,
    ),
    *_rdf_forms(
        "skos",
        "子体系词表 SKOS",
        "subsystems",
        "体系各版本的子体系：代码、名称、别名、上下级、层次",
        lambda holdings, names, _step: concept_nodes(holdings, names),
    ),
    Form(
        "graphml",
        "graphml",
        "关联图（GraphML）",
        "relations.graphml",
        "application/graphml+xml",
        "标准、子体系、拟制定标准、依据为节点，关联为边；Gephi、yEd、NetworkX 可读",
        lambda holdings, _names, _step: encoded(graphml(holdings)),
    ),
    Form(
        "csv",
        "csv",
        "全部表（CSV，zip）",
        "open-data-csv.zip",
        "application/zip",
        f"{len(SHEETS)} 张表：{'、'.join(sheet.title for sheet in SHEETS.values())}",
        csv_archive,
    ),
    *(_sheet_form(sheet) for sheet in SHEETS.values()),
    Form(
        "relaton",
        "relaton",
        "书目 Relaton（YAML，zip）",
        "relaton.zip",
        "application/zip",
        "每项标准一份，可由本平台与 Relaton 的工具读回",
        relaton_archive,
    ),
)
#: key → form
FORMS: dict[str, Form] = {form.key: form for form in _ALL}

"""Every file that is given away: what it holds, its ending and media type, and who writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from zhunsheng.core.deliver.openly import rdf
from zhunsheng.core.deliver.openly.describing import all_nodes
from zhunsheng.core.deliver.openly.names import Names
from zhunsheng.core.deliver.openly.nodes import Node
from zhunsheng.core.deliver.openly.shape import Holdings
from zhunsheng.core.deliver.openly.systems import skos_nodes

__all__ = ["FORMS", "Form", "Step", "write"]

Step = Callable[[int], None]
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Form:
    """One file. ``group`` is the command that makes it, ``holds`` says in Chinese what stands in it."""

    key: str
    group: str
    title: str
    ending: str
    media: str
    holds: str
    pieces: Callable[[Holdings, Names, Step], Iterator[str]]


def write(form: Form, holdings: Holdings, names: Names, step: Step = lambda _done: None) -> Iterator[bytes]:
    """The file as UTF-8 bytes, piece by piece; ``step`` is told how many standards are done."""
    held: list[str] = []
    size = 0
    for piece in form.pieces(holdings, names, step):
        held.append(piece)
        size += len(piece)
        if size >= _PIECE:
            yield "".join(held).encode()
            held, size = [], 0
    if held:
        yield "".join(held).encode()


def _everything(holdings: Holdings, names: Names, step: Step) -> Iterator[Node]:
    return all_nodes(holdings, names, step)


def _concepts(holdings: Holdings, names: Names, _step: Step) -> Iterator[Node]:
    for edition in holdings.editions():
        yield from skos_nodes(edition, names)


def _rdf_forms(
    group: str, title: str, holds: str, nodes: Callable[[Holdings, Names, Step], Iterable[Node]]
) -> Iterator[Form]:
    labels = {"turtle": "Turtle", "jsonld": "JSON-LD", "ntriples": "N-Triples"}
    for name, (ending, media, writer) in rdf.RDF_FORMATS.items():

        def pieces(
            holdings: Holdings,
            names: Names,
            step: Step,
            writer: Callable[[Iterable[Node]], Iterator[str]] = writer,
        ) -> Iterator[str]:
            return writer(nodes(holdings, names, step))

        yield Form(f"{group}-{name}", group, f"{title}（{labels[name]}）", ending, media, holds, pieces)


_ALL = (
    *_rdf_forms(
        "rdf",
        "关联数据 RDF",
        "标准、编号、机构、分类、来源与每个值的出处、体系各版本、已登记的关联及其状态",
        _everything,
    ),
    *_rdf_forms("skos", "子体系词表 SKOS", "体系各版本的子体系：代码、名称、别名、上下级、层次", _concepts),
)
#: key → form
FORMS: dict[str, Form] = {form.key: form for form in _ALL}

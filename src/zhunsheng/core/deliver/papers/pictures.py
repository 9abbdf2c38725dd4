"""The 标准体系结构图: the whole, the framework and each module, as SVG, PDF, slides and a worksheet of shapes.

The code in each box is the 标准体系编号 that the 明细表 repeats.
"""

from __future__ import annotations

import dataclasses
import re

from zhunsheng.core.deliver.diagrams import framework_picture, structure_picture
from zhunsheng.core.deliver.diagrams.picture import Picture
from zhunsheng.core.deliver.drawings import Drawing, to_pdf, to_pptx, to_xlsx_drawing
from zhunsheng.core.deliver.drawings.words import printable
from zhunsheng.core.deliver.papers.dossier import Dossier
from zhunsheng.core.deliver.tree import SystemTree

__all__ = ["drawings_of", "overall_drawings", "write_pictures"]

_NAME = "标准体系结构图"


def write_pictures(dossier: Dossier) -> list[tuple[str, bytes]]:
    """All pictures: one PDF, one pptx, one xlsx of every sheet, and an SVG of each picture."""
    drawings = drawings_of(dossier)
    paper, author = dossier.settings.paper, "、".join(dossier.system.issuers)
    files = [
        (f"{_NAME}.pdf", to_pdf(drawings, paper=paper, author=author)),
        (f"{_NAME}.pptx", to_pptx(drawings, paper=paper, author=author)),
        (f"{_NAME}.xlsx", to_xlsx_drawing(drawings, paper=paper, author=author)),
    ]
    for number, drawing in enumerate(drawings, 1):
        svg = drawing.picture.svg(standalone=True, caption=drawing.caption)
        title = re.sub(r'[\\/:*?"<>|\s]+', "_", printable(drawing.title))[:60]
        files.append((f"图{number:02d}-{title}.svg", printable(svg).encode()))
    return files


def drawings_of(dossier: Dossier) -> list[Drawing]:
    """The whole, the framework, then each module that has parts, each with where it comes from below."""
    tree = dossier.tree
    drawings = overall_drawings(dossier)
    for module in tree.modules:
        if tree.children(module.code):
            name = f"{module.code} {module.name}"
            picture = module_picture(dossier, module.code, name)
            drawings.append(Drawing(picture, f"{name}结构图", drawings[0].caption))
    return drawings


def overall_drawings(dossier: Dossier) -> list[Drawing]:
    """The whole and the framework."""
    caption = (
        f"{dossier.system.title} {dossier.label} · 内容哈希 {dossier.hash[:16]} · {dossier.day} · "
        "框中编号即标准明细表的标准体系编号；虚线框：清单中尚无项"
    )
    return [
        Drawing(structure_picture(dossier.tree), "标准体系结构图", caption),
        Drawing(framework_picture(dossier.tree), "标准体系框架图", caption),
    ]


def module_picture(dossier: Dossier, code: str, name: str) -> Picture:
    """The structure of one module: the same picture over the part of the tree below it."""
    system, tree = dossier.system, dossier.tree
    kept = {code, *(one.code for one in tree.below(code))}
    part = dataclasses.replace(
        system,
        subsystems=[one for one in tree.by_code.values() if one.code in kept],
        planned_standards=[item for item in system.planned_standards if item.subsystem in kept],
    )
    return structure_picture(SystemTree(part), title=name)

"""Which papers there are, and making any of them: name → files."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from zhunsheng.core.deliver.papers.dossier import Dossier

__all__ = ["PAPERS", "Made", "Paper", "PaperError", "make_papers", "papers_named"]

Progress = Callable[[int, str], None]


class PaperError(ValueError):
    """A paper that cannot be made, or is none; the message says in Chinese why and what to do."""


@dataclass(slots=True, frozen=True)
class Paper:
    """A paper: its Chinese name, and the function (module:name below this package) that gives its files."""

    name: str
    about: str
    maker: str
    usual: bool = True


@dataclass(slots=True, frozen=True)
class Made:
    """One file that was made. ``paper`` is the name of its paper, ``name`` that of the file."""

    paper: str
    name: str
    data: bytes


PAPERS: dict[str, Paper] = {
    paper.name: paper
    for paper in (
        Paper(
            "标准体系结构图", "svg、pdf，可改的 pptx 与 xlsx：全部、框架与各模块", "pictures:write_pictures"
        ),
        Paper("标准明细表", "xlsx：全部一张，每个模块一张，可改后取回", "detail:write_detail"),
        Paper("标准统计表", "xlsx：应有数与现有数，公式随改随算", "statistics:write_statistics"),
        Paper("编制说明", "docx：十节，数与表由体系填入，只有人能写的地方有提示", "report:write_report"),
        Paper("指南草案", "docx、md：下一版草案，与前一版不同之处作修订标记", "guide:write_guide_draft"),
        Paper("年度进展报告", "docx、xlsx：一个期间的目标、阶段、缺口与变化", "progress:write_progress"),
        Paper(
            "行业应用指南",
            "docx：一个类别适用什么、将有什么、怎样开始；须选定类别",
            "industry:write_industry",
            usual=False,
        ),
    )
}
_ENDINGS = {"标准明细表": "xlsx", "标准统计表": "xlsx", "编制说明": "docx"}


def papers_named(only: Sequence[str]) -> list[Paper]:
    """The papers of these names in their fixed order; the usual ones where none is named.

    Raises :class:`PaperError` for a name that is none.
    """
    unknown = [name for name in only if name not in PAPERS]
    if unknown:
        raise PaperError(f"没有“{'、'.join(unknown)}”这种成果。可选：{'、'.join(PAPERS)}。")
    wanted = set(only) or {paper.name for paper in PAPERS.values() if paper.usual}
    return [paper for paper in PAPERS.values() if paper.name in wanted]


def make_papers(dossier: Dossier, only: Sequence[str] = (), progress: Progress | None = None) -> list[Made]:
    """Make the papers; ``progress`` hears (percent, what is being made) before each."""
    papers = papers_named(only)
    made: list[Made] = []
    for place, paper in enumerate(papers):
        if progress is not None:
            progress(100 * place // len(papers), f"编制{paper.name}")
        module, _, function = paper.maker.partition(":")
        maker = getattr(importlib.import_module(f"zhunsheng.core.deliver.papers.{module}"), function)
        result = maker(dossier)
        files = result if isinstance(result, list) else [(f"{paper.name}.{_ENDINGS[paper.name]}", result)]
        made += [Made(paper.name, name, data) for name, data in files]
    return made

"""Layers and figures: chains of names, what runs through them, captions and references."""

from __future__ import annotations

import pytest

from zhunsheng.core.guide.model import GuideDocument
from zhunsheng.core.guide.read import read_guide


def guide(structure: str) -> GuideDocument:
    text = f"""示例省石墨标准体系建设指南
一、总体要求
到2028年，发布标准20项。
二、体系结构
{structure}
三、重点方向
（一）基础标准
1.术语标准
规范石墨材料的名词术语和定义。
（二）应用标准
1.电极标准
规范电极的尺寸、性能和检验规则。
（三）治理标准
1.安全标准
规范石墨生产的安全要求和检验。
"""
    return read_guide(text.encode(), name="guide.txt")


CHAINS = {
    "形成“基础层—技术层—应用层—治理层”的递进结构。": ["基础层", "技术层", "应用层", "治理层"],
    "石墨产业链包括基础层、框架层、模型层、应用层。": ["基础层", "框架层", "模型层", "应用层"],
    "体系呈“三横两纵”结构，横向分为感知层、平台层、应用层，纵向为安全保障。": ["感知层", "平台层", "应用层"],
    "体系由感知层、网络层、平台层和应用层组成。": ["感知层", "网络层", "平台层", "应用层"],
    "体系架构自下而上依次为“感知层”“平台层”“应用层”。": ["感知层", "平台层", "应用层"],
    "分为感知层→传输层→应用层。": ["感知层", "传输层", "应用层"],
    "由基础层及应用层构成。": ["基础层", "应用层"],
    "分为多层、各层之间相互支撑，层次清晰，面向基层、中层、高层人员。": [],
    "体系结构清晰，由三个部分组成。": [],
}


@pytest.mark.parametrize("text", CHAINS)
def test_chains(text: str) -> None:
    read = guide(text)
    assert [item.name for item in read.layers] == CHAINS[text]
    for item in read.layers:
        assert item.name in read.lines[item.source.line_start - 1]


def test_modules_lie_in_layers_as_a_guess() -> None:
    layers = {item.name: item for item in guide("形成“基础层—应用层—治理层”的结构。").layers}
    assert {name: item.members for name, item in layers.items()} == {
        "基础层": ["A"],
        "应用层": ["B"],
        "治理层": ["C"],
    }
    assert all(item.guesses for item in layers.values())


def test_governance_at_the_end_runs_through_the_others() -> None:
    last = guide("形成“基础层—应用层—治理层”的结构。").layers[-1]
    assert [guess.confidence for guess in last.guesses if guess.field == "cross_cutting"] == [0.6]


def test_a_layer_said_to_run_through_the_others() -> None:
    read = guide("分为安全层、基础层、应用层，其中安全层贯穿各层。")
    told = {item.name: [g.field for g in item.guesses if g.field == "cross_cutting"] for item in read.layers}
    assert told == {"安全层": ["cross_cutting"], "基础层": [], "应用层": []}


FIGURES = {
    "体系结构如图 1 所示。\n图 1 示例省石墨标准体系结构图": ("示例省石墨标准体系结构图", 1),
    "体系结构见图1。\n图1 中国石墨标准体系框架": ("中国石墨标准体系框架", 1),
    "体系结构见图1。\n图1 为民服务标准体系框架": ("为民服务标准体系框架", 1),
    "图 1 为石墨标准体系的结构\n体系分为三个部分。": ("", 1),
    "图1和图2\n给出了体系结构。": ("", 1),
}


@pytest.mark.parametrize("text", FIGURES)
def test_captions_and_references(text: str) -> None:
    title, references = FIGURES[text]
    figure = guide(text).figures[0]
    assert (figure.title, len(figure.referred)) == (title, references)
    assert (figure.source is not None) == bool(title)
    assert not figure.present

"""The pictures of a standards system and of its relations, as inline SVG text."""

from zhunsheng.core.deliver.diagrams.chart import Chart
from zhunsheng.core.deliver.diagrams.chord import chord_picture
from zhunsheng.core.deliver.diagrams.framework import framework_picture
from zhunsheng.core.deliver.diagrams.heat import heat_picture
from zhunsheng.core.deliver.diagrams.picture import Picture
from zhunsheng.core.deliver.diagrams.sankey import sankey_picture
from zhunsheng.core.deliver.diagrams.structure import structure_picture

__all__ = [
    "Chart",
    "Picture",
    "chord_picture",
    "framework_picture",
    "heat_picture",
    "sankey_picture",
    "structure_picture",
]

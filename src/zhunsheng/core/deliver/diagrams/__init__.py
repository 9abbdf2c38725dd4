"""The two pictures of a standards system, as inline SVG text: its structure and its layered framework."""

from zhunsheng.core.deliver.diagrams.framework import framework_picture
from zhunsheng.core.deliver.diagrams.picture import Picture
from zhunsheng.core.deliver.diagrams.structure import structure_picture

__all__ = ["Picture", "framework_picture", "structure_picture"]

"""Word documents made for tests: a container written part by part, so that every XML feature can be tried."""

from __future__ import annotations

import io
import zipfile

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def relations(**targets: str) -> str:
    """A .rels part: kind → target."""
    items = "".join(
        f'<Relationship Id="r{kind}" Type="{_KIND}{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'


def part(root: str, content: str) -> str:
    """An XML part with all namespaces declared."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {NAMESPACES}>{content}</w:{root}>'


def package(body: str, **parts: str) -> bytes:
    """A .docx whose body is ``body``; ``parts`` are styles, numbering, footnotes … by name, or whole paths."""
    members = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": relations(officeDocument="word/document.xml"),
        "word/document.xml": part("document", f"<w:body>{body}<w:sectPr/></w:body>"),
        "word/_rels/document.xml.rels": relations(
            **{name: f"{name}.xml" for name in parts if "/" not in name}
        ),
    }
    for name, content in parts.items():
        members[name if "/" in name else f"word/{name}.xml"] = content if "/" in name else part(name, content)
    return zipped(members)


def zipped(members: dict[str, str | bytes]) -> bytes:
    """A zip file of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def p(text: str = "", style: str = "", number: tuple[int, int] | None = None, extra: str = "") -> str:
    """A paragraph; ``number`` is (numId, level)."""
    marks = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        marks += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{marks}{extra}</w:pPr>{r(text) if text else ''}</w:p>"


def r(text: str) -> str:
    """A run."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(content: str, marks: str = "") -> str:
    """A table cell; plain text becomes a paragraph."""
    return f"<w:tc><w:tcPr>{marks}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def tbl(*rows: str) -> str:
    """A table of rows, each the joined cells."""
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def lvl(place: int, style: str, text: str, extra: str = "") -> str:
    """A level of a list definition."""
    return f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{extra}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*lists: str, nums: str = "") -> str:
    """Content of numbering.xml: list definitions 1, 2 … and a list of the same number for each."""
    out = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{levels}</w:abstractNum>' for n, levels in enumerate(lists, 1)
    )
    out += "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, len(lists) + 1)
    )
    return out + nums

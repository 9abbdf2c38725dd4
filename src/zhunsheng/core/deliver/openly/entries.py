"""The shape of open data as JSON: these records are what the published schema is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

__all__ = [
    "FORMAT",
    "SCHEMA_ID",
    "BasisEntry",
    "BodyEntry",
    "EditionEntry",
    "EndEntry",
    "FactEntry",
    "LinkEntry",
    "NumberEntry",
    "OpenData",
    "PartyEntry",
    "PlannedEntry",
    "SourceEntry",
    "StandardEntry",
    "SubsystemEntry",
    "TargetEntry",
    "VoiceEntry",
    "schema",
]

FORMAT = 1
SCHEMA_ID = "urn:zhunsheng:schema:open-data:1"
_CONFIG = {"extra": "forbid"}


@dataclass(slots=True)
class SourceEntry:
    """来源：谁说的。"""

    __pydantic_config__ = _CONFIG
    iri: str
    code: str
    name: str
    grade: Literal["A", "B", "C", "memory", "person", ""]
    url: str
    date: str
    licence: str


@dataclass(slots=True)
class BodyEntry:
    """机构、技术委员会或个人。"""

    __pydantic_config__ = _CONFIG
    iri: str
    name: str
    kind: Literal["organisation", "committee", "person"]
    abbreviations: list[str]


@dataclass(slots=True)
class VoiceEntry:
    """一个来源对一个值的说法；agrees 为真即与采用的值一致。"""

    __pydantic_config__ = _CONFIG
    source: str
    grade: Literal["A", "B", "C", "memory", "person", ""]
    value: str
    agrees: bool
    date: str
    place: str
    evidence: str


@dataclass(slots=True)
class FactEntry:
    """一个值：采用的（没有采用的为空）、核实状态、全部说法。"""

    __pydantic_config__ = _CONFIG
    field: str
    value: str
    state: Literal["verified", "official", "trade", "unverified", "contradicted"]
    contested: bool
    voices: list[VoiceEntry]


@dataclass(slots=True)
class NumberEntry:
    """一个编号及其种类。"""

    __pydantic_config__ = _CONFIG
    number: str
    kind: Literal["main", "joint", "plan", "former", "other"]


@dataclass(slots=True)
class PartyEntry:
    """一个机构或个人在标准中的角色。"""

    __pydantic_config__ = _CONFIG
    role: str
    name: str
    body: str


@dataclass(slots=True)
class StandardEntry:
    """一项标准。status 是由日期、阶段与代替关系推出的，status_basis 说明依据。"""

    __pydantic_config__ = _CONFIG
    iri: str
    number: str
    lineage: str
    title: str
    status: Literal["current", "upcoming", "superseded", "withdrawn", "draft", "unknown"]
    status_basis: str
    verification: Literal["verified", "official", "trade", "unverified", "contradicted"]
    contested: bool
    values: dict[str, str]
    numbers: list[NumberEntry]
    parties: list[PartyEntry]
    ics: list[str]
    ccs: list[str]
    facts: list[FactEntry]


@dataclass(slots=True)
class EndEntry:
    """关联的一端；known 为假即本数据里只有它的编号。system、edition 只用于体系之内的对象。"""

    __pydantic_config__ = _CONFIG
    iri: str
    kind: Literal["standard", "planned", "subsystem", "system", "basis", "project", "case"]
    ref: str
    label: str
    system: str
    edition: str
    known: bool


@dataclass(slots=True)
class LinkEntry:
    """一条关联，只写存储的方向：subject type target。system、edition 为它所属的版本，标准之间本来的关联为空。"""

    __pydantic_config__ = _CONFIG
    iri: str
    subject: EndEntry
    type: str
    target: EndEntry
    status: Literal["confirmed", "suggested"]
    origin: str
    degree: str
    said: str
    sources: list[str]
    confidence: float | None
    evidence: list[str]
    subject_clause: str
    target_clause: str
    valid_from: str
    valid_to: str
    system: str
    edition: str


@dataclass(slots=True)
class SubsystemEntry:
    """一个子体系。"""

    __pydantic_config__ = _CONFIG
    iri: str
    code: str
    name: str
    parent: str | None
    level: int
    topics: list[str]
    line: int


@dataclass(slots=True)
class PlannedEntry:
    """清单中的一行。"""

    __pydantic_config__ = _CONFIG
    iri: str
    key: str
    number: str
    name: str
    subsystem: str | None
    urgency: str
    identifier: str
    status: str
    line: int


@dataclass(slots=True)
class BasisEntry:
    """一条构建依据。"""

    __pydantic_config__ = _CONFIG
    iri: str
    kind: str
    title: str
    document_number: str
    identifier: str
    line: int


@dataclass(slots=True)
class TargetEntry:
    """一项目标指标。"""

    __pydantic_config__ = _CONFIG
    iri: str
    name: str
    comparator: Literal[">=", ">", "=", "<=", "<"]
    value: float
    unit: str
    year: int | None
    line: int


@dataclass(slots=True)
class EditionEntry:
    """体系的一个版本；content_hash 是已发布内容的 SHA-256。"""

    __pydantic_config__ = _CONFIG
    iri: str
    system: str
    key: str
    name: str
    title: str
    label: str
    guide_status: str
    issuers: list[str]
    content_hash: str
    published: str
    subsystems: list[SubsystemEntry]
    planned: list[PlannedEntry]
    bases: list[BasisEntry]
    targets: list[TargetEntry]


@dataclass(slots=True)
class OpenData:
    """准绳的开放数据。as_of 是所含内容最近一次改动的日子。"""

    __pydantic_config__ = _CONFIG
    format: Literal["zhunsheng-open-data"]
    version: Literal[1]
    base: str
    as_of: str
    sources: list[SourceEntry]
    bodies: list[BodyEntry]
    standards: list[StandardEntry]
    links: list[LinkEntry]
    editions: list[EditionEntry]


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document."""
    from pydantic import TypeAdapter

    made: dict[str, Any] = TypeAdapter(OpenData).json_schema(mode="serialization")
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, **made}
    made["title"] = "准绳开放数据"
    return made

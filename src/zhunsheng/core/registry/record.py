"""What one source says of one standard: the shape in which every connector hands over its records.

Field names after GB/T 22373-2021 and those the national platform publishes. Nothing here is resolved: two sources
of one standard are two records, and what follows from both is worked out in ``core/registry/resolve``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from zhunsheng.core.relations.vocabulary import relation_types

__all__ = [
    "BODY_ROLES",
    "RELATION_TYPES",
    "TEXT_FIELDS",
    "Repair",
    "StatedParty",
    "StatedRecord",
    "StatedRelation",
]

#: plain values of a record by name; dates are ISO dates as exact as the source is: ``2009``, ``2009-06``, ``2009-06-03``
TEXT_FIELDS: dict[str, str] = {
    "title_zh": "中文标准名称",
    "title_en": "英文标准名称",
    "title_fr": "法文标准名称",
    "title_ja": "日文标准名称",
    "scope": "适用范围",
    "level": "标准层级",
    "nature": "标准性质",
    "category": "标准类别",
    "doctype": "文献类型",
    "issued": "发布日期",
    "implemented": "实施日期",
    "withdrawn": "废止日期",
    "reviewed": "上次复审日期",
    "review_result": "上次复审结论",
    "status": "标准状态",
    "stage": "阶段代码",
    "edition": "版次",
    "pages": "页数",
    "language": "语种",
    "record_number": "备案号",
    "record_notice": "备案公告",
    "industry": "行业分类",
    "url": "网页",
    "note": "备注",
}
#: how bodies and persons take part
BODY_ROLES: dict[str, str] = {
    "issuer": "发布单位",
    "co_issuer": "联合发布单位",
    "competent": "主管部门",
    "administrator": "归口单位",
    "executor": "执行单位",
    "proposer": "提出单位",
    "drafter": "起草单位",
    "person": "起草人",
    "committee": "技术委员会",
    "publisher": "出版单位",
}
#: the types the registry keeps, from the vocabulary of relations: stored direction only, read "subject TYPE target"
RELATION_TYPES: dict[str, tuple[str, str]] = {
    kind.key: (kind.forward, kind.backward) for kind in relation_types().values() if kind.catalogue
}


class Repair(NamedTuple):
    """One cleaning done to a printed value: what stood there, what it became, and why (Chinese)."""

    field: str
    before: str
    after: str
    reason: str


class StatedRelation(NamedTuple):
    """``subject TYPE target`` as one source states it, already in our direction; ``said`` is the source's own word."""

    type: str
    target: str
    degree: str = ""
    said: str = ""
    #: true where the standard of the record is the target and ``target`` is the subject
    inverse: bool = False


class StatedParty(NamedTuple):
    """A body or person in a role, under the name printed."""

    role: str
    name: str


@dataclass(slots=True)
class StatedRecord:
    """What one source says of one standard.

    ``local_id`` is the source's own key of the record (a file name, an id, else the number) and unique within the
    source; ``place`` tells a person where it stands (``iso.jsonl 第 12 行``). ``number`` is the main number as
    printed, ``other_numbers`` the further ones of the same text (joint numbers, plan numbers) as (kind, printed).
    ``values`` holds the fields of :data:`TEXT_FIELDS`, ``lists`` those with several values (``ics``, ``ccs``,
    ``keywords``).  ``printed`` keeps the source's own words where a value was changed into ours (status, dates).
    ``grades`` names values with another grade than their source has: field → ``A`` | ``B`` | ``C`` | ``memory``.
    """

    local_id: str
    place: str
    number: str
    values: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    other_numbers: tuple[tuple[str, str], ...] = ()
    relations: tuple[StatedRelation, ...] = ()
    parties: tuple[StatedParty, ...] = ()
    repairs: tuple[Repair, ...] = ()
    printed: dict[str, str] = field(default_factory=dict)
    grades: dict[str, str] = field(default_factory=dict)

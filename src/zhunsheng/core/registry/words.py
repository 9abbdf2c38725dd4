"""Words of the registry with their Chinese labels, and how the words of sources are read into them."""

from __future__ import annotations

from functools import lru_cache

__all__ = [
    "BODY_KINDS",
    "DEGREES",
    "GRADES",
    "GRADE_ORDER",
    "LEVELS",
    "NATURES",
    "STATUSES",
    "VERIFICATION_STATES",
    "WAITING",
    "level_word",
    "nature_word",
    "status_word",
]

#: how far a source can be trusted
GRADES: dict[str, str] = {
    "A": "官方",
    "B": "行业网页",
    "C": "未经核实的记录",
    "memory": "凭记忆",
    "person": "人工核实",
}
#: the smaller, the more it counts
GRADE_ORDER: dict[str, int] = {"person": 0, "A": 1, "B": 2, "C": 3, "memory": 4}
STATUSES: dict[str, str] = {
    "current": "现行",
    "upcoming": "即将实施",
    "superseded": "被代替",
    "withdrawn": "废止",
    "draft": "在研",
    "unknown": "不明",
}
LEVELS: dict[str, str] = {
    "national": "国家标准",
    "sector": "行业标准",
    "local": "地方标准",
    "group": "团体标准",
    "enterprise": "企业标准",
    "international": "国际标准",
    "regional": "区域标准",
    "foreign": "国外标准",
}
NATURES: dict[str, str] = {"mandatory": "强制性", "recommended": "推荐性", "guidance": "指导性技术文件"}
VERIFICATION_STATES: dict[str, str] = {
    "verified": "已人工核实",
    "official": "官方来源",
    "trade": "行业网页来源",
    "unverified": "未核实",
    "contradicted": "来源矛盾",
}
#: those of which a person should look at the values, contradictions first
WAITING = ("contradicted", "unverified", "trade")
BODY_KINDS: dict[str, str] = {"organisation": "机构", "committee": "技术委员会", "person": "个人"}
#: degrees of adoption; NEQ is no adoption in the sense of GB/T 1.2
DEGREES: dict[str, str] = {"IDT": "等同采用", "MOD": "修改采用", "NEQ": "非等效"}

_STATUS_WORDS: dict[str, str] = {
    **{label: code for code, label in STATUSES.items()},
    "有效": "current",
    "现行有效": "current",
    "作废": "withdrawn",
    "已废止": "withdrawn",
    "已作废": "withdrawn",
    "已被代替": "superseded",
    "被替代": "superseded",
    "部分被代替": "current",
    "未实施": "upcoming",
    "尚未实施": "upcoming",
    "制定中": "draft",
    "修订中": "current",
    "正在起草": "draft",
    "征求意见": "draft",
    "published": "current",
    "active": "current",
    "approved": "current",
    "valid": "current",
    "in force": "current",
    "confirmed": "current",
    "revised": "superseded",
    "replaced": "superseded",
    "obsolete": "withdrawn",
    "obsoleted": "withdrawn",
    "deleted": "withdrawn",
    "cancelled": "withdrawn",
    "inactive": "withdrawn",
    "abolished": "withdrawn",
    "terminated": "withdrawn",
    "in preparation": "draft",
}
_LEVEL_WORDS: dict[str, str] = {
    **{label: code for code, label in LEVELS.items()},
    **{label.removesuffix("标准"): code for code, label in LEVELS.items()},
    "industry": "sector",
}
_NATURE_WORDS: dict[str, str] = {
    **{label: code for code, label in NATURES.items()},
    "强制": "mandatory",
    "强制性标准": "mandatory",
    "推荐": "recommended",
    "推荐性标准": "recommended",
    "指导性": "guidance",
    "指导": "guidance",
    "指导性文件": "guidance",
}


@lru_cache(maxsize=4096)
def status_word(said: str) -> str:
    """The status that a source's word means; "" where it is none we know."""
    return _read(said, STATUSES, _STATUS_WORDS)


@lru_cache(maxsize=4096)
def level_word(said: str) -> str:
    """The level that a source's word means; "" where it is none we know."""
    return _read(said, LEVELS, _LEVEL_WORDS)


@lru_cache(maxsize=4096)
def nature_word(said: str) -> str:
    """The nature that a source's word means; "" where it is none we know."""
    return _read(said, NATURES, _NATURE_WORDS)


def _read(said: str, codes: dict[str, str], words: dict[str, str]) -> str:
    plain = " ".join(said.split()).strip("。. ").lower()
    return plain if plain in codes else words.get(plain, "")

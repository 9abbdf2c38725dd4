"""What is on offer, as plain data: every file with what it holds, where it is, and its size once it has been made."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from ninja import Field, Schema

from zhunsheng.apps.openly.keeping import kept, state_of
from zhunsheng.apps.openly.making import names
from zhunsheng.apps.openly.queries import StoredHoldings, public_holdings, published_editions
from zhunsheng.core.deliver.openly.forms import FORMS, Form

__all__ = [
    "GROUPS",
    "FileOut",
    "LicenceOut",
    "OfferOut",
    "choices",
    "form_named",
    "holdings_named",
    "offer_plain",
]

#: group of forms → (heading, for whom)
GROUPS: dict[str, tuple[str, str]] = {
    "open-data": ("一次取全", "放到数据开放平台或存档"),
    "json": ("JSON", "写程序"),
    "csv": ("表格 CSV", "Excel 筛选；节点与关联两张表也供 Gephi 导入"),
    "graphml": ("关联图 GraphML", "Gephi、yEd、NetworkX"),
    "rdf": ("关联数据 RDF", "知识图谱；类与属性按 GB/T 48000.3—2026 的名称，不声称逐条符合"),
    "skos": ("子体系词表 SKOS", "作为分类法使用"),
    "relaton": ("书目 Relaton", "文献管理与标准书目工具"),
}


class FileOut(Schema):
    """One file."""

    key: str = Field(description="代号")
    group: str = Field(description="哪一类")
    title: str = Field(description="名称")
    name: str = Field(description="文件名")
    media: str = Field(description="媒体类型")
    holds: str = Field(description="里面有什么")
    address: str = Field(description="下载地址")
    bytes: int | None = Field(description="字节数；还没有人取过时为 null")
    sha256: str | None = Field(description="SHA-256；还没有人取过时为 null")


class LicenceOut(Schema):
    """The licence of a source."""

    source: str = Field(description="来源代号")
    name: str = Field(description="来源")
    licence: str = Field(description="许可；空为未知")


class OfferOut(Schema):
    """What is on offer."""

    base: str = Field(description="标识的开头")
    as_of: str = Field(description="内容最近一次改动的日子；没有内容时为空")
    system: str = Field(description="所选的体系；空为全部")
    edition: str = Field(description="所选的版本；空为全部")
    standards: int = Field(description="标准数")
    editions: list[str] = Field(description="所含的体系版本")
    files: list[FileOut]
    licences: list[LicenceOut]


def choices(user: Any) -> list[tuple[str, str]]:
    """The published editions one may ask for alone: (``slug/key``, what people call it)."""
    return [
        (f"{edition.system.slug}/{edition.key}", f"{edition.system.name} {edition.display_label}")
        for edition in published_editions(user)
    ]


def holdings_named(slug: str, key: str) -> StoredHoldings | None:
    """What is asked for, as a visitor may have it; None where there is no such edition."""
    try:
        return public_holdings(None, slug, key)
    except ObjectDoesNotExist:
        return None


def form_named(name: str) -> Form | None:
    """The form of this file name."""
    return next((form for form in FORMS.values() if form.name == name), None)


def offer_plain(holdings: StoredHoldings, slug: str = "", key: str = "") -> dict[str, Any]:
    """:class:`OfferOut`."""
    state = state_of(holdings)
    asked = {name: value for name, value in (("system", slug), ("edition", key)) if value}
    query = f"?{urlencode(asked)}" if asked else ""
    files = []
    for form in FORMS.values():
        found = kept(form, state)
        files.append(
            {
                "key": form.key,
                "group": form.group,
                "title": form.title,
                "name": form.name,
                "media": form.media,
                "holds": form.holds,
                "address": reverse("openly:file", args=[form.name]) + ("" if form.still else query),
                "bytes": found.bytes if found else None,
                "sha256": found.sha256 if found else None,
            }
        )
    return {
        "base": names().base,
        "as_of": holdings.as_of(),
        "system": slug,
        "edition": holdings.chosen[0].key if slug else "",
        "standards": holdings.count(),
        "editions": [f"{one.system.name} {one.display_label}" for one in holdings.chosen],
        "files": files,
        "licences": [
            {"source": one.code, "name": one.name, "licence": one.licence}
            for one in holdings.sources()
            if one.url or one.licence or one.date
        ],
    }

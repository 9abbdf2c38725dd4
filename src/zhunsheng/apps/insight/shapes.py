"""Shapes of what the interface to relations hands out and takes in."""

from __future__ import annotations

from ninja import Field, Schema

__all__ = [
    "AroundOut",
    "ChangesOut",
    "DecidedOut",
    "DecisionIn",
    "HealthOut",
    "ImpactOut",
    "KeptLinkOut",
    "LinkIn",
    "LinksOut",
    "MatrixCell",
    "MatrixOut",
    "PathOut",
    "ResolutionIn",
    "ReviewOut",
    "StepOut",
    "SuggestedOut",
    "ThingOut",
    "UndoIn",
]

_NO_NUL = r"^[^\x00]*$"


class ThingOut(Schema):
    """One end of links."""

    end: str = Field(description="种类:编号，可作 end、from、to 参数")
    kind: str
    kind_label: str
    number: str | None = Field(None, description="标准编号或清单序号")
    code: str | None = Field(None, description="子体系代码")
    title: str
    module: str = Field(description="所在模块的代码；标准按归类，见 placed")
    status: str = Field(description="标准的状态；其余为空")
    address: str


class StepOut(Schema):
    """One link in its stored direction."""

    subject: ThingOut
    type: str
    label: str
    target: ThingOut
    status: str
    status_label: str
    origin: str
    origin_label: str
    degree: str
    valid_from: str
    valid_to: str
    link: int | None = Field(None, description="留存关联的编号；目录与归类中的没有")
    said: str = Field(description="整句")


class NearStep(StepOut):
    """A link near a thing."""

    distance: int


class MatrixCell(Schema):
    """Links from one module to another."""

    start: str = Field(alias="from", serialization_alias="from")
    end: str = Field(alias="to", serialization_alias="to")
    confirmed: dict[str, int]
    suggested: dict[str, int]
    strength: int


class ModuleNamed(Schema):
    """A module."""

    code: str
    name: str


class MatrixOut(Schema):
    """Links counted between modules."""

    modules: list[ModuleNamed]
    cells: list[MatrixCell]
    confirmed: dict[str, int] = Field(description="各类型已确认的条数，每条只计一次")
    suggested: dict[str, int]
    open: int = Field(description="留存的关联中待确认的条数")


class LinksOut(Schema):
    """A page of the list of links."""

    total: int
    items: list[StepOut]
    next: str | None


class AroundOut(Schema):
    """The neighbourhood of a thing."""

    thing: ThingOut
    steps: int
    cut: bool = Field(description="关联太多，没有全部列出")
    items: list[NearStep]


class ReachOut(ThingOut):
    """A thing that is reached."""

    distance: int
    certain: bool = Field(description="只经已确认的关联可达")
    path: list[tuple[str, str, str]] = Field(description="缘由：每步为 [起点, 类型, 终点]，按存储的方向")
    said: list[str] = Field(description="缘由，整句")


class ImpactOut(Schema):
    """What a change reaches, nearest first."""

    thing: ThingOut
    change: str
    advice: str
    instead: list[ThingOut] = Field(description="代替它的")
    inside: list[ThingOut] = Field(description="它自己包含的，算作一起变动")
    total: int
    cut: bool
    items: list[ReachOut]


class PathOut(Schema):
    """The way between two things."""

    start: ThingOut = Field(alias="from", serialization_alias="from")
    end: ThingOut = Field(alias="to", serialization_alias="to")
    found: bool
    items: list[StepOut]


class RingOut(Schema):
    """Links that come back to where they started."""

    type: str
    label: str
    items: list[StepOut]


class HubOut(ThingOut):
    """A thing with many links."""

    links: int


class TensionOut(Schema):
    """A tension without a resolution."""

    link: int
    said: str


class OutdatedOut(Schema):
    """A standard cited, adopted or taken as a basis that was replaced or withdrawn."""

    rule: str
    title: str
    subject: ThingOut
    target: ThingOut
    instead: list[ThingOut] = Field(description="现在代替它的；没有查到时为空")
    said: str


class HealthOut(Schema):
    """What deserves a look."""

    outdated: list[OutdatedOut]
    rings: list[RingOut]
    tensions: list[TensionOut]
    orphans: list[ThingOut]
    hubs: list[HubOut]


class ChangedStep(StepOut):
    """A link of another status than before."""

    was: str


class ChangesOut(Schema):
    """Links that came, went or changed their status since an earlier edition."""

    since: str
    added: list[StepOut]
    removed: list[StepOut]
    changed: list[ChangedStep]


class EvidenceOut(Schema):
    """What shows a link."""

    kind: str
    text: str
    line_start: int | None = None
    line_end: int | None = None
    clause: str = ""
    source: str = ""
    grade: str = ""
    score: float | None = None


class KeptLinkOut(Schema):
    """A kept link with its evidence and decision."""

    id: int
    subject: ThingOut
    type: str
    label: str
    target: ThingOut
    said: str
    status: str
    status_label: str
    origin: str
    origin_label: str
    rule: str
    rule_label: str
    confidence: float
    evidence: list[EvidenceOut]
    subject_clause: str
    target_clause: str
    degree: str
    valid_from: str
    valid_to: str
    reason: str
    resolution: str
    by: str
    at: str
    decision: str | None


class ReviewOut(Schema):
    """A page of the queue."""

    total: int
    items: list[KeptLinkOut]
    next: str | None


class DecisionIn(Schema):
    """A decision on kept links."""

    verdict: str = Field(pattern="^(confirm|reject)$", description="confirm 确认，reject 否定")
    links: list[int] = Field(min_length=1, max_length=2000, description="关联的编号")
    reason: str = Field("", max_length=2000, pattern=_NO_NUL, description="否定的理由")


class UndoIn(Schema):
    """Which decision is undone."""

    decision: str = Field("", max_length=64, pattern=_NO_NUL, description="决定的标识；不写为自己最近的一次")


class DecidedOut(Schema):
    """What a decision changed."""

    decision: str | None
    count: int


class SuggestedOut(Schema):
    """The job that looks for links."""

    job: str
    state: str


class LinkIn(Schema):
    """A link that a person states."""

    subject: str = Field(
        min_length=1, max_length=300, pattern=_NO_NUL, description="主体：种类:编号，或编号、代码、序号、名称"
    )
    type: str = Field(min_length=1, max_length=32, pattern=_NO_NUL, description="关联类型的键")
    target: str = Field(min_length=1, max_length=300, pattern=_NO_NUL, description="客体")
    evidence: str = Field("", max_length=2000, pattern=_NO_NUL, description="依据：原文或文件")
    url: str = Field("", max_length=2000, pattern=_NO_NUL, description="依据的网址")
    subject_clause: str = Field("", max_length=80, pattern=_NO_NUL)
    target_clause: str = Field("", max_length=80, pattern=_NO_NUL)
    degree: str = Field("", max_length=16, pattern=_NO_NUL)
    valid_from: str = Field("", max_length=10, pattern=_NO_NUL)
    valid_to: str = Field("", max_length=10, pattern=_NO_NUL)
    resolution: str = Field("", max_length=2000, pattern=_NO_NUL)


class ResolutionIn(Schema):
    """How a tension is dealt with."""

    resolution: str = Field(min_length=1, max_length=2000, pattern=_NO_NUL, description="处理意见")

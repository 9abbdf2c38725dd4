"""Shapes of what the interface says of standards, with their Chinese descriptions. :mod:`.plain` fills them."""

from __future__ import annotations

from ninja import Field, Schema

__all__ = [
    "BodyOut",
    "Brief",
    "CitationOut",
    "FactOut",
    "FindingOut",
    "ImportProblemOut",
    "NumberOut",
    "PartOut",
    "PlacementOut",
    "RelationOut",
    "RunOut",
    "SourceOut",
    "StandardOut",
    "TimelineOut",
]


class Brief(Schema):
    """A standard in short."""

    id: int = Field(description="内部编号，不变")
    number: str = Field(description="标准编号，规范写法")
    title: str = Field(description="名称：有中文用中文，否则英文")
    title_zh: str
    title_en: str
    status: str = Field(
        description="状态：current 现行，upcoming 即将实施，superseded 被代替，withdrawn 废止，draft 在研，unknown 不明"
    )
    status_label: str
    level: str = Field(description="层级代码：national、sector、local、group、enterprise、international …")
    level_label: str
    issued: str = Field(description="发布日期，知道多少写多少：2025、2025-03、2025-03-28")
    implemented: str = Field(description="实施日期")
    verification: str = Field(
        description="核实状态：verified 已人工核实，official 官方来源，trade 行业网页来源，unverified 未核实，contradicted 来源矛盾"
    )
    verification_label: str
    contested: bool = Field(description="各来源有矛盾")
    address: str = Field(description="网页")
    api: str = Field(description="数据")


class Said(Schema):
    """Who says it."""

    source: str = Field(description="来源代号；person 为人工核实，derived 为推得，number 为由编号得知")
    source_name: str
    grade: str = Field(
        description="来源等级：A 官方，B 行业网页，C 未经核实的记录，memory 凭记忆，person 人工核实；推得的为空"
    )
    grade_label: str
    date: str = Field(description="来源数据的日期")
    place: str = Field(description="在来源中的位置")


class VersionOut(Said):
    """A value as one source gives it."""

    value: str
    printed: str = Field(description="来源的原话，与值不同时")
    chosen: bool = Field(description="采用的是这一个")
    agrees: bool = Field(description="与采用的值一致")
    evidence: str = Field(description="人工核实的证据网址")


class FactOut(Schema):
    """A field with the value that counts, who says so, and whatever else is said."""

    label: str = Field(description="字段的中文名")
    value: str
    value_label: str = Field(description="值的中文，值为代码时")
    state: str = Field(description="核实状态，同标准的 verification")
    state_label: str
    contested: bool = Field(description="有来源说法不同")
    sources: list[Said] = Field(description="支持采用的值的各来源")
    versions: list[VersionOut] = Field(description="全部说法，采用的在前")


class NumberOfStandard(Schema):
    """One of a standard's numbers."""

    number: str
    kind: str = Field(description="main 编号，joint 并列编号，plan 计划号，former 曾用编号，other 其他")
    kind_label: str


class PartOut(Schema):
    """A body or person with its part."""

    role: str
    role_label: str
    name: str
    body: int = Field(description="机构的内部编号")
    sources: list[Said]


class ClassOut(Schema):
    """A class of a standard."""

    scheme: str = Field(description="ics 或 ccs")
    code: str
    sources: list[Said]


class RelationOut(Schema):
    """A link as seen from this standard."""

    type: str = Field(description="种类：replaces、adopts、amends、cites …，总是从主动一方说")
    direction: str = Field(description="out：本标准是主动一方；in：另一端是主动一方")
    label: str = Field(description="从本标准读的中文：代替、被代替、采用 …")
    number: str = Field(description="另一端的编号")
    degree: str = Field(description="采用程度：IDT、MOD、NEQ")
    degree_label: str
    said: str = Field(description="来源的原话")
    standard: Brief | None = Field(description="另一端的标准；库中没有时为 null")
    sources: list[str] = Field(description="说出这一关系的来源")
    grades: list[str] = Field(description="这些来源的等级")


class PlacementOut(Schema):
    """A standard beside an item of a system."""

    id: int
    system: str = Field(description="体系简称")
    edition: str = Field(description="版本")
    kind: str = Field(description="planned 标准方向，subsystem 子体系")
    item: str = Field(description="对象的内部标识")
    item_label: str
    state: str = Field(description="suggested 待确认，confirmed 已确认，rejected 已否定")
    state_label: str = Field(description="状态的中文；待确认的只是相关，未经人确认")
    origin: str
    score: float | None = Field(description="词语相合的程度，0 到 1；不是正确的概率")
    evidence: list[str] = Field(description="依据")
    reason: str = Field(description="人给的理由")
    by: str = Field(description="谁确认或否定")
    gone: bool = Field(description="所指条目已不在本版；只告诉能看草稿的人")
    standard: Brief


class TimelineOut(Schema):
    """A point of a standard's life."""

    date: str
    kind: str
    label: str
    source: str
    number: str = Field(description="有关的另一标准")
    future: bool = Field(description="还没有到")


class FindingOut(Schema):
    """A breach of an integrity rule, or sources that disagree."""

    rule: str
    severity: str
    title: str
    field: str
    message: str


class StandardOut(Brief):
    """Everything known of a standard."""

    lineage: str = Field(description="不带年份的编号，各版次相同")
    year: int | None
    scope: str = Field(description="适用范围")
    withdrawn: str = Field(description="废止日期")
    status_why: str = Field(description="状态由何得出")
    numbers: list[NumberOfStandard] = Field(description="全部编号")
    fields: dict[str, FactOut] = Field(description="每个字段的值、来源、核实状态和全部说法")
    participants: list[PartOut] = Field(description="单位和人")
    classifications: list[ClassOut]
    relations: list[RelationOut] = Field(description="关联，两个方向")
    placements: list[PlacementOut] = Field(description="在各体系中的归类")
    editions: list[Brief] = Field(description="同一编号的各版次，旧的在前，含本标准")
    successors: list[Brief] = Field(description="不再现行时应改用的标准")
    timeline: list[TimelineOut]
    findings: list[FindingOut] = Field(description="完整性规则的发现")


class CitationOut(Schema):
    """A citation."""

    number: str
    style: str
    style_label: str
    text: str


class BodyOut(Schema):
    """An organisation, committee or person."""

    id: int
    name: str
    kind: str = Field(description="organisation 机构，committee 技术委员会，person 个人")
    kind_label: str
    abbreviations: list[str]
    standards: int = Field(description="参与的标准数")
    roles: dict[str, int] = Field(description="各角色的标准数")
    address: str


class SourceOut(Schema):
    """A source."""

    code: str
    name: str
    grade: str
    grade_label: str
    kind: str
    url: str
    date: str = Field(description="数据日期")
    licence: str = Field(description="许可")
    statements: dict[str, int] = Field(
        description="它说了多少条：listed 在列，gone 不再列出，withdrawn 已撤下"
    )


class RunOut(Schema):
    """One file being brought in."""

    uid: str
    source: str
    connector: str = Field(description="读法")
    file_name: str
    sha256: str
    state: str
    state_label: str
    taken: int = Field(description="已处理项数")
    done: float = Field(description="已读部分，0 到 1")
    counts: dict[str, int] = Field(description="结果：新增、变化、合并、问题等")
    rows_waiting: int = Field(description="还有多少行待修复")
    message: str
    by: str
    started_at: str
    finished_at: str | None


class ImportProblemOut(Schema):
    """A row that could not be taken whole."""

    id: int
    place: str
    column: str
    value: str
    problem: str
    mend: str
    row: dict[str, str]
    state: str
    state_label: str


class NumberOut(Schema):
    """What a text is, read as a number of a standard; parts that are not there are null."""

    input: str
    ok: bool = Field(description="是真实的标准编号；带占位符的读得出但不算")
    canonical: str | None = Field(description="规范写法")
    publisher: str | None = Field(description="标准代号，不带性质")
    kind: str | None = Field(description="性质或文件种类：T、Z、TR …")
    number: str | None
    part: str | None
    year: int | None
    stage: str | None = Field(description="草案阶段")
    supplement: str | None = Field(description="修改单、勘误")
    problem: str | None = Field(description="读得出但有问题，或为什么读不出")
    scheme: str | None = Field(None, description="编号体例")
    official: str | None = Field(None, description="发布机构自己的印法")
    lineage: str | None = Field(None, description="不带年份的匹配键")
    adoption: str | None = Field(None, description="写在编号旁的采用程度")
    link: str | None = Field(None, description="由编号可知的公开网页")

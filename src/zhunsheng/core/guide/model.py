"""Records read out of a guide. Printed and normalised values stand side by side; each knows its source lines.

The field names of the JSON that ``zhunsheng guide read`` prints are these field names.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = [
    "Basis",
    "Claim",
    "Commitment",
    "ContentsEntry",
    "Figure",
    "Guess",
    "GuideDocument",
    "Heading",
    "Layer",
    "LegendEntry",
    "Measure",
    "PlannedStandard",
    "Problem",
    "Promise",
    "Sighting",
    "SourceSpan",
    "Subsystem",
    "Target",
    "Topic",
    "Unclassified",
    "Urgency",
]


@dataclass(slots=True, frozen=True)
class SourceSpan:
    """Lines ``line_start``–``line_end`` (both included, from 1), and the page where the format has pages."""

    line_start: int
    line_end: int
    page: int | None = None


@dataclass(slots=True, frozen=True)
class Guess:
    """A value that is not simply printed: which field, why it was set so (Chinese), and how sure (0–1)."""

    field: str
    reason: str
    confidence: float


@dataclass(slots=True)
class Sighting:
    """One place where a subsystem is named. ``place``: body, list, contents, structure, figure or promise."""

    place: str
    printed_code: str | None
    printed_name: str
    source: SourceSpan


@dataclass(slots=True)
class Topic:
    """A named direction (方向) under a category: 技术评估、应用评估."""

    name: str
    printed_name: str
    scope: str
    source: SourceSpan


@dataclass(slots=True)
class Subsystem:
    """A box of the structure diagram: module (level 1), category (level 2) and deeper.

    ``code`` is normalised (upper case, half width), ``printed_code`` as printed or None where the code is only
    implied by order (``code_basis`` is then "implied"). ``name`` has no 标准/集群/模块 ending; ``group`` names an
    uncoded heading between parent and child (先进制造业集群). ``summary`` is what the structure chapter says of
    it, ``scope`` what its own chapter says.
    """

    code: str
    printed_code: str | None
    name: str
    printed_name: str
    level: int
    parent: str | None
    scope: str
    topics: list[str]
    source: SourceSpan
    code_basis: str = "printed"
    group: str | None = None
    abbreviation: str | None = None
    aliases: list[str] = field(default_factory=list)
    summary: str = ""
    scope_source: SourceSpan | None = None
    summary_source: SourceSpan | None = None
    topic_details: list[Topic] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)


@dataclass(slots=True)
class Urgency:
    """缓急程度 of one item. ``stars`` counts ★; ``tier`` is the legend's word for exactly this mark, or None.

    ``basis``: printed (in its own cell), merged (an explicitly merged cell covers it), absent (nothing printed).
    """

    printed: str
    stars: int | None
    tier: str | None
    basis: str


@dataclass(slots=True)
class PlannedStandard:
    """One row of the list. ``number`` is the printed 序号 (an int when it is all digits, else the text).

    ``subsystem`` is the normalised code of the deepest category the row belongs to. ``category_basis``: printed,
    merged (blank: as above), code (from the code's own letters) or absent. ``cells_slid`` is True where text
    stood in another column than its head. ``position`` counts rows from 1. ``extra`` keeps every other column
    under its printed head.
    """

    number: int | str | None
    subsystem: str | None
    name: str
    printed_name: str
    identifier: str | None
    urgency: Urgency
    source: SourceSpan
    position: int = 0
    printed_number: str = ""
    printed_identifier: str = ""
    printed_category: str = ""
    category_basis: str = "printed"
    status: str | None = None
    cells_slid: bool = False
    extra: dict[str, str] = field(default_factory=dict)
    guesses: list[Guess] = field(default_factory=list)


@dataclass(slots=True)
class Target:
    """A measurable goal: 形成 10 项团体标准. ``comparator`` is one of >= > = <= <.

    ``counts`` lists the kinds of standard the number counts (团体标准, 国家标准 …); ``year_basis``: printed (in the
    same sentence), document (the guide's own period), absent.
    """

    name: str
    comparator: str
    value: int | float
    unit: str
    year: int | None
    source: SourceSpan
    printed: str = ""
    year_basis: str = "printed"
    counts: list[str] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)


@dataclass(slots=True)
class Commitment:
    """A concrete undertaking inside a measure. ``kind`` is a key of content/vocabularies/commitments.yaml."""

    kind: str
    text: str
    source: SourceSpan


@dataclass(slots=True)
class Measure:
    """An implementing measure (组织实施, 保障措施) and what it commits to."""

    title: str
    commitments: list[str]
    source: SourceSpan
    printed_title: str = ""
    text: str = ""
    commitment_details: list[Commitment] = field(default_factory=list)


@dataclass(slots=True)
class Basis:
    """A law, policy or standard the guide rests on. ``kind``: law, national_policy, local_policy, standard, policy.

    ``truncated`` is True where the title's closing mark is missing or its text breaks off.
    """

    kind: str
    title: str
    document_number: str | None
    identifier: str | None
    source: SourceSpan
    printed: str = ""
    printed_kind: str = ""
    note: str | None = None
    truncated: bool = False


@dataclass(slots=True)
class LegendEntry:
    """What one urgency mark means."""

    mark: str
    stars: int | None
    tier: str
    meaning: str
    source: SourceSpan


@dataclass(slots=True)
class Layer:
    """A named layer (基础层) and the codes of the modules taken to lie in it (a guess, with its reason)."""

    name: str
    members: list[str]
    source: SourceSpan
    guesses: list[Guess] = field(default_factory=list)


@dataclass(slots=True)
class Figure:
    """``图 N``: its caption, where the text refers to it, and whether a picture or its text is there at all."""

    number: str
    title: str
    source: SourceSpan | None
    referred: list[SourceSpan] = field(default_factory=list)
    present: bool = False
    text: str = ""


@dataclass(slots=True)
class Claim:
    """A count the text states: "十二个领域" of module C. ``subject`` is a code, or None for the whole document."""

    printed: str
    value: int
    noun: str
    subject: str | None
    source: SourceSpan


@dataclass(slots=True)
class Promise:
    """Names that a text says a subsystem contains. ``place``: structure (the overview chapter) or body."""

    subject: str
    names: list[str]
    place: str
    source: SourceSpan


@dataclass(slots=True)
class Heading:
    """A heading of the outline. ``numbering`` as printed ("（一）"), ``level`` from 1.

    ``kind`` is the kind of chapter (a key of content/vocabularies/reading.yaml, or ""); ``text`` is the prose of
    its own lines that was not read into any value.
    """

    level: int
    numbering: str
    title: str
    source: SourceSpan
    kind: str = ""
    text: str = ""


@dataclass(slots=True)
class ContentsEntry:
    """A line of the table of contents. ``page_label`` as printed."""

    numbering: str
    title: str
    page_label: str
    source: SourceSpan


@dataclass(slots=True)
class Unclassified:
    """Text that belongs to no known structure, kept whole."""

    text: str
    source: SourceSpan


@dataclass(slots=True)
class Problem:
    """Something the reader or parser met and could not settle alone. ``severity``: error, warning or note."""

    message: str
    lines: list[int]
    code: str = ""
    severity: str = "warning"


@dataclass(slots=True)
class GuideDocument:
    """Everything read out of one guide. ``lines`` (the source text) is not part of the printed JSON."""

    title: str
    edition: str
    status: str
    issuers: list[str]
    sha256: str
    subsystems: list[Subsystem] = field(default_factory=list)
    planned_standards: list[PlannedStandard] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    bases: list[Basis] = field(default_factory=list)
    legend: list[LegendEntry] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    printed_title: str = ""
    media: str = ""
    encoding: str | None = None
    title_source: SourceSpan | None = None
    figures: list[Figure] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    outline: list[Heading] = field(default_factory=list)
    contents: list[ContentsEntry] = field(default_factory=list)
    unclassified: list[Unclassified] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    pages: list[int | None] = field(default_factory=list)

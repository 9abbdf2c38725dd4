"""Standards, their numbers, what is said of them, and how they hang together."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.db.models.functions import Least, Length, Substr
from django.db.models.lookups import GreaterThanOrEqual

from zhunsheng.apps.registry.models.imports import ImportRun, Source
from zhunsheng.core.registry.record import BODY_ROLES, RELATION_TYPES
from zhunsheng.core.registry.words import BODY_KINDS, LEVELS, NATURES, STATUSES, VERIFICATION_STATES

__all__ = [
    "Body",
    "BodyTally",
    "Classification",
    "Finding",
    "Identifier",
    "Participation",
    "Relation",
    "Standard",
    "Statement",
]


def _not_before(later: str, earlier: str) -> Q:
    """``later`` ≥ ``earlier`` as far as both dates are exact; an empty date is never too early."""
    common = Least(Length(later), Length(earlier))
    # What is commonest stands first: a database looks no further.
    return Q(**{later: ""}) | Q(GreaterThanOrEqual(Substr(later, 1, common), Substr(earlier, 1, common)))


def _one_of(field: str, values: Iterable[str]) -> Q:
    """``field`` is one of ``values``, said one by one.

    For a list (``IN``) SQLite makes a table of its own for every row that is checked, which takes longer than the rest.
    """
    return reduce(or_, [Q(**{field: value}) for value in values])


class Standard(models.Model):
    """One published text under its number; what stands here is resolved from statements and verifications.

    Dates are ISO dates as exact as known (``2009``, ``2009-06``, ``2009-06-03``) or "". ``lineage`` is shared by all
    editions of one number. ``status`` is derived as of the day of the last resolution, ``status_said`` what the best
    source says, ``status_why`` a Chinese sentence. ``sort_key`` orders by number as people count (2 before 10);
    ``rank`` orders equals in a search, 0 first.
    """

    number = models.TextField("标准编号")
    lineage = models.TextField("不带年份的编号")
    scheme = models.CharField("编号体例", max_length=16)
    publisher = models.TextField("标准代号")
    kind = models.CharField("性质代号", max_length=32, blank=True)
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)
    sort_key = models.TextField("排序")
    title = models.TextField("标准名称", blank=True)
    title_zh = models.TextField("中文标准名称", blank=True)
    title_en = models.TextField("英文标准名称", blank=True)
    title_other = models.TextField("其他文字的名称", blank=True)
    scope = models.TextField("适用范围", blank=True)
    level = models.CharField("标准层级", max_length=16, blank=True)
    nature = models.CharField("标准性质", max_length=16, blank=True)
    category = models.TextField("标准类别", blank=True)
    doctype = models.TextField("文献类型", blank=True)
    issued = models.CharField("发布日期", max_length=10, blank=True)
    implemented = models.CharField("实施日期", max_length=10, blank=True)
    withdrawn = models.CharField("废止日期", max_length=10, blank=True)
    reviewed = models.CharField("上次复审日期", max_length=10, blank=True)
    review_result = models.TextField("上次复审结论", blank=True)
    stage = models.TextField("阶段代码", blank=True)
    edition = models.TextField("版次", blank=True)
    pages = models.TextField("页数", blank=True)
    language = models.TextField("语种", blank=True)
    record_number = models.TextField("备案号", blank=True)
    record_notice = models.TextField("备案公告", blank=True)
    industry = models.TextField("行业分类", blank=True)
    url = models.TextField("网页", blank=True)
    note = models.TextField("备注", blank=True)
    status = models.CharField("状态", max_length=12, choices=list(STATUSES.items()), default="unknown")
    status_said = models.CharField("来源所说的状态", max_length=12, blank=True)
    status_why = models.TextField("状态的依据", blank=True)
    verification = models.CharField(
        "核实状态", max_length=12, choices=list(VERIFICATION_STATES.items()), default="unverified"
    )
    contested = models.BooleanField("有矛盾", default=False)
    rank = models.PositiveIntegerField("次序", default=0)
    changed_at = models.DateTimeField("改动时间")

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(number="") & ~Q(lineage=""), name="registry_standard_number"),
            models.CheckConstraint(
                condition=_not_before("implemented", "issued"),
                name="registry_standard_implemented_after_issue",
            ),
            models.CheckConstraint(
                condition=_not_before("withdrawn", "issued"), name="registry_standard_withdrawn_after_issue"
            ),
            models.CheckConstraint(condition=_one_of("status", STATUSES), name="registry_standard_status"),
            models.CheckConstraint(condition=_one_of("level", ["", *LEVELS]), name="registry_standard_level"),
            models.CheckConstraint(
                condition=_one_of("nature", ["", *NATURES]), name="registry_standard_nature"
            ),
            models.CheckConstraint(
                condition=_one_of("verification", VERIFICATION_STATES), name="registry_standard_verification"
            ),
        ]
        indexes = [
            # What lists are narrowed by stands in it too: a rare value is found without reading every standard.
            models.Index(
                fields=["sort_key", "level", "status", "verification", "year", "publisher", "contested"],
                name="registry_standard_listed",
            ),
            models.Index(fields=["lineage"], name="registry_standard_lineage"),
            models.Index(
                fields=["implemented"], condition=Q(status="upcoming"), name="registry_standard_upcoming"
            ),
            models.Index(fields=["id"], condition=Q(contested=True), name="registry_standard_contested"),
        ]

    def __str__(self) -> str:
        """Number and title."""
        return f"{self.number} {self.title}".strip()


class Identifier(models.Model):
    """One number of a standard. ``key`` is unique: one number, one standard (GB/T 48000.3: standardNumber is key)."""

    MAIN, JOINT, PLAN, FORMER, OTHER = "main", "joint", "plan", "former", "other"
    KINDS = [(MAIN, "编号"), (JOINT, "并列编号"), (PLAN, "计划号"), (FORMER, "曾用编号"), (OTHER, "其他编号")]

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="identifiers")
    key = models.TextField("匹配键", unique=True)
    canonical = models.TextField("规范写法")
    kind = models.CharField("种类", max_length=8, choices=KINDS, default=MAIN)

    class Meta:
        ordering = ["standard", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="registry_identifier_key_given"),
            models.CheckConstraint(
                condition=_one_of("kind", ["main", "joint", "plan", "former", "other"]),
                name="registry_identifier_kind",
            ),
        ]

    def __str__(self) -> str:
        """The number."""
        return self.canonical


class Statement(models.Model):
    """What one source says of one standard, whole: ``record`` is a ``StatedRecord`` as plain data.

    ``local_id`` is the source's own key. ``hash`` tells whether a later file says something else;
    ``mended`` is the hash of the row as its file has it where a person has repaired it (``row`` where the file's row
    gave no record at all): as long as the file says no more than that, the repair stands. ``state``: listed,
    gone (a complete list of its source no longer has it) or withdrawn (a person has set it aside). ``seen`` is the
    run that saw it last, kept for complete lists only; ``run`` the one that wrote it. ``cleaned``: ``record`` tells of
    values that were cleaned while they were read.
    """

    LISTED, GONE, WITHDRAWN = "listed", "gone", "withdrawn"
    STATES = [(LISTED, "在列"), (GONE, "不再列出"), (WITHDRAWN, "已撤下")]

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="statements")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="statements", db_index=False)
    local_id = models.TextField("来源内标识")
    place = models.TextField("位置")
    record = models.JSONField("所说")
    hash = models.CharField("哈希", max_length=32)
    mended = models.CharField("修复前的哈希", max_length=32, blank=True)
    date = models.CharField("数据日期", max_length=10, blank=True)
    state = models.CharField("状态", max_length=10, choices=STATES, default=LISTED)
    run = models.ForeignKey(
        ImportRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    seen = models.UUIDField("最近见于", null=True, blank=True)
    cleaned = models.BooleanField("读入时清理过", default=False)

    class Meta:
        ordering = ["standard", "id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "local_id"], name="registry_statement_once"),
            models.CheckConstraint(
                condition=_one_of("state", ["listed", "gone", "withdrawn"]), name="registry_statement_state"
            ),
        ]
        # The first two hold few of the rows: what is rare in a list of millions is found without going through all of them.
        indexes = [
            models.Index(fields=["run"], condition=Q(cleaned=True), name="registry_statement_cleaned"),
            models.Index(
                fields=["source", "state"], condition=~Q(state="listed"), name="registry_statement_left"
            ),
            models.Index(fields=["source", "standard"], name="registry_statement_source"),
        ]

    def __str__(self) -> str:
        """Where it stands."""
        return self.place


class Relation(models.Model):
    """``subject TYPE target`` as one statement has it; only this direction is stored, the inverse is derived.

    The end that the statement speaks of is always there. The other end may be a bare number: ``other_number`` and
    ``other_key`` name it for good, and its foreign key is filled when its standard arrives. ``inverse`` is true
    where the statement's own standard is the target.
    """

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="relations")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    subject = models.ForeignKey(
        Standard, on_delete=models.SET_NULL, null=True, blank=True, related_name="relations_out"
    )
    type = models.CharField("种类", max_length=16)
    target = models.ForeignKey(
        Standard, on_delete=models.SET_NULL, null=True, blank=True, related_name="relations_in"
    )
    other_number = models.TextField("另一端的编号")
    other_key = models.TextField("另一端的匹配键")
    inverse = models.BooleanField("由被动一方说出", default=False)
    degree = models.CharField("程度", max_length=16, blank=True)
    said = models.TextField("来源的说法", blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject__isnull=False) | Q(target__isnull=False), name="registry_relation_has_end"
            ),
            models.CheckConstraint(
                condition=_one_of("type", RELATION_TYPES), name="registry_relation_type_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["other_key"],
                condition=Q(subject__isnull=True) | Q(target__isnull=True),
                name="registry_relation_dangling",
            ),
        ]

    def __str__(self) -> str:
        """Both ends and the type."""
        return f"{self.subject or self.other_number} {self.type} {self.target or self.other_number}"


class Body(models.Model):
    """An organisation, committee or person, by name. ``key`` is the normal form of the name."""

    ORGANISATION, COMMITTEE, PERSON = "organisation", "committee", "person"
    KINDS = list(BODY_KINDS.items())

    key = models.TextField("匹配键", unique=True)
    name = models.TextField("名称")
    kind = models.CharField("种类", max_length=12, choices=KINDS, default=ORGANISATION)
    abbreviations = models.JSONField("简称", default=list)

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="registry_body_key_given")]

    def __str__(self) -> str:
        """The name."""
        return self.name


class Participation(models.Model):
    """A body's part in a standard. At most one issuer and one administrator (functional in GB/T 48000.3)."""

    standard = models.ForeignKey(
        Standard, on_delete=models.CASCADE, related_name="participations", db_index=False
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="participations", db_index=False)
    role = models.CharField("角色", max_length=16, choices=list(BODY_ROLES.items()))
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        ordering = ["standard", "role", "order"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "role", "body"], name="registry_participation_once"),
            models.UniqueConstraint(
                fields=["standard", "role"],
                condition=Q(role__in=["issuer", "administrator"]),
                name="registry_participation_functional",
            ),
            models.CheckConstraint(condition=_one_of("role", BODY_ROLES), name="registry_participation_role"),
        ]
        indexes = [models.Index(fields=["body", "role"], name="registry_participation_body")]

    def __str__(self) -> str:
        """Role and body."""
        return f"{self.role}：{self.body}"


class BodyTally(models.Model):
    """In how many standards a body has a role, or any ("" as role): kept with each write, so that no list counts."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="tallies", db_index=False)
    role = models.CharField("角色", max_length=16, blank=True)
    standards = models.IntegerField("标准数", default=0)

    class Meta:
        ordering = ["role", "-standards"]
        constraints = [
            models.UniqueConstraint(fields=["body", "role"], name="registry_bodytally_once"),
        ]
        indexes = [models.Index(fields=["role", "-standards"], name="registry_bodytally_most")]

    def __str__(self) -> str:
        """Body, role and number."""
        return f"{self.body} {self.role} {self.standards}".strip()


class Classification(models.Model):
    """A class of a standard, in ICS or CCS."""

    ICS, CCS = "ics", "ccs"
    SCHEMES = [(ICS, "ICS"), (CCS, "CCS")]

    standard = models.ForeignKey(
        Standard, on_delete=models.CASCADE, related_name="classifications", db_index=False
    )
    scheme = models.CharField("分类法", max_length=4, choices=SCHEMES)
    code = models.CharField("分类号", max_length=32)

    class Meta:
        ordering = ["standard", "scheme", "code"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "scheme", "code"], name="registry_class_once"),
            models.CheckConstraint(condition=_one_of("scheme", ["ics", "ccs"]), name="registry_class_scheme"),
        ]
        indexes = [models.Index(fields=["scheme", "code"], name="registry_class_code")]

    def __str__(self) -> str:
        """Scheme and code."""
        return f"{self.scheme.upper()} {self.code}"


class Finding(models.Model):
    """A breach of an integrity rule, or sources that disagree: written anew whenever the standard is resolved."""

    ERROR, WARNING, NOTE = "error", "warning", "note"
    SEVERITIES = [(ERROR, "错误"), (WARNING, "警告"), (NOTE, "提示")]

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="findings")
    rule = models.CharField("规则", max_length=40)
    severity = models.CharField("严重程度", max_length=8, choices=SEVERITIES)
    field = models.CharField("字段", max_length=32, blank=True)
    message = models.TextField("发现")

    class Meta:
        ordering = ["standard", "id"]
        indexes = [models.Index(fields=["rule"], name="registry_finding_rule")]

    def __str__(self) -> str:
        """Rule and message."""
        return f"{self.rule} {self.message}"

"""What goes into the index, what is asked, what comes back, and what every engine can do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

__all__ = ["FACETS", "CheckReport", "Document", "Engine", "Hit", "Page", "Query", "Suggestion"]

#: facet → Chinese label, in the order shown
FACETS: dict[str, str] = {
    "type": "类型",
    "level": "层级",
    "status": "状态",
    "year": "年份",
    "body": "机构",
    "ics": "ICS",
    "ccs": "CCS",
    "subsystem": "子体系（含待确认）",
    "adoption": "采标程度",
    "source": "来源",
    "verification": "核实状态",
}


@dataclass(slots=True)
class Document:
    """One thing that can be found. ``type``: standard, planned, subsystem, body; (``type``, ``ref``) is its key.

    ``ref`` is a whole number that its app keeps for ever (the primary key). ``numbers`` are its own numbers in
    canonical form, ``related_numbers`` those that lead to it (what it replaces, adopts, is replaced by). ``title`` is
    shown, ``titles`` are further names in any language, ``scope`` is the long text. ``facets`` holds values by name of
    :data:`FACETS`. ``rank`` orders equals, 0 first (in force before withdrawn, national before group, newer first),
    at most 2**20 - 1. ``address`` is its page.
    """

    type: str
    ref: int
    title: str
    address: str
    numbers: tuple[str, ...] = ()
    related_numbers: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    scope: str = ""
    status: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rank: int = 0


@dataclass(slots=True)
class Query:
    """What is asked. ``filters``: facet → accepted values (any of them; facets are joined by and)."""

    text: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    offset: int = 0
    limit: int = 20
    #: ``relevance`` | ``newest`` | ``number``
    sort: str = "relevance"
    with_facets: bool = False
    #: whether a wording without answers may be searched as it was probably meant (``Page.corrected`` says so)
    mend: bool = True


@dataclass(slots=True)
class Hit:
    """One answer. ``why`` says in Chinese what matched (标准号, 名称, 拼音, 采用关系 …); marks are (start, length) in title."""

    type: str
    ref: int
    title: str
    address: str
    number: str = ""
    status: str = ""
    why: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    #: a piece of the scope around the match, with its marks, where the scope is what matched
    excerpt: str = ""
    excerpt_marks: tuple[tuple[int, int], ...] = ()
    score: float = 0.0


@dataclass(slots=True)
class Page:
    """Answers. ``total`` is exact unless ``approximate``: then there are at least so many; ``corrected`` is the wording searched where a typo was mended."""

    hits: list[Hit]
    total: int
    approximate: bool = False
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    #: facet counts cover only the best hits, not all
    facets_partial: bool = False
    corrected: str = ""
    #: nothing has all words of ``corrected``: the answers have some of them, those with the longer ones first
    partly: bool = False


@dataclass(slots=True)
class Suggestion:
    """One line under the box while typing."""

    type: str
    text: str
    number: str
    address: str


@dataclass(slots=True)
class CheckReport:
    """Index against tables: keys that are missing, left over, or differ. Sound where nothing is listed."""

    compared: int
    missing: list[tuple[str, int]] = field(default_factory=list)
    left_over: list[tuple[str, int]] = field(default_factory=list)
    different: list[tuple[str, int]] = field(default_factory=list)
    #: Chinese sentences on what is wrong with the index itself (postings, counts, version)
    problems: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether index and tables agree."""
        return not (self.missing or self.left_over or self.different or self.problems)


class Engine(Protocol):
    """What every engine can do. Writes take part in the caller's database transaction."""

    def put(self, documents: Iterable[Document]) -> int:
        """Add or replace documents by (type, ref); the next query sees them. Returns how many."""

    def remove(self, type: str, refs: Iterable[int]) -> int:
        """Take documents out; unknown ones are no error. Returns how many went."""

    def search(self, query: Query) -> Page:
        """Answer a question; never raises for any text."""

    def suggest(self, text: str, limit: int = 8) -> list[Suggestion]:
        """Lines to offer for what is typed so far."""

    def rebuild(
        self,
        documents: Iterable[Document],
        *,
        total: int = 0,
        progress: Callable[[int, int], None] | None = None,
    ) -> int:
        """Empty the index and fill it anew; the old one answers until the new one is whole."""

    def check(self, documents: Iterable[Document]) -> CheckReport:
        """Compare what is indexed with ``documents``, which are all there are."""

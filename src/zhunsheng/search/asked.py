"""A question as an address: what a query string asks, the links that change it, and the facets beside the answers.

Every page of answers has an address that says all of it, so that it can be kept, sent and exported as seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from zhunsheng.search.coded import code_of
from zhunsheng.search.shape import FACETS, Page, Query

__all__ = [
    "DEEPEST",
    "SORTS",
    "Asked",
    "FacetGroup",
    "FacetValue",
    "facet_groups",
    "page_links",
    "read_asked",
]

#: order of the answers → Chinese label
SORTS: dict[str, str] = {"relevance": "按相关", "newest": "按发布日期", "number": "按编号"}
#: answers further down than this are not paged to: whoever gets there needs a narrower question
DEEPEST = 10_000
_MOST_VALUES = 20
#: values of a facet that a page lists
_LISTED = 100
_MOST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks. ``exact``: the wording stands as typed, no typo is mended."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "relevance"
    page: int = 1
    exact: bool = False

    def query(self, size: int, *, fixed: Mapping[str, Sequence[str]] | None = None, **more: bool) -> Query:
        """The question for the engine: ``size`` answers of the page asked for, ``fixed`` filters added."""
        filters = {**self.filters, **(fixed or {})}
        offset = (self.page - 1) * size
        return Query(
            self.text, filters, offset, size, self.sort, more.get("with_facets", False), not self.exact
        )

    def pairs(self) -> list[tuple[str, str]]:
        """The parts of the query string, in a fixed order; what is as usual is left out."""
        made = [("q", self.text)] if self.text else []
        made += [(name, value) for name in FACETS for value in self.filters.get(name, ())]
        if self.sort != "relevance":
            made.append(("sort", self.sort))
        if self.exact:
            made.append(("exact", "1"))
        if self.page > 1:
            made.append(("page", str(self.page)))
        return made

    def link(self, base: str = "", **changes: object) -> str:
        """The address of this question with some parts changed; a change of anything but the page goes to page 1."""
        if changes and "page" not in changes:
            changes["page"] = 1
        pairs = replace(self, **changes).pairs()  # type: ignore[arg-type]
        return f"{base}?{urlencode(pairs)}" if pairs else base or "?"

    def toggled(self, name: str, value: str, base: str = "") -> str:
        """The address with one value of a facet added, or taken away where it is there."""
        now = self.filters.get(name, ())
        then = tuple(one for one in now if one != value) if value in now else (*now, value)
        return self.link(base, filters={**self.filters, name: then})

    def without(self, name: str, base: str = "") -> str:
        """The address without a facet."""
        return self.link(base, filters={key: kept for key, kept in self.filters.items() if key != name})

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked at all."""
        return bool(self.text or any(self.filters.values()))


def read_asked(query: Mapping[str, Sequence[str]], *, sort: str = "relevance") -> Asked:
    """What a query string (name → values) asks; a word stands for its
    code, what it does not know is ignored. ``sort``: the usual order."""

    def last(name: str) -> str:
        values = query.get(name) or [""]
        return str(values[-1]).replace("\x00", "").strip()

    filters = {}
    for name in FACETS:
        printed = (one.replace("\x00", "").strip()[:_MOST_TEXT] for one in query.get(name) or ())
        values = dict.fromkeys(code_of(name, one) or one for one in printed)
        values.pop("", None)
        if values:
            filters[name] = tuple(values)[:_MOST_VALUES]
    page = last("page")
    return Asked(
        text=last("q")[:_MOST_TEXT],
        filters=filters,
        sort=last("sort") if last("sort") in SORTS else sort,
        page=max(1, int(page[:6])) if page.isascii() and page.isdigit() else 1,
        exact=last("exact") == "1",
    )


@dataclass(slots=True)
class FacetValue:
    """One value of a facet: how many answers it has (None where not counted), and where choosing it leads."""

    value: str
    label: str
    count: int | None
    on: bool
    href: str


@dataclass(slots=True)
class FacetGroup:
    """One facet beside the answers. ``values`` are shown at once, ``more`` on demand.

    ``left`` is how many further values are not listed, ``elsewhere`` the page that has them all, "" where none has.
    """

    key: str
    label: str
    values: list[FacetValue]
    more: list[FacetValue]
    clear: str = ""
    left: int = 0
    elsewhere: str = ""


def facet_groups(
    asked: Asked,
    page: Page,
    labels: Mapping[str, Mapping[str, str]],
    *,
    leave_out: Iterable[str] = (),
    elsewhere: Mapping[str, str] | None = None,
    shown: int = 7,
) -> list[FacetGroup]:
    """The facets of a page of answers, with what is chosen first to be seen; facets without a choice are left out.

    ``labels``: facet → value → Chinese words, for values that are codes. ``elsewhere``: facet → page of all its values.
    """
    groups = []
    for name, label in FACETS.items():
        if name in leave_out:
            continue
        chosen = asked.filters.get(name, ())
        all_counted = page.facets.get(name, ())
        # Of tens of thousands of bodies or classes a page can list the commonest only.
        counted = dict(all_counted[:_LISTED])
        counted |= {value: count for value, count in all_counted[_LISTED:] if value in chosen}
        words = labels.get(name, {})
        values = [
            FacetValue(value, words.get(value, value), count, value in chosen, asked.toggled(name, value))
            for value, count in counted.items()
        ]
        values += [
            FacetValue(value, words.get(value, value), None, True, asked.toggled(name, value))
            for value in chosen
            if value not in counted
        ]
        if name == "year":
            values.sort(key=lambda one: one.value, reverse=True)
        values.sort(key=lambda one: not one.on)
        if len(values) > 1 or chosen:
            clear = asked.without(name) if chosen else ""
            left, page_of_all = len(all_counted) - len(counted), (elsewhere or {}).get(name, "")
            groups.append(FacetGroup(name, label, values[:shown], values[shown:], clear, left, page_of_all))
    return groups


def page_links(asked: Asked, total: int, size: int) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is the present one) of the pages around the present one; none for a single page."""
    last = max(1, -(-min(total, DEEPEST) // size))
    if last == 1:
        return []
    here = min(asked.page, last)
    wanted = {1, last, *range(max(1, here - 2), min(last, here + 2) + 1)}
    links: list[tuple[str, str, bool]] = []
    before = 0
    for number in sorted(wanted):
        if number != before + 1:
            links.append(("…", "", False))
        links.append((str(number), asked.link(page=number), number == here))
        before = number
    return links

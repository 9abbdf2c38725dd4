"""What the frame offers on a page: the entries of the left navigation, the systems and editions to switch to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from zhunsheng.apps.systems.models import Edition, System
from zhunsheng.apps.systems.queries import list_editions, visible_systems
from zhunsheng.shell.words import say

__all__ = ["Choice", "Entry", "Frame", "first_edition", "frame_for"]

# Seven entries at the top at most; what belongs under one of them stands indented beneath it. An entry without a page
# of its own is only the heading of its group. Rooms that are not built yet are left out: the frame offers what works.
_ENTRIES: tuple[tuple[str, str, str, tuple[tuple[str, str, str], ...]], ...] = (
    ("overview", "总览", "systems:overview", ()),
    (
        "structure",
        "体系",
        "systems:structure",
        (
            ("figures", "体系图", "insight:figures"),
            ("items", "清单", "systems:items"),
            ("checks", "校核", "systems:checks"),
        ),
    ),
    ("registry", "标准库", "registry:standards", ()),
    ("relations", "关联", "insight:overview", ()),
    ("papers", "成果", "deliverables:papers", (("openly", "开放数据", "openly:files"),)),
    ("manage", "管理", "", (("editions", "版本", "systems:editions"), ("intake", "导入", "systems:intake"))),
)


@dataclass(slots=True)
class Entry:
    """One entry of the navigation with those beneath it; without ``href`` it is the heading of its group."""

    key: str
    label: str
    href: str
    current: bool = False
    below: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class Choice:
    """A system or an edition to switch to; ``note`` is said beside it."""

    label: str
    href: str
    note: str = ""
    current: bool = False


@dataclass(slots=True)
class Frame:
    """The frame of one page. ``query`` is what stands in the search box. ``system`` and ``edition`` are None where nothing is stored yet.

    ``about`` is the edition the page itself is about; ``edition`` is then the same, else the one that the navigation
    leads into.
    """

    system: System | None = None
    edition: Edition | None = None
    about: Edition | None = None
    entries: list[Entry] = field(default_factory=list)
    systems: list[Choice] = field(default_factory=list)
    editions: list[Choice] = field(default_factory=list)
    query: str = ""
    #: new answers of this reader's kept searches
    fresh: int = 0
    english: bool = False


def frame_for(request: HttpRequest | None, edition: Edition | None, section: str) -> Frame:
    """The frame around a page about ``edition`` (or about none) in ``section``."""
    user = getattr(request, "user", None)
    about = edition
    try:
        systems = list(visible_systems(user))
        edition = edition or first_edition(user, systems)
        editions = list_editions(user, edition.system) if edition else []
    except Exception:  # an error page must still have its frame when the database is away
        systems, editions, edition, about = [], [], None, None
    frame = Frame(system=edition.system if edition else None, edition=edition, about=about)
    frame.entries = _entries(edition, section)
    frame.systems = [
        Choice(item.name, reverse("systems:system", args=[item.slug]), current=_is(item, frame.system))
        for item in systems
    ]
    for item in editions:
        if item.status == Edition.DISCARDED and not _is(item, edition):
            continue
        note = "" if item.is_published else say(item.get_status_display())
        href = reverse("systems:overview", args=[item.system.slug, item.key_in_address])
        frame.editions.append(Choice(item.display_label, href, note, _is(item, edition)))
    if request is not None and section in {"search", "registry"}:
        frame.query = request.GET.get("q", "")
    frame.english = say("总览") != "总览"
    return frame


def _entries(edition: Edition | None, section: str) -> list[Entry]:
    entries = []
    for key, label, name, below in _ENTRIES:
        entry = Entry(key, say(label), _address(name, edition) if name else "", key == section)
        for inner, words, page in below:
            href = _address(page, edition)
            if href:
                entry.below.append(Entry(inner, say(words), href, inner == section))
        if entry.href or entry.below:
            entries.append(entry)
    return entries


def _address(name: str, edition: Edition | None) -> str:
    if name in {"systems:intake", "registry:standards", "openly:files"}:
        return reverse(name)
    if edition is None:
        return ""
    if name == "systems:editions":
        return reverse(name, args=[edition.system.slug])
    return reverse(name, args=[edition.system.slug, edition.key_in_address])


def _is(one: Any, other: Any) -> bool:
    return other is not None and one.pk == other.pk


def first_edition(user: Any, systems: list[System]) -> Edition | None:
    """What a page that is about no edition shows: the newest published one of the system stored first.

    Where nothing is published yet, editors get the newest draft.
    """
    drafts: list[Edition] = []
    for system in sorted(systems, key=lambda item: item.created_at):
        editions = [item for item in list_editions(user, system) if item.status != Edition.DISCARDED]
        published = next((item for item in editions if item.is_published), None)
        if published is not None:
            return published
        drafts += editions
    return drafts[0] if drafts else None

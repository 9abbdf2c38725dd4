"""Names in a question that nothing has: a source's code or a body's name that is not there, and what may be meant.

Such a question has no answers, which would read as if the registry had nothing of the kind; so it is told instead.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhunsheng import search
from zhunsheng.apps.registry import queries
from zhunsheng.apps.registry.models import Body
from zhunsheng.apps.systems.queries import visible_systems
from zhunsheng.core.registry.integrity import registry_rules
from zhunsheng.core.registry.prepare import body_key
from zhunsheng.search.coded import CODED, code_of, offered
from zhunsheng.search.shape import FACETS, Query

__all__ = [
    "PLACES_OF_ALL",
    "Unknown",
    "unknown_body",
    "unknown_names",
    "unknown_rule",
    "unknown_source",
    "unknown_system",
]

_NEAR, _ALL = 5, 12
#: facet → (page of all that there are, the same of the interface)
PLACES_OF_ALL = {
    "body": ("/bodies/", "/api/v1/bodies"),
    "placed": ("/systems/", "/api/v1/systems"),
    "source": ("/catalogues/", "/api/v1/sources"),
}
#: of what was asked so much is repeated
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Unknown:
    """What was asked that is not there: in which facet, said in Chinese, and what is on offer ("" where nothing is)."""

    facet: str
    message: str
    offer: str = ""

    @property
    def page(self) -> str:
        """The page that lists all there are; "" where none does."""
        return PLACES_OF_ALL.get(self.facet, ("", ""))[0]

    @property
    def mend(self) -> str:
        """What to do for who asks the interface."""
        _, everything = PLACES_OF_ALL.get(self.facet, ("", ""))
        return self.offer + (f"全部见 {everything}。" if everything else "")


def unknown_source(code: str) -> Unknown | None:
    """What to say to ``code`` where no source has it; nothing to none."""
    if not code:
        return None
    names = dict(queries.sources().values_list("code", "name"))
    if code in names:
        return None
    message = f"没有代号为“{code[:_SHOWN]}”的来源。"
    return Unknown("source", message, _offer("来源代号", code, names))


def unknown_rule(rule: str) -> Unknown | None:
    """What to say to ``rule`` where no rule of integrity has this id; nothing to none."""
    if not rule:
        return None
    titles = {one.id: one.title for one in registry_rules()}
    if rule in titles:
        return None
    return Unknown("rule", f"没有编号为“{rule[:_SHOWN]}”的规则。", _offer("规则编号", rule, titles))


def unknown_system(user: Any, slug: str) -> Unknown | None:
    """What to say to ``slug`` where no system that ``user`` may see has it; nothing to none."""
    if not slug:
        return None
    names = dict(visible_systems(user).values_list("slug", "name"))
    if slug in names:
        return None
    return Unknown("placed", f"没有简称为“{slug[:_SHOWN]}”的体系。", _offer("体系简称", slug, names))


def unknown_body(wanted: str | int | None) -> Unknown | None:
    """What to say to the name (or the id, an ``int``) of a body that is not there; nothing to none."""
    if wanted is None:
        return None
    if isinstance(wanted, int):
        known = Body.objects.filter(pk=wanted).exists()
        return None if known else Unknown("body", f"没有内部编号为 {wanted} 的机构。")
    # Another printing of a name finds nothing either, but which body it means is sure.
    same = list(Body.objects.filter(key=body_key(wanted)).values_list("name", flat=True))
    if wanted in same:
        return None
    near = same or _bodies_near(wanted)
    meant = f"是否指：{'、'.join(near)}？" if near else ""
    return Unknown("body", f"没有名为“{wanted[:_SHOWN]}”的机构。", meant)


def unknown_names(filters: Mapping[str, Iterable[str]]) -> list[Unknown]:
    """Of the sources, bodies and codes among ``filters`` (facet → values) those that are not there."""
    ask = {"body": unknown_body, "source": unknown_source}
    told = [
        ask[facet](value) if facet in ask else _unknown_code(facet, value)
        for facet, values in filters.items()
        for value in values
    ]
    return [one for one in told if one is not None]


def _unknown_code(facet: str, value: str) -> Unknown | None:
    if facet not in CODED or code_of(facet, value):
        return None
    return Unknown(facet, f"{FACETS[facet]}没有“{value[:_SHOWN]}”这个值。", f"可用：{offered(facet)}。")


def _bodies_near(name: str) -> list[str]:
    if name.isascii() and name.isdigit() and len(name) < 19:
        return list(Body.objects.filter(pk=int(name)).values_list("name", flat=True))
    page = search.engine().search(Query(name[:200], {"type": ("body",)}, 0, _NEAR))
    return [hit.title for hit in page.hits]


def _offer(label: str, asked: str, names: Mapping[str, str]) -> str:
    """All of ``names`` (code → name) where they are few, else the nearest; "" where there are none."""
    if len(names) <= _ALL:
        return f"{label}有：{_listed(names, names)}。" if names else ""
    near = _near(asked, names)
    return f"是否指：{_listed(near, names)}？" if near else ""


def _near(asked: str, names: Mapping[str, str]) -> list[str]:
    """Codes like ``asked``, by themselves or by their names."""
    folded = asked.casefold()
    forms = {form.casefold(): code for code, name in names.items() for form in (name, code)}
    inside = [code for form, code in forms.items() if folded and folded in form]
    like = [forms[form] for form in difflib.get_close_matches(folded, forms, _NEAR, 0.5)]
    return list(dict.fromkeys([*inside, *like]))[:_NEAR]


def _listed(codes: Iterable[str], names: Mapping[str, str]) -> str:
    pairs: Sequence[tuple[str, str]] = [(code, names[code]) for code in codes]
    return "、".join(code if code == name else f"{code}（{name}）" for code, name in pairs)

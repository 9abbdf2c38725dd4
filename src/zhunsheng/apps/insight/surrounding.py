"""What the pictures of one thing are drawn from: its neighbourhood, and who came before and after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from django.utils import timezone

from zhunsheng.apps.insight import asking
from zhunsheng.apps.insight.gathering import CONFIRMED, Thing
from zhunsheng.apps.insight.plain import address_of
from zhunsheng.apps.insight.walking import INSTEAD, Step
from zhunsheng.apps.insight.wording import forward, kind_word
from zhunsheng.apps.registry.whole import standard_lives
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import load_system
from zhunsheng.core.deliver.diagrams import Chart
from zhunsheng.core.deliver.diagrams.ego import EgoLink, EgoNode, ego_picture
from zhunsheng.core.deliver.diagrams.succession import Heir, SuccessionLink, succession_picture
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.registry.words import STATUSES
from zhunsheng.core.relations import relation_types

__all__ = ["MOST_HEIRS", "around_chart", "ego_parts", "succession_chart"]

MOST_HEIRS, _GENERATIONS = 24, 12
ThingLink = Callable[[Thing], str]


def ego_parts(
    edition: Edition, thing: Thing, steps: list[Step], href: ThingLink | None = None
) -> tuple[list[EgoNode], list[EgoLink]]:
    """The things and links of a neighbourhood as the picture wants them; distances are counted along these links."""
    things = {thing.key: thing}
    beside: dict[str, list[str]] = defaultdict(list)
    links = []
    for step in steps:
        known = relation_types().get(step.edge.type)
        for end, far in ((step.subject, step.target), (step.target, step.subject)):
            things.setdefault(end.key, end)
            beside[end.key].append(far.key)
        links.append(
            EgoLink(
                step.subject.key,
                step.edge.type,
                forward(step.edge.type),
                step.target.key,
                step.edge.status == CONFIRMED,
                bool(known and known.symmetric),
            )
        )
    distances, here = {thing.key: 0}, [thing.key]
    while here:
        ahead = []
        for key in here:
            for other in beside[key]:
                if other not in distances:
                    distances[other] = distances[key] + 1
                    ahead.append(other)
        here = ahead
    tree = SystemTree(load_system(edition))
    nodes = [
        EgoNode(
            key,
            _called(one),
            one.title,
            distances[key],
            kind_word(one.kind),
            tree.hue(one.module) if one.module else 0,
            href(one) if href else None,
        )
        for key, one in things.items()
        if key in distances
    ]
    return nodes, links


def _called(thing: Thing) -> str:
    """How a thing is named in its box; a planned item says that its number is one of the list."""
    if thing.kind == "planned":
        return f"序号 {thing.code or thing.ref}"
    return thing.code or ("" if thing.title else thing.ref)


def around_chart(
    edition: Edition,
    thing: Thing,
    steps: list[Step],
    *,
    href: ThingLink | None = None,
    more: str = "",
) -> Chart:
    """The neighbourhood drawn; ``more`` is where all of it is listed."""
    nodes, links = ego_parts(edition, thing, steps, href)
    return ego_picture(nodes, links, more_href=(lambda _ring: more) if more else None)


def succession_chart(edition: Edition, thing: Thing, *, on: str = "") -> Chart | None:
    """The standards before and after a standard on a line of time; None where there are none or no dates."""
    if thing.kind != "standard":
        return None
    found = asking.around(edition, thing, steps=_GENERATIONS, types=list(INSTEAD), on=on)
    things = {thing.key: thing}
    for _, step in found.links:
        for end in (step.subject, step.target):
            if len(things) < MOST_HEIRS:
                things.setdefault(end.key, end)
    lives = standard_lives(one.ref for one in things.values() if one.kind == "standard")
    heirs = []
    for one in things.values():
        issued, implemented, withdrawn, status = lives.get(one.ref, ("", "", "", ""))
        heirs.append(
            Heir(
                one.code or one.ref,
                one.title,
                issued,
                implemented,
                withdrawn,
                STATUSES.get(status, status),
                one.key == thing.key,
                address_of(edition, one) or None,
            )
        )
    links = [
        SuccessionLink(
            step.subject.code or step.subject.ref,
            step.target.code or step.target.ref,
            forward(step.edge.type),
            step.edge.status == CONFIRMED,
            step.edge.type,
        )
        for _, step in found.links
        if step.subject.key in things and step.target.key in things
    ]
    return succession_picture(heirs, links, timezone.localdate())

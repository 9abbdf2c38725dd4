"""Links suggested from names: one object in several modules, tests and tested, data and its protection, layers, doubles.

Everything here is a suggestion with the words it rests on, a score and the rule's name; a person decides. Rules and
word lists are content (``content/linking/suggest.yaml``). The same names always give the same links in the same
order, and each pair gets its most telling link only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, pairwise

from zhunsheng.core.analysis.placement import Candidate
from zhunsheng.core.analysis.things import Rules, Thing, link_rules, things_of_standards, things_of_system
from zhunsheng.core.relations.ends import same_branch, subsystem_end
from zhunsheng.core.relations.link import Evidence, Link
from zhunsheng.core.system.model import StandardsSystem
from zhunsheng.core.system.tree import SystemTree
from zhunsheng.core.text.normal import squeeze

__all__ = ["suggest_links"]

#: shorter cores say too little to be compared as names
_SHORTEST_CORE = 4
#: a unit held by more things than this tells nothing and would make pairs without end
_MOST_SHARING = 60
_RAREST = 4


def suggest_links(system: StandardsSystem, standards: Iterable[Candidate] = ()) -> list[Link]:
    """Every suggestion for ``system`` and the ``standards`` beside it, surest first."""
    rules, tree = link_rules(), SystemTree(system)
    items, leaves = things_of_system(tree)
    known = list(_beside(items, standards))
    found = _Found()
    for links in (
        _near_names(rules, items, known),
        _test_pairs(rules, items),
        _test_titles(rules, known),
        _tests_between(rules, items, known),
        _data_security(rules, items),
        _shared_objects(rules, items),
        _object_homes(rules, tree, items, leaves),
        _data_homes(rules, items, leaves),
        _security_homes(rules, items, leaves),
        _layers(rules, tree),
    ):
        for link in links:
            found.keep(link)
    return found.links()


def _beside(items: list[Thing], standards: Iterable[Candidate]) -> Iterator[Thing]:
    """The standards that share an object or most of their name with an item; the others are not kept in memory."""
    objects = {topic for item in items for topic in item.objects}
    grams = {gram for item in items for gram in _grams(item)}
    for thing in things_of_standards(standards):
        own = _grams(thing)
        if not objects.isdisjoint(thing.objects) or 2 * len(own & grams) > len(own):
            yield thing


class _Found:
    """Links by pair of ends: the first rule to speak of a pair has the word."""

    def __init__(self) -> None:
        self._by_pair: dict[frozenset[str], Link] = {}

    def keep(self, link: Link) -> None:
        """Take up ``link`` unless its ends are linked already."""
        self._by_pair.setdefault(frozenset((link.subject.key, link.target.key)), link)

    def links(self) -> list[Link]:
        """All of them, surest first, then by ends."""
        return sorted(self._by_pair.values(), key=lambda one: (-one.confidence, one.rule, one.key))


def _link(
    rules: Rules, key: str, ends: tuple[Thing, Thing], score: float, words: Iterable[str], kind: str = ""
) -> Link:
    rule = rules.rules[key]
    evidence = [Evidence("words", word) for word in words]
    evidence.append(Evidence("score", f"{rule['title']}，得分 {score:.2f}", score=round(score, 2)))
    confidence = round(rule["confidence"] * (0.6 + 0.4 * score), 2)
    origin = "similarity" if key in ("near-names", "overlap-names") else "rule"
    return Link(
        ends[0].end,
        kind or rule["type"],
        ends[1].end,
        "suggested",
        origin,
        key,
        tuple(evidence),
        confidence,
    )


# -- names that are nearly the same ---------------------------------------------------------------------------------


def _near_names(rules: Rules, items: list[Thing], known: list[Thing]) -> Iterator[Link]:
    """Near-equal names of items, and of an item and a standard: the closest are duplicates, the next overlap."""
    from rapidfuzz.distance import Indel

    for one, other in _close_pairs(items, known):
        if one.numerals != other.numerals:
            continue
        ratio = Indel.normalized_similarity(one.core, other.core)
        for key in ("near-names", "overlap-names"):
            if not (rules.on(key) and ratio >= rules.rules[key]["least"]):
                continue
            if one.testing == other.testing or key == "near-names":
                yield _link(rules, key, (one, other), ratio, [f"“{one.name}”与“{other.name}”名称相近"])
            break


def _grams(thing: Thing) -> set[str]:
    if len(thing.core) < _SHORTEST_CORE:
        return set()
    return {thing.core[at : at + 2] for at in range(len(thing.core) - 1)}


def _close_pairs(items: list[Thing], known: list[Thing]) -> Iterator[tuple[Thing, Thing]]:
    """Pairs with an item in them that share one of its four rarest bigrams."""
    things = [*items, *known]
    holders: dict[str, list[int]] = defaultdict(list)
    for at, thing in enumerate(things):
        for gram in _grams(thing):
            holders[gram].append(at)
    pairs: set[tuple[int, int]] = set()
    for at, item in enumerate(items):
        shared = [gram for gram in _grams(item) if len(holders[gram]) > 1]
        for gram in sorted(shared, key=lambda gram: (len(holders[gram]), gram))[:_RAREST]:
            pairs.update((min(at, other), max(at, other)) for other in holders[gram] if other != at)
    for one, other in sorted(pairs):
        yield things[one], things[other]


# -- test methods and what they test --------------------------------------------------------------------------------


def _test_pairs(rules: Rules, items: list[Thing]) -> Iterator[Link]:
    """A testing item and an item about just that object."""
    if rules.on("test-pair"):
        yield from _tests(rules, items, items)


def _tests_between(rules: Rules, items: list[Thing], known: list[Thing]) -> Iterator[Link]:
    """A testing standard that exists for a planned product, and a planned test for a standard that exists."""
    if rules.on("test-pair"):
        yield from _tests(rules, items, known)
        yield from _tests(rules, known, items)


def _tests(rules: Rules, tests: list[Thing], tested: list[Thing]) -> Iterator[Link]:
    by_object: dict[str, list[Thing]] = defaultdict(list)
    for thing in tested:
        if not thing.testing:
            for topic in thing.objects:
                by_object[topic].append(thing)
    for test in tests:
        objects = {topic: word for topic, word in test.objects.items() if topic not in rules.test_topics}
        if not test.testing or not objects:
            continue
        first = min(objects, key=lambda topic: (len(by_object[topic]), topic))
        for thing in by_object[first][:_MOST_SHARING]:
            shared = _same(rules, test, thing)
            if test.end.kind != thing.end.kind and not _just_that(objects, thing):
                continue  # titles of standards are long: there only the very same object counts
            if objects.keys() <= shared.keys() and test.end != thing.end:
                rest = len(thing.objects.keys() - shared.keys())
                yield _link(
                    rules, "test-pair", (test, thing), 1 / (1 + 0.5 * rest), _reasons(test, thing, shared)
                )


def _just_that(objects: Mapping[str, str], thing: Thing) -> bool:
    return dict(thing.objects) == dict(objects)


def _test_titles(rules: Rules, known: list[Thing]) -> Iterator[Link]:
    """Two standards whose titles differ only in 测试方法 and 技术要求."""
    products: dict[str, list[Thing]] = defaultdict(list)
    for thing in known:
        stem = rules.product_ending.sub("", squeeze(thing.name))
        if stem != squeeze(thing.name) and len(stem) >= _SHORTEST_CORE:
            products[stem].append(thing)
    for thing in known if rules.on("test-pair") else ():
        stem = rules.test_ending.sub("", squeeze(thing.name))
        if stem != squeeze(thing.name):
            for product in products.get(stem, ())[:_MOST_SHARING]:
                yield _link(rules, "test-pair", (thing, product), 1.0, [f"题名同为“{stem}”"])


# -- one object in several modules ----------------------------------------------------------------------------------


def _same(rules: Rules, one: Thing, other: Thing) -> dict[str, str]:
    """Topics that name the same object on both sides: by one word, by a word inside the other, or one thing anyway."""
    shared = {}
    for topic, word in one.objects.items():
        theirs = other.objects.get(topic)
        if theirs and (word in theirs or theirs in word or topic in rules.one_thing):
            shared[topic] = word
    return shared


def _reasons(one: Thing, other: Thing, shared: Iterable[str]) -> list[str]:
    reasons = []
    for topic in shared:
        word, theirs = one.topics.words[topic], other.topics.words[topic]
        reasons.append(f"同有“{word}”" if word == theirs else f"“{word}”与“{theirs}”是同一类对象")
    return reasons


def _shared_objects(rules: Rules, items: list[Thing]) -> Iterator[Link]:
    if not rules.on("shared-object"):
        return
    by_object: dict[str, list[Thing]] = defaultdict(list)
    for thing in items:
        for topic in thing.objects:
            by_object[topic].append(thing)
    for topic in sorted(by_object):
        for one, other in combinations(by_object[topic][:_MOST_SHARING], 2):
            shared = _same(rules, one, other) if one.place != other.place else {}
            if one.module == other.module:  # neighbours: only where the very same word stands in both
                shared = {known: word for known, word in shared.items() if other.objects[known] == word}
            if topic in shared:
                whole = len(one.objects.keys() | other.objects.keys())
                yield _link(
                    rules, "shared-object", (one, other), len(shared) / whole, _reasons(one, other, shared)
                )


def _object_homes(rules: Rules, tree: SystemTree, items: list[Thing], leaves: list[Thing]) -> Iterator[Link]:
    """Categories of another module whose very name is the object of an item: they carry it, or it is used there."""
    if not rules.on("object-home"):
        return
    layer = _layer_of(tree)
    for item in items:
        for home in leaves:
            if home.module == item.module or not item.module:
                continue
            shared = set(_same(rules, home, item)) | (home.fields.keys() & item.fields.keys())
            if not shared or not home.objects.keys() <= shared | set(home.fields):
                continue
            above = layer.get(home.module, 0) > layer.get(item.module, 0) or bool(home.fields)
            ends = (item, home) if above else (home, item)
            kind = rules.rules["object-home"]["applied"] if above else ""
            score = len(shared) / max(1, len(item.objects.keys() | shared))
            yield _link(rules, "object-home", ends, score, _reasons(*ends, sorted(shared)), kind)


# -- data and its protection ----------------------------------------------------------------------------------------


def _data_security(rules: Rules, items: list[Thing]) -> Iterator[Link]:
    if not rules.on("data-security"):
        return
    guarded = [thing for thing in items if thing.security]
    for guard in guarded:
        for thing in items:
            if thing.security or thing.module == guard.module:
                continue
            shared = set(_same(rules, guard, thing)) | (guard.fields.keys() & thing.fields.keys())
            if shared:
                score = 0.5 + 0.5 * thing.data
                words = [*_reasons(guard, thing, sorted(shared)), "一项保护数据"]
                yield _link(rules, "data-security", (guard, thing), score, words)


def _security_homes(rules: Rules, items: list[Thing], leaves: list[Thing]) -> Iterator[Link]:
    if not rules.on("security-home"):
        return
    homes = [leaf for leaf in leaves if leaf.name in rules.security_homes]
    for item in items:
        for home in homes if item.data and not item.security else ():
            if home.module != item.module:
                word = rules.data.search(item.name)
                said = f"“{word.group() if word else '数据'}”与“{home.name}”类别"
                yield _link(rules, "security-home", (item, home), 0.5, [said])


def _data_homes(rules: Rules, items: list[Thing], leaves: list[Thing]) -> Iterator[Link]:
    if not rules.on("data-home"):
        return
    for home in leaves:
        words = rules.data_homes.get(home.name)
        for item in items if words is not None else ():
            found = words.search(item.name) if words and not item.security else None
            if found and home.module != item.module:
                said = f"“{found.group()}”属于“{home.name}”类别"
                yield _link(rules, "data-home", (home, item), 0.5, [said])


# -- layers ---------------------------------------------------------------------------------------------------------


def _layer_of(tree: SystemTree) -> dict[str, int]:
    return {code: at for at, layer in enumerate(tree.system.layers) for code in layer.members}


def _layers(rules: Rules, tree: SystemTree) -> Iterator[Link]:
    """Each layer carries the next; one told to run through all carries every other module."""
    layers = [layer for layer in tree.system.layers if layer.members]
    if not rules.on("layers"):
        return
    across = [layer for layer in layers if any(guess.field == "cross_cutting" for guess in layer.guesses)]
    stacked = [layer for layer in layers if layer not in across]
    steps = [*pairwise(stacked)]
    steps += [(layer, other) for layer in across for other in stacked]
    rule = rules.rules["layers"]
    for lower, upper in steps:
        through = lower in across
        text = f"“{lower.name}”贯穿“{upper.name}”" if through else f"“{lower.name}”在“{upper.name}”之下"
        evidence = (
            Evidence("span", text, lower.source.line_start, lower.source.line_end),
            Evidence("rule", f"{rule['title']}，模块属于哪一层是推定的"),
        )
        for one in lower.members:
            for other in upper.members:
                known = one in tree.by_code and other in tree.by_code
                if known and not same_branch(tree, one, other):
                    ends = subsystem_end(tree.by_code[one]), subsystem_end(tree.by_code[other])
                    yield Link(
                        ends[0],
                        rule["type"],
                        ends[1],
                        "suggested",
                        "rule",
                        "layers",
                        evidence,
                        rule["confidence"],
                    )

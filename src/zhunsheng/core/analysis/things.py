"""What links are suggested between: items, categories and standards, with what their names speak of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from zhunsheng.core.analysis.placement import Candidate
from zhunsheng.core.analysis.topics import Topics, topics_of
from zhunsheng.core.relations.ends import planned_end, standard_end, subsystem_end
from zhunsheng.core.relations.link import End
from zhunsheng.core.system.tree import SystemTree
from zhunsheng.core.vocabulary import content_text, load_yaml

__all__ = ["Rules", "Thing", "link_rules", "things_of_standards", "things_of_system"]

_NUMERALS = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九十]+(?=级|类|部分|型)|第[一二三四五六七八九十]+")


@dataclass(frozen=True, slots=True)
class Rules:
    """The content of ``linking/suggest.yaml``, ready for use."""

    rules: Mapping[str, Mapping[str, Any]]
    one_thing: frozenset[str]
    aspects: frozenset[str]
    fields: frozenset[str]
    test_topics: frozenset[str]
    security_homes: frozenset[str]
    data_homes: Mapping[str, re.Pattern[str]]
    testing: re.Pattern[str]
    data: re.Pattern[str]
    security: re.Pattern[str]
    test_ending: re.Pattern[str]
    product_ending: re.Pattern[str]
    empty: re.Pattern[str]
    same: Mapping[str, str]

    def on(self, key: str) -> bool:
        """Whether a rule is in force."""
        return bool(self.rules[key].get("enabled", True))


@dataclass(frozen=True, slots=True)
class Thing:
    """One end with its name: ``module`` is the code of its module ("" for a standard), ``place`` that of its category.

    ``objects`` holds what it is about (topic → the word), ``fields`` the branch of industry, ``core`` the name
    without empty words.
    """

    end: End
    name: str
    module: str
    place: str
    topics: Topics
    objects: Mapping[str, str]
    fields: Mapping[str, str]
    core: str
    numerals: tuple[str, ...]
    testing: bool
    data: bool
    security: bool


@cache
def link_rules() -> Rules:
    """The rules of suggestion, read once."""
    data = load_yaml(content_text("linking/suggest.yaml"))
    same = {word: group[0] for group in data["same_words"] for word in group}
    return Rules(
        rules=data["rules"],
        one_thing=frozenset(data["one_thing"]),
        aspects=frozenset(data["aspects"]),
        fields=frozenset(data["fields"]),
        test_topics=frozenset(data["test_topics"]),
        security_homes=frozenset(data["security_homes"]),
        data_homes={name: _any(words) for name, words in data["data_homes"].items()},
        testing=_any(data["test_words"]),
        data=_any(data["data_words"]),
        security=_any(data["security_words"]),
        test_ending=re.compile(f"(?:{_any(data['test_endings']).pattern})$"),
        product_ending=re.compile(f"(?:{_any(data['product_endings']).pattern})$"),
        empty=_any(data["empty_words"]),
        same=same,
    )


def _any(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))


def things_of_system(tree: SystemTree) -> tuple[list[Thing], list[Thing]]:
    """(items of the list, categories without parts), in the order of the guide."""
    items = []
    for item in tree.system.planned_standards:
        path = tree.path(item.subsystem) if item.subsystem in tree.by_code else []
        place = item.subsystem if path else ""
        items.append(_thing(planned_end(tree, item), (item.name,), path[0].code if path else "", str(place)))
    leaves = [
        _thing(
            subsystem_end(one),
            (one.name, *one.aliases),
            tree.path(one.code)[0].code,
            one.code,
        )
        for one in tree.walk()
        if not tree.children(one.code)
    ]
    return items, leaves


def things_of_standards(standards: Iterable[Candidate]) -> Iterator[Thing]:
    """Standards by number; titles in other languages help to recognise topics, the first one names it."""
    for one in standards:
        title = one.titles[0] if one.titles else ""
        yield _thing(standard_end(one.number, title), one.titles or ("",), "", "")


def _thing(end: End, names: tuple[str, ...], module: str, place: str) -> Thing:
    rules = link_rules()
    topics = topics_of(*names)
    name = unicodedata.normalize("NFKC", names[0]).lower().replace(" ", "")
    objects = {
        topic: word
        for topic, word in topics.words.items()
        if topic[0] != "+" and topics.weights[topic] >= 1 and topic not in rules.aspects
    }
    return Thing(
        end=end,
        name=names[0],
        module=module,
        place=place,
        topics=topics,
        objects=objects,
        fields={topic: word for topic, word in topics.words.items() if topic in rules.fields},
        core=_core(name, rules),
        numerals=tuple(_NUMERALS.findall(name)),
        testing=bool(rules.testing.search(name)),
        data=bool(rules.data.search(name)),
        security=bool(rules.security.search(name)),
    )


def _core(name: str, rules: Rules) -> str:
    for word, standing in rules.same.items():
        if word in name and standing not in name:
            name = name.replace(word, standing)
    return re.sub(r"[^\w]", "", rules.empty.sub("", name)) or name

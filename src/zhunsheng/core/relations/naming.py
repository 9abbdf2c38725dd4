"""Where a sentence names subsystems: by full name or alias, by the word of a field, by a name as broad as 技术."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhunsheng.core.system.tree import SystemTree
from zhunsheng.core.text.normal import squeeze

__all__ = ["Naming", "Sighted"]

_APART = re.compile(r"[、，,]|以及|或者|[与和及或]")
_NUMBERING = r"(?:[（(]?(?:\d+|[一二三四五六七八九十]+|[A-Z]{1,3})[）)]?[.．、]?)*"
_LEAST = 2
_WHOLE = ""
_BLOT = "\uf8ff"
#: how sure one may be of a name that is only the word of its field, or as broad as 技术
_FIELD = 0.8
_BROAD = 0.75


@dataclass(frozen=True, slots=True)
class Sighted:
    """A subsystem named: its code ("" for the whole system), the words, and a factor on confidence."""

    code: str
    words: str
    factor: float


class Naming:
    """The names of one system, and how to find them. ``rules`` is the content of ``linking/stated.yaml``."""

    def __init__(self, tree: SystemTree, rules: Mapping[str, Any]) -> None:
        self.generic = frozenset(rules["generic"])
        self.names: dict[str, str] = {}
        self.broad: dict[str, str] = {}
        self.fields: dict[str, str] = {}
        self.whole = sorted(rules["whole"], key=len, reverse=True)
        for subsystem in tree.walk():
            for name in (subsystem.name, subsystem.abbreviation or "", *subsystem.aliases):
                self._add(squeeze(name), subsystem.code)
        for name, code in list(self.names.items()):
            for prefix in rules["field_prefixes"]:
                word = name.removeprefix(prefix)
                if word != name and len(word) >= _LEAST and word not in self.generic:
                    self.fields.setdefault(word, code)
        for word in [word for word in self.fields if word in self.names or word in self.broad]:
            del self.fields[word]
        longest = sorted(self.names, key=lambda name: (-len(name), name))
        self._any = re.compile("|".join(map(re.escape, longest)) or r"(?!)")
        both = sorted([*self.names, *self.broad], key=lambda name: (-len(name), name))
        speaking = "|".join(map(re.escape, rules["speaking"]))
        self._speaker = re.compile(
            rf"(?:(?:其中|具体而言|具体来说|此外)[，,:：])?{_NUMBERING}(?P<name>{'|'.join(map(re.escape, both)) or '(?!)'})"
            rf"(?P<kind>标准|模块|部分|层|体系|子体系)?(?=[：:]?(?:{speaking}))"
        )
        self._leads = tuple(sorted(rules["lead_words"], key=len, reverse=True))
        self._tails = tuple(sorted(rules["tail_words"], key=len, reverse=True))

    def _add(self, name: str, code: str) -> None:
        if len(name) < _LEAST:
            return
        into = self.broad if name in self.generic else self.names
        into.setdefault(name, code)
        for sign in ("/", "／"):  # 安全/治理 is 安全与治理 and 安全治理 as well
            if sign in name:
                into.setdefault(name.replace(sign, "与"), code)
                into.setdefault(name.replace(sign, ""), code)
        if "与" in name and len(name) > 4:
            into.setdefault(name.replace("与", ""), code)

    def speaker(self, sentence: str) -> tuple[str, int]:
        """(code of the subsystem the sentence begins with, where the name ends); ("", 0) where it begins otherwise."""
        found = self._speaker.match(sentence)
        if not found:
            return "", 0
        name = found["name"]
        if name in self.names:
            return self.names[name], found.end()
        return (self.broad[name], found.end()) if found["kind"] else ("", 0)

    def hidden(self, text: str) -> str:
        """The text with every full name blotted out, so that no rule takes 支撑 in 基础支撑 for a verb."""
        return self._any.sub(lambda found: _BLOT * len(found.group()), text)

    def named(self, text: str, mode: str) -> list[Sighted]:
        """The subsystems that ``text`` names, each once; ``mode`` is exact, field or generic."""
        found: dict[str, Sighted] = {}
        for words in self.whole:
            if words in text:
                found[_WHOLE] = Sighted(_WHOLE, words, 1.0)
                break
        for match in self._any.finditer(text):
            if not _glued(text, match):
                found.setdefault(
                    self.names[match.group()], Sighted(self.names[match.group()], match.group(), 1.0)
                )
        if mode in ("field", "generic"):
            for part in self.parts(text):
                self._field(part, found)
                if mode == "generic":
                    self._broad(part, found)
        return list(found.values())

    def listed(self, text: str) -> list[Sighted]:
        """The subsystems that stand in ``text`` as items of a list of their own."""
        found: dict[str, Sighted] = {}
        for part in self.parts(text):
            if part in self.names:
                found.setdefault(self.names[part], Sighted(self.names[part], part, 1.0))
            else:
                self._field(part, found)
        return list(found.values())

    def parts(self, text: str) -> list[str]:
        """The items of an enumeration, without the verb in front and the general word behind."""
        masked = self._any.sub(lambda found: found.group().translate(_MASK), text)
        parts = []
        for part in _APART.split(masked):
            part = part.translate(_UNMASK).strip("的“”《》()（）")
            for lead in self._leads:
                if part.startswith(lead) and part not in self.names:
                    part = part[len(lead) :]
                    break
            parts.append(self._without_tail(part))
        return [part for part in parts if part]

    def _without_tail(self, part: str) -> str:
        for _ in range(3):
            if part in self.names or part in self.broad or part in self.fields:
                return part
            tail = next((tail for tail in self._tails if part.endswith(tail) and len(part) > len(tail)), "")
            if not tail:
                return part
            part = part[: -len(tail)]
        return part

    def _field(self, part: str, found: dict[str, Sighted]) -> None:
        code = self.fields.get(part)
        if code and code not in found:
            found[code] = Sighted(code, part, _FIELD)

    def _broad(self, part: str, found: dict[str, Sighted]) -> None:
        for name, code in self.broad.items():
            if code not in found and (part.startswith(name) or part.endswith(name)):
                found[code] = Sighted(code, part, _BROAD)


#: joining words inside a name do not divide a list
_MASK = {ord(sign): 0xE000 + at for at, sign in enumerate("与和及或、，,")}
_UNMASK = {new: old for old, new in _MASK.items()}


def _glued(text: str, match: re.Match[str]) -> bool:
    """Whether a short name stands inside a longer word: 物联网 in 物联网络, 新能源 in 新能源汽车."""
    after = text[match.end() : match.end() + 1]
    return match.group().endswith("网") and after == "络"

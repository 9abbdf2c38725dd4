"""Reading the rules: content/lint/rules.yaml and words.yaml, with a house's own changes laid over them.

An override file holds, both optional::

    rules:
      serial-gap: {severity: note, enabled: true, options: {…}}
    silences:
      - {fingerprint: 3f0c…, reason: 已有国家标准}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from zhunsheng.core.lint.errors import LintRulesError
from zhunsheng.core.lint.model import SCOPES, SEVERITIES, Rule, Silence
from zhunsheng.core.vocabulary import content_text, load_yaml

__all__ = ["RuleSet", "Words", "load_overrides", "load_rules", "packaged_rules"]

_RULE_FIELDS = ("id", "family", "scope", "severity", "title", "why", "example")
_OVERRIDE_FIELDS = {"severity", "enabled", "options"}
_SILENCE_FIELDS = ("fingerprint", "reason", "rule", "subject", "by", "date")


@dataclass(slots=True, frozen=True)
class Words:
    """Word lists that several rules share.

    ``generic`` words say nothing about an item's object (智能, 标准); ``synonyms`` map a word to the one that
    stands for it when names are compared; ``fields`` map a field's name to heads (what a category of that field
    is called) and words (what only that field says).
    """

    generic: tuple[str, ...]
    synonyms: Mapping[str, str]
    fields: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]


@dataclass(slots=True, frozen=True)
class RuleSet:
    """The rules in force, in the order of content, with families' titles and what has been silenced."""

    urn: str
    version: int
    families: Mapping[str, str]
    rules: tuple[Rule, ...]
    words: Words
    silences: tuple[Silence, ...] = field(default=())

    def __getitem__(self, rule_id: str) -> Rule:
        """The rule of that id; KeyError where there is none."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)


def load_rules(overrides: Path | Mapping[str, Any] | None = None) -> RuleSet:
    """The packaged rules, changed by an override file (a path) or mapping. Raises :class:`LintRulesError`."""
    base = packaged_rules()
    if overrides is None:
        return base
    data = load_overrides(overrides) if isinstance(overrides, Path) else overrides
    return _overridden(base, data)


@cache
def packaged_rules() -> RuleSet:
    """The rules as the package carries them, every one checked for its fields."""
    data = load_yaml(content_text("lint/rules.yaml"))
    words = load_yaml(content_text("lint/words.yaml"))
    families = {name: str(entry["title"]) for name, entry in data["families"].items()}
    rules = tuple(_rule(entry, families) for entry in data["rules"])
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise LintRulesError(f"校核规则 {rule.id} 在 rules.yaml 中出现两次。")
        seen.add(rule.id)
    return RuleSet(str(data["urn"]), int(data["version"]), families, rules, _words(words))


def load_overrides(path: Path) -> dict[str, Any]:
    """Read an override file; an empty one changes nothing. Raises :class:`LintRulesError` with the place."""
    try:
        data = load_yaml(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LintRulesError(f"读不了校核设置 {path}：{error.strerror}。请检查路径和权限。") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"第 {mark.line + 1} 行" if mark else "文件"
        raise LintRulesError(f"校核设置 {path} 的{place}不是合格的 YAML（UTF-8）。请改正后再试。") from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise LintRulesError(f"校核设置 {path} 应以 rules: 或 silences: 开头。")
    return data


def _rule(entry: dict[str, Any], families: Mapping[str, str]) -> Rule:
    name = entry.get("id", "?")
    for wanted in _RULE_FIELDS:
        if not isinstance(entry.get(wanted), str) or not entry[wanted].strip():
            raise LintRulesError(f"校核规则 {name} 缺少 {wanted}。")
    if unknown := set(entry) - {*_RULE_FIELDS, "enabled", "options"}:
        raise LintRulesError(f"校核规则 {name} 有不认识的字段：{'、'.join(sorted(unknown))}。")
    if entry["family"] not in families:
        raise LintRulesError(f"校核规则 {name} 的 family“{entry['family']}”没有列在 families 中。")
    if entry["scope"] not in SCOPES:
        raise LintRulesError(f"校核规则 {name} 的 scope 应为 {'、'.join(SCOPES)} 之一。")
    values = {field_name: entry[field_name].strip() for field_name in _RULE_FIELDS}
    rule = Rule(**values, enabled=bool(entry.get("enabled", True)), options=entry.get("options") or {})
    _check_severity(rule.id, rule.severity)
    return rule


def _check_severity(rule_id: str, severity: Any) -> None:
    if severity not in SEVERITIES:
        raise LintRulesError(
            f"校核规则 {rule_id} 的 severity 应为 {'、'.join(SEVERITIES)} 之一，现为 {severity!r}。"
        )


def _words(data: dict[str, Any]) -> Words:
    fields = {
        str(name): (tuple(entry["heads"]), tuple(entry["words"])) for name, entry in data["fields"].items()
    }
    synonyms = {str(word): str(group[0]) for group in data["synonyms"] for word in group[1:]}
    return Words(tuple(data["generic"]), synonyms, fields)


def _overridden(base: RuleSet, data: Mapping[str, Any]) -> RuleSet:
    if unknown := set(data) - {"rules", "silences"}:
        raise LintRulesError(f"校核设置中有不认识的项：{'、'.join(map(str, sorted(unknown, key=str)))}。")
    changes = data.get("rules") or {}
    if not isinstance(changes, Mapping):
        raise LintRulesError("校核设置的 rules 应是“规则编号: {severity: …, enabled: …}”。")
    known = {rule.id for rule in base.rules}
    for rule_id in changes:
        if rule_id not in known:
            raise LintRulesError(f"校核设置中的规则“{rule_id}”不存在。请对照《校核规则》改正编号。")
    rules = tuple(_changed(rule, changes[rule.id]) if rule.id in changes else rule for rule in base.rules)
    return replace(base, rules=rules, silences=_silences(data.get("silences") or []))


def _changed(rule: Rule, change: Any) -> Rule:
    if not isinstance(change, Mapping):
        raise LintRulesError(f"校核设置中 {rule.id} 后面应是 {{severity: …, enabled: …, options: …}}。")
    if unknown := set(change) - _OVERRIDE_FIELDS:
        raise LintRulesError(f"校核设置中 {rule.id} 有不认识的字段：{'、'.join(map(str, sorted(unknown)))}。")
    severity = change.get("severity", rule.severity)
    _check_severity(rule.id, severity)
    enabled = change.get("enabled", rule.enabled)
    if not isinstance(enabled, bool):
        raise LintRulesError(f"校核设置中 {rule.id} 的 enabled 应为 true 或 false。")
    options = dict(rule.options)
    given = change.get("options") or {}
    if not isinstance(given, Mapping):
        raise LintRulesError(f"校核设置中 {rule.id} 的 options 应是“名称: 值”。")
    for name, value in given.items():
        if name not in options:
            raise LintRulesError(
                f"校核规则 {rule.id} 没有选项 {name}。可用的选项：{'、'.join(options) or '无'}。"
            )
        if _kind(options[name]) is not _kind(value):
            raise LintRulesError(
                f"校核设置中 {rule.id} 的选项 {name} 种类不对，应与原值 {options[name]!r} 同类。"
            )
        options[name] = value
    return replace(rule, severity=severity, enabled=enabled, options=options)


def _kind(value: Any) -> type:
    """list, float or str: what an option must stay. A switch among the numbers is a str here, so it is refused."""
    if isinstance(value, list):
        return list if all(isinstance(item, str) for item in value) else dict
    return float if isinstance(value, (int, float)) and not isinstance(value, bool) else str


def _silences(entries: Any) -> tuple[Silence, ...]:
    if not isinstance(entries, list):
        raise LintRulesError("校核设置的 silences 应是列表，每项有 fingerprint 和 reason。")
    out = []
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, Mapping) or not entry.get("fingerprint"):
            raise LintRulesError(f"校核设置 silences 第 {number} 项缺少 fingerprint。")
        if not str(entry.get("reason") or "").strip():
            raise LintRulesError(f"校核设置 silences 第 {number} 项缺少 reason：静默必须写明理由。")
        out.append(Silence(**{name: str(entry.get(name) or "") for name in _SILENCE_FIELDS}))
    return tuple(out)

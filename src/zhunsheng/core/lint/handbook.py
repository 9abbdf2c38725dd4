"""The catalogue of rules as it stands in docs/handbook, written out of content so that the two cannot drift."""

from __future__ import annotations

from zhunsheng.core.lint.report import SEVERITY_WORDS
from zhunsheng.core.lint.rules import RuleSet
from zhunsheng.core.text.marked import with_made

__all__ = ["BEGIN", "catalogue", "with_catalogue"]

BEGIN = "<!-- 以下由 make docs 从 content/lint/rules.yaml 生成，请勿手改 -->"
_SCOPES = {"document": "指南文件", "system": "已存体系", "both": "指南文件和已存体系"}


def catalogue(rules: RuleSet) -> str:
    """All rules in Markdown, by family."""
    parts: list[str] = []
    for family, title in rules.families.items():
        parts.append(f"### {title}")
        for rule in rules.rules:
            if rule.family != family:
                continue
            state = "" if rule.enabled else "；默认关闭"
            parts.append(
                f"**{rule.title}** `{rule.id}`　{SEVERITY_WORDS[rule.severity]}；查{_SCOPES[rule.scope]}{state}"
            )
            parts.append(f"{rule.why}\n\n例：{rule.example}")
            if rule.options:
                parts.append(f"可调：{'、'.join(f'`{name}`' for name in rule.options)}")
    return "\n\n".join(parts)


def with_catalogue(page: str, rules: RuleSet) -> str:
    """The page with what stands between the two marks replaced. ValueError where a mark is missing."""
    return with_made(page, BEGIN, catalogue(rules), "校核规则.md")

"""Django's checks of passwords, speaking Chinese throughout: some of its messages have no translation."""

from __future__ import annotations

from django.contrib.auth import password_validation as django_checks

__all__ = ["CommonPassword", "NumericPassword", "ShortPassword", "SimilarPassword"]


class ShortPassword(django_checks.MinimumLengthValidator):
    """Not too short."""

    def get_error_message(self) -> str:
        """What is wrong and what to do."""
        return f"口令太短，至少要 {self.min_length} 个字符。"


class SimilarPassword(django_checks.UserAttributeSimilarityValidator):
    """Not close to the person's own name or address."""

    def get_error_message(self) -> str:
        """What is wrong and what to do."""
        return "口令与%(verbose_name)s太相近，请换一个。"


class CommonPassword(django_checks.CommonPasswordValidator):
    """Not one of those everybody uses."""

    def get_error_message(self) -> str:
        """What is wrong and what to do."""
        return "这个口令太常见，容易被猜到，请换一个。"


class NumericPassword(django_checks.NumericPasswordValidator):
    """Not digits alone."""

    def get_error_message(self) -> str:
        """What is wrong and what to do."""
        return "口令不能只用数字，请加入字母或其他字符。"

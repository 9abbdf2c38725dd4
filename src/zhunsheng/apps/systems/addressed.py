"""From an address to the edition it names, as pages and the interface ask for it, and back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse

from zhunsheng.api.errors import ApiError, not_found
from zhunsheng.apps.systems.models import Edition, System
from zhunsheng.apps.systems.queries import find_system, get_edition

__all__ = ["edition_address", "edition_of", "edition_or_404", "system_of"]


def edition_or_404(request: HttpRequest, slug: str, key: str) -> Edition:
    """The edition that the address of a page names, if this reader may see it."""
    try:
        return get_edition(request.user, slug, key)
    except (Edition.DoesNotExist, System.DoesNotExist):
        raise Http404("没有这个体系或版本") from None


def system_of(request: HttpRequest, slug: str) -> System:
    """The system that an address of the interface names; its 404 says where all are."""
    found = find_system(request.user, slug)
    if found is None:
        raise _no_system(slug)
    return found


def edition_of(request: HttpRequest, slug: str, key: str) -> Edition:
    """The edition that an address of the interface names; its 404 says which of the two is not there."""
    try:
        return get_edition(request.user, slug, key)
    except System.DoesNotExist:
        raise _no_system(slug) from None
    except Edition.DoesNotExist:
        raise not_found(
            f"{slug} 没有版本“{key}”。", f"它的版本见 /api/v1/systems/{slug}/editions。"
        ) from None


def edition_address(name: str, edition: Edition, *more: Any, **query: Any) -> str:
    """The address of a page of ``edition`` by its full name (``systems:items``), with query parameters that are not empty."""
    path = reverse(name, args=[edition.system.slug, edition.key_in_address, *more])
    asked = {name: value for name, value in query.items() if value not in (None, "")}
    return f"{path}?{urlencode(asked)}" if asked else path


def _no_system(slug: str) -> ApiError:
    return not_found(f"没有体系“{slug}”。", "全部体系见 /api/v1/systems。")

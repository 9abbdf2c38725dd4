"""``分面=值`` on the command line: facets by their names, values as codes or in Chinese."""

from __future__ import annotations

from collections.abc import Iterable

from zhunsheng.cli.frame import fail

__all__ = ["facet_filters", "known_names"]


def facet_filters(given: Iterable[str], option: str) -> dict[str, tuple[str, ...]]:
    """``k=v`` pairs by facet; an unknown facet, or a value that it cannot have, ends the command."""
    from zhunsheng.search.coded import CODED, code_of, offered
    from zhunsheng.search.shape import FACETS

    asked: dict[str, tuple[str, ...]] = {}
    for pair in given:
        name, sign, value = (part.strip() for part in pair.partition("="))
        if not sign or name not in FACETS:
            fail(f"{option} {pair} 不成形。请写成 分面=值，分面有：{'、'.join(FACETS)}。")
        code = code_of(name, value)
        if not code and name in CODED:
            fail(f"{option} {pair} 的值不对。{name} 可用：{offered(name)}。")
        asked[name] = (*asked.get(name, ()), code)
    return asked


def known_names(filters: dict[str, tuple[str, ...]], option: str) -> None:
    """End the command where a source or a body among ``filters`` is not there; asks the database."""
    from zhunsheng.apps.registry.unknown import unknown_names

    for told in unknown_names(filters)[:1]:
        everything = "全部来源见 zhunsheng catalogue sources。" if told.facet == "source" else ""
        fail(f"{option} {told.facet} 的值不对：{told.message}{told.offer}{everything}")

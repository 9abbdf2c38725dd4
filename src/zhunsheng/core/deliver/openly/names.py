"""Names that stay: an IRI for each thing, made of what names it among people, under a base that the house chooses."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote

from zhunsheng.core.deliver.openly.shape import OpenEnd, OpenLink
from zhunsheng.core.deliver.tables import NOT_IN_XML
from zhunsheng.core.registry.address import name_in_address

__all__ = ["DEFAULT_BASE", "BaseError", "Names", "clean"]

#: where nothing is set: names that belong to no site and so are the same on every one
DEFAULT_BASE = "urn:zhunsheng:"
_URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{0,31}:(?:[A-Za-z0-9._~-]+:)*", re.ASCII)
_SITE = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[A-Za-z0-9._~-]+)*/", re.ASCII)
#: kept as they are beside what a URI leaves alone: Han characters, which every IRI may hold
_PLAIN = re.compile(r"[^\u3400-\u9fff]+")


class BaseError(ValueError):
    """A base that no IRIs can be made of; the message says in Chinese what it must look like."""


def clean(text: str) -> str:
    """``text`` with every character that no XML and so no xsd:string holds turned into U+FFFD: all forms say the same."""
    return NOT_IN_XML.sub("\ufffd", text)


class Names:
    """IRIs under ``base``: a site's address (``https://…/``, then ``…/id/standard/…``) or a URN (``urn:…:standard:…``).

    Raises :class:`BaseError` for a base that is neither.
    """

    def __init__(self, base: str = "") -> None:
        base = base.strip() or DEFAULT_BASE
        self.base = base if base.endswith((":", "/")) else base + ("/" if "://" in base else ":")
        if not (_URN.fullmatch(self.base) or _SITE.fullmatch(self.base)):
            raise BaseError(
                f"标识的开头“{base}”不能用。请写成网址（https://std.example.cn/）或 URN（urn:example:）。"
            )
        self._sign = ":" if self.base.startswith("urn:") else "/"
        self._head = self.base if self._sign == ":" else self.base + "id/"

    def of(self, kind: str, *parts: str) -> str:
        """The IRI of the thing of this kind that ``parts`` name."""
        return self._head + self._sign.join((kind, *map(_part, parts)))

    def standard(self, number: str) -> str:
        """A standard, by its canonical number."""
        return f"{self._head}standard{self._sign}{_part(name_in_address(number), ':')}"

    def number(self, number: str) -> str:
        """A number of a standard."""
        return f"{self._head}number{self._sign}{_part(name_in_address(number), ':')}"

    def body(self, key: str) -> str:
        """A body, by the normal form of its name."""
        return self.of("body", key)

    def source(self, code: str) -> str:
        """A source."""
        return self.of("source", code)

    def class_(self, scheme: str, code: str) -> str:
        """A class of ICS or CCS."""
        return self.of(scheme, code)

    def edition(self, slug: str, key: str) -> str:
        """An edition of a system."""
        return self.of("edition", slug, key)

    def end(self, end: OpenEnd) -> str:
        """What stands at an end of a link."""
        if end.kind == "standard":
            return self.standard(end.ref)
        if end.kind == "system":  # as one edition has it
            return self.edition(end.system, end.edition)
        return self.of(end.kind, end.system, end.edition, end.ref)

    def link(self, link: OpenLink) -> str:
        """A link, by both its ends, its type, and who says so where: two origins of one link are two."""
        told = (
            self.end(link.subject),
            link.type,
            self.end(link.target),
            link.origin,
            link.system,
            link.edition,
        )
        return self.of("link", hashlib.sha256("\n".join(told).encode("utf-8", "replace")).hexdigest()[:24])


def _part(text: str, also: str = "") -> str:
    """A part of an IRI: percent-encoded but for unreserved signs and Han characters."""
    return _PLAIN.sub(lambda run: quote(run.group(), safe="~" + also), clean(text))

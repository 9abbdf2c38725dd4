"""How a standard is cited: GB/T 7714-2015 in words, BibTeX, Relaton YAML and CSL-JSON for other programs.

All of them take the same :class:`~zhunsheng.core.registry.record.StatedRecord`, here holding what is held to be true
of a standard, and leave out what is not known: no publisher, place or year is ever supplied from anywhere else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from zhunsheng.core.identifiers import format_number, read_number
from zhunsheng.core.registry.record import StatedParty, StatedRecord
from zhunsheng.core.relations.vocabulary import relation_types

__all__ = ["STYLES", "Style", "bibtex", "bibtex_key", "cite", "csl_json", "gbt7714", "relaton_yaml"]

#: whose name stands first: GB/T 7714-2015, 3.2 names the one who proposed the standard; where none is known, the
#: next who answers for it
_RESPONSIBLE = ("proposer", "administrator", "committee", "issuer", "publisher")
_ISSUERS = ("issuer", "publisher", "administrator", "committee")
_MOST_NAMES = 3
#: libyaml's, where it is there: the same text in a sixth of the time
_FAST_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_HAN = re.compile(r"[\u3400-\u9fff]")
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_URL = {"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20"}
#: our relation → Relaton's, read in the same direction
_RELATIONS = {kind.key: kind.mapped["relaton"].to for kind in relation_types().values() if kind.catalogue}
_INVERSE = {
    "obsoletes": "obsoletedBy",
    "updates": "updatedBy",
    "adoptedFrom": "adoptedAs",
    "cites": "isCitedIn",
    "partOf": "hasPart",
    "editionOf": "hasEdition",
    "draftOf": "hasDraft",
    "derivedFrom": "derives",
    "related": "related",
}
_DATES = {
    "issued": "published",
    "implemented": "implemented",
    "withdrawn": "obsoleted",
    "reviewed": "confirmed",
}
#: our roles → Relaton's; the description keeps ours apart
_ROLES = {
    "publisher": "publisher",
    "issuer": "publisher",
    "drafter": "author",
    "person": "author",
    "executor": "author",
    "proposer": "authorizer",
    "administrator": "authorizer",
    "competent": "authorizer",
}
_LANGUAGES = {
    "title_zh": ("zh", "Hans"),
    "title_en": ("en", "Latn"),
    "title_fr": ("fr", "Latn"),
    "title_ja": ("ja", "Jpan"),
}


@dataclass(frozen=True, slots=True)
class Style:
    """A way to cite: its Chinese label, media type, ending of its files, and the writer."""

    label: str
    media: str
    ending: str
    write: Callable[[StatedRecord], str]


def cite(record: StatedRecord, style: str = "gbt7714") -> str:
    """The citation of ``record`` in a style of :data:`STYLES`; raises ``KeyError`` for another name."""
    return STYLES[style].write(record)


def gbt7714(record: StatedRecord, *, accessed: str = "") -> str:
    """One line after GB/T 7714-2015: 责任者. 名称: 编号[S]. 出版地: 出版者, 年.

    With ``accessed`` (the ISO day on which it was read on the net) and an address it is cited as [S/OL].
    Where no publisher is known the year of issue stands alone.
    """
    title = _title(record)
    chinese = bool(_HAN.search(title))
    number = _as_printed(record.number)
    url = record.values.get("url", "") if accessed else ""
    head = f"{title}: {number}" if title and number else title or number
    parts = [_names(record, chinese), f"{head}[{'S/OL' if url else 'S'}]"]
    publisher, year = _first(record, ("publisher",)), _date(record)[:1]
    published = ", ".join([*([publisher] if publisher else []), *year])
    if url:
        published += f"[{accessed}]"
    parts += [published, url]
    return "".join(f"{part.rstrip('.')}. " for part in parts if part).strip()


def bibtex(record: StatedRecord) -> str:
    """An entry of type ``techreport`` (``misc`` where no institution is known), special characters escaped.

    The key follows from the number alone and so stays the same: see :func:`bibtex_key`.
    """
    author = [f"{{{_latex(name)}}}" for name in _responsible(record)]
    institution = _first(record, _ISSUERS)
    date = _date(record)
    title = _title(record)
    fields = {
        "author": " and ".join(author),
        "title": f"{{{_latex(title)}}}" if title else "",
        "institution": _latex(institution),
        "type": ("标准" if _HAN.search(title) else "Standard") if institution else "",
        "number": _latex(record.number) if institution else "",
        "howpublished": "" if institution else _latex(record.number),
        "year": date[0] if date else "",
        "language": {"zh": "chinese", "ja": "japanese", "fr": "french"}.get(_language(record), "english"),
        "url": "".join(_URL.get(sign, sign) for sign in record.values.get("url", "")),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    if len(date) > 1:
        lines.append(f"  month = {_MONTHS[int(date[1]) - 1]}")
    kind = "techreport" if institution else "misc"
    return f"@{kind}{{{bibtex_key(record.number)},\n" + ",\n".join(lines) + "\n}\n"


def bibtex_key(number: str) -> str:
    """The key of a number: letters, digits, points and hyphens, ``GB/T 1.1-2020`` → ``gb-t-1.1-2020``."""
    return re.sub(r"[^0-9a-z.\u3400-\u9fff]+", "-", number.lower()).strip("-") or "standard"


def csl_json(record: StatedRecord) -> str:
    """A list of one item of CSL-JSON, type ``standard``, as Zotero and pandoc read it."""
    item: dict[str, Any] = {
        "id": bibtex_key(record.number),
        "type": "standard",
        "title": _title(record),
        "number": record.number,
        "author": [{"literal": name} for name in _responsible(record)],
        "publisher": _first(record, ("publisher", "issuer")),
        "issued": {"date-parts": [[int(part) for part in _date(record)]]} if _date(record) else None,
        "version": record.values.get("edition", ""),
        "language": _language(record),
        "URL": record.values.get("url", ""),
    }
    return (
        json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2)
        + "\n"
    )


def relaton_yaml(record: StatedRecord) -> str:
    """The record in Relaton's YAML (schema 1.2), which the Relaton connector reads back.

    Level, nature, category and the numbers of filing have no place in Relaton and are left out.
    """
    plain: dict[str, Any] = {
        "schema-version": "v1.2.9",
        "id": re.sub(r"[^0-9A-Za-z.-]+", "", record.number.replace(":", "-")),
        "title": _relaton_titles(record),
        "link": [{"content": record.values["url"], "type": "src"}] if record.values.get("url") else [],
        "type": "standard",
        "docid": _relaton_numbers(record),
        "date": [
            {"type": kind, "value": record.values[name]}
            for name, kind in _DATES.items()
            if record.values.get(name)
        ],
        "contributor": [_contributor(party) for party in record.parties if party.role in _ROLES],
        "edition": {"content": record.values["edition"]} if record.values.get("edition") else None,
        "language": [_language(record)] if _title(record) else [],
        "abstract": _abstract(record),
        "docstatus": _docstatus(record),
        "keyword": [{"content": word} for word in record.lists.get("keywords", ())],
        "relation": [_relaton_relation(link) for link in record.relations],
        "ext": _ext(record),
    }
    kept = {name: value for name, value in plain.items() if value}
    try:
        return "---\n" + _dumped(kept, _FAST_DUMPER)
    except UnicodeEncodeError:  # half a character: only the slow one writes it, as an escape
        return "---\n" + _dumped(kept, yaml.SafeDumper)


def _dumped(plain: dict[str, Any], dumper: Any) -> str:
    text: str = yaml.dump(plain, Dumper=dumper, allow_unicode=True, sort_keys=False, width=110)
    return text


def _relaton_titles(record: StatedRecord) -> list[dict[str, Any]]:
    return [
        {
            "content": record.values[name],
            "language": [language],
            "script": [script],
            "format": "text/plain",
            "type": "main",
        }
        for name, (language, script) in _LANGUAGES.items()
        if record.values.get(name)
    ]


def _relaton_numbers(record: StatedRecord) -> list[dict[str, Any]]:
    first = {"id": record.number, "type": _prefix(record.number), "primary": True}
    further = [
        {"id": number, "type": _prefix(number), "scope": kind} for kind, number in record.other_numbers
    ]
    return [first, *further]


def _prefix(number: str) -> str:
    """What Relaton calls the type of a number: the letters it begins with."""
    found = re.match(r"[A-Za-z]+", number)
    return found.group() if found else number.split(" ")[0]


def _contributor(party: StatedParty) -> dict[str, Any]:
    role: dict[str, Any] = {"type": _ROLES[party.role]}
    if party.role != "publisher":
        role["description"] = [{"content": party.role, "format": "text/plain"}]
    if party.role == "person":
        return {"person": {"name": {"completename": {"content": party.name}}}, "role": [role]}
    return {"organization": {"name": [{"content": party.name}]}, "role": [role]}


def _abstract(record: StatedRecord) -> list[dict[str, Any]]:
    scope = record.values.get("scope", "")
    language = "zh" if _HAN.search(scope) else "en"
    return [{"content": scope, "language": [language], "format": "text/plain"}] if scope else []


def _docstatus(record: StatedRecord) -> dict[str, Any] | None:
    stage, _, substage = record.values.get("stage", "").partition(".")
    if not stage:
        return None
    return {"stage": {"value": stage}, **({"substage": {"value": substage}} if substage else {})}


def _relaton_relation(link: Any) -> dict[str, Any]:
    kind = _RELATIONS.get(link.type, "related")
    plain: dict[str, Any] = {"type": _INVERSE[kind] if link.inverse else kind}
    # Relaton has one word for several of ours: the description keeps them apart, and the degree of an adoption.
    turned = "-inverse" if link.inverse and kind == "related" else ""
    if said := link.degree or (link.type + turned if kind in {"updates", "related"} else ""):
        plain["description"] = {"content": said, "format": "text/plain"}
    number = {"id": link.target, "type": _prefix(link.target), "primary": True}
    plain["bibitem"] = {
        "type": "standard",
        "docid": [number],
        "formattedref": {"content": link.target, "format": "text/plain"},
    }
    return plain


def _ext(record: StatedRecord) -> dict[str, Any]:
    committees = [{"name": party.name, "type": "TC"} for party in record.parties if party.role == "committee"]
    ext: dict[str, Any] = {
        "schema-version": "v1.0.0",
        "flavor": "zhunsheng",
        "doctype": {"type": record.values["doctype"]} if record.values.get("doctype") else None,
        "standard_status": record.values.get("status"),
        "editorialgroup": {"technical_committee": committees} if committees else None,
        "ics": [{"code": code} for code in record.lists.get("ics", ())],
        "ccs": [{"code": code} for code in record.lists.get("ccs", ())],
    }
    return {name: value for name, value in ext.items() if value}


def _title(record: StatedRecord) -> str:
    return next((record.values[name] for name in _LANGUAGES if record.values.get(name)), "")


def _language(record: StatedRecord) -> str:
    return next((code for name, (code, _script) in _LANGUAGES.items() if record.values.get(name)), "en")


def _as_printed(number: str) -> str:
    """The number as its own body prints it: Chinese ones set off the year with a dash of one em."""
    read = read_number(number)
    return format_number(read) if read is not None else number


def _responsible(record: StatedRecord) -> list[str]:
    for role in _RESPONSIBLE:
        names = [party.name for party in record.parties if party.role == role]
        if names:
            return list(dict.fromkeys(names))
    return []


def _names(record: StatedRecord, chinese: bool) -> str:
    names = _responsible(record)
    more = ["等" if chinese else "et al"] if len(names) > _MOST_NAMES else []
    return ", ".join(names[:_MOST_NAMES] + more)


def _first(record: StatedRecord, roles: tuple[str, ...]) -> str:
    return next((party.name for role in roles for party in record.parties if party.role == role), "")


def _date(record: StatedRecord) -> list[str]:
    """Year, month and day of issue, as far as they are known."""
    found = _DATE.fullmatch(record.values.get("issued", ""))
    return [part for part in found.groups() if part] if found else []


def _latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in text)


STYLES: dict[str, Style] = {
    "gbt7714": Style("GB/T 7714", "text/plain", "txt", lambda record: gbt7714(record) + "\n"),
    "bibtex": Style("BibTeX", "application/x-bibtex", "bib", bibtex),
    "relaton": Style("Relaton YAML", "application/yaml", "yaml", relaton_yaml),
    "csl": Style("CSL-JSON", "application/vnd.citationstyles.csl+json", "json", csl_json),
}

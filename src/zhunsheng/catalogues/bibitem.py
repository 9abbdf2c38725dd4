"""One Relaton document (YAML, both schemas in use) brought to the plain shape the compact catalogues have."""

from __future__ import annotations

from typing import Any

from zhunsheng.catalogues.compact import stated
from zhunsheng.catalogues.dialect import DIALECTS, OWN, Dialect
from zhunsheng.catalogues.shape import BadRow
from zhunsheng.core.registry.record import BODY_ROLES, StatedParty, StatedRecord, StatedRelation

__all__ = ["bibitem_record", "flavour_of"]

#: kind of the primary identifier → dialect
_FLAVOURS = {name.upper(): name for name in DIALECTS}
_TITLES = {"title_fr": "fr", "title_en": "en", "title_ja": "ja", "title_zh": "zh"}
_ROLES = {"publisher": "publisher", "editor": "person", "author": "person"}


def flavour_of(document: dict[str, Any]) -> str:
    """The dialect a document is read with: by ``ext.flavor``, else by the kind of its first identifier."""
    flavour = _of(document.get("ext")).get("flavor")
    if isinstance(flavour, str) and flavour in (*DIALECTS, OWN):
        return flavour
    for one in _many(_first(document, "docid", "docidentifier")):
        kind = _of(one).get("type")
        if isinstance(kind, str) and kind in _FLAVOURS:
            return _FLAVOURS[kind]
    return "relaton"


def bibitem_record(
    document: dict[str, Any], file: str, place: str, words: Dialect, bad: list[BadRow]
) -> StatedRecord | None:
    """The record of one document; None (and a row in ``bad``) where it has no identifier."""
    ids = [one for one in map(_of, _many(_first(document, "docid", "docidentifier"))) if _content(one)]
    primary = next((one for one in ids if _true(one.get("primary"))), ids[0] if ids else {})
    number = _content(primary)
    if not number:
        mend = "文件应有 docid（或 docidentifier），其中一个写明 primary: true。"
        row = {key: str(value)[:500] for key, value in list(document.items())[:40]}
        bad.append(BadRow(place, "docid", "", "没有编号", mend, row))
        return None
    record = stated(_compact(document, number, file, words), place, words, bad)
    _more(document, record, ids, primary, words)
    return record


def _compact(document: dict[str, Any], number: str, file: str, words: Dialect) -> dict[str, Any]:
    """The document in the keys of the compact shape."""
    ext = _of(document.get("ext"))
    titles = [one for one in map(_texted, _many(document.get("title"))) if _content(one)]
    spoken = {tongue for one in titles for tongue in _many(one.get("language"))} & set(_TITLES.values())
    # Where every title says its language, none is taken for the dialect's own.
    exactly = words.name == OWN and bool(spoken)
    data: dict[str, Any] = {"id": number, "file": file, "title": _title(titles, words.title, exactly=exactly)}
    for key, language in _TITLES.items():
        if language != words.title and (text := _title(titles, language, exactly=True)):
            data[key] = text
    abstracts = [one for one in map(_texted, _many(document.get("abstract"))) if _content(one)]
    if abstracts:
        best = next((one for one in abstracts if words.title in _many(one.get("language"))), abstracts[0])
        data["abstract"] = _content(best)
    status = _of(_first(document, "docstatus", "status"))
    stage, substage = _content(status.get("stage")), _content(status.get("substage"))
    data["stage"] = f"{stage}.{substage}" if stage and substage else stage
    data["edition"] = _content(document.get("edition"))
    data["doctype"] = _content(_first(ext, "doctype") or document.get("doctype"))
    data["dates"] = _dates(document)
    data["ics"] = [_code(one) for one in _many(_first(ext, "ics") or document.get("ics")) if _code(one)]
    data["keyword"] = list(filter(None, map(_keyword, _many(document.get("keyword")))))
    data["tc"] = list(dict.fromkeys(filter(None, [*_groups(document, ext), *_subdivisions(document)])))
    data["rel"] = _relations(document)
    return {key: value for key, value in data.items() if value}


def _more(
    document: dict[str, Any],
    record: StatedRecord,
    ids: list[dict[str, Any]],
    primary: dict[str, Any],
    words: Dialect,
) -> None:
    """What the compact shape has no room for: links, languages, contributors, further identifiers, clauses."""
    links = [_of(one) for one in _many(_first(document, "link", "source"))]
    link = next((one for one in links if one.get("type") == "src"), links[0] if links else {})
    if url := _content(link):
        record.values["url"] = url
    languages = [one for one in _many(document.get("language")) if isinstance(one, str)]
    if languages:
        record.values["language"] = "、".join(languages)
    for one in ids:
        kind, text = str(one.get("type") or ""), _content(one)
        if one is primary or text == record.number:
            continue
        if kind in _FLAVOURS and kind != primary.get("type") and _true(one.get("primary")):
            twin = StatedRelation("related", text, said=f"docid {kind}")
            record.relations = tuple(dict.fromkeys((*record.relations, twin)))
        elif kind:
            name = "-".join(filter(None, (kind, str(one.get("scope") or ""))))
            record.printed.setdefault(f"docid:{name}", text)
    said = _content(_of(document.get("ext")).get("standard_status"))
    if said:
        record.printed["standard_status"] = said
        replaced = any(one.inverse and one.type == "replaces" for one in record.relations)
        status = words.status_of(said)
        # "Active" beside "obsoletedBy" speaks of the page, not of the text.
        if "status" not in record.values and status and not (replaced and status == "current"):
            record.values["status"] = status
    record.parties = tuple(dict.fromkeys((*record.parties, *_contributors(document))))
    if words.name == OWN:
        _own(document, record, ids, primary)


def _own(
    document: dict[str, Any], record: StatedRecord, ids: list[dict[str, Any]], primary: dict[str, Any]
) -> None:
    """What our own export keeps in descriptions and scopes: degrees of adoption, kinds of numbers, CCS."""
    record.relations = tuple(
        one._replace(degree=one.said.partition(":")[2] if one.type == "adopts" else "", said="")
        for one in record.relations
        if not one.said.startswith("docid ")
    )
    record.other_numbers = tuple(
        (str(one.get("scope") or "other"), _content(one)) for one in ids if one is not primary
    )
    record.printed = {key: text for key, text in record.printed.items() if not key.startswith("docid:")}
    committees = [party for party in record.parties if party.role == "committee"]
    record.parties = tuple(dict.fromkeys((*_own_parties(document), *committees)))
    if ccs := tuple(filter(None, map(_code, _many(_of(document.get("ext")).get("ccs"))))):
        record.lists["ccs"] = ccs


def _title(titles: list[dict[str, Any]], language: str, *, exactly: bool = False) -> str:
    own = [one for one in titles if language in _many(one.get("language"))]
    if not own and not exactly:
        own = [one for one in titles if not one.get("language")] or titles
    whole = next((one for one in own if one.get("type") == "main"), None)
    if whole is None and any(one.get("type") == "title-main" for one in own):
        parts = [_content(one) for one in own if str(one.get("type") or "").startswith("title-")]
        return " - ".join(parts)
    return _content(whole or (own[0] if own else {}))


def _dates(document: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in map(_of, _many(document.get("date"))):
        kind, value = one.get("type"), _first(one, "value", "at", "on", "from")
        if isinstance(kind, str) and isinstance(value, str):
            found.setdefault(kind, value)
    return found


def _groups(document: dict[str, Any], ext: dict[str, Any]) -> list[str]:
    found = []
    for group in map(_of, _many(_first(ext, "editorialgroup") or document.get("editorialgroup"))):
        for one in (*_many(group.get("technical_committee")), *_many(group.get("committee"))):
            entry = _of(one)
            found.append(
                one
                if isinstance(one, str)
                else _content(entry.get("identifier")) or _content(entry.get("name"))
            )
        found.append(_content(group.get("name")))
    return found


def _subdivisions(document: dict[str, Any]) -> list[str]:
    found = []
    for one in map(_of, _many(document.get("contributor"))):
        for part in map(_of, _many(_of(one.get("organization")).get("subdivision"))):
            found += [_content(name) for name in _many(part.get("name"))]
    return found


def _contributors(document: dict[str, Any]) -> list[StatedParty]:
    found = []
    for one in map(_of, _many(document.get("contributor"))):
        roles = {str(_of(role).get("type") or role) for role in _many(one.get("role"))}
        for role in sorted(roles & _ROLES.keys()):
            person = _of(_of(one.get("person")).get("name"))
            if person and role != "publisher":
                forenames = [_content(name) for name in _many(_first(person, "forename", "given"))]
                name = _content(person.get("completename")) or " ".join(
                    [*forenames, _content(person.get("surname"))]
                )
                found.append(StatedParty("person", " ".join(name.split())))
            elif role == "publisher" and "organization" in one:
                names = [_content(name) for name in _many(_of(one["organization"]).get("name"))]
                found += [StatedParty("publisher", line) for line in _lines(names[0] if names else "")]
    return [party for party in found if party.name]


def _own_parties(document: dict[str, Any]) -> list[StatedParty]:
    """Contributors of our own export, whose description is our role."""
    found = []
    for one in map(_of, _many(document.get("contributor"))):
        for role in map(_of, _many(one.get("role"))):
            said = _content(role.get("description")) or str(role.get("type"))
            if said in BODY_ROLES:
                found += [StatedParty(said, name) for name in _names(one)]
    return found


def _names(contributor: dict[str, Any]) -> list[str]:
    """The name of a person or an organization as our own export writes it."""
    person = _of(_of(contributor.get("person")).get("name"))
    names = (
        [person.get("completename")] if person else _many(_of(contributor.get("organization")).get("name"))
    )
    return [name for name in map(_content, names[:1]) if name]


def _lines(text: str) -> list[str]:
    return [" ".join(line.split(" ")).strip() for line in text.splitlines() if line.strip()]


def _relations(document: dict[str, Any]) -> list[list[str]]:
    found = []
    for one in map(_of, _many(document.get("relation"))):
        item = _of(one.get("bibitem"))
        ids = [entry for entry in map(_of, _many(_first(item, "docid", "docidentifier"))) if _content(entry)]
        target = _content(next((x for x in ids if _true(x.get("primary"))), ids[0] if ids else {}))
        target = target or _content(item.get("formattedref"))
        kind = one.get("type")
        if isinstance(kind, str) and kind and target:
            note = _content(one.get("description"))
            found.append([f"{kind}:{note}" if note else kind, target])
    return found


def _code(value: Any) -> str:
    return value if isinstance(value, str) else _content(_of(value).get("code"))


def _keyword(value: Any) -> str:
    """A keyword of either schema: a text, ``{content}``, ``{vocab}``, ``{taxon: […]}``."""
    entry = _of(value)
    if taxon := _many(entry.get("taxon")):
        return " / ".join(filter(None, map(_content, taxon)))
    return _content(value) or _content(entry.get("vocab"))


def _texted(value: Any) -> dict[str, Any]:
    return {"content": value} if isinstance(value, str) else _of(value)


def _content(value: Any) -> str:
    """The text of a value in either schema: itself, or its ``content``, ``value``, ``id``, ``type``."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = next(
            (value[key] for key in ("content", "value", "id", "type", "name") if value.get(key)), None
        )
        return _content(value) if isinstance(value, (dict, list)) else value if isinstance(value, str) else ""
    return value if isinstance(value, str) else ""


def _of(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(entry: dict[str, Any], *names: str) -> Any:
    return next((entry[name] for name in names if entry.get(name) is not None), None)


def _true(value: Any) -> bool:
    return value in ("true", "True", True)

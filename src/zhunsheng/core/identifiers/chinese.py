"""Grammar of Chinese numbers: national, sector, engineering, local, society, enterprise, plan numbers, TC 260."""

from __future__ import annotations

import re

from zhunsheng.core.identifiers.tables import Code, codes, regions
from zhunsheng.core.identifiers.value import StandardNumber

__all__ = ["CODES", "read_chinese", "read_enterprise", "read_plan", "read_society", "read_tc260"]

#: two-digit years were printed until the middle of the nineties; later ones are read, but said to be odd
_LAST_SHORT_YEAR = 26

CODES = codes()
_ALL = "|".join(sorted(CODES, key=lambda code: (-len(code), code)))
_WITH_AREA = "|".join(
    sorted([code for code, facts in CODES.items() if facts.area] + ["DB"], key=lambda c: (-len(c), c))
)
_PREFIX = (
    rf"(?P<code>{_ALL})(?:\s?\((?P<of>[一-鿿]{{1,8}})\))?"
    r"(?:\s?[/_.\-]?\s?(?P<mandate>TJ|[TZ])(?![A-Z]))?"
)
_AREA_PREFIX = (
    rf"(?P<code>{_WITH_AREA})\s?(?P<area>\d\d(?:\d\d){{0,2}})"
    r"(?:\s?[/_\-]?\s?(?P<mandate>TJ|DZ|[TZJ])(?![A-Z])|\s?/|(?=\s[\dX]))"
)
_PART = r"(?P<part>(?:\.(?:\d{1,4}|X{1,4}(?![A-Z]))){0,3})"
_BODY = (
    rf"[\s_\-/]*(?P<letter>[A-Z]\s?(?=\d))?(?P<number>\d{{1,6}}|X{{2,6}}){_PART}(?P<revised>[A-Z](?![A-Z0-9]))?"
    r"(?P<piece>/\d{1,2}(?=-))?(?P<dash>-\d{1,5}(?=-(?:(?:19|20)\d\d|\d\d)(?!\d)))?"
    r"(?:\s?~\s?(?:[A-Z]{2,4}(?:/[TZ])?\s?)?\.?(?P<upto>\d{1,6}(?:\.\d{1,4})?))?"
)
_YEAR = r"(?:\.?\s?(?:-{1,3}|:|_)\s?(?P<year>(?:19|20)(?:\d\d|XX)|X{2,4}|\d\d)(?![\dX]))?"
_SHEET = (
    r"(?:\s?[/,\-]?\s?(?:XG\s?(?P<sheet>\d{1,2})(?:\s?-\s?(?P<sheet_year>\d{4}))?|"
    r"[《(]?(?:国家标准|行业标准|地方标准)?\s?第\s?(?P<nth>\d{1,2}|[一二三四五六七八九])\s?号修改单[》)]?))?"
)
_EVERY = r"(?P<every>\s?[(\[]?(?:所有部分|全部部分|ALL PARTS|系列标准)[)\]]?)?"
_CHINESE = re.compile(_PREFIX + _BODY + _EVERY + _YEAR + _SHEET)
_LOCAL = re.compile(_AREA_PREFIX + _BODY + _EVERY + _YEAR + _SHEET)
_OWN = (
    r"(?P<lead>(?:[A-Z]:)?(?:[A-Z]{1,4}\d{1,3}-(?=\d)(?!(?:19|20)\d\d(?!\d))|[A-Z]{1,4}\s?(?=\d)))?(?P<number>\d{1,6}(?:\s\d{1,4}){0,2}|X{2,6})"
    rf"{_PART}(?P<revised>[A-Z](?![A-Z0-9]))?(?P<dash>-\d{{1,5}}(?=-(?:19|20)\d\d(?!\d)))?(?:\s?~\s?\.?(?P<upto>\d{{1,6}}))?"
)
_SOCIETY = re.compile(
    r"T\s?[/_\-]\s?(?P<code>[A-Z0-9]*[A-Z][A-Z0-9]*(?=[\s_]+[A-Z\d])|\d{0,6}[A-Z](?:[A-Z0-9]{0,14}[A-Z])?(?:-[A-Z]{1,8}(?=\s\d))?)"
    rf"(?:\s?T/(?P=code)(?![A-Z]))?[\s_\-]*{_OWN}{_EVERY}{_YEAR}{_SHEET}"
)
_ENTERPRISE = re.compile(
    r"Q\s?[/_]\s?(?P<region>\d{2,6}\s?(?=[A-Z]))?"
    r"(?P<code>[A-Z0-9]*[A-Z][A-Z0-9]*(?:-[A-Z]+)*(?=[\s_]+[A-Z\d])|[A-Z](?:[A-Z0-9]{0,14}[A-Z])?(?:-[A-Z]{2,})*)"
    rf"[\s_]*{_OWN}{_EVERY}{_YEAR}{_SHEET}"
)
_PLAN = re.compile(
    r"(?:(?P<serial>(?:19|20)\d{6})\s?-\s?(?P<mandate>[TQZ])\s?-\s?(?P<owner>\d{3})|"
    r"(?P<year>(?:19|20)\d\d)\s?-\s?(?P<number>\d{4})(?P<kind>[TQZ]?)\s?-\s?(?P<sector>[A-Z]{2}))(?![A-Z\d])"
)
_TC260 = re.compile(
    r"(?P<tc>TC\d{2,3})\s?-\s?(?:(?P<kind>[A-Z]{2,3})\s?-\s?)?(?P<number>\d{3,6}[A-Z]?)(?:\s?-\s?(?P<year>(?:19|20)\d\d))?(?![A-Z\d])"
)
_WORDS = {word: str(at) for at, word in enumerate("一二三四五六七八九", 1)}
Read = tuple[StandardNumber, int]


def read_chinese(text: str, capitals: str, start: int = 0) -> Read | None:
    """A national, sector, engineering or local number at ``start``, and where it ends."""
    match = _LOCAL.match(capitals, start) if capitals.startswith("D", start) else None
    area = ""
    if match:
        area = match["area"]
    else:
        match = _CHINESE.match(capitals, start)
        if not match:
            return None
    facts = CODES[match["code"]]
    if not area and match["code"] == "DB" and not match["mandate"] and (apart := _run_together(match)):
        read = read_chinese(text, f"{capitals[:apart]} {capitals[apart:]}", start)  # DB114041-2021
        return (read[0], read[1] - 1) if read else None
    if match["letter"] and not facts.letter:
        return None
    mandate = match["mandate"] or ""
    if area:
        return _written(text, match, "local", facts.code + area, mandate, facts, area)
    publisher = f"{facts.code}({match['of']})" if match["of"] else facts.code
    return _written(text, match, facts.scheme, publisher, mandate, facts)


def _run_together(match: re.Match[str]) -> int:
    """Where a blank is missing between a region and a number: no number of the earthquake sector has five digits."""
    digits, at = match["number"], match.start("number")
    return at + 2 if len(digits) >= 5 and digits[:2] in regions() and match.end("code") == at else 0


def read_society(text: str, capitals: str, start: int = 0) -> Read | None:
    """A number of a society (T/…) at ``start``, and where it ends."""
    match = _SOCIETY.match(capitals, start)
    return _written(text, match, "group", "T/" + match["code"], "", None) if match else None


def read_enterprise(text: str, capitals: str, start: int = 0) -> Read | None:
    """A number of an enterprise (Q/…) at ``start``, and where it ends."""
    match = _ENTERPRISE.match(capitals, start)
    if not match:
        return None
    region = match["region"] or ""
    return _written(
        text, match, "enterprise", f"Q/{region.strip() + ' ' if region else ''}{match['code']}", "", None
    )


def read_plan(text: str, capitals: str, start: int = 0) -> Read | None:
    """A plan number (20262852-T-469, 2023-1145T-HB) at ``start``, and where it ends."""
    match = _PLAN.match(capitals, start)
    if not match:
        return None
    if serial := match["serial"]:
        canonical = f"{serial}-{match['mandate']}-{match['owner']}"
        kind, number, year, publisher = match["mandate"], serial, int(serial[:4]), ""
    else:
        kind, number, year, publisher = match["kind"], match["number"], int(match["year"]), match["sector"]
        canonical = f"{year}-{number}{kind}-{publisher}"
    found = StandardNumber(text, canonical, "plan", publisher, kind, number, "", year, undated=canonical)
    return found, match.end()


def read_tc260(text: str, capitals: str, start: int = 0) -> Read | None:
    """A paper of a committee (TC260-003, TC260-PG-20233A) at ``start``, and where it ends."""
    match = _TC260.match(capitals, start)
    if not match:
        return None
    kind, number, year = match["kind"] or "", match["number"], match["year"]
    undated = f"{match['tc']}-{kind}-{number}" if kind else f"{match['tc']}-{number}"
    canonical = f"{undated}-{year}" if year else undated
    known = year or (number[:4] if len(number) > 4 and number.startswith("20") else None)
    found = StandardNumber(
        text,
        canonical,
        "tc260",
        match["tc"],
        kind,
        number,
        "",
        int(known) if known else None,
        undated=undated,
    )
    return found, match.end()


def _year(printed: str) -> tuple[int, str]:
    """The year meant by two or four digits, and what is odd about it; 0 where two digits can be no year."""
    value = int(printed)
    if len(printed) == 4:
        return value, ""
    if value >= 50:
        return 1900 + value, ""
    if value <= _LAST_SHORT_YEAR:
        return 2000 + value, f"年代号只有两位“{printed}”，按 {2000 + value} 年理解，请核对"
    return 0, ""


def _written(
    text: str,
    match: re.Match[str],
    scheme: str,
    publisher: str,
    mandate: str,
    facts: Code | None,
    area: str = "",
) -> Read | None:
    """The value of a match of one of the patterns that share number, part, range, year and amendment sheet."""
    groups = match.groupdict()
    number, part = groups["number"], groups["part"][1:]
    number = (groups.get("lead") or groups.get("letter") or "").replace(" ", "") + number
    body = f"{number}.{part}" if part else number
    upto, problem = groups["upto"] or "", ""
    if dash := groups["dash"]:
        body, number, part, upto = _dashed(body, number, part, upto, dash, facts)
    revised = groups["revised"] or ""
    if revised:
        body, number, part = (
            body + revised,
            number if part else number + revised,
            part + revised if part else part,
        )
    if piece := groups.get("piece"):
        body, part = body + piece, piece[1:]
    if upto:
        upto = upto.rsplit(".", 1)[-1] if part else upto
        body, part = f"{body}~{upto}", f"{part}~{upto}" if part else part
        number = number if part else f"{number}~{upto}"
    year: int | None = None
    printed_year, tail = groups["year"] or "", ""
    placeholder = "X" in number or "X" in part or "X" in printed_year
    if printed_year:
        if "X" in printed_year:
            tail = "-" + printed_year
        else:
            year, problem = _year(printed_year)
            if not year:
                return None
            tail = f"-{year}"
    every = "（所有部分）" if groups["every"] else ""
    sheet, sheet_identity = _sheet(groups)
    lead = f"{publisher}/{mandate}" if mandate else publisher
    undated = f"{lead} {body}"
    canonical = f"{undated}{every}{tail}{sheet}"
    identity, stem = _identity(lead, body, undated, every + tail, sheet_identity, sheet, facts, revised)
    if placeholder:
        problem = "编号里有占位符 X，还不是真实的编号"
    elif area and not problem and area[:2] not in regions():
        problem = f"行政区划代码“{area[:2]}”不在 GB/T 2260 的省级代码之中"
    found = StandardNumber(
        text, canonical, scheme, publisher, mandate, number, part, year, "", sheet[1:], "", problem,
        undated, identity, stem, upto, bool(every), placeholder,
    )  # fmt: skip
    return found, match.end()


def _dashed(
    body: str, number: str, part: str, upto: str, dash: str, facts: Code | None
) -> tuple[str, str, str, str]:
    """``DBJ 50-145-2012`` has a dash in its number; ``GB 50254-50259-96`` and ``GB/T 20438.1-7-2017`` are ranges."""
    second, first = dash[1:], part or number
    in_number = facts is None or facts.dashed
    if not in_number and first.isdigit() and int(second) > int(first) and (part or len(first) == len(second)):
        return body, number, part, second
    if part:
        return body + dash, number, part + dash, upto
    return body + dash, number + dash, part, upto


def _sheet(groups: dict[str, str | None]) -> tuple[str, str]:
    """The amendment sheet as written, and without its year: a standard has one first sheet only."""
    nth = groups["sheet"] or groups["nth"]
    if not nth:
        return "", ""
    bare = f"/XG{int(_WORDS.get(nth, nth))}"
    return (f"{bare}-{groups['sheet_year']}" if groups["sheet_year"] else bare), bare


def _identity(
    lead: str, body: str, undated: str, tail: str, bare: str, sheet: str, facts: Code | None, revised: str
) -> tuple[str, str]:
    """What keys are made of where it is not the canonical form itself ("" where it is)."""
    apart = f"{lead}_{body}" if lead[-1].isdigit() else undated
    stem = apart if apart is not undated else ""
    if revised and facts and facts.letter_is_edition:
        stem = apart[: -len(revised)]
    identity = f"{apart}{tail}{bare}" if apart is not undated or bare != sheet else ""
    return identity, stem

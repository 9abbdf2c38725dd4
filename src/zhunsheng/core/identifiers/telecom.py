"""Grammar of ITU, ETSI, JIS, W3C and IETF numbers."""

from __future__ import annotations

import re

from zhunsheng.core.identifiers.value import StandardNumber

__all__ = ["read_bare_itu", "read_etsi", "read_ietf", "read_itu", "read_jis", "read_w3c"]

Read = tuple[StandardNumber, int]
_ITU_MORE = (
    r"(?P<more>(?:\s?/\s?(?=(?:Technical|Amd|Amendment|Cor|Err))|\s(?:bis|ter|quater|quarter|R|[A-F](?![\w.]))(?![\w.])|"
    r"\s(?:Annex\s?[A-Z]{1,2}\d*\+?|App(?:endix|\.)?\s?[IVX]+\d*|attachment|Software|test vectors|series(?=\sSuppl)|"
    r"\(V\d+\)|[vV]\.?\d+(?!\w)|\((?:19|20)\d\d\)|(?:Technical\s)?Cor(?:rigendum|\.)?\s?\d+|(?:Amendment|Amd\.?)\s?\d+|Err(?:atum|\.)?\s?\d+|Add(?:endum|\.)?\s?\d+|Suppl(?:ement|\.)?\s?\d+(?:\.\d+)?)|"
    r"(?<=/)(?:(?:Technical\s)?Cor(?:rigendum|\.)?\s?\d+|(?:Amendment|Amd\.?)\s?\d+|Err(?:atum|\.)?\s?\d+))*)"
)
_ITU_DATE = r"(?:\s?\((?P<date>\d{1,2}/(?:19|20)\d\d)\))?"
_ITU_T_NUMBER = (
    r"(?P<number>[A-Z]\.\d+-[A-Z]\.\d+|[A-Z]{1,3}\.\d{1,4}[a-wyzR]{0,3}(?:[.\-]\d{1,4}[a-z]?)*(?:/[A-Z]\.\d{1,4}[a-z]{0,3}(?:\.\d{1,4})*)*"
    r"(?:\s(?:R/[A-Z]\.\d+(?:\sR)?))?|[A-Z](?=\sSuppl)|[A-Z]-?\d{1,3}(?:-\d{3})?(?=\s(?:series\s)?Suppl)|(?:MES|EMC|QOS|IMPL|SEC)-(?:\d+(?:\.\d+)?|QKD)|[A-Z]\s\d{2,4}(?=\s\())"
)
_ITU_T = re.compile(
    rf"ITU\s?-?\s?(?P<sector>T|D)[\s\-]*(?:Rec(?:ommendation)?\b[.\-\s]*|REC[.\-\s]+)?{_ITU_T_NUMBER}{_ITU_MORE}{_ITU_DATE}(?![\w/])",
    re.IGNORECASE | re.ASCII,
)
_ITU_BARE = re.compile(rf"{_ITU_T_NUMBER}{_ITU_MORE}\s?\((?P<date>\d{{1,2}}/(?:19|20)\d\d)\)$")
_ITU_R = re.compile(
    r"ITU\s?-?\s?R[\s\-]+(?:REC[.\-\s]+|Recommendation\s)?(?P<number>[A-Z]{1,3}[.\-][\[\]A-Z\d/.\-]*\d[A-Z\d\]]*(?:/[A-Z]{1,2}\.\d+)?|\d{1,4}(?:-\d{1,2})?(?:/\d)?(?:\.HDB)?|"
    r"SG\d+\.\d+-\d+|[A-Z]{1,3}\d?(?=$)|[IVX]+(?:\.[IVX]+)?(?=$))(?P<colon>:)?(?P<more>)(?:\s?\((?P<date>\d{1,2}/(?:19|20)\d\d)\))?(?!\w)",
    re.IGNORECASE | re.ASCII,
)
_ETSI = re.compile(
    r"(?:ETSI\s(?P<kind>TS|TR|EN|ES|EG|GS|GR|SR|I-ETS|ETS|ETR|GTS|TCRTR|TCTR|TBR|CTR|NET|MI)|(?P<plain>EN)(?=\s\d{3}\s?\d{3}(?:-\d+)*\sV\d|\s3\d\d\s\d{3}(?!\d)))\s"
    r"(?P<number>(?:GSM\s)?(?:[A-Z\d]{2,5}(?:-[A-Z]{2,5})?\s(?=\d))?\d{2,3}(?:[\s.]?\d{2,3})?)(?P<part>(?:-\d{1,3})*(?:-[A-Z]{2,4}(?![A-Z\d]))?)"
    r"(?P<pieces>(?:/[AC]\d{1,2})*)(?:\s?(?P<edition>V\d{1,2}\.\d{1,3}\.\d{1,3}|ed\.\s?\d{1,2}))?(?:\s?\((?P<date>(?:19|20)\d\d-\d\d)\))?(?!\w)",
    re.IGNORECASE | re.ASCII,
)
_JIS = re.compile(
    r"(?:(?P<jis>JIS)\s?(?P<division>[A-Z])|(?P<report>TR|TS)\s(?P<field>[A-Z])(?=\s\d{4,5}))\s?(?P<number>\d{4,5})(?P<part>(?:-\d{1,3})*)"
    r"(?:\s?[:\-]\s?(?P<year>(?:19|20)\d\d))?(?P<reprint>R(?![A-Z]))?"
    r"(?:\s?/?\s?(?P<supplement>(?:AMENDMENT|AMD|CORRIGENDUM|COR)\s?\d{1,2}|EXPL(?:ANATION)?(?:\s?\d{1,2})?|追補\s?\d{1,2})(?:\s?:\s?(?P<issued>(?:19|20)\d\d))?(?P<again>R(?![A-Z]))?)?"
    r"(?:\sSYMBOL\s(?P<symbol>[\w ]{2,40}))?"
)
_W3C = re.compile(r"W3C\s+(?P<id>[A-Za-z\d][\w.+\-/]*)", re.ASCII)
_W3C_ID = re.compile(
    r"(?:(?P<stage>REC|PR|PER|CR|CRD|CRY|WD|LC|FPWD|NOTE|DNOTE|STMT|RY|DRY|SUBM|OBSL|SPSD|TAG|ED)-)?(?P<name>.+?)(?:-(?P<date>(?:19|20)\d{6}))?$"
)
_IETF = re.compile(r"(?:IETF\s?)?(?P<kind>RFC|BCP|STD|FYI|IEN)\s?[\-_]?\s?(?P<number>\d{1,5})(?![A-Z\d])")
_ITU_WORD = re.compile(
    r"(?:(Amd|Cor|Err|Add|Suppl|App)(?:rigendum|atum|endum|ement|endix)?|(Amendment))\.?\s?(?=[\dIVX])",
    re.IGNORECASE,
)


def _itu(text: str, match: re.Match[str], publisher: str) -> Read:
    number = match["number"].upper() if match["number"].islower() else match["number"]
    number = number[0].upper() + number[1:]
    more = match["more"] or ""
    if more:
        more = (
            _ITU_WORD.sub(lambda found: (found[1] or "Amd").capitalize() + ". ", more)
            .replace(" /", "/")
            .replace("/ ", "/")
        )
    date = match["date"] or ""
    if date:
        month, _, year = date.partition("/")
        date = f"{int(month):02}/{year}"
    base, revision, edition = number, "", date
    if publisher == "ITU-R":
        base, _, revision = number.rpartition("-")
        if not base or not revision.isdigit():
            base, revision = number, ""
        edition = revision or date
    tail = f" ({date})" if date else ""
    first = base.split("/")[0]
    pieces = first.split(".")
    head = ".".join(pieces[:2]) if publisher != "ITU-R" else base
    part = ".".join(pieces[2:]) if publisher != "ITU-R" else ""
    undated = f"{publisher} {base}"
    found = StandardNumber(
        text, f"{publisher} {number}{more}{tail}", "itu", publisher, "", head, part,
        int(date[-4:]) if date else None, "", more.strip(), edition, "", undated,
    )  # fmt: skip
    return found, match.end()


def read_itu(text: str, capitals: str, start: int = 0) -> Read | None:
    """An ITU number at ``start`` of the folded text, and where it ends."""
    if match := _ITU_T.match(text, start):
        return _itu(text, match, f"ITU-{match['sector'].upper()}")
    if match := _ITU_R.match(text, start):
        return _itu(text, match, "ITU-R")
    return None


def read_bare_itu(text: str, capitals: str, start: int = 0) -> Read | None:
    """``G.123 (10/1984)``: an ITU-T number whose prefix is left out is known by its date."""
    match = _ITU_BARE.match(text, start)
    return _itu(text, match, "ITU-T") if match else None


def read_etsi(text: str, capitals: str, start: int = 0) -> Read | None:
    """An ETSI number at ``start`` of the folded text, and where it ends."""
    match = _ETSI.match(text, start)
    if not match:
        return None
    kind = (match["kind"] or match["plain"]).upper()
    number, part = match["number"], match["part"][1:]
    if number.isdigit() and len(number) == 6:
        number = f"{number[:3]} {number[3:]}"
    if match["edition"]:
        edition = match["edition"].replace(" ", "")
        edition = edition.upper() if edition[0] in "vV" else edition.lower()
    else:
        edition = ""
    date = f"({match['date']})" if match["date"] else ""
    edition = f"{edition} {date}".strip()
    undated = f"ETSI {kind} {number}-{part}" if part else f"ETSI {kind} {number}"
    canonical = f"{undated}{match['pieces'].upper()}"
    found = StandardNumber(
        text, f"{canonical} {edition}" if edition else canonical, "etsi", "ETSI", kind, number, part,
        int(match["date"][:4]) if date else None, "", match["pieces"][1:].upper(), edition, "", undated,
    )  # fmt: skip
    return found, match.end()


def read_jis(text: str, capitals: str, start: int = 0) -> Read | None:
    """A Japanese number (JIS, or TR and TS with a division) at ``start``, and where it ends."""
    match = _JIS.match(capitals, start)
    if not match:
        return None
    publisher, kind = ("JIS", "") if match["jis"] else (match["report"], match["report"])
    number, part = f"{match['division'] or match['field']} {match['number']}", match["part"][1:]
    year = match["year"] or ""
    if not year and part:
        head, _, last = part.rpartition("-")
        if len(last) == 4:
            part, year = head, last
    undated = f"{publisher} {number}-{part}" if part else f"{publisher} {number}"
    canonical = undated + (f":{year}" if year else "") + (match["reprint"] or "")
    supplement = _jis_supplement(match)
    canonical += f"/{supplement}" if supplement else ""
    edition = ""
    if match["symbol"]:
        edition = "SYMBOL " + text[match.start("symbol") : match.end("symbol")].strip()
        canonical = f"{canonical} {edition}"
    found = StandardNumber(
        text, canonical, "jis", publisher, kind, number, part, int(year) if year else None, "", supplement, edition,
        "", undated,
    )  # fmt: skip
    return found, match.end()


def _jis_supplement(match: re.Match[str]) -> str:
    printed = match["supplement"]
    if not printed:
        return ""
    nth = "".join(letter for letter in printed if letter.isdigit())
    if printed.startswith(("AM", "追")):
        name = "AMENDMENT"
    elif printed.startswith("COR"):
        name = "CORRIGENDUM"
    else:
        name = "EXPLANATION" if printed.startswith("EXPLA") else "EXPL"
    written = f"{name} {nth}" if nth else name
    return written + (f":{match['issued']}" if match["issued"] else "") + (match["again"] or "")


def read_w3c(text: str, capitals: str, start: int = 0) -> Read | None:
    """``W3C REC-xml-20081126``: the canonical form is W3C's own id."""
    match = _W3C.match(text, start) or _W3C.match(capitals, start)
    if not match:
        return None
    printed = match["id"].rstrip(".-")
    pieces = _W3C_ID.match(printed)
    assert pieces is not None  # noqa: S101 - the pattern takes any text that is not empty
    date = pieces["date"] or ""
    stage = pieces["stage"] or "" if date else ""
    name = pieces["name"] if date else printed
    found = StandardNumber(
        text, f"W3C {printed}", "w3c", "W3C", "", name, "", int(date[:4]) if date else None, stage, "", date, "",
        f"W3C {name}",
    )  # fmt: skip
    return found, match.start("id") + len(printed)


def read_ietf(text: str, capitals: str, start: int = 0) -> Read | None:
    """An RFC, BCP, STD or FYI at ``start``; leading noughts say nothing (RFC0010 is RFC 10)."""
    match = _IETF.match(capitals, start)
    if not match:
        return None
    kind, number = match["kind"], str(int(match["number"]))
    canonical = f"{kind} {number}"
    return StandardNumber(text, canonical, "ietf", kind, "", number, undated=canonical), match.end()

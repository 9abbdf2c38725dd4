"""Grammar of ISO, IEC, CISPR and IWA numbers, joint ones too, with stages, supplements and consolidated versions."""

from __future__ import annotations

import re

from zhunsheng.core.identifiers.value import StandardNumber

__all__ = ["ISO_ORGANISATIONS", "read_iso"]

#: who publishes together with ISO and IEC, as their catalogues print it
ISO_ORGANISATIONS = "ISO|IEC|IEEE|CISPR|ASTM|ASME|CIE|HL7|OECD|SAE|UNDP|ITU|IDF|IUPAC|CEN"
#: the order in which joint publishers are named in keys
_FIRST = [*ISO_ORGANISATIONS.split("|"), "IWA", "CEI"]
_STAGE = "FDIS|DIS|CDV|FCD|CD|WD|AWI|PWI|NWIP|NP|PRF|FDTS|FDTR|DTS|DTR|DPAS|DGUIDE|DISP"
_KIND = "TR|TS|PAS|GUIDE|ISP|SRD|DATA|TTA|R"
_SUPPLEMENT = (
    r"(?:\s?[/+]\s?|\s(?=(?:AMD|COR)[. ]{0,2}\d))(?:(?:CD|WD|AWI|PRF|PWI|NP|FDIS|DIS)\s)?"
    r"(?:FDAMD?|FPDAM|PDAM|DAMD?|DAD|AMD|DCORR?|COR|ADD|SUPPL|EXT|ISH|FRAG|A(?=\d)|AC(?=\b))"
    r"[. ]{0,2}(?:\d{1,3}(?:\.\d{1,2})?|(?=\s?:))(?:\s?[:\-]\s?(?:19|20)\d\d(?:-\d\d)?(?!\d))?(?:\s?ED\d)?"
)
_VARIANT = r"CSV|RLV|CMV|EXV-RLV|EXV-CMV|EXV|SER|DB|REDLINE"
#: what follows the prefix of an ISO, IEC or EN number
TAIL = (
    r"[\s_/\-]*(?P<number>\d{1,6}[A-Z]{0,2}(?![A-Z]|\sP[A-Z]?\d))"
    r"(?P<part>(?:-(?:\d+[A-Z]{0,3}(?![A-Z])|[A-Z]{1,6}\d*(?![A-Z])))*)(?P<piece>-?/\d{1,2}(?=:))?"
    r"(?:~-?(?P<upto>\d{1,3}))?(?:\.(?P<dot>\d[A-Z\d]*(?:-\d+[A-Z]*)*|A(?=[/\-])))?(?:/(?P<roman>[IVX]{1,5})(?![A-Z]))?"
    r"(?P<every>\s?\((?:ALL PARTS|所有部分|全部部分)\))?"
    r"(?:\s?:\s?(?P<year>(?:19|20)\d\d|X{4})(?:-\d\d)?(?!\d))?(?:\s?\((?:E|F|R|S|E/F|EN|FR)\))?"
    rf"(?P<more>(?:{_SUPPLEMENT})*)(?:\s?\((?:E|F|R|S|E/F|EN|FR)\))?"
    rf"(?:\s(?P<variant>{_VARIANT})(?![A-Z\d]))?(?P<after>(?:{_SUPPLEMENT})*)"
)
_ISO = re.compile(
    rf"(?:(?P<before>CD|DIS|FDIS)\s(?=IWA))?(?P<pub>(?:ISO|IEC|CISPR|IWA|CEI)(?:\s?[/_]\s?(?:{ISO_ORGANISATIONS})(?![A-Z])|[\s\-](?:IEC|IEEE|ISO)(?=[\s/_:\-]))*)"
    rf"(?:[\s/_\-]*(?P<stage>{_STAGE})(?![A-Z]))?(?:[\s/_\-]*(?P<kind>{_KIND})(?![A-Z]))?{TAIL}"
)
_DIRECTIVES = re.compile(
    r"ISO/IEC DIR(?:\s(?P<number>\d))?(?:\s(?P<of>IEC|ISO|JTC 1))?(?P<sup>\sSUP)?(?::(?P<year>(?:19|20)\d\d))?(?![A-Z\d])"
)
_PAPER = re.compile(
    r"IEC\s(?P<kind>White Paper|Technology Report|Trend Report|Technology and Market Outlook Paper)\s"
    r"(?P<number>[^\r\n]{1,80}?)\s?:\s?(?P<year>20\d\d)(?!\d)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?P<pub>ISO/IEC|IEC)\s(?P<number>[A-Z][A-Z\d]{1,8}(?:-[A-Z]{1,5})?(?:\s\d{1,3})?):(?P<year>(?:19|20)\d\d)"
    r"(?:\s(?P<variant>DB|CSV))?(?![A-Z\d])"
)
_ITEM = re.compile(
    r"(?P<sep>[/+])?\s?(?:(?P<stage>CD|WD|AWI|PRF|PWI|NP|FDIS|DIS)\s)?"
    r"(?P<type>FDAMD?|FPDAM|PDAM|DAMD?|DAD|AMD|DCORR?|COR|ADD|SUPPL|EXT|ISH|FRAG|AC|A)"
    r"[. ]{0,2}(?P<nth>\d{1,3}(?:\.\d{1,2})?)?(?:\s?[:\-]\s?(?P<year>(?:19|20)\d\d))?(?:\s?(?P<ed>ED\d))?"
)
#: type of supplement in capitals → as ISO prints it; the stage it says; the plain type
_TYPES = {
    "AMD": ("Amd", "", "Amd"),
    "COR": ("Cor", "", "Cor"),
    "ADD": ("Add", "", "Add"),
    "SUPPL": ("Suppl", "", "Suppl"),
    "EXT": ("Ext", "", "Ext"),
    "ISH": ("ISH", "", "ISH"),
    "FRAG": ("FRAG", "", "FRAG"),
    "DAM": ("DAM", "DAM", "Amd"),
    "DAMD": ("DAmd", "DAM", "Amd"),
    "FDAM": ("FDAM", "FDAM", "Amd"),
    "FDAMD": ("FDAmd", "FDAM", "Amd"),
    "FPDAM": ("FPDAM", "FPDAM", "Amd"),
    "PDAM": ("PDAM", "PDAM", "Amd"),
    "DAD": ("DAD", "DAD", "Add"),
    "DCOR": ("DCOR", "DCOR", "Cor"),
    "DCORR": ("DCOR", "DCOR", "Cor"),
    "A": ("A", "", "A"),
    "AC": ("AC", "", "AC"),
}
#: IEEE prints 8802.3/Amd7-2017 for the seventh amendment of the text of 2017, which came out in 2018
_AMENDED = re.compile(r"(?P<amendment>/AMD\s?\d+)-(?P<year>(?:19|20)\d\d)")
_YEAR_AS_PART = re.compile(r"(?:19[3-9]\d|20[0-4]\d)")
_KINDS = {
    "DTS": "TS",
    "FDTS": "TS",
    "DTR": "TR",
    "FDTR": "TR",
    "DPAS": "PAS",
    "DGUIDE": "Guide",
    "DISP": "ISP",
}
_ROMAN = {"I": 1, "V": 5, "X": 10}


def read_iso(text: str, capitals: str, start: int = 0) -> tuple[StandardNumber, int] | None:
    """An ISO, IEC, CISPR or IWA number at ``start`` of the folded text, and where it ends."""
    match = _ISO.match(capitals, start)
    if not match:
        return _read_special(text, capitals, start)
    publisher = match["pub"]
    if not publisher.isalpha():
        publisher = re.sub(r"\s?[/_]\s?|[\s\-]", "/", publisher)
    stage, kind = match["stage"] or match["before"] or "", match["kind"] or ""
    if kind == "GUIDE":
        kind = "Guide"
    words = stage
    if stage in _KINDS:
        kind = _KINDS[stage]
        words = "DGuide" if stage == "DGUIDE" else stage
    elif kind:
        words = f"{stage} {kind}" if stage else kind
    if match["before"]:
        lead, whole = f"{stage} {publisher}", publisher
    else:
        slash = "/" if publisher == "ISO" and words != "Guide" else " "
        lead = f"{publisher}{slash}{words}" if words else publisher
        slash = "/" if publisher == "ISO" and kind != "Guide" else " "
        whole = f"{publisher}{slash}{kind}" if kind else publisher
    found, end = written(text, match, "iso", publisher, lead, whole, kind, stage)
    # One text, whichever of its publishers prints itself first: IEC/ISO/IEEE 80005-1 is ISO/IEC/IEEE 80005-1.
    ordered = "/".join(sorted(publisher.split("/"), key=_FIRST.index))
    if ordered != publisher:
        identity = (found.identity or found.canonical).replace(publisher, ordered, 1)
        found = found._replace(identity=identity, stem=found.undated.replace(publisher, ordered, 1))
    return found, end


def written(
    text: str, match: re.Match[str], scheme: str, publisher: str, lead: str, whole: str, kind: str, stage: str
) -> tuple[StandardNumber, int]:
    """The value of a match that ends in :data:`TAIL`; ``whole`` is the lead without stage."""
    number, part, year = match["number"], match["part"][1:], match["year"] or ""
    iteration = ""
    if dot := match["dot"]:
        if "-" not in dot and (stage or (kind and not year)):
            iteration = "." + dot  # the second draft: ISO/IEC DTS 12791.2
        else:
            part = f"{part}.{dot}" if part else dot  # IEEE prints 8802.22-2015
    if match["roman"]:
        part = str(_arabic(match["roman"]))
    if part and not year:
        head, _, last = part.rpartition("-")
        if _YEAR_AS_PART.fullmatch(last):
            part, year = head, last
    if piece := match["piece"]:
        part = (part + piece.lstrip("-")).lstrip("-")
    upto = match["upto"] or ""
    if upto:
        part, number = (f"{part}~{upto}", number) if part else (part, f"{number}~{upto}")
    body = f"{number}-{part}" if part else number
    every = " (all parts)" if match["every"] else ""
    tail = f":{year}" if year else ""
    printed = match["more"]
    if not year and "IEEE" in publisher and (amended := _AMENDED.fullmatch(printed)):
        printed, year = amended["amendment"], amended["year"]
        tail = f":{year}"
    more, identity_of_more, supplement, stage = _supplements(printed, stage)
    variant = match["variant"] or ""
    if variant:
        edition = "Redline" if variant == "REDLINE" else variant
        more, identity_of_more = f"{more} {edition}", f"{identity_of_more} {edition}"
    else:
        edition = ""
    if match["after"]:
        second, second_identity, added, stage = _supplements(match["after"], stage)
        more, identity_of_more = more + second, identity_of_more + second_identity
        supplement = f"{supplement}/{added}" if supplement else added
    undated = f"{whole} {body}"
    canonical = f"{lead} {body}{iteration}{every}{tail}{more}"
    identity = f"{lead} {body}{iteration}{every}{tail}{identity_of_more}" if identity_of_more != more else ""
    placeholder = year.startswith("X")
    problem = "编号里有占位符 X，还不是真实的编号" if placeholder else ""
    found = StandardNumber(
        text, canonical, scheme, publisher, kind, number, part,
        None if placeholder or not year else int(year), stage, supplement, edition, problem,
        undated, identity, "", upto, bool(every), placeholder,
    )  # fmt: skip
    return found, match.end()


def _supplements(printed: str, stage: str) -> tuple[str, str, str, str]:
    """Supplements as ISO prints them, as keys have them, in plain types, and the stage they tell."""
    if not printed:
        return "", "", "", stage
    shown, identity, plain = "", "", ""
    for item in _ITEM.finditer(printed):
        name, says, base = _TYPES[item["type"]]
        sep = item["sep"] or "/"
        nth, year = item["nth"] or "", f":{item['year']}" if item["year"] else ""
        gap = "" if name in {"A", "AC"} else " "
        before = f"{item['stage']} " if item["stage"] else ""
        behind = f"{gap}{nth}{year}" if nth else year
        behind += f" {item['ed']}" if item["ed"] else ""
        shown += f"{sep}{before}{name}{behind}"
        identity += f"{sep}{before}{says or name}{behind}"
        plain += f"{'/' if plain else ''}{base}{behind}"
        stage = item["stage"] or says or stage
    return shown, identity, plain, stage


def _arabic(roman: str) -> int:
    values = [_ROMAN[letter] for letter in roman]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def _read_special(text: str, capitals: str, start: int) -> tuple[StandardNumber, int] | None:
    """Directives, white papers, and the few IEC and ISO/IEC numbers that are a name."""
    if match := _DIRECTIVES.match(capitals, start):
        number = f"{match['number'] or ''} {match['of'] or ''}{match['sup'] or ''}".strip()
        undated, publisher, kind = f"ISO/IEC DIR {number}".strip(), "ISO/IEC", "DIR"
    elif match := _PAPER.match(text, start):
        words = " ".join(match["kind"].split()).title().replace(" And ", " and ")
        number, publisher, kind = match["number"], "IEC", words
        undated = f"IEC {words} {number}"
    elif match := _NAMED.match(capitals, start):
        number, publisher, kind = match["number"], match["pub"], ""
        undated = f"{publisher} {number}"
    else:
        return None
    year = match["year"]
    edition = match.groupdict().get("variant") or ""
    canonical = f"{undated}:{year}" if year else undated
    canonical = f"{canonical} {edition}" if edition else canonical
    found = StandardNumber(
        text,
        canonical,
        "iso",
        publisher,
        kind,
        number,
        "",
        int(year) if year else None,
        "",
        "",
        edition,
        "",
        undated,
    )
    return found, match.end()

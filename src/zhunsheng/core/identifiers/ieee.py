"""Grammar of IEEE numbers and of those that stand in its catalogue: ANSI, AIEE, IRE, ASA and joint ones."""

from __future__ import annotations

import re

from zhunsheng.core.identifiers.value import StandardNumber

__all__ = ["read_ieee"]

_ORGANISATION = "IEEE|ANSI|AIEE|IRE|ASA|USAS|ISO|IEC|ASTM|EIA|EAB|CSA|NEMI|MPAI|USEMCSC|ANS|ICAP|NACE|AMPP|ASHRAE|AESC|NIST|UL|CENELEC"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_IEEE = re.compile(
    rf"(?P<pub>(?:{_ORGANISATION})(?:\s?/\s?(?:{_ORGANISATION})(?![A-Za-z]))*)[\s_\-/]*"
    r"(?:(?P<status>Unapproved|Approved|Active)\s)?(?:(?P<stage>FDIS|DIS\d?|CDV|CD\d?|FCD|TS)\s?(?=P?[A-Z]{0,2}\d|Std))?"
    r"(?P<std>(?:Standards?|Stds?\.?)\s?)?(?:No\.?\s?)?(?P<project>P(?=[A-Z]{0,2}[\s.]?\d))?"
    r"(?P<number>(?:[A-Z]{1,2}|SI[\s.])?\d{1,5}[A-Za-z]{0,5}\d?(?:[.\-](?!(?:19|20)\d\d(?!\d))S?\d{1,6}[A-Za-z]{0,5}\d?)*"
    r"(?P<base>[.\-](?:19|20)\d\d(?=[/_]))?(?:\.(?:19|20)\d\d(?!\d))?(?:\.[A-Z][A-Za-z]{1,12}\d*)?(?:_[A-Z][\w.]*)?)(?:™|®|\s?\(TM\))?"
    r"(?P<more>(?:/(?:ASHRAE|IEC|IEEE|Cor|Amd|INT)\sP?[A-Z]?\d+(?:\.\d+)?|/[!-.0-~]+?)*?)"
    r"(?:(?:\s?[-:]\s?(?P<year>(?:19|20)\d\d)(?P<month>-(?:\d\d|[A-Z][a-z]{2,8}))?)|"
    r",\s?(?:(?P<named>[A-Z][a-z]{2,8})\.?\s)?(?P<later>(?:19|20)\d\d))?(?P<redline>\sRedline)?(?![\w/.\-+]*\w)",
    re.IGNORECASE | re.ASCII,
)
_HANDBOOK = re.compile(
    r"(?P<pub>IEEE)\s(?P<number>NESC (?:HBK|Handbook|preprint))(?:-(?P<year>20\d\d))?(?![\w\-])"
)
_DRAFT = re.compile(r"/D-?(?=[\w.])", re.IGNORECASE)
_BASED = re.compile(r"([^_]+)[.\-]((?:19|20)\d\d)")
_PLAIN = re.compile(r"/(AMD|COR|INT)[. ]?", re.IGNORECASE)


def read_ieee(text: str, capitals: str, start: int = 0) -> tuple[StandardNumber, int] | None:
    """An IEEE, ANSI, AIEE, IRE or ASA number at ``start`` of the folded text, and where it ends."""
    match = _IEEE.match(text, start)
    if not match:
        return _read_handbook(text, start)
    publisher = re.sub(r"\s?/\s?", "/", match["pub"]).upper()
    printed = match["number"]
    number = printed[0].upper() + printed[1:] if printed[0].isalpha() else printed
    number = number.removesuffix("TM")
    more = _PLAIN.sub(lambda found: "/" + found[1].capitalize(), _DRAFT.sub("/D", match["more"]))
    year, month = match["year"] or match["later"] or "", match["month"] or ""
    if name := match["named"] or (month[1:] if month[1:].isalpha() else ""):
        at = name[:3].lower()
        month = f"-{_MONTHS.index(at) + 1:02}" if at in _MONTHS else month
    tail = f"-{year}{month}" if year else ""
    redline = " Redline" if match["redline"] else ""
    project = "P" if match["project"] else ""
    named = match["std"] and not match["std"].upper().startswith("NO")
    standard = bool(
        named or (publisher == "IEEE" and not project and not match["stage"] and not match["status"])
    )
    kind = "Std" if standard else project
    words = [publisher]
    if match["status"]:
        words.append(match["status"].capitalize())
    if match["stage"]:
        words.append(match["stage"].upper())
    if standard:
        words.append("Std")
    body = f"{number}{more}{tail}{redline}"
    canonical = f"{' '.join(words)} {project}{body}"
    undated = f"{publisher} Std {number}" if standard else f"{publisher} {project}{number}"
    bare = " ".join(word for word in words if word != "Std") if publisher == "IEEE" else ""
    draft, supplement = _pieces(more)
    # The year of what is being revised or corrected: P1686.2022, 802.11-2020/Cor1.
    if based := _BASED.fullmatch(number if supplement else number.replace("-", "_")):
        number, year = based[1], based[2]
        undated = f"{publisher} Std {number}" if standard else f"{publisher} {project}{number}"
    bare_number = number.partition("_")[0]
    head, _, part = bare_number.partition(".")
    if "IEC" in publisher or "ISO" in publisher:
        bare_number = bare_number.replace(".", "-", 1)
    found = StandardNumber(
        text, canonical, "ieee", publisher, kind, head, part, int(year) if year else None,
        (match["stage"] or "").upper() or draft, supplement + (tail if supplement else ""),
        redline.strip(), "", undated, f"{bare} {project}{body}" if standard and bare else "", f"{publisher} {bare_number}",
    )  # fmt: skip
    return found, match.end()


def _pieces(more: str) -> tuple[str, str]:
    """Draft and supplement of ``/D1.2/Cor1``."""
    draft = supplement = ""
    for piece in more.split("/")[1:]:
        if piece[:3] in {"Amd", "Cor", "Int"}:
            supplement = piece
        elif piece[:1] in {"D", "d", "E", "R"} and not draft:
            draft = piece
    return draft, supplement


def _read_handbook(text: str, start: int) -> tuple[StandardNumber, int] | None:
    match = _HANDBOOK.match(text, start)
    if not match:
        return None
    year, undated = match["year"], f"IEEE {match['number']}"
    canonical = f"{undated}-{year}" if year else undated
    found = StandardNumber(
        text, canonical, "ieee", "IEEE", "", match["number"], "", int(year) if year else None, undated=undated
    )
    return found, match.end()

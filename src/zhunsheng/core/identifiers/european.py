"""Grammar of European numbers and their national adoptions (EN ISO 12100, BS EN 50600-1, DIN EN 61508-1)."""

from __future__ import annotations

import re

from zhunsheng.core.identifiers.iso import TAIL, written
from zhunsheng.core.identifiers.telecom import read_etsi
from zhunsheng.core.identifiers.value import StandardNumber

__all__ = ["read_european"]

_EUROPEAN = re.compile(
    r"(?:(?P<nation>BS|PD|DIN|NF|UNE|UNI|NEN|NBN|ÖNORM|OENORM|PN|CSN|SIST|EVS|LST|LVS)[\s\-])?"
    r"(?P<pub>(?:FPR|PR)?(?:EN|ENV|HD|CWA|CEN/CLC|CEN/CENELEC|CEN|CLC|CENELEC)(?![A-Z]))"
    r"(?P<also>[\s/\-](?:ISO/IEC(?:/IEEE)?|ISO|IEC)(?![A-Z]))?(?:[\s/]{1,2}(?P<kind>TS|TR|GUIDE)(?![A-Z]))?"
    + TAIL
)
_NATIONAL = re.compile(r"(?P<nation>BS|DIN)(?P<also>\s(?:ISO/IEC|ISO|IEC)(?![A-Z]))?" + TAIL)


def read_european(text: str, capitals: str, start: int = 0) -> tuple[StandardNumber, int] | None:
    """A number of EN, CEN, CENELEC, BS or DIN at ``start`` of the folded text, and where it ends."""
    if found := read_etsi(text, capitals, start):
        return found
    match = _EUROPEAN.match(capitals, start)
    if match:
        own = match["pub"].replace("FPR", "Fpr").replace("PREN", "prEN")
        stage = "prEN" if own == "prEN" else "FprEN" if own.startswith("Fpr") else ""
        own, kind = own.replace("FprEN", "FprEN"), match["kind"] or ""
    elif match := _NATIONAL.match(capitals, start):
        own = stage = kind = ""
    else:
        return None
    plain = own.removeprefix("Fpr").removeprefix("pr")
    also = (match["also"] or "").strip(" -/")
    nation = match["nation"] or ""
    publisher = " ".join(word for word in (nation, plain, also) if word)
    lead = " ".join(word for word in (nation, own, also) if word)
    kind = "Guide" if kind == "GUIDE" else kind
    slash = "/" if kind and publisher.endswith(("CEN", "CLC", "CENELEC", "ISO")) else " "
    whole = f"{publisher}{slash}{kind}" if kind else publisher
    lead = f"{lead}{slash}{kind}" if kind else lead
    return written(text, match, "en", publisher, lead, whole, kind, stage)

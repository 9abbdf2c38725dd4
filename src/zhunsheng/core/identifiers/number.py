"""The number of a standard as a value: its parts, its one canonical form, and the keys by which it is matched.

One number written ten ways is one number; two that look alike (``GB/Z 2`` and ``GBZ 2``) are not. Grammar after
GB/T 1.1-2020, SAMR Order 59 and the bodies' own printing.
"""

from __future__ import annotations

from dataclasses import dataclass

from zhunsheng.core.identifiers.find import normal_identifier

__all__ = ["StandardNumber", "read_number"]


@dataclass(frozen=True, slots=True)
class StandardNumber:
    """One number of a standard, or of a whole without year or edition.

    ``publisher`` is the prefix without its mandate or document kind (``GB``, ``DB32``, ``T/CESA``, ``ISO/IEC``,
    ``IEEE``), ``kind`` what follows it (``T``, ``Z``, ``TR``, ``Std``; "" where there is none). ``number``, ``part``
    are as printed (``45288``, ``1``; a part of a part ``1-2``), ``year`` has four digits or is None (undated).
    ``stage`` is that of a draft (``CD``, ``FDIS``), ``supplement`` what amends or corrects (``XG1-2018``,
    ``Amd 1:2025``), ``edition`` what some bodies print instead of a year (``V1.1.1 (2023-06)``).
    ``scheme`` names the grammar it was read with (``gb``, ``sector``, ``local``, ``group``, ``enterprise``, ``plan``,
    ``iso``, ``ieee``, ``itu``, ``etsi`` …); ``problem`` is a Chinese sentence where the number is readable but odd.
    """

    printed: str
    canonical: str
    scheme: str
    publisher: str
    kind: str = ""
    number: str = ""
    part: str = ""
    year: int | None = None
    stage: str = ""
    supplement: str = ""
    edition: str = ""
    problem: str = ""

    @property
    def key(self) -> str:
        """By which two printings of one number are matched: the canonical form in capitals without blanks."""
        return "".join(self.canonical.split()).upper()

    @property
    def lineage(self) -> str:
        """Key of the number without year, edition and supplement, shared by all editions of one standard."""
        return self.key


def read_number(text: str) -> StandardNumber | None:
    """The number that ``text`` is, from its first to its last character; None where it is not one."""
    canonical = normal_identifier(text)
    if not canonical:
        return None
    return StandardNumber(text, canonical, "unknown", canonical.split(" ")[0])

"""What a number of a standard is once it is read."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["StandardNumber"]

_DIGITS = re.compile(r"\d+")
_NOT_COMPACT = re.compile(r"[^a-z0-9.\-~]")


class StandardNumber(NamedTuple):
    """One number of a standard, or of a whole without year or edition.

    ``publisher`` is the prefix without its mandate or document kind (``GB``, ``DB32``, ``T/CESA``, ``ISO/IEC``,
    ``IEEE``), ``kind`` what follows it (``T``, ``Z``, ``TR``, ``Std``; "" where there is none). ``number``, ``part``
    are as printed (``45288``, ``1``; a part of a part ``1-2``), ``year`` has four digits or is None (undated).
    ``stage`` is that of a draft (``CD``, ``FDIS``, ``D1``), ``supplement`` what amends or corrects (``XG1-2018``,
    ``Amd 1:2025``), ``edition`` what some bodies print instead of a year (``V1.1.1 (2023-06)``).
    ``scheme`` names the grammar it was read with (``gb``, ``sector``, ``local``, ``group``, ``enterprise``, ``plan``,
    ``iso``, ``en``, ``ieee``, ``itu``, ``etsi``, ``jis``, ``w3c``, ``ietf``, ``foreign``, ``tc260``); ``problem`` is a Chinese
    sentence where the number is readable but odd.

    ``adoption`` is a mark that stood beside it (IDT, MOD, NEQ, EQV), ``adopts`` the number it adopts where that is
    printed with it (``GB/T 22080-2016/ISO/IEC 27001:2013``: two numbers mean identical), ``rest`` the text behind it, which is no part
    of the number. ``placeholder`` is true where a digit is an X: no real number. ``upto`` is the last part of a range
    (``20438.1~7``), ``all_parts`` true where "所有部分" is printed. ``undated`` is the canonical form without
    year, edition, stage and supplement; ``identity`` and ``stem`` replace ``canonical`` and ``undated`` in the keys
    where bodies print one number in several ways (``IEEE 2937`` is ``IEEE Std 2937``).
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
    undated: str = ""
    identity: str = ""
    stem: str = ""
    upto: str = ""
    all_parts: bool = False
    placeholder: bool = False
    adoption: str = ""
    adopts: str = ""
    rest: str = ""

    @property
    def key(self) -> str:
        """By which two printings of one number are matched: the canonical form in capitals without blanks."""
        return (self.identity or self.canonical).replace(" ", "").upper()

    @property
    def lineage(self) -> str:
        """Key of the number without year, edition, stage and supplement, shared by all editions of one standard."""
        return (self.stem or self.undated or self.identity or self.canonical).replace(" ", "").upper()

    @property
    def whole(self) -> str:
        """Key of the number without its part: all parts of ``GB/T 20438`` share it."""
        lineage, part = self.lineage, self.part.replace(" ", "").upper()
        return lineage[: -len(part) - 1] if part and lineage.endswith(part) else lineage

    @property
    def is_real(self) -> bool:
        """Whether this names a standard: no placeholder."""
        return not self.placeholder

    @property
    def compact(self) -> str:
        """Lower case letters, digits and dots, for searching: ``gbt45288.1-2025``."""
        return _NOT_COMPACT.sub("", self.canonical.lower().replace(":", "-"))

    @property
    def sort_key(self) -> str:
        """A string that sorts numbers as people do: by publisher, then number and part as numbers, then year."""
        lead = f"{self.publisher}/{self.kind} "
        body = (
            self.undated[len(lead) - 1 :]
            if self.undated.startswith(lead[:-1])
            else self.undated or self.canonical
        )
        text = f"{lead}{body.strip()} {self.year or 0} {self.canonical}"
        return _DIGITS.sub(lambda found: found.group().zfill(8), text.upper())

    @property
    def members(self) -> tuple[str, ...]:
        """The canonical numbers a range stands for (``GB/T 20438.1~3`` → ``.1``, ``.2``, ``.3``); empty for others."""
        if not self.upto:
            return ()
        dot = max(self.undated.rfind("."), self.undated.rfind("-")) if self.part else self.undated.rfind(" ")
        first = self.undated[dot + 1 :].split("~")[0]
        if not (first.isdigit() and self.upto.isdigit() and 0 < int(self.upto) - int(first) < 200):
            return ()
        tail = self.canonical[len(self.undated) :]
        width = len(first) if first.startswith("0") else 0
        return tuple(
            f"{self.undated[: dot + 1]}{str(at).zfill(width)}{tail}"
            for at in range(int(first), int(self.upto) + 1)
        )

"""The lines of the 标准明细表: what the list plans, and beside it the standards that exist.

A value nobody states is empty. A standard stands once, at the first place it belongs to; its other places are told
in 备注.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from zhunsheng.core.deliver.listings import planned_cells
from zhunsheng.core.deliver.papers.dossier import Dossier, PlacedStandard, RealStandard
from zhunsheng.core.guide.model import PlannedStandard

__all__ = ["EDITABLE", "Line", "detail_lines", "kind_of_name", "planned_original"]

#: cells of a planned line that may come back changed
EDITABLE = ("number", "code", "name", "identifier", "urgency", "status", "level", "body", "remark")
_YES, _NO = "是", "否"


@dataclass(slots=True)
class Line:
    """One line. ``values`` by the keys of the columns; ``real`` marks a standard that exists.

    ``address`` is the page below the root of the site. ``module`` is the code of the module it lies in, or "".
    """

    values: dict[str, Any]
    module: str
    address: str
    real: bool = False


def detail_lines(dossier: Dossier) -> Iterator[Line]:
    """All lines in the order of the tree, those of unknown categories last."""
    writer = _Writer(dossier)
    for subsystem in dossier.tree.walk():
        module = dossier.tree.module_of(subsystem.code)
        code = module.code if module else ""
        for item in dossier.tree.own_items(subsystem.code):
            yield from writer.item(item, code)
        yield from writer.placed(("subsystem", subsystem.code), subsystem.code, subsystem.code, code)
    for item in dossier.tree.unplaced:
        yield from writer.item(item, "")


def planned_original(values: dict[str, Any]) -> str:
    """The editable cells as handed out, in one text: what an edited table is compared with."""
    return json.dumps([str(values[name]) for name in EDITABLE], ensure_ascii=False, separators=(",", ":"))


def kind_of_name(name: str, rules: dict[str, Any]) -> str:
    """The kind of standard that the words of a name point to: the first rule that fits."""
    for rule in rules["rules"]:
        if any(word in name for word in rule["words"]):
            return str(rule["kind"])
    return str(rules["other"])


class _Writer:
    """Turns items and placed standards into lines, remembering which standards have had theirs."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.names = {code: item.name for code, item in dossier.tree.by_code.items()}
        self.content = dossier.content_of("detail")
        statistics = dossier.content_of("statistics")
        self.kinds = statistics["kinds"]
        self.in_force = set(statistics["in_force"])
        self.cells = planned_cells(dossier.system)
        self.by_place: dict[tuple[str, str], list[PlacedStandard]] = {}
        self.places: dict[str, list[str]] = {}
        self.written: set[str] = set()
        edition = "/".join(quote(part.replace("/", "／")) for part in (dossier.system.slug, dossier.key))
        self.stem = f"/systems/{edition}/items/"
        for one in dossier.placed:
            if one.confirmed or dossier.settings.suggested:
                self.by_place.setdefault((one.kind, one.item), []).append(one)
                if one.confirmed:
                    self.places.setdefault(one.standard.number, []).append(one.item)

    def item(self, item: PlannedStandard, module: str) -> Iterator[Line]:
        """The line of an item, then those of the standards placed at it."""
        name = self.dossier.tree.item_name(item)
        at = ("planned", name)
        values = self._planned(item, any(self._covers(one) for one in self.by_place.get(at, ())))
        yield Line(values, module, f"{self.stem}{quote(name)}/")
        yield from self.placed(at, str(values["number"] or name), item.subsystem or "", module)

    def _covers(self, one: PlacedStandard) -> bool:
        return one.confirmed and one.standard.status in self.in_force

    def _planned(self, item: PlannedStandard, covered: bool) -> dict[str, Any]:
        cells = self.cells(item)
        real = self.dossier.known.get(cells["identifier"]) if cells["identifier"] else None
        status = cells["status"] or (real.status if real else "")
        if not status and not cells["identifier"]:
            status = self.content["planned_status"]["text"]
        code = item.subsystem or ""
        values = {
            **cells,
            "code": code,
            "subsystem": self.names.get(code, ""),
            "level": cells["level"] or (real.level if real else ""),
            "body": cells["body"] or (real.administrator if real else ""),
            "status": status,
            "adoption": real.adoption if real else "",
            "implemented": real.implemented if real else "",
            "replaces": real.replaces if real else "",
            "kind": kind_of_name(item.name, self.kinds),
            "counted": _YES,
            "covered": _YES if covered or status in self.in_force else _NO,
            "id": self.dossier.uids.get(item.position, f"row-{item.position}"),
        }
        values["original"] = planned_original(values)
        return values

    def placed(self, at: tuple[str, str], stem: str, code: str, module: str) -> Iterator[Line]:
        """The lines of the standards placed at one place that have no line yet."""
        waiting = sorted(self.by_place.get(at, ()), key=lambda one: (not one.confirmed, one.standard.number))
        place = 0
        for one in waiting:
            number = one.standard.number
            if number in self.written or (not one.confirmed and number in self.places):
                continue
            place += 1
            self.written.add(number)
            yield self._real(one, f"{stem}-{place}", code, module, at[1])

    def _real(self, one: PlacedStandard, number: str, code: str, module: str, here: str) -> Line:
        real: RealStandard = one.standard
        others = [place for place in self.places.get(real.number, []) if place != here]
        remark = f"另归入 {'、'.join(others)}" if others and one.confirmed else ""
        values = {
            "number": number,
            "code": code,
            "subsystem": self.names.get(code, ""),
            "name": real.title,
            "identifier": real.number,
            "level": real.level,
            "adoption": real.adoption,
            "body": real.administrator,
            "urgency": "",
            "status": real.status,
            "implemented": real.implemented,
            "replaces": real.replaces,
            "remark": remark if one.confirmed else self.content["suggested_remark"],
            "kind": kind_of_name(real.title, self.kinds),
            "counted": _YES if one.confirmed else _NO,
            "covered": "",
            "id": f"std:{real.number}",
            "original": "",
        }
        return Line(values, module, real.address, real=True)

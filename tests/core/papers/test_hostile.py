"""Whatever a system says, the papers can be made, open, and hold text as text."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from typing import Any

import openpyxl
from docx import Document
from lxml import etree

from tests.core.sample import sample_system
from zhunsheng.core.deliver.papers.dossier import Dossier, Event, PlacedStandard, RealStandard, Settings
from zhunsheng.core.deliver.papers.making import PAPERS, make_papers
from zhunsheng.core.system.model import StandardsSystem

NASTY = [
    "=cmd|'/c calc'!A0",
    '+1+1","',
    "@SUM(A1)",
    "-2+3",
    "＝1+1",
    "{=1}",
    "http://evil.example/\t\r\n",
    "\x01\x1f\x7f\uffff\u2028",
    "<w:p>&amp;]]></w:t>",
    "{title} {0} %s {{",
    "x" * 40_000,
    "*?~[]:/\\'",
    "",
]


def nasty(system: StandardsSystem) -> StandardsSystem:
    """The sample with every text replaced by something nasty in its turn."""
    place = 0

    def text() -> str:
        nonlocal place
        place += 1
        return NASTY[place % len(NASTY)]

    rows = [
        dataclasses.replace(
            row,
            name=text(),
            printed_name=text(),
            identifier=text(),
            status=text(),
            extra={text() or "h": text()},
        )
        for row in system.planned_standards
    ]
    boxes = [dataclasses.replace(one, name=text() or "名", scope=text()) for one in system.subsystems]
    targets = [dataclasses.replace(one, name=text(), unit=text()) for one in system.targets]
    bases = [dataclasses.replace(one, title=text(), document_number=text()) for one in system.bases]
    return dataclasses.replace(
        system,
        title=NASTY[8],
        planned_standards=rows,
        subsystems=boxes,
        targets=targets,
        bases=bases,
        issuers=[text(), text()],
    )


def dossier() -> Dossier:
    earlier = sample_system()
    system = nasty(earlier)
    real = [
        RealStandard(f"GB {at}-2000", word, "国家标准", "现行", word[:10], word, word, word, "/standards/x/")
        for at, word in enumerate(NASTY)
    ]
    code = system.subsystems[0].code
    return Dossier(
        system,
        NASTY[0],
        NASTY[0],
        "0" * 64,
        "2026-11-29",
        Settings(site="https://example.cn", suggested=True, industry=code),
        placed=[PlacedStandard("subsystem", code, one, at % 2 == 0) for at, one in enumerate(real)],
        earlier=earlier,
        earlier_label=NASTY[1],
        events=[Event("2026-01-01", word, word, word) for word in NASTY],
    )


def test_all_papers_of_a_hostile_system_open_and_hold_no_formula_of_its_making() -> None:
    made = make_papers(dossier(), list(PAPERS))
    assert {one.paper for one in made} == set(PAPERS)
    for one in made:
        if one.name.endswith(("xlsx", "docx", "pptx")):
            check_package(one.name, one.data)
        if one.name.endswith("xlsx"):
            openpyxl.load_workbook(io.BytesIO(one.data))
        if one.name.endswith("docx"):
            Document(io.BytesIO(one.data))


def check_package(name: str, data: bytes) -> None:
    """Every part is well-formed; formulas stand in the 统计表 only, and no text of the system is in one."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in package.namelist():
            if not part.endswith((".xml", ".rels")):
                continue
            root: Any = etree.fromstring(package.read(part))
            formulas = [node.text or "" for node in root.iter("{*}f")]
            if name != "标准统计表.xlsx" and "worksheets" in part:
                assert formulas == [], (name, part)
            told = [formula for formula in formulas if "cmd" in formula or "evil" in formula]
            assert told == [], (name, part)

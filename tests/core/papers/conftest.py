"""The dossier the papers are tested with: the packaged system and a few standards placed in it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from zhunsheng.core.deliver.papers.dossier import Dossier, PlacedStandard, RealStandard, Settings
from zhunsheng.core.records import content_hash
from zhunsheng.core.system.content import load_packaged

DAY = "2026-11-29"
HOSTILE = "=cmd|'/c calc'!A0"


def standard(number: str, title: str, status: str = "现行", implemented: str = "2023-07-01") -> RealStandard:
    return RealStandard(
        number,
        title,
        "国家标准",
        status,
        implemented,
        "MOD ISO/IEC 9:2020",
        "GB/T 1-1999",
        "某标委会",
        "/standards/x/",
    )


LABELLING = standard("GB/T 42755-2023", "人工智能 面向机器学习的数据标注规程")
PLACED = [
    PlacedStandard("planned", "6", LABELLING, True),
    PlacedStandard("planned", "11", LABELLING, True),
    PlacedStandard("subsystem", "CB", standard("GB/T 42131-2022", "人工智能 知识图谱技术框架"), True),
    PlacedStandard("subsystem", "CB", standard("Q/X 1-2000", HOSTILE, "废止", "1999"), True),
    PlacedStandard("subsystem", "CB", standard("Q/X 2-2026", "即将实施的系统", "即将实施", "2026-12"), True),
    PlacedStandard("planned", "12", standard("GB/T 2-2020", "没有人确认的"), False),
]


@pytest.fixture(scope="session")
def dossier() -> Dossier:
    system = load_packaged("jiangsu-ai-2025").system
    return Dossier(
        system,
        "2025版",
        "2025版",
        content_hash(system),
        DAY,
        Settings(site="https://example.cn"),
        placed=PLACED,
    )


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[dict[str, bytes], str], dict[str, Path]]:
    """LibreOffice: files of these names and bytes, all in one call, as files of another ending."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is absent: install libreoffice-calc, -writer and -impress")

    def convert(files: dict[str, bytes], ending: str) -> dict[str, Path]:
        folder = tmp_path_factory.mktemp("office")
        for name, data in files.items():
            (folder / name).write_bytes(data)
        profile = f"-env:UserInstallation=file://{tmp_path_factory.getbasetemp() / 'office-profile'}"
        out = folder / "out"
        run = subprocess.run(
            [
                program,
                profile,
                "--headless",
                "--convert-to",
                ending,
                "--outdir",
                str(out),
                *(str(folder / n) for n in files),
            ],
            capture_output=True,
            text=True,
            timeout=300,
        )
        made = {name: out / Path(name).with_suffix("." + ending.partition(":")[0]).name for name in files}
        lacking = [name for name, path in made.items() if not path.is_file()]
        assert not lacking, f"LibreOffice could not open {lacking}: {run.stdout} {run.stderr}"
        return made

    return convert

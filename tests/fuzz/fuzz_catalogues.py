"""Coverage-guided fuzzing of the connectors: this file with libFuzzer's own options."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

with atheris.instrument_imports(include=["zhunsheng"]):
    from tests.fuzz.catalogues import catalogue_seeds, import_one


def main() -> None:
    """Fuzz from the made seeds; new inputs go to a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in catalogue_seeds().items():
            (Path(folder) / name).write_bytes(data)
        atheris.Setup([*sys.argv, folder], import_one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()

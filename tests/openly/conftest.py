"""What the tests of open data share: the packaged content given away once as files, with what the database holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from zhunsheng.apps.openly.making import made
from zhunsheng.apps.openly.queries import StoredHoldings, public_holdings
from zhunsheng.cli.setup import link_packaged, place_packaged
from zhunsheng.core.deliver.openly.forms import FORMS

CATALOGUE = Path(__file__).resolve().parents[2] / "src/zhunsheng/content/catalogue/ai"
SLUG = "jiangsu-ai"


@dataclass(slots=True)
class Taken:
    """Files by form, the whole and one system's, and what they were made of."""

    folder: Path
    whole: dict[str, Path] = field(default_factory=dict)
    part: dict[str, Path] = field(default_factory=dict)
    standards: dict[str, dict[str, Any]] = field(default_factory=dict)
    placements: Counter[str] = field(default_factory=Counter)
    #: links of rules and people, by type and status
    links: Counter[tuple[str, str]] = field(default_factory=Counter)


@pytest.fixture(scope="session")
def taken(
    django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Taken]:
    """The packaged system and catalogue brought in, given away, and gone again before any test looks."""
    from django.db import transaction

    found = Taken(tmp_path_factory.mktemp("taken"))
    with django_db_blocker.unblock(), transaction.atomic():
        _bring_in()
        for name, holdings in (("whole", public_holdings()), ("part", public_holdings(slug=SLUG))):
            _write(found, name, holdings)
        _note(found)
        transaction.set_rollback(True)
    yield found


def _bring_in() -> None:
    from zhunsheng.apps.people.actors import OPERATOR
    from zhunsheng.apps.registry.actions import import_catalogue
    from zhunsheng.apps.systems.actions import import_packaged
    from zhunsheng.core.system.content import load_packaged

    import_packaged(OPERATOR, load_packaged("jiangsu-ai-2025").system)
    import_catalogue(OPERATOR, CATALOGUE, name="package", file_name="随附目录：人工智能")
    place_packaged()
    link_packaged()


def _write(found: Taken, name: str, holdings: StoredHoldings) -> None:
    for key, form in FORMS.items():
        path = found.folder / f"{name}-{key}-{form.name}"
        with path.open("wb") as file:
            file.writelines(made(form, holdings))
        getattr(found, name)[key] = path


def _note(found: Taken) -> None:
    from zhunsheng.apps.insight.models import Link
    from zhunsheng.apps.registry.models import Placement, Standard

    names = ("number", "title_zh", "title_en", "issued", "implemented", "status", "verification")
    found.standards = {row["number"]: row for row in Standard.objects.values(*names)}
    found.placements = Counter(Placement.objects.values_list("state", flat=True))
    found.links = Counter(Link.objects.values_list("type", "status"))

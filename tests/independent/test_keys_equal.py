"""The product's reading of numbers puts together exactly what the independent count puts together.

Over every identifier printed in the seven catalogues (about 197,000): two printings are one standard for the product
if and only if they are one for the independent count, but for the cases named here with their reason.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from tests.independent.count_catalogues import SOURCES, key, one_text, read
from zhunsheng.core.registry.numbering import number_key


@pytest.fixture(scope="module")
def printed(shared: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """(source, identifier) → the careful and the boldest key of the independent count."""
    folder = shared / "data"
    if not (folder / "iso.jsonl.xz").is_file():
        pytest.skip("the catalogues are absent: set ZHUNSHENG_SHARED or put them at ../shared/data")
    found = {}
    for source in SOURCES:
        for record in read(folder, source):
            found[source, record["id"]] = (key(record["id"], source), one_text(record["id"], source))
    return found


#: keys that are rightly one although the count keeps them apart: IEEE left out the year of Part 5, and ISO prints its
#: coming edition without one, so both print the same number
SAME_PRINT = {"ISO/IEC/IEEE29119-5"}


def test_what_is_one_number_for_the_count_is_one_for_the_product(
    printed: dict[tuple[str, str], tuple[str, str]],
) -> None:
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for (_, identifier), (careful, _) in printed.items():
        groups[careful].setdefault(number_key(identifier)[0], identifier)
    apart = {careful: sorted(keys.values()) for careful, keys in groups.items() if len(keys) > 1}
    assert not apart, f"{len(apart)} numbers kept apart: {list(apart.values())[:20]}"


def test_what_the_product_puts_together_is_one_number(
    printed: dict[tuple[str, str], tuple[str, str]],
) -> None:
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for (_, identifier), (_, bold) in printed.items():
        groups[number_key(identifier)[0]].setdefault(bold, identifier)
    together = {
        key_: sorted(bold.values())
        for key_, bold in groups.items()
        if len(bold) > 1 and key_ not in SAME_PRINT
    }
    assert not together, f"{len(together)} keys of several numbers: {list(together.values())[:20]}"

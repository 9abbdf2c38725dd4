"""The name of a standard in an address leads back to its number."""

from __future__ import annotations

import pytest

from zhunsheng.core.registry.address import name_in_address, number_in_address, standard_address


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("GB/T 45288.1-2025", "/standards/GB~T_45288.1-2025/"),
        ("ISO/IEC TR 24028:2020", "/standards/ISO~IEC_TR_24028:2020/"),
        ("GB 5009.225-2016/XG1-2018", "/standards/GB_5009.225-2016~XG1-2018/"),
        ("ETSI EN 300 019-1-0 V2.1.2 (2003-09)", "/standards/ETSI_EN_300_019-1-0_V2.1.2_%282003-09%29/"),
    ],
)
def test_an_address_names_one_number(number: str, address: str) -> None:
    assert standard_address(number) == address
    assert number_in_address(name_in_address(number)) == number

"""Whatever is typed into the search, or put into an address, is answered, and never by a fault of the server."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from zhunsheng.apps.registry.models import ImportRun, Standard

QUERIES = [
    "", " ", "\0", "GB\0T", '"', '""', '"a', "'", "''", "\\", "*", "**", "a*", "-", "--", "-a", "- -", "+", "~", "^", ":", "title:a",
    "NEAR", "NEAR(a b)", "a NEAR b", "AND", "OR", "NOT", "a AND", "NOT a", "(", ")", "()", "((((", "{a}", "[a]", "a:b:c", "%", "_",
    "%%", "a & b", "a | b", "a <-> b", "!", "!!a", "a:*", ":*", "&", "|", "<->", "<1>", "'; DROP TABLE registry_standard; --",
    "1' OR '1'='1", "\\x00", "\\'", "$$", "%s", "{}", "{0}", "%(x)s", "字", "字*", "人工智能" * 2500, "a" * 10_000, "1" * 10_000,
    "GB/T " + "1." * 5000, "-" * 10_000, '"' * 10_000, "(" * 10_000, " ".join("abcdefghij" * 500), "😀", "👩‍👩‍👧‍👦", "\u202e", "\ufeff",
    "\ud800", "é", "e\u0301", "ﬁ", "İ", "ß", "Ｇ Ｂ／Ｔ", "GB/T", "GB／T 1.1—2020", "1.1", ".", "..", "/", "//", "../../etc/passwd", "1/0",
    "NULL", "null", "undefined", "true", "0", "-1", "1e999", "9" * 400, "2020", "rgzn", "z", "zh" * 3000, "標準化", "\t\n\r", "\x1b[31m",
    "<script>", "&lt;", "javascript:alert(1)", "http://x", "C:\\x", "🀄" * 3000, "的" * 200, "GB/T 1.1-2020《导则》", "=1+1", "@", "#",
]  # fmt: skip
PLACES = [
    "/search/",
    "/search/suggest/",
    "/standards/",
    "/api/v1/search",
    "/api/v1/suggest",
    "/api/v1/numbers",
    "/bodies/",
    "/classes/",
]


@pytest.mark.parametrize("place", PLACES)
def test_any_text_is_answered(place: str, trapped: tuple[Standard, ImportRun], client: Client) -> None:
    name = "n" if "numbers" in place else "q"
    for text in QUERIES:
        answer = client.get(f"{place}?{urlencode({name: text}, errors='surrogatepass')}")
        assert answer.status_code < 500, (place, text[:80], answer.status_code)


@pytest.mark.parametrize("asked", [
    "page=0", "page=-1", "page=99999999999999999999", "page=a", "page=1&page=2", "page=²", "page=１", "sort=x", "sort=newest", "sort=number",
    "status=x", "status=current&status=withdrawn", "year=abc", "year=99999999999", "year=2020" * 300, "type=standard", "type=x",
    "body=%00", "ics=%27", "ccs=%25", "subsystem=%22", "exact=1", "exact=x", "q=GB&q=T", "cursor=x", "cursor=%00", "cursor=" + "A" * 9000,
    "limit=0", "limit=-1", "limit=99999999", "limit=a", "offset=-1", "offset=99999999999999999999", "facets=x", "%FF=%FE", "q=%FF%FE",
    "&".join(f"status=s{i}" for i in range(3000)), "q=" + "%25" * 3000, "level=national&nature=x&adoption=%00",
])  # fmt: skip
def test_any_filter_is_answered(asked: str, trapped: tuple[Standard, ImportRun], client: Client) -> None:
    for place in [
        *PLACES,
        "/api/v1/standards",
        "/api/v1/bodies",
        "/search/export.json",
        "/standards/export.csv",
    ]:
        answer = client.get(f"{place}?{asked}")
        assert answer.status_code < 500, (place, answer.status_code)


@pytest.mark.parametrize("name", [
    "GB~T_1.1-2020", "GB_T_1.1-2020", "gb~t1.1-2020", "GB%2FT%201.1-2020", "%00", "%FF", "..", "~", "_", "-", "a" * 5000, "1.1", "导则",
    "GB~T_1.1", "ISO_1:2000", "%F0%9F%98%80", "{}", "%25s", "<script>", "GB~T_1.1-2020.json", "GB~T_XXX-2020",
])  # fmt: skip
def test_any_address_of_a_standard_is_answered(
    name: str, trapped: tuple[Standard, ImportRun], client: Client
) -> None:
    for place in ("/standards/{}/", "/standards/{}.json", "/api/v1/standards/{}", "/api/v1/standards/{}/facts",
                  "/api/v1/standards/{}/citation", "/api/v1/standards/{}/successors", "/standards/{}/verify/"):  # fmt: skip
        answer = client.get(place.format(name), follow=True)
        assert answer.status_code < 500, (place, name[:60], answer.status_code)


@pytest.mark.parametrize("body", [
    b"", b"{", b"[]", b"null", b"[" * 100_000, b'{"field": 1}', b'{"field": "issued", "value": "\\u0000", "evidence_url": "x"}',
    b'{"field": "issued", "value": "\\ud800", "evidence_url": "https://a.cn"}', b"\xff\xfe", b'{"a": ' + b"9" * 5000 + b"}",
])  # fmt: skip
def test_any_body_is_answered(
    body: bytes, trapped: tuple[Standard, ImportRun], client: Client, people: dict[str, Any]
) -> None:
    from tests.database.conftest import PASSWORD

    assert client.login(username="editor", password=PASSWORD)
    for place in ("/api/v1/standards/GB/T 1.1-2020/verifications", "/searches/keep/", "/verification/batch/"):
        answer = client.post(place, body, content_type="application/json")
        assert answer.status_code < 500, (place, body[:60], answer.status_code)

"""收回明细表 as pages: a table comes in, its changes are told, accepted and turned down, and nobody else may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.pages.conftest import Site
from zhunsheng.apps.systems.models import Edition, TableReturn
from zhunsheng.apps.systems.queries import load_system

pytestmark = pytest.mark.django_db


def uploaded(text: str, name: str = "回.csv") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, text.encode(), content_type="text/csv")}


def table(edition: Edition, **renamed: str) -> str:
    rows = load_system(edition).planned_standards
    lines = [f"{renamed.get(f'n{row.position}', row.name)},{row.number}" for row in rows]
    return "标准名称,序号\n" + "\n".join(lines) + "\n"


def test_a_table_is_compared_accepted_and_turned_down(sign_in: Callable[..., Client], site: Site) -> None:
    edition = site.published
    client = sign_in("editor")
    base = f"/systems/{edition.system.slug}/{edition.key}/returns/"
    first, second = (row.name for row in load_system(edition).planned_standards[:2])
    text = table(edition, n1=f"{first}改一", n2=f"{second}改二")
    response = client.post(base, uploaded(text), follow=True)
    page = response.content.decode()
    returned = TableReturn.objects.get()
    assert response.redirect_chain[-1][0].endswith(f"/returns/{returned.pk}/")
    assert "改一" in page and "改二" in page and "更名 2" in page
    here = f"/systems/{edition.system.slug}/{returned.edition.key}/returns/{returned.pk}/"
    data = client.get(here.rstrip("/") + ".json").json()
    assert data["counts"]["renamed"] == 2
    ids = {one["cells"][0]["theirs"]: one["id"] for one in data["items"]}
    said = client.post(
        f"{here}reject/", {"change": ids[f"{second}改二"], "reason": ""}, follow=True
    ).content.decode()
    assert "请说明不接受的理由" in said
    client.post(f"{here}reject/", {"change": ids[f"{second}改二"], "reason": "不改"})
    said = client.post(f"{here}accept/", {"change": ids[f"{first}改一"]}, follow=True).content.decode()
    assert "已写入 1 行" in said
    names = [row.name for row in load_system(returned.edition).planned_standards]
    assert names[:2] == [f"{first}改一", second]
    assert "已否定（" in client.get(f"{here}?sort=rejected").content.decode()
    exported = client.get(f"{here}export.csv?sort=rejected").content.decode("utf-8-sig")
    assert "改二" in exported and "已否定：不改" in exported
    client.post(f"{here}close/")
    assert "结束" in client.get(here).content.decode()


def test_what_cannot_be_read_is_told_on_the_form(sign_in: Callable[..., Client], site: Site) -> None:
    edition = site.published
    base = f"/systems/{edition.system.slug}/{edition.key}/returns/"
    client = sign_in("editor")
    response = client.post(base, {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04 broken")})
    assert response.status_code == 400 and 'role="alert"' in response.content.decode()
    assert client.post(base, {}).status_code == 400
    assert not TableReturn.objects.exists()


def test_readers_and_visitors_get_no_table(sign_in: Callable[..., Client], site: Site) -> None:
    edition = site.published
    base = f"/systems/{edition.system.slug}/{edition.key}/returns/"
    assert sign_in("reader").get(base).status_code == 403
    assert sign_in("").get(base).status_code == 302
    assert sign_in("").get(base.rstrip("/") + ".json").json() == {"items": []}

"""A table comes in: its columns are understood, what it would change is shown, its bad rows are kept and mended."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from tests.catalogues.test_office_tables import with_sheets
from tests.pages.conftest import Site, text, tree
from tests.pages.registry_sample import BAD_TABLE, HEADS
from zhunsheng.apps.registry.models import ImportProblem, ImportRun, Standard, TableMapping
from zhunsheng.apps.registry.queries import find_standard


def upload(client: Client, rows: list[str], heads: str = HEADS, name: str = "目录.csv") -> str:
    """Send a table; the address of the screen on which its columns get their meaning."""
    return send(client, name, "\n".join([heads, *rows]).encode())


def send(client: Client, name: str, data: bytes) -> str:
    """Send a file; the same."""
    answer = client.post("/catalogues/import/", {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, text(tree(answer))
    return f"{answer['Location']}?connector=table"


def chosen(page: Any) -> dict[str, str]:
    """The form of the screen as a browser would send it."""
    form = page.xpath("//form[.//input[@name='source:code']]")[0]
    sent = {
        field.get("name"): field.get("value", "")
        for field in form.xpath(".//input[@name and not(@type='checkbox')]")
    }
    for select in form.xpath(".//select"):
        picked = select.xpath(".//option[@selected]") or select.xpath(".//option")
        sent[select.get("name")] = picked[0].get("value")
    return sent


def compare(client: Client, place: str, **changes: str) -> str:
    """Send the screen; the address of the preview."""
    answer = client.post(place.partition("?")[0], chosen(tree(client.get(place))) | changes)
    assert answer.status_code == 302, text(tree(answer))
    return str(answer["Location"])


def bring_in(client: Client, preview: str) -> ImportRun:
    """From the preview into the registry."""
    form = tree(client.get(preview)).xpath("//form[contains(@action,'/apply/')]/@action")[0]
    answer = client.post(form)
    return ImportRun.objects.get(pk=answer["Location"].split("/")[3])


def test_a_table_without_heads_does_not_lose_its_first_row_in_silence(
    shelf: Site, sign_in: Callable[[str], Client]
) -> None:
    editor = sign_in("editor")
    place = upload(editor, ["GB/T 90041-2024,试验二"], heads="GB/T 90040-2024,试验一")
    assert "“GB/T 90040-2024”是标准编号，看来这份表格没有表头" in text(tree(editor.get(place)))
    assert "没有表头" not in text(tree(editor.get(upload(editor, BAD_TABLE))))


def test_other_sheets_with_standards_are_named_where_one_is_chosen(
    shelf: Site, sign_in: Callable[[str], Client], tmp_path: Path
) -> None:
    editor = sign_in("editor")
    place = send(editor, "台账.xlsx", with_sheets(tmp_path / "台账.xlsx").read_bytes())
    assert "现在读的是“国家标准”。“团体标准”里也有标准" in text(tree(editor.get(place)))
    place += "&sheet=团体标准"
    assert "现在读的是“团体标准”。“国家标准”里也有标准" in text(tree(editor.get(place)))
    sent = chosen(tree(editor.get(place)))
    answer = editor.post(place.partition("?")[0], sent)
    done = bring_in(editor, answer["Location"])
    assert done.counts["problems"] == 0
    assert "只读了工作表“团体标准”" in text(tree(editor.get(f"/catalogues/runs/{done.pk}/")))


def test_three_bad_rows_are_told_kept_and_mended(shelf: Site, sign_in: Callable[[str], Client]) -> None:
    editor = sign_in("editor")
    before = Standard.objects.count()
    place = upload(editor, BAD_TABLE)
    screen = tree(editor.get(place))
    number = screen.xpath("//tr[th='标准编号']")[0]
    assert number.xpath(".//option[@selected]/@value") == ["number"]
    assert "把握" in text(number)
    assert "GB/T 90010-2024" in text(number)
    named = screen.xpath("//*[@role='region' or self::section]/@aria-labelledby")
    assert len(named) == len(set(named))
    preview = compare(editor, place, **{"source:code": "table:bad", "remember": "示例表头"})
    page = text(tree(editor.get(preview)))
    assert "4 文件中的行 2 新的标准" in page
    assert "2 读不出、不入库的行 1 入库但缺值的行" in page
    assert "2024-13-45" in page
    assert Standard.objects.count() == before

    run = bring_in(editor, preview)
    assert run.state == ImportRun.DONE
    assert Standard.objects.count() == before + 2
    here = f"/catalogues/runs/{run.pk}/"
    bad = {one.value: one for one in ImportProblem.objects.filter(run=run)}
    assert len(bad) == 3
    shown = text(tree(editor.get(here)).xpath("//section[@id='problems']")[0])
    assert "第 4 行" in shown
    form = tree(editor.get(f"{here}?row={bad['2024-13-45'].ordinal}")).xpath(
        "//form[contains(@action,'/repair/')]"
    )[0]
    cells = {
        field.get("name"): field.get("value") for field in form.xpath(".//input[starts-with(@name,'cell:')]")
    }
    assert cells["cell:中文标准名称"] == "日期写错的一行"
    again = editor.post(form.get("action"), cells)
    assert again.status_code == 400
    told = tree(again).xpath("//form[contains(@action,'/repair/')]")[0]
    assert "2024-13-45" in text(told.xpath(".//*[@role='alert']")[0])
    assert told.xpath(".//input[@name='cell:发布日期']/@value") == ["2024-13-45"]
    done = editor.post(form.get("action"), cells | {"cell:发布日期": "2024-03-15"}, follow=True)
    assert "入库为 GB/T 90011-2024" in text(tree(done))
    mended = find_standard(None, "GB/T 90011-2024")
    assert mended is not None
    assert mended.issued == "2024-03-15"
    editor.post(f"{here}rows/{bad['不是编号'].ordinal}/drop/", {"reason": "是通知，不是标准"})
    left = tree(editor.get(f"{here}?state=open")).xpath("//section[@id='problems']//tbody/tr")
    assert len(left) == 1
    for listing in ("/catalogues/", "/catalogues/import/"):
        waiting = tree(editor.get(listing)).xpath(f"//a[@href='{here}?state=open#problems']")
        assert "1" in text(waiting[0]), listing
    assert editor.get(f"/api/v1/runs/{run.pk}").json()["rows_waiting"] == 1
    exported = json.loads(editor.get(f"{here}problems.json").content)["rows"]
    assert [row["state"] for row in exported].count("待处理") == 1
    assert all("row:中文标准名称" in row for row in exported)


def test_bad_rows_go_out_are_mended_in_the_file_and_come_back(
    shelf: Site, sign_in: Callable[[str], Client]
) -> None:
    editor = sign_in("editor")
    twice = "GB/T 90012-2024,两处有问题,,某日,某月,现行,,,,,,"
    run = bring_in(editor, compare(editor, upload(editor, [*BAD_TABLE, twice]), **{"source:code": "ours"}))
    here = f"/catalogues/runs/{run.pk}/"
    book = load_workbook(io.BytesIO(editor.get(f"{here}problems.xlsx").content))
    sheet = book.worksheets[0]
    heads, *rows = sheet.values
    assert heads[: len(HEADS.split(","))] == tuple(HEADS.split(","))
    assert len(rows) == 4 and rows[-1][-5:] == (
        "发布日期\n实施日期",
        "某日\n某月",
        "读不出日期\n读不出日期",
        rows[-1][-2],
        "待处理",
    )
    mends = {
        "没有编号的一行": ("标准编号", "GB/T 90013-2024"),
        "日期写错的一行": ("发布日期", "2024-03-15"),
        "两处有问题": ("发布日期", "2024-03-01"),
    }
    for line, row in enumerate(rows, start=2):
        if row[1] in mends:
            head, value = mends[str(row[1])]
            sheet.cell(line, heads.index(head) + 1, value)
            if row[1] == "两处有问题":
                sheet.cell(line, heads.index("实施日期") + 1, "2024-10-01")
    out = io.BytesIO()
    book.save(out)
    place = send(editor, "目录-有问题的行.xlsx", out.getvalue())
    screen = chosen(tree(editor.get(place)))
    assert screen["source:code"] == "ours"
    again = bring_in(editor, compare(editor, place))
    assert (again.counts["standards"], again.counts["changed"], again.counts["mended"]) == (1, 2, 4)
    left = ImportProblem.objects.filter(state=ImportProblem.OPEN).order_by("run__started_at")
    assert [(one.run_id, one.value) for one in left] == [(run.pk, "不是编号"), (again.pk, "不是编号")]
    assert getattr(find_standard(None, "GB/T 90012-2024"), "implemented", "") == "2024-10-01"
    # Settled in the second file, the row is settled in the first one too.
    editor.post(f"/catalogues/runs/{again.pk}/rows/{left[1].ordinal}/drop/", {"reason": "是通知"})
    assert not left.all().exists()
    # The first file again undoes none of it, and asks for nothing again.
    third = bring_in(editor, compare(editor, upload(editor, [*BAD_TABLE, twice]), **{"source:code": "ours"}))
    assert (third.counts["changed"], third.counts["added"]) == (0, 0)
    assert not left.all().exists()
    assert getattr(find_standard(None, "GB/T 90012-2024"), "implemented", "") == "2024-10-01"


def test_a_refused_row_leaves_the_list_where_it_was(shelf: Site, sign_in: Callable[[str], Client]) -> None:
    editor = sign_in("editor")
    rows = [f"不是编号{place},编号读不出的一行,,2024-01-01,,现行,,,,,," for place in range(70)]
    run = bring_in(editor, compare(editor, upload(editor, rows), **{"source:code": "table:many"}))
    here = f"/catalogues/runs/{run.pk}/"
    ordinals = list(
        ImportProblem.objects.filter(run=run).order_by("ordinal").values_list("ordinal", flat=True)
    )
    assert len(ordinals) == 70

    def listed(answer: Any) -> list[int]:
        found = tree(answer).xpath("//section[@id='problems']//tr/@id")
        return [int(one.removeprefix("row-")) for one in found]

    # From the second page of what is still open, by the links of the page alone.
    second = f"{here}?state=open&page=2"
    assert listed(editor.get(second)) == ordinals[50:]
    link = tree(editor.get(second)).xpath(f"//tr[@id='row-{ordinals[60]}']//a[text()='修复']/@href")[0]
    opened = editor.get(link)
    assert listed(opened) == ordinals[50:]
    for _ in range(2):  # refused, and refused again from the page that said so
        form = tree(opened).xpath("//form[contains(@action,'/repair/')]")[0]
        opened = editor.post(form.get("action"), dict(form.fields))
        assert opened.status_code == 400
        assert listed(opened) == ordinals[50:]
        assert tree(opened).xpath("//section//a[@aria-current='true']/text()") == ["待处理"]
    # The other rows, the other pages and the other states are still a click away.
    page = tree(opened).xpath("//nav[@aria-label='分页']//a[text()='1']/@href")[0]
    assert listed(editor.get(page)) == ordinals[:50]
    for state in tree(opened).xpath("//section[@id='problems']/div[1]/a/@href"):
        assert editor.get(state).status_code == 200
    # What is settled leaves the list of open rows, which stays at its page; so does a refusal to leave a row out.
    drop = form.get("action").replace("/repair/", "/drop/")
    refused = editor.post(drop, {"reason": " "}, follow=True)
    assert listed(refused) == ordinals[50:]
    done = editor.post(drop, {"reason": "不是标准"}, follow=True)
    assert listed(done) == [one for one in ordinals[50:] if one != ordinals[60]]
    # A row asked for without a page is shown on the page where it stands.
    assert listed(editor.get(f"{here}?row={ordinals[55]}")) == ordinals[50:]
    assert editor.get(f"{here}?row=x").status_code == 200


def test_the_same_file_again_changes_nothing_and_a_newer_one_shows_what(
    shelf: Site, sign_in: Callable[[str], Client]
) -> None:
    editor = sign_in("editor")
    row = "GB/T 90030-2026,示例 第三十项,,2026-03-01,2026-10-01,现行,,,,,,"
    code = {"source:code": "table:thirty"}
    bring_in(editor, compare(editor, upload(editor, [row]), **code))
    same = text(tree(editor.get(compare(editor, upload(editor, [row]), **code))))
    assert "没有变化" in same
    place = upload(editor, [row.replace("现行", "废止")], name="下个月.csv")
    screen = tree(editor.get(place))
    assert screen.xpath("//input[@name='source:code']/@value") == [
        "table:thirty"
    ]  # the same heads as last time
    changes = text(tree(editor.get(compare(editor, place))))
    assert "标准状态 现行 废止" in changes
    newer = [row.replace("2026-10-01", "2026-11-01"), "GB/T 90031-2026,另一项,,2026-03-01,,现行,,,,,,"]
    preview = compare(editor, upload(editor, newer), **code)
    page = tree(editor.get(preview))
    change = page.xpath("//tr[.//span[@class='new']]")[0]
    assert text(change) == "GB/T 90030-2026 示例 第三十项 实施日期 2026-10-01 2026-11-01"
    found = find_standard(None, "GB/T 90030-2026")
    assert found is not None
    assert found.implemented == "2026-10-01"
    bring_in(editor, preview)
    found.refresh_from_db()
    assert found.implemented == "2026-11-01"
    only = compare(editor, upload(editor, newer[1:]), complete="1", **code)
    gone = text(tree(editor.get(only)))
    assert "1 不再列出" in gone
    assert "GB/T 90030-2026" in gone


def test_columns_in_other_words_are_mapped_by_hand_and_remembered(
    shelf: Site, sign_in: Callable[[str], Client]
) -> None:
    editor = sign_in("editor")
    heads, row = "甲列,乙列,丙列", "GB/T 90040-2026,示例 第四十项,x"
    place = upload(editor, [row], heads)
    mapped = {"column:0": "number", "column:1": "title_zh", "column:2": "", "remember": "甲乙丙"}
    path = place.partition("?")[0]
    missing = chosen(tree(editor.get(place))) | mapped | {"column:0": "", "connector": "table"}
    refused = editor.post(path, missing)
    assert refused.status_code == 400
    assert "没有一列是“标准编号”" in text(tree(refused))
    sent = missing | {"column:0": "number"}
    bring_in(editor, str(editor.post(path, sent)["Location"]))
    found = find_standard(None, "GB/T 90040-2026")
    assert found is not None
    assert found.title == "示例 第四十项"
    kept = TableMapping.objects.get()
    assert kept.mapping["columns"] == {"甲列": "number", "乙列": "title_zh", "丙列": ""}
    again = upload(editor, [row.replace("90040", "90041")], heads)
    screen = tree(editor.get(again))
    assert "甲乙丙" in text(screen)
    assert screen.xpath("//select[@name='column:1']/*/option[@selected]/@value") == ["title_zh"]
    assert "甲乙丙" in text(tree(editor.get("/catalogues/mappings/")))


def test_what_cannot_be_read_is_told_with_the_mend(shelf: Site, sign_in: Callable[[str], Client]) -> None:
    editor = sign_in("editor")
    assert "没有选择文件" in text(tree(editor.post("/catalogues/import/", {})))
    empty = editor.post("/catalogues/import/", {"file": SimpleUploadedFile("空.csv", b"")})
    assert "文件是空的" in text(tree(empty))
    odd = editor.post(
        "/catalogues/import/", {"file": SimpleUploadedFile("../../图.bin", b"\x00\x01\x02" * 50)}
    )
    page = tree(editor.get(odd["Location"]))
    assert "认不出" in text(page.xpath("//*[@role='alert']")[0])
    assert "--as" not in text(page)
    thrown = editor.post(f"{odd['Location']}discard/", follow=True)
    assert "没有导入 图.bin" in text(tree(thrown))
    assert editor.get(odd["Location"]).status_code == 404


def test_only_administrators_name_files_on_the_server(
    shelf: Site, sign_in: Callable[[str], Client], tmp_path: Path
) -> None:
    path = tmp_path / "服务器.csv"
    path.write_text("\n".join([HEADS, BAD_TABLE[0]]), encoding="utf-8")
    assert sign_in("editor").post("/catalogues/import/", {"path": str(path)}).status_code == 400
    admin = sign_in("admin")
    place = admin.post("/catalogues/import/", {"path": str(path)})["Location"]
    assert "服务器.csv" in text(tree(admin.get(place)))
    admin.post(f"{place}discard/")
    assert path.exists()
    assert "读不了" in text(tree(admin.post("/catalogues/import/", {"path": "/nowhere/x"})))

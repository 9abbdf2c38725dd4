"""What editors and administrators do on the pages: import, correct, judge, publish, compare, attach."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.pages.conftest import SAMPLE, Site, new_site, text, tree
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems import actions, queries
from zhunsheng.apps.systems.models import Edition, Silence
from zhunsheng.apps.systems.pages.common import address
from zhunsheng.jobs.models import Job


@pytest.fixture
def site(db: Any) -> Site:
    """The stored systems, for each test anew: others here import the same guide themselves."""
    return new_site()


def draft_of(site: Site) -> Edition:
    """The draft, read anew."""
    return Edition.objects.select_related("system").get(pk=site.draft.pk)


def row_of(site: Site, name: str) -> str:
    """The id of the list row with this name."""
    rows = queries.rows_of_kind(site.draft, "planned_standard")
    return str(next(row.pk for row in rows if row.name == name))


def test_importing_needs_an_editor(site: Site, sign_in: Callable[[str], Client]) -> None:
    visitor = sign_in("")
    assert visitor.get("/import/")["Location"].startswith("/accounts/login/?next=")
    reader = sign_in("reader").get("/import/")
    assert reader.status_code == 403
    assert "编辑或管理员角色" in reader.content.decode()


def test_a_guide_is_uploaded_read_and_reviewed(db: Any, sign_in: Callable[[str], Client]) -> None:
    editor = sign_in("editor")
    upload = SimpleUploadedFile("水务.md", SAMPLE.read_bytes())
    answer = editor.post("/import/", {"file": upload, "slug": ""}, follow=True)
    assert [place for place, _ in answer.redirect_chain][-1].endswith("/review/")
    page = tree(answer)
    assert len(page.xpath("//ul[contains(@class,'model')]/li")) > 10
    assert "示例市" in text(page.xpath("//ol[@data-source]")[0])
    again = editor.post("/import/", {"file": SimpleUploadedFile("水务.md", SAMPLE.read_bytes())}, follow=True)
    assert "以前导入过" in text(tree(again))
    assert Edition.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.txt", b"", "0 字节"),
        ("照片.docx", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "png"),
        ("随笔.txt", "今天天气很好。".encode(), "没有找到标准体系"),
    ],
)
def test_a_hopeless_file_is_told_and_nothing_is_stored(
    db: Any, sign_in: Callable[[str], Client], name: str, data: bytes, said: str
) -> None:
    upload = SimpleUploadedFile(name, data)
    answer = sign_in("editor").post("/import/", {"file": upload}, follow=True)
    assert said in text(tree(answer)).casefold()
    assert Edition.objects.count() == 0


def test_a_form_without_a_file_says_so(db: Any, sign_in: Callable[[str], Client]) -> None:
    answer = sign_in("editor").post("/import/", {})
    assert answer.status_code == 400
    assert "没有选择文件" in answer.content.decode()
    assert not Job.objects.exists()


def test_a_job_moves_cancels_and_is_private(db: Any, settings: Any, sign_in: Callable[[str], Client]) -> None:
    settings.JOBS_MODE = "thread"  # nobody works here, so the job stays where it is
    editor = sign_in("editor")
    answer = editor.post(
        "/import/", {"file": SimpleUploadedFile("水务.md", SAMPLE.read_bytes())}, follow=True
    )
    place = answer.redirect_chain[-1][0]
    assert "排队中" in text(tree(answer))
    assert "hx-get" in answer.content.decode()
    assert sign_in("").get(place).status_code == 404
    state = editor.get(place + "state/")
    assert "<html" not in state.content.decode()
    assert "HX-Redirect" not in state
    cancelled = editor.post(place + "cancel/", follow=True)
    assert "已取消" in text(tree(cancelled))
    assert editor.get(place + "state/")["HX-Redirect"] == place


def test_a_value_is_corrected_and_what_was_printed_stays(
    site: Site, sign_in: Callable[[str], Client]
) -> None:
    editor = sign_in("editor")
    row = row_of(site, "智慧水务术语")
    where = site.at("review/", draft=True) + f"?kind=planned_standard&row={row}"
    form = tree(editor.get(where)).xpath("//div[@id='correct']/form")[0]
    sent = {key: value or "" for key, value in form.form_values()}
    sent |= {"value:name": "智慧水务术语和定义", "value:urgency": "2", "reason": "与归口单位核实"}
    answer = editor.post(form.get("action"), sent, follow=True)
    assert "已更正 2 处" in text(tree(answer))
    item = queries.load_system(draft_of(site)).planned_standards[0]
    assert (item.name, item.printed_name, item.urgency.stars) == ("智慧水务术语和定义", "智慧水务术语", 2)
    page = tree(editor.get(where))
    assert "原文印作：智慧水务术语" in text(page.xpath("//div[@id='correct']")[0])
    shown = text(tree(editor.get(site.at("items/1/", draft=True))))
    assert "与归口单位核实" in shown
    undo = page.xpath("//form[contains(@action,'undo')]")[0]
    editor.post(undo.get("action"), dict(undo.form_values()))
    assert len(queries.corrections(draft_of(site))) == 1


def test_nothing_changes_when_one_of_several_values_is_refused(
    site: Site, sign_in: Callable[[str], Client]
) -> None:
    editor = sign_in("editor")
    sent = {
        "kind": "planned_standard",
        "row": row_of(site, "智慧水务术语"),
        "value:name": "新名",
        "was:name": "智慧水务术语",
    }
    sent |= {"value:subsystem": "QQ", "was:subsystem": "AA"}
    sent["reason"] = "与目录一致"
    answer = editor.post(site.at("review/correct/", draft=True), sent, follow=True)
    assert answer.status_code == 422
    assert "QQ" in text(tree(answer))
    assert queries.corrections(draft_of(site)) == []
    # What was typed is still there, and is still told from what is stored.
    form = tree(answer).xpath("//div[@id='correct']/form")[0]
    kept = dict(form.form_values())
    assert (kept["value:name"], kept["was:name"]) == ("新名", "智慧水务术语")
    assert kept["reason"] == "与目录一致"
    kept |= {"value:subsystem": "AA"}
    editor.post(form.get("action"), {name: value or "" for name, value in kept.items()})
    assert [made.after for made in queries.corrections(draft_of(site))] == ["新名"]


def test_confirmed_and_corrected_values_say_so(site: Site, sign_in: Callable[[str], Client]) -> None:
    editor = sign_in("editor")
    entry = next(one for one in queries.load_system(site.draft).planned_standards if one.guesses)
    row, name = row_of(site, entry.name), entry.guesses[0].field
    where = site.at("review/", draft=True) + f"?kind=planned_standard&row={row}"

    def line() -> str:
        return text(tree(editor.get(where)).xpath(f"//li[@id='row-{row}']")[0])

    assert "推定" in line()
    sent = {"kind": "planned_standard", "row": row}
    editor.post(site.at("review/confirm/", draft=True), sent | {"field": name})
    assert "推定" not in line()
    assert "已确认 1" in line()
    assert "已改" not in line()
    editor.post(
        site.at("review/correct/", draft=True), sent | {"value:name": "水务甲", "was:name": entry.name}
    )
    assert "已改 1" in line()
    editor.post(
        site.at("review/correct/", draft=True), sent | {"value:name": entry.name, "was:name": "水务甲"}
    )
    assert "已改" not in line()


def test_a_corrected_category_shows_its_correction_to_everybody(
    site: Site, sign_in: Callable[[str], Client]
) -> None:
    editor = sign_in("editor")
    sent = {"kind": "subsystem", "row": str(site.draft.subsystems.get(code="AA").pk), "reason": "归口意见"}
    was = site.draft.subsystems.get(code="AA").name
    sent |= {"value:name": "水务甲", "was:name": was}
    editor.post(site.at("review/correct/", draft=True), sent)
    assert f"名称：{was} → 水务甲" in text(tree(editor.get(site.at("review/", draft=True))))
    edition = actions.publish_edition(OPERATOR, draft_of(site))
    page = tree(Client().get(address("subsystem", edition, "AA")))
    shown = text(page.xpath("//*[@id='corrections']")[0])
    for said in ("更正 名称", was, "水务甲", "归口意见", "editor"):
        assert said in shown
    journal = text(tree(editor.get(f"/systems/{edition.system.slug}/editions/")))
    assert f"AA {was} 名称：{was} → 水务甲" in journal


def test_all_guesses_are_confirmed_at_once(site: Site, sign_in: Callable[[str], Client]) -> None:
    editor = sign_in("editor")
    where = site.at("review/", draft=True) + "?kind=planned_standard"
    (form,) = tree(editor.get(where)).xpath("//form[contains(@action,'confirm-all')]")
    name = form.xpath(".//button")[0].get("value")
    editor.post(form.get("action"), dict(form.form_values()) | {"field": name})
    page = tree(editor.get(where))
    assert not page.xpath("//form[contains(@action,'confirm-all')]")
    assert len(page.xpath("//li[contains(., '已确认 1')]")) == len(queries.corrections(draft_of(site))) > 1


def test_a_row_is_added_and_removed_with_a_reason(site: Site, sign_in: Callable[[str], Client]) -> None:
    editor = sign_in("editor")
    before = len(queries.load_system(site.draft).planned_standards)
    sent = {
        "kind": "planned_standard",
        "value:name": "水务补入规范",
        "value:subsystem": "AA",
        "lines": "245-246",
    }
    refused = editor.post(site.at("review/add/", draft=True), sent, follow=True)
    assert "理由" in text(tree(refused))
    editor.post(site.at("review/add/", draft=True), sent | {"reason": "原文漏列"})
    added = queries.load_system(draft_of(site)).planned_standards[-1]
    assert (added.name, added.source.line_start, added.source.line_end) == ("水务补入规范", 245, 246)
    gone = {"kind": "planned_standard", "row": row_of(site, "水务补入规范"), "reason": "重复"}
    editor.post(site.at("review/remove/", draft=True), gone)
    assert len(queries.load_system(draft_of(site)).planned_standards) == before


def test_a_finding_is_silenced_with_a_reason_and_brought_back(
    site: Site, sign_in: Callable[[str], Client]
) -> None:
    editor = sign_in("editor")
    finding, _ = queries.findings(site.published)[0]
    judge = {"fingerprint": finding.fingerprint, "next": site.at("checks/")}
    bare = editor.post(site.at("checks/judge/"), judge | {"what": "silence", "reason": " "}, follow=True)
    assert "请写明静默的理由" in text(tree(bare))
    editor.post(site.at("checks/judge/"), judge | {"what": "silence", "reason": "委员会已确认沿用"})
    open_page = text(tree(editor.get(site.at("checks/"))))
    assert "委员会已确认沿用" not in open_page
    assert "委员会已确认沿用" in text(tree(editor.get(site.at("checks/?state=silenced"))))
    editor.post(site.at("checks/judge/"), judge | {"what": "lift"})
    assert Silence.objects.filter(lifted_at__isnull=True).count() == 0


def test_visitors_cannot_judge_and_next_stays_on_this_site(
    site: Site, sign_in: Callable[[str], Client]
) -> None:
    finding, _ = queries.findings(site.published)[0]
    sent = {
        "fingerprint": finding.fingerprint,
        "what": "silence",
        "reason": "x",
        "next": "https://evil.example/",
    }
    answer = sign_in("").post(site.at("checks/judge/"), sent)
    assert answer["Location"].startswith("/accounts/login/?next=%2Fsystems%2F")
    answer = sign_in("editor").post(site.at("checks/judge/"), sent | {"next": "//evil.example/"})
    assert answer["Location"].startswith("/systems/")


def test_publishing_is_for_administrators_and_for_good(site: Site, sign_in: Callable[[str], Client]) -> None:
    refused = sign_in("editor").post(site.at("publish/", draft=True), follow=True)
    assert "权限" in text(tree(refused))
    answer = sign_in("admin").post(site.at("publish/", draft=True), {"reason": "审阅完成"}, follow=True)
    assert "已发布" in text(tree(answer))
    edition = draft_of(site)
    assert edition.is_published
    late = sign_in("").get(f"/systems/{edition.system.slug}/{edition.key}/items/")
    assert late.status_code == 200


def test_two_editions_are_compared(site: Site, sign_in: Callable[[str], Client]) -> None:
    admin = sign_in("admin")
    admin.post(site.at("publish/", draft=True))
    first = draft_of(site)
    answer = admin.post(f"/systems/{first.system.slug}/{first.key}/revise/", follow=True)
    revision = next(e for e in queries.list_editions(admin_user(), first.system) if e.is_draft)
    assert f"/{revision.key}/review/" in answer.redirect_chain[-1][0]
    row = next(r for r in queries.rows_of_kind(revision, "planned_standard") if r.name == "智慧水务术语")
    sent = {"kind": "planned_standard", "row": str(row.pk), "value:urgency": "1", "was:urgency": "3"}
    admin.post(f"/systems/{first.system.slug}/{revision.key}/review/correct/", sent)
    admin.post(f"/systems/{first.system.slug}/{revision.key}/publish/")
    page = text(tree(sign_in("").get(f"/systems/{first.system.slug}/editions/compare/")))
    assert "共 1 处变化" in page
    assert "缓急程度调整" in page
    assert "智慧水务术语" in page


def admin_user() -> Any:
    """The administrator of the test at hand."""
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(email="admin@example.cn")


def test_a_wrong_file_is_not_attached(site: Site, sign_in: Callable[[str], Client]) -> None:
    upload = SimpleUploadedFile("别的.txt", "别的内容".encode())
    answer = sign_in("editor").post(
        site.at("source/attach/"), {"file": upload, "lines": "672-675"}, follow=True
    )
    page = text(tree(answer))
    assert "这不是" in page
    assert "672–675" in page
    assert not queries.has_source(site.published)


def test_the_right_file_lights_the_lines(site: Site, sign_in: Callable[[str], Client], shared: Path) -> None:
    data = (shared / "guides" / "jiangsu-ai-2025.txt").read_bytes()
    editor = sign_in("editor")
    upload = SimpleUploadedFile("jiangsu.txt", data)
    answer = editor.post(site.at("source/attach/"), {"file": upload, "lines": "672-675"}, follow=True)
    page = tree(answer)
    assert "核对一致" in text(page)
    lit = page.xpath("//li[contains(@class,'lit')]/@data-line")
    assert lit == ["672", "673", "674", "675"]
    visitor = tree(sign_in("").get(site.at("items/32/")))
    assert "海洋装备腐蚀智能监测与预警" in text(visitor.xpath("//ol[@class='source']")[0])
    scope = text(tree(sign_in("").get(site.at("subsystems/CI/"))))
    assert "范围" in scope


def test_an_abandoned_draft_is_gone_for_readers(site: Site, sign_in: Callable[[str], Client]) -> None:
    editor = sign_in("editor")
    answer = editor.post(site.at("discard/", draft=True), {"reason": "重复"}, follow=True)
    assert "草稿已废弃" in text(tree(answer))
    assert draft_of(site).status == Edition.DISCARDED


def test_signing_in_and_out(site: Site, sign_in: Callable[[str], Client]) -> None:
    sign_in("editor")
    client = Client()
    wrong = client.post("/accounts/login/", {"login": "editor@example.cn", "password": "falsch"})
    assert wrong.status_code == 200
    assert "用户名或口令不对" in text(tree(wrong).xpath("//*[@role='alert']")[0])
    answer = client.post(
        "/accounts/login/?next=/import/",
        {"login": "editor@example.cn", "password": "correct-horse-battery", "next": "/import/"},
        follow=True,
    )
    assert answer.redirect_chain[-1][0] == "/import/"
    client.post("/accounts/logout/")
    assert client.get("/import/").status_code == 302


def test_a_one_time_password_is_changed_first(db: Any) -> None:
    from zhunsheng.apps.people.actions import create_user
    from zhunsheng.apps.people.actors import OPERATOR

    once, own = "Einmal-gueltig-7", "Selbst-gewaehlt-8"
    create_user(OPERATOR, "neu@example.cn", password=once, role="editor", one_time=True)
    client = Client()
    page = client.post("/accounts/login/", {"login": "neu@example.cn", "password": once}, follow=True)
    assert "请先换成自己的口令" in text(tree(page))
    short = {"oldpassword": once, "password1": "123", "password2": "123"}
    told = text(tree(client.post("/accounts/password/change/", short)))
    assert "口令太短，至少要 10 个字符" in told
    # The address that is printed with a page is the only place where the word may stand.
    assert "password" not in told.replace("/accounts/password/change/", "").casefold()
    sent = {"oldpassword": once, "password1": own, "password2": own}
    client.post("/accounts/password/change/", sent, follow=True)
    assert client.get("/import/").status_code == 200

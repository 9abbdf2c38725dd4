"""Accounts: made by administrators, entered by one-time passwords, and never without an administrator."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from lxml import html

from tests.database.conftest import PASSWORD
from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.journal.models import Event
from zhunsheng.apps.people.actions import create_user, one_time_password, set_active, set_password, set_role
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.people.models import User
from zhunsheng.apps.people.permissions import has_role, is_signed_in, may_manage_people, roles_of
from zhunsheng.apps.people.queries import any_admin, find_user

ONE_TIME = "abcd-efgh-jkmn-pqrs"


def log_in(client: Client, name: str, password: str) -> Any:
    return client.post("/accounts/login/", {"login": name, "password": password})


def test_a_stronger_role_contains_the_weaker(people: dict[str, Any]) -> None:
    assert roles_of(people["visitor"]) == frozenset()
    assert roles_of(people["reader"]) == {"reader"}
    assert roles_of(people["editor"]) == {"reader", "editor"}
    assert roles_of(people["admin"]) == roles_of(OPERATOR) == {"reader", "editor", "admin"}
    assert not has_role(None, "reader")
    assert is_signed_in(people["reader"])
    assert not may_manage_people(people["editor"])


def test_a_changed_role_counts_at_once(people: dict[str, Any], admin: Any) -> None:
    assert not has_role(people["reader"], "editor")
    set_role(admin, people["reader"], "editor", reason="调岗")
    assert has_role(User.objects.get(username="reader"), "editor")
    assert has_role(people["reader"], "editor")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"email": "no address", "role": "editor"}, "email"),
        ({"email": "READER@example.cn", "role": "editor"}, "email"),
        ({"email": "x@example.cn", "role": "editor", "username": "Reader"}, "username"),
        ({"email": "x@example.cn", "role": "king"}, "role"),
        ({"email": "x@example.cn", "role": "editor", "password": "12345678901"}, "password"),
        ({"email": "x@example.cn", "role": "editor", "password": "short"}, "password"),
    ],
)
def test_a_wrong_account_is_refused(people: dict[str, Any], values: dict[str, str], field: str) -> None:
    before = User.objects.count()
    with pytest.raises(Refused) as caught:
        create_user(people["admin"], **{"password": PASSWORD, **values})
    assert caught.value.field == field
    assert any("\u4e00" <= char <= "\u9fff" for char in caught.value.message)
    assert User.objects.count() == before


def test_a_user_name_is_made_from_the_address(people: dict[str, Any]) -> None:
    first = create_user(OPERATOR, "wang@example.cn", password=PASSWORD, role="reader")
    second = create_user(OPERATOR, "wang@example.org", password=PASSWORD, role="reader")
    assert (first.username, second.username) == ("wang", "wang-2")
    assert find_user("WANG@example.ORG") == second


def test_there_is_always_an_administrator(people: dict[str, Any], admin: Any) -> None:
    for attempt in (lambda: set_role(admin, admin, "editor"), lambda: set_active(admin, admin, False)):
        with pytest.raises(Refused, match="最后一位管理员"):
            attempt()
    admin.refresh_from_db()
    assert any_admin()
    second = create_user(OPERATOR, "second@example.cn", password=PASSWORD, role="admin")
    set_active(second, admin, False)
    with pytest.raises(Refused, match="最后一位管理员"):
        set_role(OPERATOR, second, "reader")


def test_one_time_passwords_are_strong_and_readable() -> None:
    made = {one_time_password() for _ in range(200)}
    assert len(made) == 200
    assert all(
        re.fullmatch(r"(?:[a-km-np-zA-HJ-NP-Z2-9]{4}-){3}[a-km-np-zA-HJ-NP-Z2-9]{4}", one) for one in made
    )


def test_a_one_time_password_must_be_changed_first(client: Client, people: dict[str, Any]) -> None:
    user = create_user(OPERATOR, "new@example.cn", password=ONE_TIME, role="editor", one_time=True)
    assert log_in(client, "new@example.cn", ONE_TIME).status_code == 302
    for path in ("/", "/accounts/signup/"):
        assert client.get(path).headers["Location"] == "/accounts/password/change/"
    assert client.get("/anything/").headers["Location"] == "/accounts/password/change/?next=%2Fanything%2F"
    assert client.post("/anything/").headers["Location"] == "/accounts/password/change/"
    assert client.get("/accounts/password/change/").status_code == 200
    assert client.get("/static/no-such-file.css").status_code == 404
    answer = client.post(
        "/accounts/password/change/",
        {"oldpassword": ONE_TIME, "password1": "my-own-long-password", "password2": "my-own-long-password"},
    )
    assert answer.headers["Location"] == "/"
    user.refresh_from_db()
    assert not user.must_change_password
    assert Event.objects.order_by("-sequence")[0].action == "people.password_changed"
    assert client.get("/accounts/signup/").headers["Location"] == "/"
    client.logout()
    assert log_in(client, "new@example.cn", ONE_TIME).status_code == 200  # the form again
    assert log_in(client, "new", "my-own-long-password").status_code == 302


CHANGED = {"oldpassword": ONE_TIME, "password1": "my-own-long-password", "password2": "my-own-long-password"}


def test_a_changed_password_leads_where_the_person_wanted_to_go(
    client: Client, people: dict[str, Any]
) -> None:
    cache.clear()  # how often passwords may be tried is counted there
    create_user(OPERATOR, "new@example.cn", password=ONE_TIME, role="editor", one_time=True)
    wanted = "/standards/?q=%E8%B7%AF%E7%81%AF&status=current"
    login = {"login": "new@example.cn", "password": ONE_TIME, "next": wanted}
    assert client.post("/accounts/login/", login).headers["Location"] == wanted
    # The site asks for a password of the person's own; the form carries on what was wanted, also when it comes again.
    page = client.get(wanted, follow=True)
    for typed in ({**CHANGED, "password2": "another"}, CHANGED):
        (form,) = html.fromstring(page.content.decode()).xpath("//form[@action='/accounts/password/change/']")
        page = client.post(form.get("action"), {**form.fields, **typed})
    assert page.headers["Location"] == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/x",
        "/\\elsewhere.example/",
        "/\t/elsewhere.example/",
        "javascript:alert(1)",
        "",
    ],
)
def test_a_changed_password_never_leads_away_from_the_site(
    client: Client, people: dict[str, Any], wanted: str
) -> None:
    cache.clear()
    user = create_user(OPERATOR, "new@example.cn", password=ONE_TIME, role="editor", one_time=True)
    client.force_login(user)
    answer = client.post("/accounts/password/change/", {**CHANGED, "next": wanted})
    assert answer.headers["Location"] == "/"


def test_an_account_switched_off_cannot_log_in(client: Client, people: dict[str, Any]) -> None:
    set_active(people["admin"], people["editor"], False)
    answer = log_in(client, "editor@example.cn", PASSWORD)
    assert "_auth_user_id" not in client.session
    assert answer.status_code in {200, 302}


def test_a_reset_password_ends_the_sessions(client: Client, people: dict[str, Any]) -> None:
    log_in(client, "editor", PASSWORD)
    assert client.session.get("_auth_user_id")
    set_password(people["admin"], people["editor"], "another-long-password")
    answer = client.get("/accounts/password/change/")
    assert answer.status_code == 302
    assert "/accounts/login/" in answer.headers["Location"]


def test_nobody_signs_up_by_himself(client: Client, people: dict[str, Any], settings: Any) -> None:
    before = User.objects.count()
    form = {"email": "x@example.cn", "username": "x", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/accounts/signup/", form).status_code == 200
    assert User.objects.count() == before
    settings.OPEN_SIGNUP = True
    assert client.post("/accounts/signup/", form).status_code == 302
    assert roles_of(User.objects.get(username="x")) == frozenset()


def test_forgotten_passwords_go_to_the_administrator(client: Client, db: Any) -> None:
    page = client.get("/accounts/password/reset/").content.decode()
    assert "联系管理员" in page

"""Logging in and out, passwords, and what other sites may not do."""

from __future__ import annotations

import datetime as dt

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update
from starlette.testclient import TestClient

from models.register import AuditEntry, LoginSession, Role
from pipeline.access.accounts import (
    account,
    make_account,
    make_first_admin,
    reset_password,
    set_active,
)
from pipeline.access.sessions import IDLE
from pipeline.settings import WebSettings
from pipeline.store.store import Store
from tests.web.conftest import ORIGIN, LogIn
from tests.web.registers import NOW, PASSWORD
from web.answering import configured
from web.place import Place


def test_nobody_sees_anything_without_logging_in(visitor: TestClient) -> None:
    found = visitor.get("/letters?q=x")
    assert (found.status_code, found.headers["location"]) == (303, "/login?to=/letters%3Fq%3Dx")


def test_after_the_log_in_one_is_where_one_wanted_to_be(visitor: TestClient) -> None:
    data = {"name": "reader", "password": PASSWORD, "to": "/letters?q=x"}
    done = visitor.post("/login", data=data)
    assert (done.status_code, done.headers["location"]) == (303, "/letters?q=x")
    cookie = done.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert visitor.get("/letters").status_code == 200


@pytest.mark.parametrize("to", ["https://x.example", "//x.example", "/\\x.example"])
def test_the_log_in_leads_to_no_other_site(visitor: TestClient, to: str) -> None:
    data = {"name": "reader", "password": PASSWORD, "to": to}
    assert visitor.post("/login", data=data).headers["location"] == "/"


@pytest.mark.parametrize(("name", "password"), [("reader", "sai rồi nhé 12"), ("nobody", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_look_the_same(
    visitor: TestClient, register: Store, name: str, password: str
) -> None:
    done = visitor.post("/login", data={"name": name, "password": password})
    assert done.status_code == 401
    assert "không đăng nhập được" in done.text
    assert "set-cookie" not in done.headers
    with register.reading() as session:
        (entry,) = session.scalars(select(AuditEntry)).all()
        assert (entry.actor, entry.action) == (name, "log_in_failed")


def test_guessing_is_slowed_down(visitor: TestClient) -> None:
    wrong = {"name": "reader", "password": "sai rồi nhé 12"}
    assert [visitor.post("/login", data=wrong).status_code for _ in range(6)] == [401] * 5 + [429]
    right = {"name": "reader", "password": PASSWORD}
    refused = visitor.post("/login", data=right)
    assert refused.status_code == 429
    assert 290 <= int(refused.headers["retry-after"]) <= 300
    assert visitor.post("/login", data={**right, "name": "policy"}).status_code == 303


@pytest.mark.parametrize(
    ("proxy", "address"),
    [(None, "127.0.0.1"), ("127.0.0.1", "192.0.2.7"), ("192.0.2.1", "127.0.0.1")],
)
def test_only_the_proxy_that_is_set_says_for_whom_it_asks(
    register: Store, proxy: str | None, address: str
) -> None:
    place = Place(register, WebSettings(proxy=proxy))
    how = configured(place)
    how.load()
    client = TestClient(how.loaded_app, client=("127.0.0.1", 50000), headers={"origin": ORIGIN})
    headers = {"x-forwarded-for": "192.0.2.7"}
    client.post("/login", data={"name": "reader", "password": "sai rồi nhé 12"}, headers=headers)
    place.close()
    with register.reading() as session:
        assert session.scalars(select(AuditEntry)).one().address == address


def test_guessing_by_changing_the_password_is_slowed_down_too(log_in: LogIn) -> None:
    client = log_in("reader")
    wrong = {"old": "sai rồi nhé 12", "new": "một mật khẩu khác hẳn"}
    assert [client.post("/password", data=wrong).status_code for _ in range(6)] == [422] * 5 + [429]
    right = {**wrong, "old": PASSWORD}
    refused = client.post("/password", data=right)
    assert refused.status_code == 429
    assert 290 <= int(refused.headers["retry-after"]) <= 300


def test_a_closed_account_cannot_log_in_and_is_logged_out(register: Store, log_in: LogIn) -> None:
    client = log_in("reader")
    with register.writing() as session:
        set_active(session, account(session, "reader"), False)
    assert client.get("/").status_code == 303
    assert client.post("/login", data={"name": "reader", "password": PASSWORD}).status_code == 401


def test_after_logging_out_the_old_cookie_is_worth_nothing(log_in: LogIn) -> None:
    client = log_in("reader")
    cookie = client.cookies["congvan_session"]
    client.post("/logout")
    client.cookies.set("congvan_session", cookie)
    assert client.get("/").status_code == 303


def test_a_session_that_nobody_used_for_long_has_ended(register: Store, log_in: LogIn) -> None:
    client = log_in("reader")
    with register.writing() as session:
        before = dt.datetime.now(dt.UTC) - IDLE
        session.execute(update(LoginSession).values(seen_at=before))
    assert client.get("/").status_code == 303


def test_the_register_keeps_no_token_in_clear(register: Store, log_in: LogIn) -> None:
    client = log_in("reader")
    with register.reading() as session:
        kept = session.scalars(select(LoginSession)).one().token_hash
    assert client.cookies["congvan_session"] not in kept


def test_a_password_of_somebody_else_has_to_be_changed_first(
    register: Store, visitor: TestClient
) -> None:
    with register.writing() as session:
        _, given = make_account(session, "moi", "Người mới", [Role.READER], NOW)
    visitor.post("/login", data={"name": "moi", "password": given})
    assert visitor.get("/letters").headers["location"] == "/password"
    too_easy = visitor.post("/password", data={"old": given, "new": "moi moi moi moi"})
    assert too_easy.status_code == 422
    assert visitor.post("/password", data={"old": "x", "new": PASSWORD}).status_code == 422
    done = visitor.post("/password", data={"old": given, "new": PASSWORD})
    assert done.headers["location"] == "/"
    assert visitor.get("/letters").status_code == 200


def test_a_one_time_password_is_good_for_one_log_in(
    register: Store, visitor: TestClient, app: FastAPI
) -> None:
    with register.writing() as session:
        _, given = make_account(session, "moi", "Người mới", [Role.READER], NOW)
    form = {"name": "moi", "password": given}
    assert visitor.post("/login", data=form).status_code == 303
    other = TestClient(app, headers={"origin": ORIGIN}, follow_redirects=False)
    assert other.post("/login", data=form).status_code == 401
    # who is inside is not put out by that, and cannot keep it either
    assert visitor.post("/password", data={"old": given, "new": given}).status_code == 422
    assert visitor.post("/password", data={"old": given, "new": PASSWORD}).status_code == 303
    assert other.post("/login", data={**form, "password": PASSWORD}).status_code == 303


def test_who_was_interrupted_at_the_first_log_in_gets_another_password(
    register: Store, visitor: TestClient
) -> None:
    with register.writing() as session:
        _, given = make_account(session, "moi", "Người mới", [Role.READER], NOW)
    visitor.post("/login", data={"name": "moi", "password": given})
    with register.writing() as session:
        again = reset_password(session, account(session, "moi"))
    assert visitor.get("/").headers["location"].startswith("/login")
    assert visitor.post("/login", data={"name": "moi", "password": again}).status_code == 303
    assert visitor.post("/password", data={"old": again, "new": PASSWORD}).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://x.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {},
    ],
)
def test_other_sites_change_nothing(log_in: LogIn, headers: dict[str, str]) -> None:
    client = log_in("reader")
    del client.headers["origin"]
    data = {"old": PASSWORD, "new": "một mật khẩu khác hẳn"}
    assert client.post("/password", data=data, headers=headers).status_code == 403


def test_the_first_administrator_is_made_once(store: Store) -> None:
    with store.writing() as session:
        password = make_first_admin(session, NOW)
        assert password
        assert make_first_admin(session, NOW) is None
        assert account(session, "admin").must_change


def test_every_answer_forbids_what_pages_do_not_need(visitor: TestClient) -> None:
    for path in ("/login", "/", "/static/app.css", "/nothing"):
        headers = visitor.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/letters", "/api/v1/letters"])
def test_an_answer_to_a_fault_of_the_program_is_as_safe(
    log_in: LogIn, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    client = log_in("reader")
    monkeypatch.setattr("web.place.Place.reading", lambda *_: 1 / 0)
    failed = client.get(path)
    assert failed.status_code == 500
    assert "default-src 'none'" in failed.headers["content-security-policy"]
    assert failed.headers["cache-control"] == "no-store"


def test_the_language_is_switched_and_stays(visitor: TestClient) -> None:
    assert 'lang="vi"' in visitor.get("/login").text
    visitor.post("/language", data={"language": "en", "to": "/login"})
    assert 'lang="en"' in visitor.get("/login").text
    visitor.post("/language", data={"language": "xx"})
    assert 'lang="en"' in visitor.get("/login").text

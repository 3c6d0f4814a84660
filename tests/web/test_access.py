"""Accounts, clearance, tokens and the audit log."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlmodel import col
from starlette.testclient import TestClient

from models.register import ApiToken, AuditEntry, StoredLetter
from pipeline.store.store import Store
from tests.web.conftest import LogIn
from tests.web.registers import PASSWORD, SECRET

Visit = Callable[..., Page]
_ONCE = re.compile(r'<code class="once">([^<]+)</code>')


def test_an_administrator_makes_an_account_and_its_owner_takes_it_over(
    visit: Visit, visitor: TestClient
) -> None:
    page = visit("admin")
    page.get_by_role("link", name="Administration").click()
    page.get_by_label("Name", exact=True).fill("lan.nguyen")
    page.get_by_label("Full name").fill("Nguyễn Thị Lan")
    page.get_by_role("group", name="Roles", exact=True).get_by_label("archivist").check()
    page.get_by_role("button", name="Make").click()
    given = page.locator("code.once").inner_text()
    expect(page.get_by_role("row", name="lan.nguyen")).to_be_visible()
    assert visitor.post("/login", data={"name": "lan.nguyen", "password": given}).status_code == 303
    done = visitor.post("/password", data={"old": given, "new": PASSWORD})
    assert done.headers["location"] == "/"
    assert visitor.get("/review").status_code == 200


def test_clearance_is_given_and_taken_and_holds_at_once(log_in: LogIn, register: Store) -> None:
    admin, reader = log_in("admin"), log_in("reader")
    assert reader.get(f"/d/{SECRET}").status_code == 404
    admin.post("/admin/accounts/reader/clearance", data={"level": "1"})
    assert reader.get(f"/d/{SECRET}").status_code == 200
    assert "admin đã cho phép bạn xem" in reader.get(f"/d/{SECRET}").text
    admin.post("/admin/accounts/reader/clearance", data={"level": "0"})
    assert reader.get(f"/d/{SECRET}").status_code == 404


def test_a_failure_leaves_the_ways_to_other_pages(log_in: LogIn, visitor: TestClient) -> None:
    reader = log_in("reader")
    for address in ("/d/1/KHÔNG-CÓ", "/admin", "/letters?date_from=hôm+qua"):
        failed = reader.get(address)
        assert failed.status_code >= 400
        assert 'href="/tasks"' in failed.text, address
    assert 'href="/tasks"' not in visitor.get("/không-có").text


def test_what_was_done_to_secret_letters_tells_no_administrator_their_names(
    log_in: LogIn,
) -> None:
    log_in("cleared").get(f"/d/{SECRET}")
    assert SECRET not in log_in("admin").get("/admin/audit").text
    assert SECRET in log_in("cleared").get("/admin/audit").text


def test_what_was_done_to_a_letter_before_it_became_secret_is_not_told_either(
    log_in: LogIn, register: Store
) -> None:
    with register.reading() as session:
        query = select(StoredLetter).where(col(StoredLetter.number) == "258/CT-UBND")
        letter = session.scalars(query).one()
    client = log_in("archivist")
    asked = {"field": "place", "value": "Na Rì", "reason": "thử"}
    assert client.post(f"/review/{letter.id}/fields", data=asked).status_code == 303
    assert client.post(f"/review/{letter.id}/reread").status_code == 303
    assert "258/CT-UBND" in log_in("admin").get("/admin/audit").text
    stamped = {"field": "secrecy", "value": "Mật", "reason": "dấu Mật bị sót"}
    assert client.post(f"/review/{letter.id}/fields", data=stamped).status_code == 303
    with register.reading() as session:
        levels = select(col(AuditEntry.level)).where(col(AuditEntry.action) == "correct")
        assert session.scalars(levels.order_by(col(AuditEntry.id))).all() == [0, 1]
    assert "258/CT-UBND" not in log_in("admin").get("/admin/audit").text
    told = log_in("admin").get("/api/v1/audit").json()["items"]
    done = [x for x in told if x["action"] in ("correct", "reread")]
    assert [(x["subject"], x["detail"], x["level"]) for x in done] == [(None, None, 1)] * 3
    assert log_in("cleared").get("/admin/audit").text.count("258/CT-UBND") == 3


def test_the_last_administrator_stays(log_in: LogIn) -> None:
    admin = log_in("admin")
    admin.post("/admin/accounts/cleared/roles", data={"roles": "reader"})
    refused = admin.post("/admin/accounts/admin/roles", data={"roles": "reader"})
    assert refused.status_code == 422
    assert admin.post("/admin/accounts/admin/active", data={"active": "false"}).status_code == 422
    assert admin.get("/admin").status_code == 200


@pytest.mark.parametrize("name", ["", "Reader", "reader", "../x", "a b"])
def test_a_name_that_is_taken_or_no_name_is_refused(log_in: LogIn, name: str) -> None:
    done = log_in("admin").post("/admin/accounts", data={"name": name, "roles": "reader"})
    assert done.status_code == 422


def test_a_token_does_what_its_scopes_say_until_it_is_revoked(
    log_in: LogIn, visitor: TestClient, register: Store
) -> None:
    client = log_in("archivist")
    made = client.post("/account/tokens", data={"label": "máy quét", "scopes": "read"})
    (text,) = _ONCE.findall(made.text)
    asked = {"authorization": f"Bearer {text}"}
    del visitor.headers["origin"]
    assert visitor.get("/api/v1/letters", headers=asked).status_code == 200
    assert visitor.get("/review", headers=asked).status_code == 403
    with register.reading() as session:
        assert text not in session.scalars(select(ApiToken)).one().token_hash
    client.post("/account/tokens/1/revoke")
    assert visitor.get("/api/v1/letters", headers=asked).status_code == 401


def test_a_token_changes_no_password(log_in: LogIn, visitor: TestClient) -> None:
    made = log_in("reader").post("/account/tokens", data={"label": "x", "scopes": "read"})
    (text,) = _ONCE.findall(made.text)
    form = {"old": PASSWORD, "new": "một mật khẩu khác hẳn"}
    asked = {"authorization": f"Bearer {text}"}
    assert visitor.post("/password", data=form, headers=asked).status_code == 403
    assert visitor.post("/login", data={"name": "reader", "password": PASSWORD}).status_code == 303


def test_nobody_gives_a_token_more_than_they_have(log_in: LogIn) -> None:
    form = {"label": "x", "scopes": ["read", "administer"]}
    assert log_in("reader").post("/account/tokens", data=form).status_code == 403


def test_nobody_revokes_the_token_of_another(log_in: LogIn) -> None:
    log_in("archivist").post("/account/tokens", data={"label": "x", "scopes": "read"})
    assert log_in("reader").post("/account/tokens/1/revoke").status_code == 422
    assert log_in("admin").post("/account/tokens/1/revoke").status_code == 303


def test_changes_are_written_down_with_who_and_from_where(log_in: LogIn, register: Store) -> None:
    log_in("admin").post("/admin/accounts/reader/roles", data={"roles": ["reader", "policy"]})
    with register.reading() as session:
        found = [x for x in session.scalars(select(AuditEntry)) if x.action == "set_roles"]
        (entry,) = found
        told = (entry.actor, entry.subject, entry.detail, entry.address)
        assert told == ("admin", "reader", "reader policy", "testclient")


def test_a_closed_account_s_token_is_worth_nothing(log_in: LogIn, visitor: TestClient) -> None:
    client = log_in("reader")
    made = client.post("/account/tokens", data={"label": "x", "scopes": "read"})
    (text,) = _ONCE.findall(made.text)
    log_in("admin").post("/admin/accounts/reader/active", data={"active": "false"})
    asked = {"authorization": f"Bearer {text}"}
    assert visitor.get("/api/v1/letters", headers=asked).status_code == 401

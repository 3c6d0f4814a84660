"""Letters that look alike, side by side; a person decides."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlmodel import col

from models.register import AuditEntry, Resemblance, ResemblanceKind, SecretLetter, StoredLetter
from pipeline.store.store import Store
from tests.web.conftest import LogIn

Visit = Callable[..., Page]


def a_pair(register: Store, *, secret: bool = False) -> int:
    """A pair of two letters, as the machine writes one down."""
    with register.writing() as session:
        hidden = set(session.scalars(select(col(SecretLetter.letter_id))))
        ids = sorted(session.scalars(select(col(StoredLetter.id))), key=lambda x: x in hidden)
        first, second = sorted((ids[0] or 0, ids[-1 if secret else 1] or 0))
        kind = ResemblanceKind.SAME_PAGES.value
        pair = Resemblance(kind=kind, first_id=first, second_id=second, score=0.75)
        session.add(pair)
        session.flush()
        return pair.id or 0


def test_a_pair_is_found_compared_and_decided(visit: Visit, register: Store) -> None:
    number = a_pair(register)
    page = visit("archivist")
    page.goto("/duplicates")
    page.get_by_role("link", name=f"compare #{number}").click()
    expect(page.locator(".beside img").first).to_have_js_property("complete", True)
    first, second = (page.locator(".beside .page").nth(each).bounding_box() for each in (0, 1))
    assert first
    assert second
    assert first["y"] == second["y"]
    assert first["x"] + first["width"] <= second["x"]
    row = page.get_by_role("row", name="number")
    expect(row).to_contain_text("differs")
    page.get_by_role("button", name="It is no copy").click()
    expect(page.locator(".badge.refused")).to_be_visible()
    page.get_by_role("link", name="Letters that look alike").click()
    expect(page.get_by_text("There are none.")).to_be_visible()
    page.get_by_role("link", name="Also those that are decided").click()
    page.get_by_role("link", name=f"compare #{number}").click()
    page.get_by_role("button", name="Take the decision back").click()
    expect(page.get_by_role("button", name="It is a copy")).to_be_visible()
    with register.reading() as session:
        row_of = session.get_one(Resemblance, number)
        assert (row_of.verdict, row_of.actor) == ("open", "archivist")
        said = select(col(AuditEntry.detail)).where(col(AuditEntry.action) == "decide_duplicate")
        assert session.scalars(said).all() == ["refused", "open"]


def test_who_may_not_review_only_looks(log_in: LogIn, register: Store) -> None:
    number = a_pair(register)
    client = log_in("policy")
    assert "Đúng là bản trùng" not in client.get(f"/duplicates/{number}").text
    assert client.post(f"/duplicates/{number}", data={"verdict": "refused"}).status_code == 403
    said = client.post(f"/api/v1/duplicates/{number}", json={"verdict": "refused"})
    assert said.status_code == 403


def test_the_api_lists_and_decides(log_in: LogIn, register: Store) -> None:
    number = a_pair(register)
    client = log_in("archivist")
    (pair,) = client.get("/api/v1/duplicates").json()["items"]
    assert (pair["id"], pair["kind"], pair["verdict"]) == (number, "same_pages", "open")
    said = client.post(f"/api/v1/duplicates/{number}", json={"verdict": "confirmed"})
    assert said.json()["verdict"] == "confirmed"
    assert client.get("/api/v1/duplicates").json()["items"] == []
    assert len(client.get("/api/v1/duplicates?decided=true").json()["items"]) == 1
    assert client.post("/api/v1/duplicates/999", json={"verdict": "open"}).status_code == 404
    assert client.post(f"/api/v1/duplicates/{number}", json={"verdict": "x"}).status_code == 422


@pytest.mark.parametrize(("name", "status"), [("archivist", 404), ("cleared", 200)])
def test_a_pair_with_a_secret_letter_is_there_for_whoever_is_cleared(
    log_in: LogIn, register: Store, name: str, status: int
) -> None:
    number = a_pair(register, secret=True)
    client = log_in(name)
    assert client.get(f"/duplicates/{number}").status_code == status
    assert len(client.get("/api/v1/duplicates").json()["items"]) == (status == 200)
    decided = client.post(f"/api/v1/duplicates/{number}", json={"verdict": "refused"})
    assert decided.status_code == status
    with register.reading() as session:
        level = select(col(AuditEntry.level)).where(col(AuditEntry.subject) == f"#{number}")
        assert session.scalars(level).all() == ([1] if status == 200 else [])


def test_on_a_phone_nothing_scrolls_sideways(visit: Visit, register: Store) -> None:
    number = a_pair(register)
    page = visit("archivist", 390, 844)
    for address in ("/duplicates", f"/duplicates/{number}"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

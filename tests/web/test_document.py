"""Finding a letter, and its page with the scan: in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlmodel import col

from models.register import AuditEntry
from pipeline.store.amending import amend
from pipeline.store.finding import find_document
from pipeline.store.store import Store
from tests.store.registered import findable
from tests.web.conftest import LogIn
from tests.web.registers import NOW, SECRET

Visit = Callable[..., Page]


def test_a_letter_is_found_and_its_fields_are_lit_on_the_scan(visit: Visit) -> None:
    page = visit("reader")
    page.get_by_role("searchbox").fill("258/CT-UBND")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="258/CT-UBND").first.click()
    expect(page.get_by_role("heading", name="258/CT-UBND")).to_be_visible()
    expect(page.locator(".page img").first).to_have_js_property("complete", True)
    number = page.locator("[data-lights$=-number]")
    number.focus()
    mark = page.locator("rect.lit")
    expect(mark).to_have_count(1)
    box, scan = mark.bounding_box(), page.locator(".page").first.bounding_box()
    assert box
    assert scan
    # the number stands in the upper left part of the page
    assert box["x"] < scan["x"] + scan["width"] / 2
    assert box["y"] < scan["y"] + scan["height"] / 4


def test_a_page_that_was_found_is_where_its_link_leads(visit: Visit) -> None:
    page = visit("reader")
    page.goto("/letters?q=chủ+tịch&type=KH")
    found = page.get_by_role("link", name="page 2").first
    found.click()
    expect(page.locator(".page:has(:target)")).to_be_in_viewport()
    expect(page.locator(".page:has(:target) figcaption")).to_contain_text("page 2")


def test_a_letter_that_was_found_tells_the_province_of_its_issuer(
    log_in: LogIn, register: Store
) -> None:
    with register.writing() as session:
        key = "so-tai-chinh/ha-nam"
        findable(session, "dự toán kè đá", issuer="Sở Tài chính", issuer_key=key)
    assert "Sở Tài chính (Hà Nam)," in log_in("reader").get('/letters?q="dự toán kè đá"').text


def test_a_citation_on_the_scan_leads_to_its_document(visit: Visit) -> None:
    page = visit("reader")
    page.goto("/d/258/CT-UBND")
    page.locator("rect.citation").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("4127/BTNMT-TCMT")
    expect(page.get_by_text("not here yet").first).to_be_visible()


def test_the_address_of_a_document_is_stable(log_in: LogIn) -> None:
    client = log_in("reader")
    address = "/d/258/CT-UBND@uy-ban-nhan-dan-tinh-bac-kan/2022-07-22"
    assert client.get(address).status_code == 200
    assert client.get("/d/1/KHÔNG-CÓ").status_code == 404


@pytest.mark.parametrize(("name", "status"), [("reader", 404), ("admin", 404), ("cleared", 200)])
def test_a_secret_letter_is_not_there_for_whoever_is_not_cleared(
    log_in: LogIn, name: str, status: int
) -> None:
    client = log_in(name)
    assert client.get(f"/d/{SECRET}").status_code == status
    assert (SECRET in client.get("/letters").text) == (status == 200)


def test_one_is_told_why_one_may_see_a_letter(log_in: LogIn) -> None:
    assert "không đóng dấu mật" in log_in("reader").get("/d/258/CT-UBND").text
    assert "admin đã cho phép bạn xem" in log_in("cleared").get(f"/d/{SECRET}").text


def test_reading_a_secret_letter_is_written_down(log_in: LogIn, register: Store) -> None:
    client = log_in("cleared")
    client.get(f"/d/{SECRET}")
    client.get("/d/258/CT-UBND")
    with register.reading() as session:
        read = select(AuditEntry).where(col(AuditEntry.action) == "read")
        (entry,) = session.scalars(read).all()
        assert (entry.actor, entry.level) == ("cleared", 1)
        assert entry.subject.startswith(SECRET)


@pytest.mark.parametrize(
    "address",
    [
        "/letters",
        "/letters?q=99-KL/TU",
        "/review",
        "/lineage/{key}",
        "/lineage-by-province/{key}",
        "/lineage-way?from={key}&to={key}",
        "/api/v1/letters",
        "/api/v1/review",
        "/api/v1/lineage/{key}",
        "/api/v1/exports/lineage/{key}",
        "/api/v1/paths?from={key}&to={key}",
    ],
)
def test_a_list_that_shows_a_secret_letter_is_written_down_as_reading_it(
    log_in: LogIn, register: Store, address: str
) -> None:
    with register.reading() as session:
        key = find_document(session, SECRET).key
    for name in ("reader", "archivist", "cleared"):
        log_in(name).get(address.format(key=key))
    with register.reading() as session:
        read = select(AuditEntry).where(col(AuditEntry.action) == "read")
        found = session.scalars(read).all()
        told = [(x.actor, x.subject, x.level) for x in found]
        assert told == [("cleared", key, 1)]


def test_hubs_of_which_one_is_secret_are_written_down(log_in: LogIn, register: Store) -> None:
    with register.writing() as session:
        letter = find_document(session, "258/CT-UBND")
        # and so is what it alone cites
        amend(session, letter, "secrecy", '"Mật"', actor="test", reason="dấu Mật", now=NOW)
    for name in ("reader", "cleared"):
        assert log_in(name).get("/api/v1/hubs?limit=100").status_code == 200
    with register.reading() as session:
        read = select(AuditEntry).where(col(AuditEntry.action) == "read")
        (entry,) = session.scalars(read).all()
        assert (entry.actor, entry.subject, entry.level) == ("cleared", "hubs", 1)


def test_a_page_on_a_phone_needs_no_scrolling_sideways(visit: Visit) -> None:
    page = visit("reader", 390, 844)
    for address in ("/", "/letters", "/d/258/CT-UBND"):
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, address

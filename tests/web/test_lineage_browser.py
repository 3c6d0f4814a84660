"""The lineage explorer in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pipeline.store.store import Store
from tests.store.registers import a_citation, a_letter, put

Visit = Callable[..., Page]
AXE = Path(__file__).parents[2] / "web" / "front" / "node_modules" / "axe-core" / "axe.min.js"
MANY = 2000
SECONDS = 20
"""For a graph of :data:`MANY` documents on a busy machine of two cores; alone it takes 3."""


@pytest.fixture
def directive(register: Store) -> str:
    """The number of a directive, which rests on a decree and is carried out in two provinces."""
    with register.writing() as session:
        law = a_citation("15/2020/NĐ-CP", "2020-02-03", "Chính phủ", relation="legal_basis")
        put(session, "ct", a_letter("31-CT/TW", "2021-03-19", "Bộ Chính trị", law))
        said = a_citation("31-CT/TW", "2021-03-19", "Bộ Chính trị")
        for number, province in ((77, "Sơn La"), (78, "Lai Châu")):
            issuer = f"Ủy ban nhân dân tỉnh {province}"
            put(session, province, a_letter(f"{number}/KH-UBND", "2022-05-06", issuer, said))
            plan = a_citation(f"{number}/KH-UBND", "2022-05-06", issuer, relation="per")
            sector = f"Sở Y tế tỉnh {province}"
            put(session, sector, a_letter(f"{number}/SYT-NVY", "2023-06-07", sector, plan))
    return "31-CT/TW"


def drawn(page: Page, count: str) -> None:
    """Wait until the graph shows ``count``."""
    expect(page.locator("#shown-count")).to_have_text(count, timeout=SECONDS * 1000)


def test_the_card_tells_documents_of_one_number_apart(
    visit: Visit, directive: str, register: Store
) -> None:
    with register.writing() as session:
        said = a_citation("31-CT/TW", "2021-03-19", "Bộ Chính trị")
        for place in ("Hà Nam", "Bắc Kạn"):
            letter = a_letter("4/STC-NS", "2022-05-06", "Sở Tài chính", said, place=place)
            put(session, f"stc {place}", letter)
    page = visit("reader")
    page.goto(f"/lineage/{directive}?direction=down&depth=1")
    drawn(page, "Shown: 5 of 5 documents, 4 citations")
    page.get_by_role("button", name=f"Show in the graph: {directive}").click()
    for place in ("Hà Nam", "Bắc Kạn"):
        words = f"4/STC-NS Sở Tài chính ({place}), 06/05/2022"
        expect(page.locator("#card li").filter(has_text=words)).to_have_count(1)
        expect(page.locator("#list tr").filter(has_text=words)).to_have_count(1)


def test_the_graph_is_explored_with_the_keyboard(visit: Visit, directive: str) -> None:
    page = visit("reader")
    page.goto(f"/lineage/{directive}?direction=down&depth=1")
    drawn(page, "Shown: 3 of 3 documents, 2 citations")
    expect(page.locator("#explorer")).to_have_attribute("data-layout", "elk")
    page.locator("#graph").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    card = page.locator("#card")
    expect(card).to_be_focused()
    expect(card.get_by_role("heading", level=2)).to_contain_text("/KH-UBND")
    row = page.locator("#list tr[aria-current=true]")
    expect(row).to_contain_text(card.get_by_role("heading", level=2).inner_text())
    card.get_by_role("button", name="Show what came of it").click()
    drawn(page, "Shown: 4 of 4 documents, 3 citations")
    expect(card).to_contain_text("Documents added: 1")
    expect(page.locator("#list")).to_contain_text("2 steps down")


def test_citations_that_were_not_shown_yet_are_told(visit: Visit, register: Store) -> None:
    with register.writing() as session:
        said = a_citation("31-CT/TW", "2021-03-19", "Bộ Chính trị")
        put(session, "first", a_letter("214-CV/TU", "2022-04-05", "Tỉnh ủy Sơn La", said))
        first = a_citation("214-CV/TU", "2022-04-05", "Tỉnh ủy Sơn La")
        put(session, "other", a_letter("215-CV/TU", "2022-05-06", "Tỉnh ủy Sơn La", said, first))
    page = visit("reader")
    page.goto("/lineage/31-CT/TW?direction=down&depth=1")
    drawn(page, "Shown: 3 of 3 documents, 2 citations")
    page.locator("#list tr[data-key^='214-CV/TU']").get_by_role("button").click()
    page.locator("#card").get_by_role("button", name="Show what came of it").click()
    drawn(page, "Shown: 3 of 3 documents, 3 citations")
    expect(page.locator("#card")).to_contain_text("Citations added: 1")


def test_filters_work_at_once_and_the_list_follows(visit: Visit, directive: str) -> None:
    page = visit("reader")
    page.goto(f"/lineage/{directive}")
    drawn(page, "Shown: 6 of 6 documents, 5 citations")
    relations = page.get_by_role("group", name="Relations")
    relations.get_by_role("checkbox", name="carries out").check()
    drawn(page, "Shown: 3 of 6 documents, 2 citations")
    expect(page.locator("#list tr[data-key]")).to_have_count(3)
    relations.get_by_role("checkbox", name="carries out").uncheck()
    page.get_by_label("From").fill("2022-01-01")
    drawn(page, "Shown: 5 of 6 documents, 4 citations")
    page.get_by_label("Layers").select_option("year")
    expect(page.locator("#list th[scope=rowgroup]")).to_have_text(
        ["2021 (1)", "2022 (2)", "2023 (2)"]
    )


def test_the_way_from_the_start_and_the_words_of_a_citation(visit: Visit) -> None:
    page = visit("reader")
    page.goto("/d/258/CT-UBND")
    page.get_by_role("link", name="What it rests on").click()
    expect(page.locator("#explorer")).to_have_attribute("data-layout", "elk")
    far = page.locator("#list tr[data-key^='4127/BTNMT-TCMT']")
    far.get_by_role("button").click()
    card = page.locator("#card")
    expect(card.get_by_role("heading", level=2)).to_have_text("4127/BTNMT-TCMT")
    card.get_by_role("button", name="The way from the start").click()
    expect(card).to_contain_text("Steps from the start: 1")
    page.goto("/lineage-way?from=258/CT-UBND&to=4127/BTNMT-TCMT")
    page.get_by_role("link", name="Show it in the graph").click()
    expect(card).to_contain_text("Steps from the start: 1")
    card.locator("button.relation").first.click()
    card.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/d/258/CT-UBND@.*#l0-citation-\d+$"))
    expect(page.locator("rect.lit").first).to_be_attached()


def test_what_is_shown_can_be_taken_along(visit: Visit, directive: str) -> None:
    page = visit("reader")
    page.goto(f"/lineage/{directive}")
    drawn(page, "Shown: 6 of 6 documents, 5 citations")
    tools = page.get_by_role("toolbar")
    with page.expect_download() as picture:
        tools.get_by_role("button", name="PNG").click()
    assert picture.value.path().read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as drawing:
        tools.get_by_role("button", name="SVG").click()
    text = drawing.value.path().read_text()
    assert text.count("<title>") == 6
    assert "rests on" in text
    with page.expect_download() as file:
        page.get_by_role("link", name="GraphML").click()
    assert "77/KH-UBND" in file.value.path().read_text()


def test_files_have_what_the_filters_let_through(visit: Visit, directive: str) -> None:
    page = visit("reader")
    page.goto(f"/lineage/{directive}")
    drawn(page, "Shown: 6 of 6 documents, 5 citations")
    page.get_by_role("checkbox", name="carries out").check()
    drawn(page, "Shown: 3 of 6 documents, 2 citations")
    with page.expect_download() as file:
        page.get_by_role("link", name="GraphML").click()
    text = file.value.path().read_text()
    assert "77/KH-UBND" in text
    assert "77/SYT-NVY" not in text


def test_documents_of_one_year_stand_below_what_they_cite(visit: Visit, register: Store) -> None:
    with register.writing() as session:
        put(session, "kl", a_letter("41-KL/TW", "2022-03-19", "Bộ Chính trị"))
        said = a_citation("41-KL/TW", "2022-03-19", "Bộ Chính trị")
        for number in range(60, 72):
            put(session, f"{number}", a_letter(f"{number}-CT/TU", "2022-05-06", "Tỉnh ủy", said))
    page = visit("reader")
    page.goto("/lineage/41-KL/TW?by=year")
    drawn(page, "Shown: 13 of 13 documents, 12 citations")
    expect(page.locator("#explorer")).to_have_attribute("data-layout", "barycentre")
    with page.expect_download() as drawing:
        page.get_by_role("toolbar").get_by_role("button", name="SVG").click()
    text = drawing.value.path().read_text()
    boxes = re.findall(r'<rect[^>]* y="(-?[\d.]+)"[^>]*/><text[^>]*>([^<]*)</text>', text)
    heights = {number: float(y) for y, number in boxes}
    assert len(heights) == 13
    assert all(heights["41-KL/TW"] < y for name, y in heights.items() if name != "41-KL/TW")


def test_two_thousand_documents_can_be_used(visit: Visit, directive: str) -> None:
    page = visit("reader")
    page.route("**/api/v1/lineage/**", lambda route: route.fulfill(json=many_documents()))
    page.goto(f"/lineage/{directive}?date_from=1900-01-01")  # so the browser has to ask
    drawn(page, "Shown: 2000 of 2000 documents, 2998 citations")
    expect(page.locator("#explorer")).to_have_attribute("data-layout", "barycentre")
    took = int(page.locator("#explorer").get_attribute("data-took") or "0")
    assert took < SECONDS * 1000
    page.locator("#graph").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#card h2")).not_to_have_text(directive)
    page.get_by_role("checkbox", name="answers").check()
    drawn(page, "Shown: 1050 of 2000 documents, 999 citations")


def many_documents() -> dict[str, object]:
    """A made-up lineage, in five layers."""
    start = "31-CT/TW@trung-uong-dang/2021-03-19"
    keys = [start, *(f"{n}/X-Y@x/2022-01-01" for n in range(1, MANY))]
    nodes: list[dict[str, object]] = [
        {
            "key": key,
            "number": key.partition("@")[0],
            "date": f"{2021 + index % 5}-01-{index % 28 + 1:02d}",
            "issuer": None,
            "subject": None,
            "state": "present" if index % 3 else "unresolved",
            "flags": [],
            "depth": len(str(index)) if index else 0,
        }
        for index, key in enumerate(keys)
    ]
    ends = [(n, n // 10, "implements") for n in range(1, MANY)]
    ends += [(n, n // 20, "replies_to") for n in range(2, MANY, 2)]
    links = [
        {
            "source": keys[one],
            "target": keys[other],
            "relation": relation,
            "direct": True,
            "mentions": 1,
            "time_travel": False,
        }
        for one, other, relation in ends
    ]
    return {"nodes": nodes, "links": links}


def test_a_text_is_pasted_and_its_citations_are_linked(visit: Visit) -> None:
    page = visit("reader")
    page.goto("/lineage")
    page.get_by_role("link", name="Paste a text").click()
    text = "Thực hiện Chỉ thị số 258/CT-UBND ngày 22/7/2022 của UBND tỉnh Bắc Kạn"
    page.get_by_label("Text, of a draft").fill(text)
    page.get_by_role("button", name="Find the citations").click()
    page.get_by_role("region", name="The text").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("258/CT-UBND")


def test_pages_fit_a_phone_and_hold_the_rules_of_accessibility(
    visit: Visit, directive: str
) -> None:
    page = visit("reader", 390, 844)
    addresses = (
        "/lineage",
        f"/lineage/{directive}",
        f"/lineage-by-province/{directive}",
        "/lineage-way?from=258/CT-UBND&to=4127/BTNMT-TCMT",
        "/lookup",
    )
    for address in addresses:
        answer = page.goto(address)
        assert answer
        assert answer.ok, address
        if address == f"/lineage/{directive}":
            drawn(page, "Shown: 6 of 6 documents, 5 citations")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, address
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run()")
        broken = [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]]
        assert broken == [], (address, json.dumps(broken))

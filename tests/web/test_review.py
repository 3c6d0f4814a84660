"""The archivist's review: by keyboard in a real browser, and what it leaves behind."""

from __future__ import annotations

import re
from collections.abc import Callable

import pypdfium2
import pytest
from playwright.sync_api import Dialog, Page, expect
from sqlalchemy import select
from sqlmodel import col
from starlette.testclient import TestClient

from models.reading import Reading
from models.register import AuditEntry, RereadOrder, StoredLetter, StoredReading
from pipeline.review.directing import directions_of
from pipeline.store.store import Store
from tests.web.conftest import LogIn
from tests.web.registers import SECRET

Visit = Callable[..., Page]


def number_of(register: Store, number: str) -> int:
    with register.reading() as session:
        query = select(col(StoredLetter.id)).where(col(StoredLetter.number) == number)
        return session.scalars(query).one() or 0


def test_a_letter_is_put_right_and_accepted_by_keyboard_alone(
    visit: Visit, register: Store
) -> None:
    page = visit("archivist")
    page.goto("/review")
    page.get_by_role("link", name="Begin").click()
    page.wait_for_url("**/review/*")
    first = page.url
    page.keyboard.press("e")
    focused = page.locator(":focus")
    name = focused.get_attribute("id") or ""
    assert name.startswith("l0-")
    page.goto(f"{first}#l0-subject")
    page.locator("#l0-subject-value").fill("trích yếu đã sửa")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#l0-subject")
    expect(page.locator("#l0-subject-value")).to_have_value("trích yếu đã sửa")
    expect(page.locator("#history")).to_contain_text("trích yếu đã sửa")
    page.wait_for_load_state()  # the address is the same as before
    page.locator("body").press("a")
    page.wait_for_url(lambda url: url != first and "#" not in url)
    with register.reading() as session:
        letter = session.get_one(StoredLetter, int(first.rsplit("/", 1)[1]))
        assert (letter.subject, letter.doubt) == ("trích yếu đã sửa", 0)
        done = session.scalars(select(AuditEntry).order_by(col(AuditEntry.id))).all()
        assert [x.action for x in done if x.actor == "archivist"][-2:] == ["correct", "accept"]


def test_the_evidence_of_a_field_is_lit_while_it_has_the_focus(
    visit: Visit, register: Store
) -> None:
    page = visit("archivist")
    page.goto(f"/review/{number_of(register, '258/CT-UBND')}")
    page.locator("#l0-date-value").focus()
    expect(page.locator('rect.lit[data-of="l0-date"]')).to_have_count(1)
    page.locator("#l0-number-value").focus()
    expect(page.locator("rect.lit")).to_have_count(1)
    expect(page.locator('rect.lit[data-of="l0-number"]')).to_have_count(1)


def test_on_a_phone_the_scan_is_there_while_a_field_has_the_focus(
    visit: Visit, register: Store
) -> None:
    page = visit("archivist", 390, 844)
    page.goto(f"/review/{number_of(register, '258/CT-UBND')}")
    mark = page.locator('rect[data-of="l0-place"]').first
    expect(mark).not_to_be_in_viewport()
    page.locator("#l0-place-value").focus()
    expect(mark).to_be_in_viewport()
    field, scan = (page.locator(x).bounding_box() for x in ("#l0-place-value", ".scan"))
    assert field
    assert scan
    assert scan["y"] + scan["height"] <= field["y"] <= 844 - field["height"]


def test_what_was_typed_is_not_lost_unasked(visit: Visit, register: Store) -> None:
    page = visit("archivist")
    page.goto(f"/review/{number_of(register, '258/CT-UBND')}")
    here = page.url
    page.locator("#l0-place-value").fill("Na Rì")
    page.locator("#l0-subject-value").fill("trích yếu đã sửa")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.get_by_text("A field was changed and not put right yet.")).to_be_visible()
    expect(page.locator("#l0-place-value")).to_be_focused()
    questions: list[str] = []

    def stay(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(page.locator("#l0-place-value")).to_have_value("Na Rì")
    assert (page.url, questions) == (here, ["beforeunload"])
    # one is put right: the other is still as it was typed
    page.locator("#l0-place-value").focus()
    page.locator("#l0-place").get_by_role("button", name="Put right").click()
    expect(page.locator("#history")).to_contain_text("Na Rì")
    expect(page.locator("#l0-subject-value")).to_have_value("trích yếu đã sửa")
    page.get_by_role("button", name="Accept").click()
    page.get_by_role("button", name="Take back what was typed").click()
    expect(page.locator("#l0-subject-value")).not_to_have_value("trích yếu đã sửa")
    page.get_by_role("button", name="Accept").click()
    page.wait_for_url(lambda url: not url.startswith(here))


def test_words_that_were_hardly_recognised_are_marked(log_in: LogIn, register: Store) -> None:
    client = log_in("archivist")
    pages = [client.get(f"/review/{n}").text for n in (1, 2, 3, 4, 5)]
    assert any('class="unsure"' in each for each in pages)


def test_a_correction_is_undone(log_in: LogIn, register: Store) -> None:
    client = log_in("archivist")
    number = number_of(register, "258/CT-UBND")
    form = {"field": "place", "value": "Na Rì", "reason": "thử"}
    assert client.post(f"/review/{number}/fields", data=form).status_code == 303
    assert "Na Rì" in client.get("/d/258/CT-UBND").text
    done = client.post(f"/review/{number}/undo", data={"kind": "correction", "deed": "2"})
    assert done.headers["location"] == f"/review/{number}#history"
    assert "Na Rì" not in client.get("/d/258/CT-UBND").text
    again = client.post(f"/review/{number}/undo", data={"kind": "correction", "deed": "2"})
    assert again.status_code == 409


def test_an_acceptance_is_undone(visit: Visit, register: Store) -> None:
    number = number_of(register, "258/CT-UBND")
    page = visit("archivist")
    page.goto(f"/review/{number}")
    before = page.locator(".bar .hint").inner_text()
    page.get_by_role("button", name="Accept").click()
    page.wait_for_url(lambda url: not url.endswith(f"/{number}"))
    page.goto(f"/review/{number}")
    assert page.locator(".bar .hint").inner_text() != before
    page.locator(".deeds").get_by_role("button", name="Undo").click()
    expect(page.locator(".deeds li.undone")).to_contain_text("undone by archivist")
    expect(page.locator(".deeds .hint")).to_have_text(re.compile(r"^archivist · "))
    expect(page.locator(".deeds button")).to_have_count(0)
    assert page.locator(".bar .hint").inner_text() == before
    with register.reading() as session:
        assert (session.get_one(StoredLetter, number).doubt or 0) > 0


def test_the_history_is_in_words(log_in: LogIn, register: Store) -> None:
    client = log_in("archivist")
    number = number_of(register, "258/CT-UBND")
    for field, value in (
        ("signer", "KT\nPhó Chủ tịch\nTrần Thử"),
        ("date", "2024-05-06"),
        ("system", "party"),
        ("place", ""),
    ):
        form = {"field": field, "value": value, "reason": "thử"}
        assert client.post(f"/review/{number}/fields", data=form).status_code == 303
    turn = {"at": "1", "degrees": "180", "reason": "ngược"}
    assert client.post(f"/review/{number}/turns", data=turn).status_code == 303
    told = re.findall(r"<ins>(.*?)</ins>", client.get(f"/review/{number}").text)
    assert told == ["1: 180°", "—", "Đảng", "06/05/2024", "KT · Phó Chủ tịch · Trần Thử"]


@pytest.mark.parametrize(
    "form",
    [
        {"field": "date", "value": "31/02/2024"},
        {"field": "type", "value": "???"},
        {"field": "secrecy", "value": "Rất mật"},
        {"field": "confidence", "value": "1"},
        {"field": "place", "value": "Na Rì", "reason": " "},
    ],
)
def test_what_a_field_cannot_be_is_refused_on_the_same_page(
    log_in: LogIn, register: Store, form: dict[str, str]
) -> None:
    number = number_of(register, "258/CT-UBND")
    done = log_in("archivist").post(f"/review/{number}/fields", data={"reason": "thử", **form})
    assert done.status_code == 409
    assert 'role="alert"' in done.text


def test_what_was_refused_is_still_there_to_be_put_right(log_in: LogIn, register: Store) -> None:
    number = number_of(register, "258/CT-UBND")
    form = {"field": "signer", "value": "KX.\nPhó Chủ tịch\nTrần Thử", "reason": "thử"}
    done = log_in("archivist").post(f"/review/{number}/fields", data=form)
    (typed,) = re.findall(r'id="l0-signer-value".*? aria-invalid="true".*?>([^<]*)<', done.text)
    assert typed.split("\n")[1:] == ["KX.", "Phó Chủ tịch", "Trần Thử"]


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        (
            {"field": "signer", "value": "KX.\nPhó Chủ tịch\nTrần Thử"},
            "dòng đầu là TM, KT, TL, TUQ, Q",
        ),
        ({"field": "date", "value": "31/02/2024"}, "cần một ngày có thật, viết như 05/03/2024"),
        ({"field": "type", "value": "XYZ"}, "không có loại văn bản nào ký hiệu “XYZ”"),
        ({"field": "place", "value": "Na Rì", "reason": " "}, "cần ghi lý do"),
    ],
)
def test_why_a_field_is_refused_is_said_in_the_readers_language(
    log_in: LogIn, register: Store, form: dict[str, str], wanted: str
) -> None:
    client = log_in("archivist")
    address = f"/review/{number_of(register, '258/CT-UBND')}/fields"
    said = []
    for language in ("vi", "en"):
        client.cookies["congvan_language"] = language
        done = client.post(address, data={"reason": "x", **form})
        said += re.findall(r'role="alert">([^<]*)<', done.text)
    own, english = said
    assert wanted in own
    assert wanted not in english
    assert not re.search("[ạảếệộướừủ]", english.split("“")[0])


def test_a_signer_without_authority_is_shown_as_he_is_put_right(
    log_in: LogIn, register: Store
) -> None:
    number = number_of(register, "258/CT-UBND")
    client = log_in("archivist")
    form = {"field": "signer", "value": "\r\nPhó Chủ tịch\r\nTrần Thử", "reason": "thử"}
    assert client.post(f"/review/{number}/fields", data=form).status_code == 303
    shown = client.get(f"/review/{number}").text
    (typed,) = re.findall(r'<textarea id="l0-signer-value".*?>([^<]*)<', shown)
    assert typed.removeprefix("\n") == "\nPhó Chủ tịch\nTrần Thử"


def test_a_letter_that_was_changed_meanwhile_is_not_accepted(
    log_in: LogIn, register: Store
) -> None:
    number = number_of(register, "258/CT-UBND")
    done = log_in("archivist").post(f"/review/{number}/accept", data={"seen": "x"})
    assert done.status_code == 409


def test_a_file_is_split_and_turned_and_waits_to_be_read_anew(
    log_in: LogIn, register: Store
) -> None:
    client = log_in("archivist")
    with register.reading() as session:
        query = select(StoredLetter).where(col(StoredLetter.position) == 1)
        letter = session.scalars(query).first()
        assert letter is not None
        number, sha256 = letter.id, letter.original_sha256
    split = {"pages": ["1"], "reason": "là phụ lục"}
    assert client.post(f"/review/{number}/starts", data=split).status_code == 303
    shown = client.get(f"/review/{number}").text
    ticks = re.findall(r'name="pages" value="(\d)"( checked)?.*?src="/pages/\w+/(\d).jpg"', shown)
    assert ticks == [("1", " checked", "1"), ("2", "", "2")]  # as was said, beside each page
    turn = {"at": "1", "degrees": "180", "reason": "ngược"}
    assert client.post(f"/review/{number}/turns", data=turn).status_code == 303
    assert client.post(f"/review/{number}/reread").status_code == 303
    assert "đang được đọc lại" in client.get(f"/review/{number}").text
    with register.reading() as session:
        found = directions_of(session, sha256)
        assert (found.starts, found.turns) == ((1,), ((1, 180),))
        assert len(session.scalars(select(RereadOrder)).all()) == 1
    wrong = {"at": "99", "degrees": "180", "reason": "x"}
    assert client.post(f"/review/{number}/turns", data=wrong).status_code == 409


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_the_form_to_turn_a_page_begins_with_how_it_lies(
    visit: Visit, log_in: LogIn, register: Store, width: int, height: int
) -> None:
    with register.reading() as session:
        query = select(StoredLetter).where(col(StoredLetter.position) == 1)
        letter = session.scalars(query).first()
        assert letter is not None
        number, first = letter.id, letter.first_page
    turn = {"at": "1", "degrees": "180", "reason": "ngược"}
    assert log_in("archivist").post(f"/review/{number}/turns", data=turn).status_code == 303
    page = visit("archivist", width, height)
    page.goto(f"/review/{number}")
    lies = page.get_by_label("lies turned in the file")
    expect(page.get_by_label("Page", exact=True)).to_have_value(str(first))
    expect(lies).to_have_value("0")
    page.get_by_label("Page", exact=True).select_option("1")
    expect(lies).to_have_value("180")
    page.get_by_label("Page", exact=True).select_option(str(first))
    expect(lies).to_have_value("0")
    reason = page.locator("#turn-reason").bounding_box()
    assert reason
    assert reason["width"] > 180


def test_how_the_machine_turned_a_page_is_shown(log_in: LogIn, register: Store) -> None:
    number = number_of(register, "258/CT-UBND")
    with register.writing() as session:
        letter = session.get_one(StoredLetter, number)
        is_read = (
            col(StoredReading.original_sha256) == letter.original_sha256,
            col(StoredReading.is_current),
        )
        row = session.scalars(select(StoredReading).where(*is_read)).one()
        reading = Reading.model_validate_json(row.json_text)
        turned = [page.model_copy(update={"rotation": 270}) for page in reading.pages]
        row.json_text = reading.model_copy(update={"pages": turned}).to_json()
        session.add(row)
    shown = log_in("archivist").get(f"/review/{number}").text
    assert re.findall(r'<option value="(\d+)" selected>', shown.split('id="turn-degrees"')[1]) == [
        "270"
    ]


def test_a_searchable_pdf_holds_the_words_under_the_scan(log_in: LogIn, register: Store) -> None:
    number = number_of(register, "258/CT-UBND")
    found = log_in("reader").get(f"/letters/{number}.pdf")
    assert found.headers["content-type"] == "application/pdf"
    document = pypdfium2.PdfDocument(found.content)
    text = document[0].get_textpage().get_text_bounded()
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text.replace("\r\n", " ")
    page = document[0]
    assert page.get_width() == pytest.approx(595.28, abs=0.1)


def test_a_secret_letter_is_reviewed_by_whoever_is_cleared_only(
    log_in: LogIn, register: Store
) -> None:
    number = number_of(register, SECRET)
    assert log_in("archivist").get(f"/review/{number}").status_code == 404
    form = {"field": "place", "value": "x", "reason": "x"}
    assert log_in("archivist").post(f"/review/{number}/fields", data=form).status_code == 404
    assert log_in("cleared").get(f"/review/{number}").status_code == 200


def test_lifting_the_mark_opens_the_letter(log_in: LogIn, register: Store) -> None:
    number = number_of(register, SECRET)
    form = {"field": "secrecy", "value": "", "reason": "đã giải mật"}
    done: TestClient = log_in("cleared")
    assert done.post(f"/review/{number}/fields", data=form).status_code == 303
    assert log_in("reader").get(f"/d/{SECRET}").status_code == 200


def test_who_stamps_a_letter_secret_is_told_that_it_is_above_their_clearance(
    log_in: LogIn, register: Store
) -> None:
    number = number_of(register, "258/CT-UBND")
    form = {"field": "secrecy", "value": "Mật", "reason": "dấu Mật bị sót"}
    client = log_in("archivist")
    done = client.post(f"/review/{number}/fields", data=form)
    assert (done.status_code, done.headers["location"]) == (303, "/review?above=true")
    assert "cao hơn mức bạn được xem" in client.get("/review?above=true").text
    assert "cao hơn mức bạn được xem" not in client.get("/review").text
    assert client.get(f"/review/{number}").status_code == 404


def test_a_program_that_stamps_a_letter_secret_is_told_what_it_did(
    log_in: LogIn, register: Store
) -> None:
    number = number_of(register, "258/CT-UBND")
    sent = {"field": "secrecy", "value": "Mật", "reason": "dấu Mật bị sót"}
    client = log_in("archivist")
    done = client.post(f"/api/v1/review/{number}/corrections", json=sent)
    assert done.status_code == 201
    made = done.json()
    assert (made["kind"], made["field"], made["after"]) == ("correction", "secrecy", '"Mật"')
    assert client.get(f"/api/v1/review/{number}").status_code == 404
    # whoever is cleared lifts it and puts it back
    cleared = log_in("cleared")
    back = {"kind": "correction", "number": made["number"]}
    undone = cleared.post(f"/api/v1/review/{number}/undo", json=back).json()
    assert undone["undone_at"]
    assert undone == {**made, "undone_at": undone["undone_at"], "undone_by": "cleared"}
    assert client.get(f"/api/v1/review/{number}").status_code == 200


def test_archive_metadata_is_of_what_one_may_see(log_in: LogIn, register: Store) -> None:
    seen = log_in("archivist").get("/exports/archive.csv").text
    assert "258" in seen
    assert "99,KL/TU" not in seen
    assert "99,KL/TU" in log_in("cleared").get("/exports/archive.csv").text
    with register.reading() as session:
        letter = session.get_one(StoredLetter, number_of(register, "258/CT-UBND"))
        one = log_in("archivist").get(f"/exports/archive.csv?sha256={letter.original_sha256}").text
    assert len(one.splitlines()) == 2
    assert log_in("archivist").get("/exports/archive.doc").status_code == 422

"""The intake page in a real browser: files are chosen, dropped, interrupted, refused, and seen."""

from __future__ import annotations

import base64
import http.client
import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, Request, Route, expect
from sqlalchemy import delete, select
from sqlmodel import Session, col

from models.register import IntakeItem, IntakeState, LoginSession, SecrecyLevel, SecretFile
from pipeline.settings import Settings
from pipeline.store.at_work import at_work
from pipeline.store.intake import work_here
from pipeline.store.intake_changes import IntakeChange, IntakeLooks
from pipeline.store.ledger import counted, items
from pipeline.store.reading_room import ReadingRoom
from pipeline.store.store import Store
from tests.cli.test_register import CHAIN, a_letter
from tests.ocr.pdf_maker import Page as PdfPage
from tests.ocr.pdf_maker import Text, make_pdf
from tests.web.conftest import LogIn
from tests.web.registers import Served
from tests.web.tus import PIECES, TUS, appended, begun, sent
from web import live

Visit = Callable[..., Page]
DROP = """([name, data]) => {
  const bytes = Uint8Array.from(atob(data), (each) => each.charCodeAt(0));
  const dropped = new DataTransfer();
  dropped.items.add(new File([bytes], name));
  const event = new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true });
  document.querySelector(".drop").dispatchEvent(event);
}"""
DROP_FOLDER = """() => {
  const gone = new DOMException("gone", "NotFoundError");
  const file = (name, isHere) => ({
    isFile: true,
    name,
    file: (done, failed) => (isHere ? done(new File([`Số: ${name}`], name)) : failed(gone)),
  });
  const folder = (name, ...parts) => ({
    isFile: false,
    name,
    createReader: () => ({
      readEntries: (done, failed) => {
        const part = parts.shift() ?? [];
        if (part === gone) failed(gone);
        else done(part);
      },
    }),
  });
  const inside = [file("1.txt", true), file("2.txt", false), folder("khóa", gone)];
  const entries = [folder("hồ sơ", inside, [file("3.txt", true)])];
  DataTransferItem.prototype.webkitGetAsEntry = () => entries.shift() ?? null;
  const dropped = new DataTransfer();
  dropped.items.add(new File(["x"], "hồ sơ"));
  const event = new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true });
  document.querySelector(".drop").dispatchEvent(event);
}"""
SECOND_PIECE = 16 * 1024 * 1024


def work_off(store: Store) -> None:
    settings = Settings(jobs=1)
    with ReadingRoom(settings, store.files) as room:
        for _ in work_here(store, room, settings, stop=Event()):
            pass


def received(store: Store) -> int:
    with store.reading() as session:
        return counted(session).received


@pytest.fixture
def letters(tmp_path: Path) -> list[Path]:
    return [a_letter(tmp_path, f"{number}/UBND-NC", CHAIN[1]) for number in (301, 302)]


def comes(holds: Callable[[], bool]) -> bool:
    """Whether something holds within some seconds."""
    return any(holds() or Event().wait(0.05) for _ in range(200))


def patches(page: Page) -> list[Request]:
    found: list[Request] = []
    page.on("request", lambda each: found.append(each) if each.method == "PATCH" else None)
    return found


def test_files_are_chosen_and_dropped_and_seen_until_they_are_in_the_register(
    visit: Visit, register: Store, letters: list[Path]
) -> None:
    page = visit("archivist")
    page.get_by_role("link", name="Intake").click()
    expect(page.get_by_text("This list is live.")).to_be_visible()
    before = int(page.locator("[data-count=all]").inner_text())
    sent_pieces = patches(page)
    page.get_by_label("Label of these files").fill("đợt 1")
    page.get_by_label("Files", exact=True).set_input_files(letters[0])
    expect(page.get_by_text("Done: 1 files = 1 sent + 0 here already")).to_be_visible()
    name, data = letters[1].name, base64.b64encode(letters[1].read_bytes()).decode()
    page.evaluate(DROP, [name, data])
    expect(page.get_by_text("Done: 2 files = 2 sent + 0 here already")).to_be_visible()
    rows = page.locator("#rows tr")
    expect(rows.nth(1)).to_contain_text("đợt 1")
    expect(rows.first).to_contain_text(f"{name} đợt 1received")
    work_off(register)
    for row, number in ((rows.nth(1), "301/UBND-NC"), (rows.first, "302/UBND-NC")):
        expect(row).to_contain_text("in the register")
        expect(row.get_by_role("link", name=number)).to_be_visible()
    expect(page.locator("[data-count=all]")).to_have_text(str(before + 2))
    assert len(sent_pieces) == 2

    # once more, and after a reload: nothing is sent
    page.reload()
    page.get_by_label("Files", exact=True).set_input_files(letters)
    expect(page.get_by_text("Done: 2 files = 0 sent + 2 here already")).to_be_visible()
    assert len(sent_pieces) == 2
    work_off(register)
    expect(rows.first).to_contain_text("was here before")
    expect(page.locator("[data-count=all]")).to_have_text(str(before + 4))
    assert sum(map(int, page.locator(".states strong").all_inner_texts())) == before + 4
    rows.first.get_by_role("link", name="/UBND-NC").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("/UBND-NC")


def test_an_interrupted_upload_goes_on_from_where_it_was(
    visit: Visit, register: Store, tmp_path: Path
) -> None:
    path = tmp_path / "lớn.pdf"
    path.write_bytes(make_pdf(PdfPage((Text("1", y=700),))) + b"\n" * (SECOND_PIECE + 1000))
    page = visit("archivist", tolerated="507")
    page.goto("/intake")
    before = received(register)
    offsets: list[str] = []

    def cut(route: Route) -> None:
        if route.request.method != "PATCH":
            route.continue_()
            return
        offsets.append(route.request.headers["upload-offset"])
        if route.request.headers["upload-offset"] == "0":
            route.continue_()
        else:
            route.fulfill(status=507, body="{}", content_type="application/problem+json")

    page.route("**/api/v1/uploads/*", cut)
    page.get_by_label("Files", exact=True).set_input_files(path)
    expect(page.get_by_role("heading", name="Not received")).to_be_visible(timeout=20_000)
    assert offsets == ["0", str(SECOND_PIECE)]
    assert received(register) == before
    page.unroute("**/api/v1/uploads/*")
    page.reload()
    again = patches(page)
    page.get_by_label("Files", exact=True).set_input_files(path)
    expect(page.get_by_text("Done: 1 files = 1 sent")).to_be_visible(timeout=20_000)
    assert [each.headers["upload-offset"] for each in again] == [str(SECOND_PIECE)]
    assert received(register) == before + 1


def test_what_is_here_is_asked_again_while_the_server_is_away(
    visit: Visit, letters: list[Path]
) -> None:
    page = visit("archivist", tolerated="ERR_CONNECTION_REFUSED")
    page.goto("/intake")
    away = 2

    def cut(route: Route) -> None:
        nonlocal away
        away -= 1
        if away >= 0:
            route.abort("connectionrefused")
        else:
            route.continue_()

    page.route("**/api/v1/uploads:check", cut)
    page.get_by_label("Files", exact=True).set_input_files(letters[0])
    expect(page.locator("#progress")).to_contain_text("· The connection is interrupted;")
    expect(page.get_by_text("Done: 1 files = 1 sent")).to_be_visible(timeout=20_000)
    expect(page.locator("#progress")).not_to_contain_text("tried again")


def test_while_the_server_is_away_the_board_says_so_until_it_is_back(
    visit: Visit, letters: list[Path]
) -> None:
    page = visit("archivist", tolerated="ERR_CONNECTION_REFUSED")
    page.goto("/intake")
    is_away = True

    def cut(route: Route) -> None:
        if is_away:
            route.abort("connectionrefused")
        else:
            route.continue_()

    page.route("**/api/v1/uploads", cut)
    page.get_by_label("Files", exact=True).set_input_files(letters)
    expect(page.locator("#progress")).to_contain_text("· The connection is interrupted;")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#progress")).not_to_contain_text("tried again")
    page.get_by_role("button", name="Send these again").click()
    expect(page.locator("#progress")).to_contain_text("· The connection is interrupted;")
    is_away = False
    expect(page.get_by_text("Done: 2 files = 2 sent")).to_be_visible(timeout=20_000)
    expect(page.locator("#progress")).not_to_contain_text("tried again")


def test_what_is_wrong_with_a_file_is_said_in_words(
    visit: Visit, register: Store, tmp_path: Path, letters: list[Path]
) -> None:
    whole = make_pdf(PdfPage((Text("Số: 1", y=700),)))
    text = letters[0].read_bytes()
    bad = {"rỗng.pdf": b"", "cụt.pdf": whole[: len(whole) // 3], "chữ · viết.pdf": text}
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    page = visit("archivist", tolerated="422")
    page.goto("/intake")
    before = received(register)
    page.get_by_label("Files", exact=True).set_input_files([tmp_path / name for name in bad])
    expect(page.get_by_text("Done: 3 files = 2 sent + 0 here already + 1 not")).to_be_visible()
    expect(page.locator(".trouble li")).to_contain_text(
        re.compile(r"^chữ · viết.pdf: the content is plain text.*\(chữ · viết.pdf\); ")
    )
    work_off(register)
    rows = page.locator("#rows")
    expect(rows.get_by_role("row", name="rỗng.pdf")).to_contain_text("the file is empty")
    expect(rows.get_by_role("row", name="cụt.pdf")).to_contain_text("damaged or cut short")
    assert received(register) == before + 2
    expect(page.locator("[data-count=failed]")).to_have_text("2")
    page.get_by_role("button", name="Try all failed files again").click()
    page.wait_for_load_state()
    with register.reading() as session:
        assert counted(session).by_state[IntakeState.FAILED] == 0


def test_the_same_content_twice_in_one_go_is_sent_once(
    visit: Visit, register: Store, tmp_path: Path, letters: list[Path]
) -> None:
    copy = tmp_path / "bản sao.txt"
    copy.write_bytes(letters[0].read_bytes())
    page = visit("archivist")
    page.goto("/intake")
    pieces = patches(page)
    page.get_by_label("Files", exact=True).set_input_files([letters[0], copy])
    expect(page.get_by_text("Done: 2 files = 1 sent + 1 here already")).to_be_visible()
    assert len(pieces) == 1


def asked_about(page: Page) -> list[dict[str, Any]]:
    """What is asked of lots of files: label and files."""
    found: list[dict[str, Any]] = []

    def heard(request: Request) -> None:
        if request.url.endswith("uploads:check"):
            found.append(json.loads(request.post_data or "{}"))

    page.on("request", heard)
    return found


def test_files_go_by_name_with_their_numbers_by_value(visit: Visit, tmp_path: Path) -> None:
    names = ("trang 10.txt", "Trang 1.txt", "trang 2.txt")
    for name in names:
        (tmp_path / name).write_text(f"Số: {name}")
    page = visit("archivist")
    page.goto("/intake")
    lots = asked_about(page)
    page.get_by_label("Files", exact=True).set_input_files([tmp_path / name for name in names])
    expect(page.get_by_text("Done: 3 files = 3 sent")).to_be_visible()
    went = [file["name"] for lot in lots for file in lot["files"]]
    assert went == ["Trang 1.txt", "trang 2.txt", "trang 10.txt"]


def test_every_file_is_asked_about_under_its_own_label(visit: Visit, letters: list[Path]) -> None:
    page = visit("archivist")
    page.goto("/intake")
    lots = asked_about(page)
    for label, letter in zip(("đợt 1", "đợt 2"), letters, strict=True):
        page.get_by_label("Label of these files").fill(label)
        page.get_by_label("Files", exact=True).set_input_files(letter)
    expect(page.get_by_text("Done: 2 files = 2 sent")).to_be_visible()
    said = {file["name"]: lot["label"] for lot in lots for file in lot["files"]}
    assert said == {letters[0].name: "đợt 1", letters[1].name: "đợt 2"}


def test_what_the_browser_cannot_read_is_named_and_the_rest_of_a_folder_goes_on(
    visit: Visit, register: Store
) -> None:
    page = visit("archivist")
    page.goto("/intake")
    before = received(register)
    page.evaluate(DROP_FOLDER)
    expect(page.get_by_text("Done: 4 files = 2 sent + 0 here already + 2 not")).to_be_visible()
    expect(page.locator(".trouble li")).to_have_text(
        [
            "hồ sơ/2.txt: the browser cannot read this file",
            "hồ sơ/khóa: the browser cannot read everything in this folder",
        ]
    )
    expect(page.get_by_role("button", name="Send these again")).to_be_hidden()
    assert received(register) == before + 2


def test_without_the_script_the_form_takes_a_few_files(
    log_in: LogIn, register: Store, letters: list[Path]
) -> None:
    client = log_in("archivist")
    before = received(register)
    good, bad = letters[0].read_bytes(), "đây là chữ, không phải PDF".encode()
    done = client.post(
        "/intake", data={"label": "giấy"}, files=[("files", ("../1.txt", good, "text/plain"))]
    )
    assert (done.status_code, done.headers["location"]) == (303, "/intake")
    with register.reading() as session:
        (item,) = items(session, most=1)
    assert (item.name, item.label, item.actor) == ("1.txt", "giấy", "archivist")
    two = [("files", ("2.txt", good + b"\n", "")), ("files", ("3.pdf", bad, ""))]
    done = client.post("/intake", files=two)
    assert done.status_code == 422
    assert "3.pdf" in done.text
    assert received(register) == before + 2
    assert list((register.home / "uploads").iterdir()) == []


def test_what_came_before_a_connection_was_cut_stays(
    served: Served, log_in: LogIn, register: Store
) -> None:
    client = log_in("archivist")
    place = begun(client, b"x" * 100, "41.txt").headers["location"]
    connection = http.client.HTTPConnection(urlsplit(served.address).netloc)
    headers = {**PIECES, "Upload-Offset": "0", "Content-Length": "100"}
    headers |= {"Cookie": f"congvan_session={client.cookies['congvan_session']}"}
    headers |= {"Origin": served.address}
    connection.request("PATCH", place, headers=headers)
    connection.send(b"x" * 40)
    assert comes(lambda: appended(client, place, b"y", 99).status_code == 423)  # it is being sent
    connection.close()
    assert comes(lambda: client.head(place, headers=TUS).headers["upload-offset"] == "40")
    assert appended(client, place, b"x" * 60, 40).status_code == 204


def listened(response: httpx2.Response, events: int) -> list[tuple[str, dict[str, Any]]]:
    """The next events of a stream, each with its id."""
    found: list[tuple[str, dict[str, Any]]] = []
    number = ""
    for line in response.iter_lines():
        if line.startswith("id: "):
            number = line[4:]
        if line.startswith("data: "):
            found.append((number, json.loads(line[6:])))
            if len(found) == events:
                break
    return found


@pytest.fixture
def listener(served: Served, log_in: LogIn) -> Iterator[httpx2.Client]:
    cookies = {"congvan_session": log_in("archivist").cookies["congvan_session"]}
    headers = {"accept": "text/event-stream"}
    with httpx2.Client(base_url=served.address, cookies=cookies, headers=headers) as client:
        yield client


EVENTS = "/api/v1/intake/events"


def test_who_comes_back_hears_what_happened_meanwhile(
    listener: httpx2.Client, log_in: LogIn
) -> None:
    with listener.stream("GET", EVENTS) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        first, second = listened(response, 2)
    assert first[1]["is_whole"]
    assert sent(log_in("archivist"), b"1. Xin ch\xc3\xa0o", "41.txt").status_code == 204
    with listener.stream("GET", EVENTS, headers={"last-event-id": second[0]}) as response:
        ((_, heard),) = listened(response, 1)
    assert not heard["is_whole"]
    assert [row["name"] for row in heard["rows"]] == ["41.txt"]
    assert heard["count"]["received"] == first[1]["count"]["received"] + 1
    with listener.stream("GET", EVENTS, headers={"last-event-id": "other-1"}) as response:
        ((_, whole),) = listened(response, 1)
    assert whole["is_whole"]


def test_all_listeners_share_one_question(
    listener: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    look = IntakeLooks.look

    def counting(self: IntakeLooks, session: Session) -> IntakeChange | None:
        asked.append(1)
        return look(self, session)

    monkeypatch.setattr(live, "TICK", 0.1)
    monkeypatch.setattr(IntakeLooks, "look", counting)
    with ExitStack() as stack:
        streams = [stack.enter_context(listener.stream("GET", EVENTS)) for _ in range(5)]
        for each in streams:
            listened(each, 1)
        before = len(asked)
        Event().wait(1.0)
        assert 2 <= len(asked) - before <= 11


def test_the_stream_ends_when_the_session_does(
    listener: httpx2.Client, register: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "HEARTBEAT", 0.5)
    with listener.stream("GET", EVENTS) as response:
        lines = response.iter_lines()
        assert any(line == ": " for line in lines)
        with register.writing() as session:
            session.execute(delete(LoginSession))
        assert comes(lambda: not any(lines))
    assert listener.get(EVENTS).status_code == 401


def test_a_file_that_turns_out_secret_goes_from_the_list(register: Store, app: FastAPI) -> None:
    with register.reading() as session:
        (sha256,) = session.scalars(select(col(SecretFile.sha256))).all()
    looks = IntakeLooks()
    place = app.state.place
    with register.writing() as session:
        session.execute(delete(SecretFile))  # as long as nobody has read it
        item = session.scalars(select(IntakeItem).where(col(IntakeItem.sha256) == sha256)).one()
        item.state = IntakeState.READING
        session.add(item)
    with place.reading(SecrecyLevel.OPEN) as session:
        assert looks.look(session) is None
    with register.writing() as session:
        session.add(SecretFile(sha256=sha256, level=1))
    with place.reading(SecrecyLevel.OPEN) as session:
        change = looks.look(session)
    assert change
    assert (change.gone, change.rows) == ([item.id], [])


def test_it_is_said_when_nobody_works(visit: Visit, register: Store) -> None:
    page = visit("archivist")
    page.goto("/intake")
    expect(page.get_by_text("Nobody works on the files")).to_be_visible()
    with at_work(register.home):
        expect(page.get_by_text("Nobody works on the files")).to_be_hidden()
    expect(page.get_by_text("Nobody works on the files")).to_be_visible()


def test_the_list_comes_in_parts_and_by_state(log_in: LogIn) -> None:
    client = log_in("archivist")
    for number in range(5):
        sent(client, bytes(range(256)) + bytes([number]), f"{number}.pdf")
    names, after = [], None
    while True:
        more = f"&after={after}" if after else ""
        part = client.get(f"/api/v1/intake?state=failed&limit=2{more}").json()
        names += [each["name"] for each in part["items"]]
        if (after := part["next"]) is None:
            break
    assert names == [f"{number}.pdf" for number in (4, 3, 2, 1, 0)]
    assert client.get("/intake?state=failed").text.count('class="badge failed"') == 5
    counts = client.get("/api/v1/intake/count").json()
    assert sum(counts["by_state"].values()) == counts["received"]
    assert counts["by_state"]["failed"] == 5
    assert client.post("/api/v1/intake/retry-failed").json() == {"retried": 5}


def test_the_buttons_that_do_nothing_now_are_hidden(visit: Visit, letters: list[Path]) -> None:
    page = visit("archivist")
    page.goto("/intake")
    page.get_by_label("Files", exact=True).set_input_files(letters[0])
    expect(page.get_by_text("Done: 1 files = 1 sent")).to_be_visible()
    for name in ("Stop", "Send", "Send these again", "Try all failed files again"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_hidden()


def test_on_a_phone_nothing_scrolls_sideways(visit: Visit) -> None:
    page = visit("archivist", 390, 844)
    page.goto("/intake")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

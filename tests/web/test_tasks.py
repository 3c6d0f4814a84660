"""The register of tasks, one task and what happens to it, exports and feeds."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlmodel import col
from starlette.testclient import TestClient

from models.register import AuditEntry, IntakeItem
from pipeline.access.accounts import account, change_password, set_active
from pipeline.moments import VIETNAM, day_in_vietnam
from pipeline.store.store import Store
from tests.web.conftest import LogIn
from tests.web.registers import SECRET, sample_files

Visit = Callable[..., Page]
V1 = "/api/v1"
EXTEND = {"kind": "extend", "occurrence": "0", "on_day": "2024-11-02"}


def listed(client: TestClient, **query: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """All tasks, part after part."""
    found: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        asked = {"limit": 7, **query, **({"after": after} if after else {})}
        answer = client.get(f"{V1}/tasks", params=asked)
        assert answer.status_code == 200, answer.text
        part = answer.json()
        found += part["items"]
        if (after := part["next"]) is None:
            return found


def of(client: TestClient, number: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """The first task of a letter."""
    return next(each for each in listed(client, **more) if each["letter_number"] == number)


def send(client: TestClient, key: str, **fields: str) -> Any:  # noqa: ANN401
    return client.post(f"/tasks/{key}/events", data=fields)


def test_the_list_and_the_counts_agree_for_every_filter(log_in: LogIn) -> None:
    client = log_in("reader")
    asked: tuple[dict[str, Any], ...] = (
        {},
        {"untrackable": True},
        {"under": "258/CT-UBND"},
        {"issuer": "Ủy ban nhân dân tỉnh Bắc Kạn"},
        {"assignee": "Sở Tài chính"},
        {"due_from": "2022-08-01", "due_to": "2022-12-31"},
        {"ended": True},
        {"as_of": "2022-08-01"},
        {"standing": "overdue"},
    )
    totals = []
    for query in asked:
        rows = listed(client, **query)
        keys = [(row["key"], row["occurrence"]) for row in rows]
        assert len(set(keys)) == len(keys) > 0, query
        assert client.get(f"{V1}/task-counts", params=query).json()["total"] == len(keys), query
        totals.append(len(keys))
    assert all(part < totals[0] for part in totals[2:])
    days = [row["due"] for row in listed(client, due_from="2022-08-01", due_to="2022-12-31")]
    assert days == sorted(days)
    assert "2022-08-01" <= days[0] <= days[-1] <= "2022-12-31"
    assert all(row["now"] for row in listed(client, ended=True))


def test_a_page_shows_what_is_asked_for_or_says_what_is_wrong(log_in: LogIn) -> None:
    client = log_in("reader")
    assert "Nạo vét kênh" in client.get("/tasks?assignee=Sở Tài chính&standing=").text
    missing = client.get("/tasks?under=1/KHÔNG-CÓ")
    assert missing.status_code == 404
    assert 'value="1/KHÔNG-CÓ"' in missing.text
    assert client.get("/tasks?standing=late").status_code == 422
    assert client.get("/tasks?after=x").status_code == 422
    assert client.get("/tasks?due_from=x").status_code == 422
    board = client.get("/tasks?view=board").text
    assert board.count('class="card') > 3


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_tasks_stood_somehow_on_every_day_that_there_is(log_in: LogIn, day: str) -> None:
    client = log_in("reader")
    for path in ("/tasks", f"{V1}/tasks", f"{V1}/task-counts", "/exports/tasks.xlsx"):
        for standing in ("", "due_soon"):
            found = client.get(path, params={"as_of": day, "standing": standing})
            assert found.status_code == 200, (path, standing)


def test_tasks_of_a_secret_letter_are_there_for_the_cleared_only(
    log_in: LogIn, register: Store
) -> None:
    cleared, reader = log_in("cleared"), log_in("compliance")
    (key, *_) = {x["key"] for x in listed(cleared) if x["letter_number"] == SECRET}
    assert SECRET not in {x["letter_number"] for x in listed(reader)}
    assert cleared.get(f"/tasks/{key}").status_code == 200
    for client, status in ((cleared, 409), (reader, 404)):
        assert send(client, key, kind="confirm", on_day="2024-11-02").status_code == status
    for address in (f"/tasks/{key}", f"{V1}/tasks/{key}"):
        assert reader.get(address).status_code == 404
    with register.reading() as session:
        read = select(AuditEntry).where(col(AuditEntry.subject) == f"task {key}")
        assert {entry.level for entry in session.scalars(read)} == {1}


def test_a_task_is_reported_by_a_letter_returned_extended_and_confirmed(
    log_in: LogIn, register: Store
) -> None:
    client = log_in("compliance")
    key = of(client, "258/CT-UBND", standing="overdue")["key"]
    assert send(client, key, kind="accept", on_day="2024-11-02").status_code == 303
    extended = {**EXTEND, "until": "2030-01-31", "reason": "mưa lũ"}
    assert send(client, key, **extended).status_code == 303
    report = {"kind": "report", "on_day": "2024-11-03", "evidence": "1908-CV/TU"}
    assert send(client, key, **report).status_code == 303
    assert send(client, key, kind="return", on_day="2024-11-04", reason="thiếu").status_code == 303
    assert send(client, key, **report).status_code == 303
    assert send(client, key, kind="confirm", on_day="2024-11-05").status_code == 303
    found = client.get(f"{V1}/tasks/{key}").json()
    assert found["task"]["standing"] == "confirmed_on_time"
    assert found["possible"] == []
    kinds = ["confirm", "report", "return", "report", "extend", "accept"]
    assert [each["kind"] for each in found["history"]] == kinds
    assert found["history"][1]["evidence"]["document_key"].startswith("1908-CV/TU@")
    assert found["history"][4]["due_until"] == "2030-01-31"
    assert {each["actor"] for each in found["history"]} == {"compliance"}
    with register.reading() as session:
        noted = session.scalars(select(AuditEntry).where(col(AuditEntry.subject) == key)).all()
    assert [each.action for each in noted] == [f"task_{kind}" for kind in reversed(kinds)]


def test_what_is_refused_is_said_with_what_was_typed(log_in: LogIn) -> None:
    client = log_in("compliance")
    key = of(client, "258/CT-UBND", standing="overdue")["key"]
    refused = send(client, key, **EXTEND, until="2020-01-01", reason="mưa lũ")
    assert refused.status_code == 409
    assert "mưa lũ" in refused.text
    assert 'value="2020-01-01"' in refused.text
    assert "cần hạn sau" in refused.text
    assert "congvan tasks" not in refused.text
    assert send(client, key, **EXTEND, until="2030-01-01", reason=" ").status_code == 409
    unknown = send(client, key, kind="report", on_day="2024-11-02", evidence="1/KHÔNG-CÓ")
    assert unknown.status_code == 404
    assert 'value="1/KHÔNG-CÓ"' in unknown.text
    assert send(client, key, kind="dance").status_code == 422
    ahead = (day_in_vietnam() + dt.timedelta(days=3)).isoformat()
    assert send(client, key, kind="accept", on_day=ahead).status_code == 409
    assert client.get(f"{V1}/tasks/{key}").json()["history"] == []


def test_a_task_without_a_deadline_has_none_to_extend(log_in: LogIn) -> None:
    client = log_in("compliance")
    endless, ending = (
        listed(client, standing=each)[0]["key"] for each in ("no_deadline", "overdue")
    )
    assert "extend" in client.get(f"{V1}/tasks/{ending}").json()["possible"]
    assert "extend" not in client.get(f"{V1}/tasks/{endless}").json()["possible"]
    assert 'value="extend"' not in client.get(f"/tasks/{endless}").text


@pytest.mark.parametrize("zone", ["Etc/GMT+12", "Pacific/Kiritimati"])
def test_today_is_vietnams_wherever_the_machine_stands(
    log_in: LogIn, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    """In one of the zones at least it is another day now."""
    client = log_in("compliance")
    key = of(client, "258/CT-UBND", standing="overdue")["key"]
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        page = client.get(f"/tasks/{key}").text
    finally:
        monkeypatch.undo()
        time.tzset()
    assert f'max="{dt.datetime.now(VIETNAM):%Y-%m-%d}"' in page


def test_a_secret_letter_is_no_evidence_for_what_everybody_reads(log_in: LogIn) -> None:
    client = log_in("cleared")
    key = of(client, "258/CT-UBND", standing="overdue")["key"]
    report = {"kind": "report", "on_day": "2024-11-02", "evidence": SECRET}
    assert send(client, key, **report).status_code == 409
    assert send(log_in("compliance"), key, **report).status_code == 404


def test_a_file_that_shows_it_comes_in_like_any_other(log_in: LogIn, register: Store) -> None:
    client = log_in("compliance")
    key = of(client, "258/CT-UBND", standing="overdue")["key"]
    (sample,) = sample_files("06-")
    sent = {"kind": "report", "on_day": "2024-11-02"}
    bad = client.post(
        f"/tasks/{key}/events", data=sent, files={"file": ("x.exe", b"\x7fELF\x02\x01" * 20)}
    )
    assert bad.status_code == 422
    early = client.post(
        f"/tasks/{key}/events",
        data={**sent, "kind": "confirm"},
        files={"file": (sample.name, sample.read_bytes())},
    )
    assert early.status_code == 409  # nothing was reported yet: the file is not even kept
    done = client.post(
        f"/tasks/{key}/events",
        data=sent,
        files={"file": ("Báo cáo.pdf", sample.read_bytes())},
    )
    assert done.status_code == 303
    with register.reading() as session:
        items = select(IntakeItem).where(col(IntakeItem.actor) == "compliance")
        states = {item.name: item.state for item in session.scalars(items)}
    assert states == {"x.exe": "failed", "Báo cáo.pdf": "received"}
    (entry,) = client.get(f"{V1}/tasks/{key}").json()["history"]
    assert entry["evidence"] == {
        "text": "Báo cáo.pdf", "document_key": None, "sha256": None, "is_waiting": True
    }  # fmt: skip


def test_who_may_only_read_gets_no_forms(log_in: LogIn) -> None:
    client = log_in("reader")
    key = of(client, "258/CT-UBND")["key"]
    page = client.get(f"/tasks/{key}").text
    assert "/events" not in page
    event = {"kind": "accept", "occurrence": 0}
    assert client.post(f"{V1}/tasks/{key}/events", json=event).status_code == 403


def test_the_api_records_and_refuses_too(log_in: LogIn) -> None:
    client = log_in("compliance")
    key = of(client, "258/CT-UBND", standing="overdue")["key"]
    done = client.post(f"{V1}/tasks/{key}/events", json={"kind": "accept"})
    assert done.status_code == 201
    assert done.json()["task"]["state"] == "in_progress"
    again = client.post(f"{V1}/tasks/{key}/events", json={"kind": "accept"})
    assert (again.status_code, again.json()["type"]) == (
        409,
        "urn:congvan:error:transition_refused",
    )
    assert client.post(f"{V1}/tasks/nein/events", json={"kind": "accept"}).status_code == 404


def test_a_lead_that_no_longer_exists_is_replaced_as_proposed(log_in: LogIn) -> None:
    client = log_in("compliance")
    key = of(client, "258/CT-UBND", ended=True)["key"]
    proposed = client.get(f"{V1}/tasks/{key}").json()["proposed_leads"]
    assert proposed == ["Sở Tài chính tỉnh Thái Nguyên"]
    assert proposed[0] in client.get(f"/tasks/{key}").text
    sent = {"kind": "reassign", "bodies": "\n".join(proposed), "reason": "hợp nhất tỉnh"}
    assert send(client, key, **sent).status_code == 303
    found = client.get(f"{V1}/tasks/{key}").json()
    assert (found["task"]["leads"], found["task"]["now"]) == (proposed, [])
    assert found["history"][0]["leads_to"] == proposed


def test_exports_have_what_the_viewer_may_see(log_in: LogIn) -> None:
    client, cleared = log_in("reader"), log_in("cleared")

    def words(who: TestClient, address: str) -> str:
        answer = who.get(address)
        assert answer.status_code == 200
        with ZipFile(BytesIO(answer.content)) as book:
            return "".join(book.read(name).decode() for name in book.namelist() if "xml" in name)

    for address in ("/exports/tasks.xlsx", f"{V1}/exports/tasks.xlsx"):
        assert "Nạo vét kênh" in words(client, address)
        assert "Nạo vét kênh" not in words(client, f"{address}?assignee=so-y-te")
        assert (SECRET in words(cleared, address), SECRET in words(client, address)) == (
            True,
            False,
        )
    for address in ("/exports/register.xlsx", f"{V1}/exports/register.xlsx"):
        assert "258/CT-UBND" in words(client, address)
        assert (SECRET in words(cleared, address), SECRET in words(client, address)) == (
            True,
            False,
        )
    days = Calendar.from_ical(client.get(f"{V1}/exports/tasks.ics").text)
    assert any("/tasks/" in str(each.get("url")) for each in days.walk("VEVENT"))


@pytest.fixture
def feed(log_in: LogIn) -> str:
    page = log_in("cleared").get("/tasks/calendar?body=Sở Tài chính").text
    found = re.search(r'value="http://testserver(/calendar/[^"]*)"', page)
    assert found
    return found[1].replace("&amp;", "&")


def test_a_feed_needs_no_session_and_has_nothing_secret(feed: str, visitor: TestClient) -> None:
    answer = visitor.get(feed)
    assert answer.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.text).walk("VEVENT")
    assert any("Nạo vét kênh" in str(each["summary"]) for each in events)
    assert SECRET not in answer.text


def test_a_feed_is_of_one_body_and_of_nobody_who_made_it_up(feed: str, visitor: TestClient) -> None:
    path, token = feed.split("?token=")
    other = feed.replace("T%C3%A0i%20ch%C3%ADnh", "Y%20t%E1%BA%BF")
    assert other != feed
    number, signature = token.split(".")
    tokens = ("", "1.x", "9.", f"{int(number) + 1}.{signature}", f"{number}.{'ữ' * 64}", "９.x")
    for address in (other, path, *(f"{path}?token={each}" for each in tokens)):
        assert visitor.get(address).status_code == 404, address


@pytest.mark.parametrize("how", ["closed", "password"])
def test_a_feed_ends_with_the_account_or_its_password(
    feed: str, visitor: TestClient, register: Store, how: str
) -> None:
    with register.writing() as session:
        user = account(session, "cleared")
        if how == "closed":
            set_active(session, user, False)
        else:
            change_password(session, user, "một mật khẩu hoàn toàn khác")
    assert visitor.get(feed).status_code == 404


def test_from_the_register_to_the_clause_and_through_a_tasks_life(visit: Visit) -> None:
    page = visit("compliance")
    page.goto("/tasks?assignee=Sở Tài chính")
    clear = "rgba(0, 0, 0, 0)"
    expect(page.locator(".two").locator("xpath=../..")).to_have_css("background-color", clear)
    page.get_by_role("link", name="on the scan").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("258/CT-UBND")
    expect(page.locator("rect.task.lit").first).to_be_attached()
    page.go_back()
    page.get_by_role("link", name="Nạo vét kênh").first.click()
    page.get_by_text("extend the deadline").click()
    form = page.locator("details[open]")
    form.get_by_label("Reason").fill("floods")
    form.get_by_label("New deadline").fill("2031-05-31")
    form.get_by_role("button", name="Record").click()
    expect(page.get_by_text("Recorded.")).to_be_visible()
    expect(page.locator(".history")).to_contain_text("31/05/2031")
    expect(page.locator("header .standing")).to_contain_text("not accepted")
    page.get_by_role("button", name="Assign").click()
    expect(page.locator(".history li").first).to_contain_text("Thái Nguyên")


def test_pages_on_a_phone_need_no_scrolling_sideways(visit: Visit) -> None:
    page = visit("compliance", 390, 844)
    page.goto("/tasks?assignee=Sở Tài chính")
    task = page.locator("td.what a").first.get_attribute("href") or ""
    addresses = ("/tasks", "/tasks?view=board", task, "/targets", "/tasks/calendar?body=Sở")
    for address in addresses:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address

"""Targets and what was reached of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import update
from starlette.testclient import TestClient

from models.register import StoredTarget
from pipeline.moments import day_in_vietnam
from pipeline.store.store import Store
from tests.web.conftest import LogIn
from tests.web.registers import SECRET

Visit = Callable[..., Page]
V1 = "/api/v1"


def listed(client: TestClient, **query: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """All targets, part after part."""
    found: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        asked = {"limit": 2, **query, **({"after": after} if after else {})}
        answer = client.get(f"{V1}/targets", params=asked)
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        if (after := answer.json()["next"]) is None:
            return found


def a_target(client: TestClient) -> dict[str, Any]:
    """One with a floor and a value."""
    return next(x for x in listed(client, kind="target") if not x["is_ceiling"] and x["value"])


def test_targets_come_in_parts_by_kind_and_directive(log_in: LogIn) -> None:
    client = log_in("reader")
    rows = listed(client)
    assert len({row["key"] for row in rows}) == len(rows) > 2
    aimed = listed(client, kind="target")
    assert len(aimed) > 0
    assert {row["kind"] for row in aimed} == {"target"}
    assert listed(client, kind="result") == []
    number = aimed[0]["letter_number"]
    assert number in {row["letter_number"] for row in listed(client, under=number)}
    assert aimed[0]["text"][:30] in client.get("/targets").text
    for query in ("kind=x", "after=x", "progress=x"):
        assert client.get(f"/targets?{query}").status_code == 422, query
    assert client.get("/targets?under=1/KHÔNG-CÓ").status_code == 404


def test_progress_is_recorded_and_told_as_percent(log_in: LogIn) -> None:
    client = log_in("compliance")
    target = a_target(client)
    key = target["key"]
    half = {"value": str(target["value"] / 2), "on_day": "2024-10-01", "source": "258/CT-UBND"}
    assert client.post(f"/targets/{key}/progress", data=half).status_code == 303
    whole = {"value": target["value"], "on_day": "2024-10-31", "note": "xong"}
    assert client.post(f"{V1}/targets/{key}/progress", json=whole).status_code == 201
    found = client.get(f"{V1}/targets/{key}").json()
    assert (found["target"]["percent"], found["target"]["reached"]) == (100.0, True)
    assert [each["note"] for each in found["progress"]] == ["xong", ""]
    assert found["progress"][1]["source"]["document_key"].startswith("258/CT-UBND@")
    assert [row["key"] for row in listed(client, with_progress=True)] == [key]
    assert "50" in client.get(f"/targets/{key}").text


def test_figures_that_nobody_can_write_are_refused_or_shown_in_short(
    log_in: LogIn, register: Store
) -> None:
    client = log_in("compliance")
    key = a_target(client)["key"]
    assert client.post(f"{V1}/targets/{key}/progress", json={"value": 1e30}).status_code == 422
    assert client.post(f"/targets/{key}/progress", data={"value": "1e30"}).status_code == 422
    with register.writing() as session:
        session.execute(update(StoredTarget).values(value=1e40))  # misread
    assert "1e+40" in client.get("/targets").text
    assert client.get(f"/targets/{key}").status_code == 200


def test_what_is_refused_is_said_with_what_was_typed(log_in: LogIn) -> None:
    client = log_in("compliance")
    key = a_target(client)["key"]
    ahead = (day_in_vietnam() + dt.timedelta(days=3)).isoformat()
    for fields, status in (
        ({"value": "1", "on_day": ahead, "note": "ghi nhầm"}, 409),
        ({"value": "nan", "note": "ghi nhầm"}, 422),
        ({"value": "x", "note": "ghi nhầm"}, 422),
        ({"value": "1", "source": "1/KHÔNG-CÓ", "note": "ghi nhầm"}, 404),
    ):
        refused = client.post(f"/targets/{key}/progress", data=fields)
        assert (refused.status_code, "ghi nhầm" in refused.text) == (status, True), fields
    assert client.get(f"{V1}/targets/{key}").json()["progress"] == []


def test_who_may_not_track_records_nothing(log_in: LogIn) -> None:
    client = log_in("reader")
    key = a_target(client)["key"]
    assert "/progress" not in client.get(f"/targets/{key}").text
    assert client.post(f"/targets/{key}/progress", data={"value": "1"}).status_code == 403


def test_a_secret_letter_is_no_source_of_an_open_target(log_in: LogIn) -> None:
    client = log_in("cleared")
    key = a_target(log_in("reader"))["key"]
    sent = {"value": 1, "source": SECRET}
    assert client.post(f"{V1}/targets/{key}/progress", json=sent).status_code == 409


def test_progress_is_drawn_and_stands_in_a_table(visit: Visit, register: Store) -> None:
    page = visit("compliance")
    page.goto("/targets")
    page.locator("td.what a").first.click()
    page.get_by_label("Reached so far").fill("12.5")
    page.get_by_label("Note").fill("first quarter")
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_text("Recorded.")).to_be_visible()
    expect(page.get_by_role("row", name="first quarter")).to_contain_text("12.5")
    canvas = page.get_by_role("img", name="Progress over time")
    expect(canvas).to_be_visible()
    drawn = """canvas => {
        const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
        return data.some((value, index) => index % 4 === 3 && value > 0);
    }"""
    assert canvas.evaluate(drawn)
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    expect(canvas).to_be_visible()
    wide = "document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(wide) <= 0

"""The look-up of citations in a pasted text: its page, and its part of the API."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlmodel import col

from models.register import AuditEntry
from pipeline.store.store import Store
from tests.web.conftest import LogIn
from tests.web.registers import SECRET

API = "/api/v1/citations:lookup"
TEXT = (
    "Thực hiện Chỉ thị số 258/CT-UBND ngày 22/7/2022 của UBND tỉnh Bắc Kạn,\n"
    "Công văn số 4127/BTNMT-TCMT ngày 21/7/2022 của Bộ Tài nguyên và Môi trường <b>"
)
ADDRESS = "258/CT-UBND@uy-ban-nhan-dan-tinh-bac-kan/2022-07-22"


def test_each_citation_has_offsets_match_and_status(log_in: LogIn) -> None:
    found = log_in("reader").post(API, json={"text": TEXT}).json()["items"]
    directive, letter = found
    assert (directive["number"], directive["status"]) == ("258/CT-UBND", "resolved")
    assert directive["match"] == ADDRESS
    assert (letter["number"], letter["status"]) == ("4127/BTNMT-TCMT", "not_here")
    for each in found:
        assert TEXT[each["start"] : each["end"]] == each["text"]
        assert each["number"] in each["text"]
        assert 0 < each["confidence"] <= 1


def test_what_is_too_long_or_no_text_is_a_problem(log_in: LogIn) -> None:
    client = log_in("reader")
    for body in ({"text": "x" * 200_001}, {}, {"text": "x", "date": "gestern"}, {"texts": "x"}):
        found = client.post(API, json=body)
        assert found.status_code == 422
        assert found.headers["content-type"] == "application/problem+json"
    assert client.post("/lookup", data={"text": "x" * 200_001}).status_code == 422


def test_the_page_marks_and_links_the_citations(log_in: LogIn) -> None:
    page = log_in("reader").post("/lookup", data={"text": TEXT, "province": "Bắc Kạn"}).text
    assert f'<a class="cited resolved" href="/d/{ADDRESS}">Chỉ thị số 258/CT-UBND' in page
    assert "2 viện dẫn" in page
    assert "Môi trường &lt;b&gt;" in page
    nothing = log_in("reader").post("/lookup", data={"text": "Kính gửi các cơ quan"}).text
    assert "Không thấy viện dẫn nào" in nothing


def test_a_secret_letter_is_matched_for_those_who_may_see_it(log_in: LogIn) -> None:
    about = log_in("cleared").get(f"/api/v1/documents/{SECRET}").json()
    day = "/".join(reversed(about["date"].split("-")))
    text = f"Theo Kết luận số {SECRET} ngày {day} của {about['issuer']}"
    seen = log_in("cleared").post(API, json={"text": text}).json()["items"]
    assert (seen[0]["status"], seen[0]["match"]) == ("resolved", about["key"])
    (other,) = log_in("reader").post(API, json={"text": text}).json()["items"]
    assert (other["status"], other["match"], other["candidates"]) == ("not_here", None, [])


def test_looking_up_writes_nothing(log_in: LogIn, register: Store) -> None:
    client = log_in("reader")

    def written() -> int:
        with register.reading() as session:
            return len(session.scalars(select(col(AuditEntry.id))).all())

    before = written()
    client.post("/lookup", data={"text": TEXT})
    client.post(API, json={"text": TEXT})
    assert written() == before


def test_the_page_of_lineages_leads_to_it(log_in: LogIn) -> None:
    assert re.search(r'href="/lookup"', log_in("reader").get("/lineage").text)

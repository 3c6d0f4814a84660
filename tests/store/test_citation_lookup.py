"""Which documents the citations of a pasted text mean."""

from __future__ import annotations

import datetime as dt
import time
import unicodedata

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from models.errors import QueryInvalid
from models.register import Document, Reference, SecrecyLevel
from pipeline.store.citation_links import citation_links
from pipeline.store.citation_lookup import MOST_CHARACTERS, look_up
from pipeline.store.decisions import split_naming
from pipeline.store.finding import find_document
from pipeline.store.lens import lens_of
from pipeline.store.secrecy import renew_secrecy
from pipeline.store.store import Store
from tests.store.registers import NOW, a_citation, a_letter, put

PARTY = "Tỉnh ủy Sơn La"
STATE = "Ủy ban nhân dân tỉnh Sơn La"
DAY = dt.date(2022, 6, 7)
TEXT = (
    "Thực hiện Công văn số 214-CV/TU ngày 05/4/2022 của Tỉnh ủy Sơn La và Chỉ thị số 31-CT/TW,\n"
    "ngày 19/3/2021 của Bộ Chính trị; Kế hoạch số 77/KH-UBND ngày 06/5/2022 của UBND tỉnh."
)


def a_register(session: Session) -> None:
    directive = a_citation("31-CT/TW", "2021-03-19", "Bộ Chính trị")
    put(session, "tu", a_letter("214-CV/TU", "2022-04-05", PARTY, directive))
    put(session, "kh", a_letter("77/KH-UBND", "2022-05-06", STATE))


def test_each_citation_has_its_place_and_its_document(store: Store) -> None:
    with store.writing() as session:
        a_register(session)
        found = look_up(session, TEXT, province="Sơn La")
        assert [(each.citation.number, each.status, each.match) for each in found] == [
            ("214-CV/TU", "resolved", "214-CV/TU@tinh-uy-son-la/2022-04-05"),
            ("31-CT/TW", "not_here", "31-CT/TW@trung-uong-dang/2021-03-19"),
            ("77/KH-UBND", "resolved", "77/KH-UBND@uy-ban-nhan-dan-tinh-son-la/2022-05-06"),
        ]
        spans = [TEXT[each.start : each.end] for each in found]
        assert spans[0] == "Công văn số 214-CV/TU ngày 05/4/2022"
        assert spans[1] == "Chỉ thị số 31-CT/TW,\nngày 19/3/2021"


def test_a_text_of_another_province_means_another_document(store: Store) -> None:
    with store.writing() as session:
        a_register(session)
        plan = look_up(session, TEXT, province="Lai Châu")[-1]
        assert (plan.status, plan.match) == ("candidates", None)
        assert plan.candidates == ("77/KH-UBND@uy-ban-nhan-dan-tinh-son-la/2022-05-06",)


def test_offsets_count_the_characters_as_sent(store: Store) -> None:
    sent = unicodedata.normalize("NFD", TEXT)
    with store.writing() as session:
        a_register(session)
        spans = [sent[each.start : each.end] for each in look_up(session, sent)]
        composed = [unicodedata.normalize("NFC", each) for each in spans]
        assert composed == [TEXT[each.start : each.end] for each in look_up(session, TEXT)]


def test_nothing_is_written(store: Store) -> None:
    with store.writing() as session:
        a_register(session)
    with store.reading() as session:
        before = session.scalars(select(col(Reference.id))).all()
        look_up(session, "Quyết định số 5/QĐ-UBND ngày 01/02/2022 của UBND tỉnh Sơn La")
        assert session.scalars(select(col(Reference.id))).all() == before


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("Kế hoạch số 77/KH-UBND của UBND tỉnh Sơn La", "2022-06-07"),
        ("Kế hoạch số 77/KH-UBND của UBND tỉnh Sơn La", "2025-06-07"),
        ("Kế hoạch 77/KH-UBND ngày 06/5/2022", "2022-06-07"),
        ("Kế hoạch số 77/KH-UBND ngày 07/5/2022 của UBND tỉnh Sơn La", "2022-06-07"),
        ("Kế hoạch số 77/KHUBND ngày 06/5/2022 của UBND tỉnh Sơn La", "2022-06-07"),
        ("Chỉ thị số 31-CT/TW của Bộ Chính trị khóa XIII", "2022-06-07"),
        ("Luật Đất đai năm 2024", "2024-06-07"),
    ],
)
def test_a_text_means_what_a_letter_with_these_words_is_linked_to(
    store: Store, words: str, date: str
) -> None:
    text = f"Thực hiện {words}."
    with store.writing() as session:
        a_register(session)
        day = dt.date.fromisoformat(date)
        (found,) = look_up(session, text, date=day, issuer="Sở Y tế tỉnh Sơn La")
        letter = a_letter("9/SYT-NVY", date, "Sở Y tế tỉnh Sơn La", found.citation)
        (row,) = put(session, "new", letter)
        (linked,) = citation_links(session, [row.id or 0]).values()
        assert found.match in (None, linked.key)
        assert found.status.value == linked.status.value
        assert found.candidates == linked.candidates


def test_words_without_number_and_name_mean_no_document(store: Store) -> None:
    with store.writing() as session:
        a_register(session)
        found = look_up(session, "Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng")
        assert [each.status for each in found] == ["no_document"]


def test_what_people_decided_holds(store: Store) -> None:
    with store.writing() as session:
        a_register(session)
        other = a_citation("214-CV/TU", "2022-04-05", "Tỉnh ủy")
        put(session, "kh2", a_letter("78/KH-UBND", "2022-05-06", STATE, other))
        document = find_document(session, "214-CV/TU")
        naming = session.scalars(
            select(Reference).where(
                col(Reference.document_id) == document.id, col(Reference.kind) == "cited"
            )
        ).one()
        split_naming(session, naming, actor="x", reason="y", now=NOW)
        text = "theo Công văn số 214-CV/TU ngày 05/4/2022 của Tỉnh ủy"
        (found,) = look_up(session, text, issuer=STATE, date=DAY)
        session.expire_all()
        split = session.get(Reference, naming.id)
        assert split
        home = session.get(Document, split.document_id)
        assert home
        assert found.match == home.key


def test_a_secret_letter_is_not_found_by_those_who_may_not_see_it(store: Store) -> None:
    with store.writing() as session:
        a_register(session)
        secret = a_letter("5/KH-UBND", "2022-05-06", STATE)
        (row,) = put(session, "mat", secret)
        row.secrecy = "Mật"
        renew_secrecy(session)
    text = "Kế hoạch số 5/KH-UBND ngày 06/5/2022 của UBND tỉnh Sơn La"
    for clearance, status in ((SecrecyLevel.OPEN, "not_here"), (SecrecyLevel.SECRET, "resolved")):
        lens = lens_of(store, clearance)
        with lens.reading() as session:
            (found,) = look_up(session, text)
            assert found.status == status
            assert (found.match is None) == (status == "not_here")
            assert found.candidates == ()
        lens.close()


def test_a_long_text_is_refused_and_the_longest_takes_no_long_time(store: Store) -> None:
    with store.writing() as session:
        a_register(session)
        with pytest.raises(QueryInvalid):
            look_up(session, "x" * (MOST_CHARACTERS + 1))
        lines = [
            f"Thực hiện Công văn số {n}/UBND-TH ngày {n % 28 + 1}/5/2022 của UBND tỉnh Sơn La."
            for n in range(4000)
        ]
        text = "\n".join(lines)[:MOST_CHARACTERS]
        begun = time.monotonic()
        assert len(look_up(session, text)) > 2500
        assert time.monotonic() - begun < 30

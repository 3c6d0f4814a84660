"""The queue of letters to be looked at: what stands in front, and what leaves it."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from sqlalchemy import select
from sqlmodel import Session

from models.errors import DecisionRefused
from models.reading import Anomaly, DocumentType, Evidence, Letter, Page, Reading, Source
from models.register import StoredLetter
from pipeline.review.assessing import accept, undo_review
from pipeline.review.doubt import doubt_of, doubtful_fields
from pipeline.review.queue import Place, before_and_after, how_many_wait, waiting_letters
from pipeline.store.amending import amend, register_again
from pipeline.store.finding import find_document
from pipeline.store.readings import keep_reading
from pipeline.store.showing import view
from pipeline.store.store import Store
from tests.store.read_letters import NOW, take_in

SURE = {"type": 1.0, "number": 1.0, "date": 1.0, "issuer": 1.0, "subject": 1.0}


def a_letter(number: str | None, /, **confidence: float) -> Letter:
    return Letter(
        pages=[1],
        type=DocumentType(code="CV", name="Công văn"),
        number=number,
        date=dt.date(2024, 5, 6),
        issuer="Ủy ban nhân dân tỉnh Sơn La",
        subject="việc thử",
        confidence=SURE | confidence,
    )


def test_doubt_is_the_number_of_fields_that_may_be_wrong() -> None:
    assert doubt_of(a_letter("1/UBND")) == 0
    assert doubt_of(a_letter("1/UBND", number=0.7, date=0.9)) == 0.4
    unsure = a_letter(None, date=0.6)
    strange = Anomaly(code="x", message="lạ")
    assert doubt_of(unsure.model_copy(update={"anomalies": [strange]})) == 1.9
    assert doubtful_fields(unsure) == ["number", "date"]


def test_what_an_anomaly_lies_on_is_doubtful_until_it_is_put_right() -> None:
    place = Evidence(page=1, box=(0.1, 0.1, 0.3, 0.2), start=0, end=6)
    other = Evidence(page=1, box=(0.5, 0.1, 0.9, 0.2), start=7, end=20)
    letter = a_letter("1/UBND", number=0.82, date=0.9).model_copy(
        update={
            "evidence": {"number": [place], "date": [other]},
            "anomalies": [Anomaly(code="doubtful_number", message="lạ", evidence=[place])],
        }
    )
    assert doubtful_fields(letter) == ["number"]
    right = letter.model_copy(update={"confidence": {**letter.confidence, "number": 1.0}})
    assert doubtful_fields(right) == []


def test_the_most_doubtful_letter_comes_first_and_a_sure_one_not_at_all(store: Store) -> None:
    with store.writing() as session:
        take_in(session, "a", a_letter("1/UBND", number=0.9))
        take_in(session, "b", a_letter("2/UBND"))
        take_in(session, "c", a_letter("3/UBND", number=0.5), a_letter("4/UBND", date=0.9))
    with store.reading() as session:
        found = waiting_letters(session)
        assert [each.number for each in found] == ["3/UBND", "1/UBND", "4/UBND"]
        assert how_many_wait(session) == 3
        after = Place(found[1].doubt, found[1].letter_id)
        assert [x.number for x in waiting_letters(session, after=after)] == ["4/UBND"]
        middle = session.get_one(StoredLetter, found[1].letter_id)
        beside = before_and_after(session, middle)
        assert beside == (found[0].letter_id, found[2].letter_id)


def letter_of(session: Session, number: str) -> tuple[StoredLetter, Letter]:
    (seen,) = view(session, find_document(session, number)).letters
    return session.get_one(StoredLetter, seen.letter_id), seen.letter


def test_an_accepted_letter_leaves_the_queue_until_its_header_changes(store: Store) -> None:
    with store.writing() as session:
        sha256 = take_in(session, "a", a_letter("1/UBND", number=0.9))
        accept(session, *letter_of(session, "1/UBND"), actor="An", now=NOW)
        assert how_many_wait(session) == 0
        register_again(session, sha256)
        assert how_many_wait(session) == 0
    with store.writing() as session:  # a newer reader reads something else
        source = Source(name="a", sha256=sha256, page_count=1)
        page = Page(number=1, origin="text", text="chữ")
        other = [a_letter("7/UBND", number=0.9)]
        keep_reading(session, sha256, Reading(source=source, pages=[page], letters=other), NOW)
        register_again(session, sha256)
        assert how_many_wait(session) == 1


def test_a_letter_waits_again_when_nobody_holds_it_for_right_any_more(store: Store) -> None:
    with store.writing() as session:
        take_in(session, "a", a_letter("1/UBND", number=0.9))
        made = [
            accept(session, *letter_of(session, "1/UBND"), actor=actor, now=NOW).id or 0
            for actor in ("An", "Bình")
        ]
        undo_review(session, made[0], actor="An", now=NOW)
        assert how_many_wait(session) == 0
        undo_review(session, made[1], actor="Cường", now=NOW)
        assert how_many_wait(session) == 1
        with pytest.raises(DecisionRefused):
            undo_review(session, made[1], actor="Cường", now=NOW)


def test_a_field_that_a_person_put_right_is_in_doubt_no_more(store: Store) -> None:
    with store.writing() as session:
        take_in(session, "a", a_letter("1/UBND", number=0.5, date=0.9))
        found = find_document(session, "1/UBND")
        value = json.dumps("11/UBND")
        amend(session, found, "number", value, actor="An", reason="đọc sai", now=NOW)
        session.expire_all()
        assert session.scalars(select(StoredLetter)).one().doubt == 0.1

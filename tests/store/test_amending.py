"""What people put right stays apart from what the machine read, and outlives its readings."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from models.errors import DecisionRefused
from models.reading import Page, Reading, Source
from models.register import Correction, StoredLetter, StoredReading
from pipeline.store import readings
from pipeline.store.amending import amend, register_again, undo_correction
from pipeline.store.canonical import canonical_graph
from pipeline.store.finding import find_document
from pipeline.store.readings import current_reading, keep_reading
from pipeline.store.receiving import Receipt
from pipeline.store.showing import view
from pipeline.store.store import Store
from tests.store.registers import NOW, a_citation, a_letter
from tests.store.taken_in import add_reading

STATE = "Ủy ban nhân dân tỉnh Sơn La"
LATER = NOW + dt.timedelta(days=9)


def a_reading(path: Path) -> Reading:
    path.write_text("Số: 71/KH-UBND", encoding="utf-8")
    plan = a_letter("71/KH-UBND", "2023-04-05", STATE, a_citation("5/CT-TTg", "2023-01-02"))
    return Reading(
        source=Source(
            name=path.name,
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
            page_count=1,
        ),
        pages=[Page(number=1, origin="text", text="Số: 71/KH-UBND")],
        letters=[plan],
    )


@pytest.fixture
def filled(store: Store, tmp_path: Path) -> Store:
    path = tmp_path / "kh.txt"
    add_reading(store, path, a_reading(path), Receipt(received_on=NOW.date(), now=NOW))
    return store


def put_right(store: Store, field: str = "number", value: object = "77/KH-UBND") -> int:
    with store.writing() as session:
        document = find_document(session, "71/KH-UBND")
        text = json.dumps(value)
        made = amend(session, document, field, text, actor="An", reason="số viết tay", now=NOW)
        return made.id or 0


def test_a_corrected_number_moves_the_letter_in_the_graph(filled: Store) -> None:
    put_right(filled)
    with filled.reading() as session:
        document = find_document(session, "77/KH-UBND")
        assert document.key == "77/KH-UBND@uy-ban-nhan-dan-tinh-son-la/2023-04-05"
        (letter,) = view(session, document).letters
        assert (letter.letter.number, letter.letter.confidence["number"]) == ("77/KH-UBND", 1.0)
        assert current_reading(session, letter.sha256).letters[0].number == "71/KH-UBND"
        (kept,) = letter.corrections
        assert (kept.actor, kept.reason, kept.machine_value) == (
            "An",
            "số viết tay",
            '"71/KH-UBND"',
        )


def test_a_later_reading_never_overwrites_a_correction(
    filled: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    put_right(filled)
    monkeypatch.setattr(readings, "reader_version", lambda: "9.9")
    again = a_reading(tmp_path / "kh.txt")
    again = again.model_copy(
        update={
            "letters": [again.letters[0].model_copy(update={"signer": None, "place": "Sơn La"})]
        }
    )
    with filled.writing() as session:
        keep_reading(session, again.source.sha256, again, LATER)
        register_again(session, again.source.sha256)
        letter = session.scalars(select(StoredLetter)).one()
        assert (letter.number, letter.place) == ("77/KH-UBND", "Sơn La")
        versions = session.scalars(select(StoredReading).order_by(col(StoredReading.id))).all()
        assert [each.is_current for each in versions] == [False, True]


def test_an_undone_correction_leaves_the_register_as_it_was(filled: Store) -> None:
    with filled.reading() as session:
        before = canonical_graph(session)
    number = put_right(filled)
    with filled.writing() as session:
        undo_correction(session, number, actor="Bình", now=LATER)
        assert canonical_graph(session) == before
        kept = session.scalars(select(Correction)).one()
        assert (kept.value, kept.undone_by) == ('"77/KH-UBND"', "Bình")
        with pytest.raises(DecisionRefused):
            undo_correction(session, number, actor="Bình", now=LATER)


@pytest.mark.parametrize(
    ("field", "value"), [("date", "ngày mai"), ("citations", []), ("urgency", "Nhanh")]
)
def test_a_correction_must_fit_the_contract(filled: Store, field: str, value: object) -> None:
    with pytest.raises(DecisionRefused, match=field):
        put_right(filled, field, value)


def test_what_has_not_arrived_cannot_be_corrected(filled: Store) -> None:
    with filled.writing() as session:
        document = find_document(session, "5/CT-TTg")
        with pytest.raises(DecisionRefused):
            amend(session, document, "date", '"2023-01-03"', actor="An", reason="x", now=NOW)

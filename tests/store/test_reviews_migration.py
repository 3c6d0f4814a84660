"""Letters that were accepted before that could be undone are accepted still."""

from __future__ import annotations

from sqlalchemy import Engine, select, text
from sqlmodel import Session, col

from models.reading import Letter, Page, Reading, Source
from models.register import StoredLetter
from pipeline.review.doubt import header_hash
from pipeline.store.database import read_session, write_session
from pipeline.store.migrate import migrate, upgrade_to
from tests.store.old_registers import add_old_reading, register_old

_ACCEPTED = """
INSERT INTO review (original_sha256, position, header, actor, at)
VALUES (:sha256, 0, :header, 'An', '2026-03-02 08:30:00')
"""


def _read(session: Session, number: str) -> tuple[str, Letter]:
    made = register_old(session, "chữ", number=number)
    of_letter = col(StoredLetter.id) == made
    sha256 = session.scalars(select(col(StoredLetter.original_sha256)).where(of_letter)).one()
    letter = Letter(pages=[1], number=number, confidence={"number": 0.9})
    source = Source(name="a", sha256=sha256, page_count=1)
    page = Page(number=1, origin="text", text="chữ")
    reading = Reading(source=source, pages=[page], letters=[letter])
    add_old_reading(session, sha256, reading.model_dump_json(by_alias=True))
    return sha256, letter


def test_an_accepted_letter_does_not_wait_again(first_version: Engine) -> None:
    with write_session(first_version) as session:
        sha256, letter = _read(session, "1/UBND")
        _read(session, "2/UBND")
    upgrade_to(first_version, "0009")
    with write_session(first_version) as session:
        session.execute(text(_ACCEPTED), {"sha256": sha256, "header": header_hash(letter)})
    migrate(first_version)
    with read_session(first_version) as session:
        found = session.execute(select(col(StoredLetter.number), col(StoredLetter.doubt))).all()
    assert {number: doubt > 0 for number, doubt in found} == {"1/UBND": False, "2/UBND": True}

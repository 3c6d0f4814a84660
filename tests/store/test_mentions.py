"""The words behind a link, with the place of the citation in its letter."""

from __future__ import annotations

from models.reading import Letter, Reading, Source
from models.register import Arrival, StoredReading
from pipeline.store.finding import find_document
from pipeline.store.mentions import MentionFinder
from pipeline.store.steps import links_from
from pipeline.store.store import Store
from tests.store.registers import NOW, a_citation, a_letter, put

STATE = "Ủy ban nhân dân tỉnh Sơn La"


def test_a_mention_tells_which_copy_of_its_letter_says_it(store: Store) -> None:
    other = a_citation("8/UBND-TH", "2022-01-02", STATE)
    said = a_citation("31-CT/TW", "2021-03-19", "Bộ Chính trị", text="Chỉ thị số 31-CT/TW")
    letter = a_letter("77/KH-UBND", "2022-05-06", STATE, other, said)
    with store.writing() as session:
        for name in ("first", "second"):
            (row,) = put(session, name, letter)
            sha256 = row.original_sha256
            session.add(a_reading(sha256, letter))
            session.add(an_arrival(sha256, name))
        session.flush()
        source = find_document(session, "77/KH-UBND").id or 0
        target = find_document(session, "31-CT/TW").id or 0
        (link,) = [each for each in links_from(session, [source], "up") if each.target == target]
        found = MentionFinder(session).of_link(link, 5)
        assert [(each.file, each.copy, each.citation) for each in found] == [
            ("first", 0, 1),
            ("second", 1, 1),
        ]
        assert {each.text for each in found} == {"Chỉ thị số 31-CT/TW"}


def a_reading(sha256: str, letter: Letter) -> StoredReading:
    source = Source(name="x", sha256=sha256, page_count=1)
    text = Reading(source=source, letters=[letter]).model_dump_json()
    return StoredReading(original_sha256=sha256, reader_version="1", made_at=NOW, json_text=text)


def an_arrival(sha256: str, name: str) -> Arrival:
    return Arrival(
        original_sha256=sha256, name=name, received_on=NOW.date(), added_at=NOW, added_by="x"
    )

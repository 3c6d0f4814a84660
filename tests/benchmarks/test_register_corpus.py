"""The made-up register holds what the program would have written of the same letters."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlmodel import Session

from benchmarks.register_corpus import KINDS, Kind, database, load
from benchmarks.register_letters import Letters
from benchmarks.register_plan import plan
from benchmarks.register_rows import STORED_AT, TRANSIT, Rows
from models.register import Original
from pipeline.store.canonical import canonical_graph
from pipeline.store.database import open_engine, read_session, write_session
from pipeline.store.registering import register
from pipeline.store.search import search
from pipeline.store.search_query import SearchFilter, parse

COUNT = 200
AT = dt.datetime.fromisoformat(f"{STORED_AT}+00:00")
TABLES = {
    "original": "sha256, size, media_type",
    "letter": "original_sha256, position, first_page, last_page, attachment_of, system, type_code,"
    " number, date, place, issuer, issuer_key, province, subject, signer, urgency, secrecy,"
    " received_on",
    "page": "original_sha256, number, origin, confidence, text, image_sha256, page_hash",
    "document": "key, state, number, number_key, slip_key, type_code, date, issuer, series,"
    " subject, flags, cited_by",
    "reference": "kind, fingerprint, slip_key, number, number_key, type_code, date, issuer, series,"
    " hint, numbering, term, cited_year, subject_key, owner, mentions, letter_id",
    "claim": "relation, direct, since, mentions",
    "edge": "letter_id, citation, date",
    "task": "letter_id, position, key, text, leads, coordinators, deadline_kind, deadline_text,"
    " deadline_start, deadline_end, recurrence, trackable, product",
    "task_body": "task_id, role, body_key, name",
    "occurrence": "task_id, number, label, due, state, finished_on, extended",
    "search_entry": "id, letter_id, header",
    "search_month": "month, entries",
}
"""Columns that must be the same, whatever the ids of documents, references, claims and edges."""


@pytest.fixture(scope="module")
def letters() -> Letters:
    return Letters(plan(COUNT))


@pytest.fixture(scope="module", params=KINDS)
def registers(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, letters: Letters
) -> Iterator[tuple[Session, Session]]:
    """One register loaded at once, and one to which the letters were added one by one."""
    kind: Kind = request.param
    folder = tmp_path_factory.mktemp(kind)
    with (
        database(kind, folder / "a") as at_once,
        database(kind, folder / "b") as one_by_one,
    ):
        load(kind, at_once, Rows(letters))
        add(one_by_one, letters)
        first, second = open_engine(at_once), open_engine(one_by_one)
        with read_session(first) as one, read_session(second) as other:
            yield one, other
        first.dispose()
        second.dispose()


def add(url: str, letters: Letters) -> None:
    engine = open_engine(url)
    for each in letters.present:
        with write_session(engine) as session:
            sha256 = letters.sha256(each)
            file = Original(sha256=sha256, size=1, media_type="application/pdf", stored_at=AT)
            session.add(file)
            session.flush()
            register(session, sha256, letters.reading(each), {}, letters.date(each) + TRANSIT)
    engine.dispose()


def test_a_register_loaded_at_once_is_the_one_that_letters_make_one_by_one(
    registers: tuple[Session, Session],
) -> None:
    at_once, one_by_one = registers
    graph = canonical_graph(at_once)
    assert graph == canonical_graph(one_by_one)
    assert {"present", "unresolved"} == {str(document[1]) for document in graph.documents}
    for table, columns in TABLES.items():
        assert rows(at_once, table, columns) == rows(one_by_one, table, columns), table


def test_its_letters_are_found_by_the_same_words(
    registers: tuple[Session, Session], letters: Letters
) -> None:
    page, number = letters.page(letters.present[0])[-1], letters.number(letters.present[1])
    for words in (page.first.folded, f'"{page.text}"', number, re.sub(r"\W", "", number)):
        one, other = (search(each, parse(words), SearchFilter()).hits for each in registers)
        assert one == other
        assert one


def rows(session: Session, table: str, columns: str) -> Counter[tuple[object, ...]]:
    quoted = ", ".join(f'"{column.strip()}"' for column in columns.split(","))
    found = session.execute(text(f'SELECT {quoted} FROM "{table}"'))
    return Counter(tuple(row) for row in found)

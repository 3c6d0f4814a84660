"""The graph is derived again: the same where nothing changed, and anew where something did."""

from __future__ import annotations

import hashlib
import json
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from models.reading import Letter, Page, Reading, Source
from models.register import Correction, Document, StoredReading, StoredTask
from models.register.pages import PageBand
from pipeline import vocabulary
from pipeline.store.amending import amend
from pipeline.store.canonical import CanonicalGraph, canonical_graph
from pipeline.store.checking import find_faults
from pipeline.store.decisions import merge_documents
from pipeline.store.finding import find_document
from pipeline.store.receiving import Receipt
from pipeline.store.relinking_files import files_read, relink_files
from pipeline.store.store import Store
from pipeline.vocabulary import Body
from tests.store.registers import NOW, a_citation, a_letter
from tests.store.taken_in import add_reading
from tests.track.made_up import task

STATE = "Ủy ban nhân dân tỉnh Sơn La"
PARTY = "Tỉnh ủy Sơn La"
LETTERS = (
    a_letter("214-CV/TU", "2023-04-05", PARTY, a_citation("5/CT-TTg", "2023-01-02")),
    a_letter("41/UBND-NC", "2023-05-12", STATE, a_citation("214-CV/TU", "2023-04-05", PARTY)),
    a_letter("57/UBND-NC", "2023-05-20", STATE, a_citation("41/UBND-NC", "2023-05-12", STATE)),
    a_letter("58/UBND-NC", "2023-05-21", STATE, a_citation("9/QĐ-BXYZ", "2023-02-03")),
)


def take_in(store: Store, folder: Path, letter: Letter) -> None:
    path = folder / f"{(letter.number or '').partition('/')[0]}.txt"
    path.write_text(f"Số: {letter.number}", encoding="utf-8")
    words = " ".join(f"{letter.number}{n}" for n in range(60))
    reading = Reading(
        source=Source(
            name=path.name, sha256=hashlib.sha256(path.read_bytes()).hexdigest(), page_count=1
        ),
        pages=[Page(number=1, origin="text", text=words)],
        letters=[letter.model_copy(update={"tasks": [task()]})],
    )
    add_reading(store, path, reading, Receipt(received_on=NOW.date(), now=NOW))


@pytest.fixture
def full(store: Store, tmp_path: Path) -> Store:
    for letter in LETTERS:
        take_in(store, tmp_path, letter)
    return store


def relink(store: Store, seed: int | None = None) -> int:
    """Derive everything anew, in some order; how many letters there are."""
    with store.reading() as session:
        files = files_read(session)
    if seed is not None:
        random.Random(seed).shuffle(files)
    done = list(relink_files(store, files))
    assert [each.error for each in done] == [None] * len(files)
    return sum(each.letters for each in done)


def graph(store: Store) -> CanonicalGraph:
    with store.reading() as session:
        return canonical_graph(session)


def test_where_nothing_changed_nothing_changes_in_any_order(full: Store) -> None:
    with full.writing() as session:
        one, other = (find_document(session, x) for x in ("41/UBND-NC", "5/CT-TTg"))
        merge_documents(session, one, other, actor="An", reason="thử", now=NOW)
        document = find_document(session, "57/UBND-NC")
        right = json.dumps("67/UBND-NC")
        amend(session, document, "number", right, actor="An", reason="viết tay", now=NOW)
        keys = set(session.scalars(select(col(StoredTask.key))))
    before = graph(full)
    for seed in range(3):
        assert relink(full, seed) == len(LETTERS)
        assert graph(full) == before
    with full.reading() as session:
        assert set(session.scalars(select(col(StoredTask.key)))) == keys
    assert list(find_faults(full)) == []


def test_a_correction_shows_wherever_it_came_from(full: Store) -> None:
    with full.writing() as session:
        sha256 = files_read(session)[1]
        session.add(
            Correction(
                original_sha256=sha256,
                position=0,
                field="number",
                value=json.dumps("44/UBND-NC"),
                machine_value=json.dumps("41/UBND-NC"),
                actor="An",
                reason="viết tay",
                made_at=NOW,
            )
        )
    relink(full)
    with full.reading() as session:
        assert find_document(session, "44/UBND-NC").state == "present"
        assert find_document(session, "41/UBND-NC").state == "unresolved"


@pytest.fixture
def learn(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Body], None]]:
    """Puts a body into the vocabulary, as if the program had been started with it."""
    known = vocabulary.bodies()

    def learn(body: Body) -> None:
        monkeypatch.setattr(vocabulary, "bodies", lambda: (*known, body))
        _forget()

    yield learn
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    """Whatever was made of the vocabulary is made anew."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("pipeline.link.", "pipeline.vocabulary")):
            for each in vars(module).values():
                if callable(getattr(each, "cache_clear", None)):
                    each.cache_clear()


def test_a_new_entry_of_the_vocabulary_shows(full: Store, learn: Callable[[Body], None]) -> None:
    before = graph(full)
    with full.reading() as session:
        assert find_document(session, "9/QĐ-BXYZ").key.startswith("9/QĐ-BXYZ@?/2023-02-03")
    learn(
        Body(name="Bộ Thử nghiệm", system="state", level="central", codes=("BXYZ",), source="test")
    )
    assert graph(full) == before
    relink(full, seed=1)
    with full.reading() as session:
        document = find_document(session, "9/QĐ-BXYZ")
        assert document.key == "9/QĐ-BXYZ@bo-thu-nghiem/2023-02-03"
        assert session.execute(select(func.count()).select_from(Document)).scalar_one() == 6
    assert list(find_faults(full)) == []


def test_pages_can_be_recognised_again_after_a_correction(full: Store) -> None:
    def bands() -> set[int]:
        with full.reading() as session:
            return set(session.scalars(select(col(PageBand.value))))

    before = bands()
    with full.writing() as session:
        document = find_document(session, "57/UBND-NC")
        right = json.dumps("67/UBND-NC")
        amend(session, document, "number", right, actor="An", reason="viết tay", now=NOW)
    relink(full)
    assert bands() == before


def test_a_file_that_cannot_be_understood_is_named_and_stops_nobody(full: Store) -> None:
    with full.writing() as session:
        files = files_read(session)
        of_file = col(StoredReading.original_sha256) == files[0]
        session.execute(update(StoredReading).where(of_file).values(json_text="{}"))
    before = graph(full)
    first, *others = relink_files(full, files)
    assert first.error is not None
    assert first.name == "214-CV.txt"
    assert [(each.letters, each.error) for each in others] == [(1, None)] * 3
    assert graph(full) == before

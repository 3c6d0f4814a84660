"""What people without clearance see: the register as if what is above them had never come in."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel, col

import models.register  # noqa: F401  (declares the tables)
from models.reading import Citation, Letter, Secrecy
from models.register import (
    Document,
    Edge,
    Original,
    SecrecyLevel,
    SecretFile,
    StoredLetter,
    StoredReading,
)
from pipeline.store.canonical import canonical_graph
from pipeline.store.decisions import merge_documents, undo_decision
from pipeline.store.finding import find_document
from pipeline.store.lens import lens_of
from pipeline.store.lineage import hubs, lineage
from pipeline.store.linking import unlink_letters
from pipeline.store.secrecy import level_of_file, renew_secrecy
from pipeline.store.store import Store
from tests.store.registers import NOW, a_citation, a_letter, put

STATE = "Ủy ban nhân dân tỉnh Sơn La"
OPEN, SECRET, TOP = SecrecyLevel.OPEN, SecrecyLevel.SECRET, SecrecyLevel.TOP_SECRET
DIRECTIVE = a_citation("43-CT/TW", "2019-05-08", "Ban Bí thư")
NEWER = a_citation("12-CT/TW", "2021-02-01", "Ban Bí thư")


@contextmanager
def seen_by(store: Store, clearance: SecrecyLevel) -> Iterator[Session]:
    lens = lens_of(store, clearance)
    try:
        with lens.reading() as session:
            yield session
    finally:
        lens.close()


def marked(
    mark: Secrecy, number: str, *citations: Citation, attachment_of: int | None = None
) -> Letter:
    letter = a_letter(number, "2024-03-04", STATE, *citations)
    return letter.model_copy(update={"secrecy": mark, "attachment_of": attachment_of})


def take_in(session: Session, name: str, *letters: Letter) -> list[StoredLetter]:
    """Register letters with their marks and a reading that holds their words."""
    rows = put(session, name, *letters)
    for row, letter in zip(rows, letters, strict=True):
        row.secrecy = letter.secrecy
        row.attachment_of = None if letter.attachment_of is None else rows[letter.attachment_of].id
    session.add(
        StoredReading(
            original_sha256=rows[0].original_sha256,
            reader_version="1",
            made_at=NOW,
            json_text="{}",
        )
    )
    renew_secrecy(session)
    return rows


def keys(session: Session) -> set[str]:
    return set(session.scalars(select(col(Document.key))))


def test_without_marks_nothing_is_kept_back(store: Store) -> None:
    with store.writing() as session:
        take_in(session, "a", a_letter("1/UBND-TH", "2024-01-02", STATE, DIRECTIVE))
        whole = canonical_graph(session)
    with seen_by(store, OPEN) as session:
        assert canonical_graph(session) == whole


def test_a_register_is_seen_as_if_the_secret_letters_had_never_come(store: Store) -> None:
    open_letters = (
        a_letter("1/UBND-TH", "2024-01-02", STATE, DIRECTIVE),
        a_letter("2/UBND-TH", "2024-01-03", STATE, DIRECTIVE, NEWER),
    )
    with store.writing() as session:
        for each in open_letters:
            take_in(session, each.number or "", each)
        before = canonical_graph(session)
        only_here = a_citation("9-CT/TU", "2020-01-01", "Tỉnh ủy Sơn La")
        take_in(session, "s", marked("Mật", "3/UBND-NC", DIRECTIVE, only_here))
        assert canonical_graph(session) != before
    with seen_by(store, OPEN) as session:
        assert canonical_graph(session) == before
    with seen_by(store, SECRET) as session:
        assert len(keys(session)) == len(before.documents) + 2


@pytest.mark.parametrize("name", ["original", "letter", "reading", "edge", "page", "arrival"])
def test_nothing_of_a_secret_file_is_in_any_table(store: Store, name: str) -> None:
    with store.writing() as session:
        take_in(session, "s", marked("Mật", "3/UBND-NC", DIRECTIVE))
        everything = len(session.execute(select(SQLModel.metadata.tables[name])).all())
    with seen_by(store, OPEN) as session:
        assert session.execute(select(SQLModel.metadata.tables[name])).all() == []
    with seen_by(store, SECRET) as session:
        seen = session.execute(select(SQLModel.metadata.tables[name])).all()
        assert len(seen) == everything


def test_every_table_with_something_of_letters_in_it_has_a_view(store: Store) -> None:
    """A table that is added later is either seen through or named here."""
    of_nobody = {"page_band", "search_month", "account", "login_session", "api_token"}
    of_admins = {"audit_entry", "secret_file", "secret_letter", "secret_claim"}
    of_admins |= {"secret_reference", "secret_document"}
    with seen_by(store, OPEN) as session:
        if session.connection().dialect.name == "sqlite":
            query = "SELECT name FROM temp.sqlite_master WHERE type = 'view'"
        else:
            query = "SELECT viewname FROM pg_views WHERE schemaname LIKE 'pg_temp%'"
        views = set(session.execute(text(query)).scalars())
    assert views == set(SQLModel.metadata.tables) - of_nobody - of_admins


def test_who_is_cleared_for_secret_sees_no_top_secret(store: Store) -> None:
    with store.writing() as session:
        take_in(session, "s", marked("Mật", "3/UBND-NC"))
        take_in(session, "t", marked("Tối mật", "4/UBND-NC"))
    seen = {}
    for clearance in SecrecyLevel:
        with seen_by(store, clearance) as session:
            query = select(col(StoredLetter.number)).order_by(col(StoredLetter.number))
            seen[clearance.name] = list(session.scalars(query))
    both = ["3/UBND-NC", "4/UBND-NC"]
    assert seen == {"OPEN": [], "SECRET": both[:1], "TOP_SECRET": both, "UTMOST_SECRET": both}


def test_an_attachment_is_as_secret_as_what_it_is_attached_to(store: Store) -> None:
    attached = a_letter("8/KH-SYT", "2024-02-01", "Sở Y tế tỉnh Sơn La")
    with store.writing() as session:
        attached = attached.model_copy(update={"attachment_of": 0})
        take_in(session, "s", marked("Mật", "3/UBND-NC"), attached)
        # the same plan came by itself as well, without any mark
        take_in(session, "copy", attached.model_copy(update={"attachment_of": None}))
        assert len(session.scalars(select(SecretFile)).all()) == 2
    with seen_by(store, OPEN) as session:
        assert keys(session) == set()


def test_what_is_only_bound_into_a_secret_file_is_open_where_it_came_alone(store: Store) -> None:
    other = a_letter("8/KH-SYT", "2024-02-01", "Sở Y tế tỉnh Sơn La")
    with store.writing() as session:
        take_in(session, "s", marked("Mật", "3/UBND-NC"), other)
        (row,) = take_in(session, "alone", other)
        assert level_of_file(session, row.original_sha256) == OPEN
    with seen_by(store, OPEN) as session:
        assert [each.number for each in session.scalars(select(StoredLetter))] == ["8/KH-SYT"]


def test_a_second_scan_whose_mark_was_not_read_is_kept_back_too(store: Store) -> None:
    letter = marked("Mật", "3/UBND-NC")
    with store.writing() as session:
        take_in(session, "s", letter)
        take_in(session, "scan", letter.model_copy(update={"secrecy": None}))
    with seen_by(store, OPEN) as session:
        assert session.scalars(select(StoredLetter)).all() == []


def test_a_secret_document_that_an_open_letter_cites_is_no_part_of_the_graph(store: Store) -> None:
    cited = a_citation("3/UBND-NC", "2024-03-04", STATE)
    with store.writing() as session:
        take_in(session, "s", marked("Mật", "3/UBND-NC", DIRECTIVE))
        (row,) = take_in(session, "a", a_letter("5/UBND-TH", "2024-04-05", STATE, cited))
        start = find_document(session, "5/UBND-TH").id or 0
        assert len(lineage(session, start, "up", depth=3).nodes) == 3
    with seen_by(store, OPEN) as session:
        found = lineage(session, start, "up", depth=3)
        assert ([*found.nodes], found.links) == ([start], [])
        # what the open letter itself prints stays what it prints
        assert len(session.scalars(select(Edge).where(col(Edge.letter_id) == row.id)).all()) == 1


def test_counts_leave_secret_letters_out(store: Store) -> None:
    with store.writing() as session:
        take_in(session, "a", a_letter("1/UBND-TH", "2024-01-02", STATE, DIRECTIVE))
        take_in(session, "s", marked("Mật", "3/UBND-NC", DIRECTIVE))
        take_in(session, "t", marked("Tối mật", "4/UBND-NC", DIRECTIVE))
    for clearance, count in ((OPEN, 1), (SECRET, 2), (TOP, 3)):
        with seen_by(store, clearance) as session:
            assert [each.cited_by for each in hubs(session, 5)] == [count]


def test_what_open_letters_say_too_is_as_old_as_the_first_of_them(store: Store) -> None:
    """A third party's link that a secret letter and a later open one tell of."""
    told = a_citation(
        "43-CT/TW", "2019-05-08", "Ban Bí thư", within="Kế hoạch số 7-KH/TU", asserts="implements"
    )
    holder = a_citation("7-KH/TU", "2020-01-01", "Tỉnh ủy Sơn La", text="Kế hoạch số 7-KH/TU")
    with store.writing() as session:
        take_in(session, "s", marked("Mật", "3/UBND-NC", holder, told))
        later = a_letter("5/UBND-TH", "2024-04-05", STATE, holder, told)
        take_in(session, "a", later)
        start = find_document(session, "7-KH/TU").id or 0
        (link,) = lineage(session, start, "up", depth=1).links
        assert (str(link.since), link.mentions) == ("2024-03-04", 2)
    with seen_by(store, OPEN) as session:
        (link,) = lineage(session, start, "up", depth=1).links
        assert (str(link.since), link.mentions) == ("2024-04-05", 1)


def test_a_mark_that_is_taken_away_opens_the_letter_and_what_it_cites(store: Store) -> None:
    with store.writing() as session:
        (row,) = take_in(session, "s", marked("Mật", "3/UBND-NC", DIRECTIVE))
        whole = canonical_graph(session)
        row.secrecy = None
        session.add(row)
        renew_secrecy(session)
    with seen_by(store, OPEN) as session:
        assert canonical_graph(session) == whole
    with store.reading() as session:
        for name in SQLModel.metadata.tables:
            if name.startswith("secret_"):
                assert session.execute(select(SQLModel.metadata.tables[name])).all() == []


def test_people_s_decisions_take_what_they_join_behind_the_mark(store: Store) -> None:
    with store.writing() as session:
        take_in(session, "s", marked("Mật", "3/UBND-NC"))
        take_in(session, "a", a_letter("8/UBND-NC", "2024-03-04", STATE))
        one, other = (find_document(session, each) for each in ("3/UBND-NC", "8/UBND-NC"))
        made = merge_documents(session, one, other, actor="An", reason="một văn bản", now=NOW)
    with seen_by(store, OPEN) as session:
        assert session.scalars(select(StoredLetter)).all() == []
    with store.writing() as session:
        undo_decision(session, made.id or 0, actor="An", now=NOW)
    with seen_by(store, OPEN) as session:
        assert [each.number for each in session.scalars(select(StoredLetter))] == ["8/UBND-NC"]


def test_a_lens_cannot_write(store: Store) -> None:
    for clearance in SecrecyLevel:
        with seen_by(store, clearance) as session:
            session.add(Original(sha256="a" * 64, size=1, media_type="x", stored_at=NOW))
            with pytest.raises(DBAPIError, match=r"view|only"):
                session.flush()


def test_letters_that_go_take_their_rows_with_them(store: Store) -> None:
    with store.writing() as session:
        (row,) = take_in(session, "s", marked("Mật", "3/UBND-NC", DIRECTIVE))
        unlink_letters(session, [row.id or 0])
        session.delete(row)
        renew_secrecy(session)
    with store.reading() as session:
        assert session.scalars(select(SecretFile)).all() == []


def everything_kept_back(session: Session) -> dict[str, set[tuple[object, ...]]]:
    tables = SQLModel.metadata.tables
    return {
        name: {tuple(row) for row in session.execute(select(tables[name]))}
        for name in tables
        if name.startswith("secret_")
    }


def test_a_new_file_changes_what_is_kept_back_as_if_all_were_derived_anew(store: Store) -> None:
    """Files one by one, in many orders: each either touches what is kept back or does not."""
    cited = a_citation("3/UBND-NC", "2024-03-04", STATE)
    only_here = a_citation("9-CT/TU", "2020-01-01", "Tỉnh ủy Sơn La")
    files = [
        marked("Mật", "3/UBND-NC", DIRECTIVE, only_here),
        a_letter("1/UBND-TH", "2024-01-02", STATE, DIRECTIVE),
        a_letter("5/UBND-TH", "2024-04-05", STATE, cited, NEWER),
        a_letter("6/UBND-TH", "2024-04-06", STATE, only_here),
        marked("Tối mật", "4/UBND-NC", NEWER, only_here),
        marked("Mật", "3/UBND-NC", DIRECTIVE).model_copy(update={"secrecy": None}),
        a_letter("9-CT/TU", "2020-01-01", "Tỉnh ủy Sơn La"),
    ]
    for seed in range(12):
        order = random.Random(seed).sample(files, len(files))
        for number, letter in enumerate(order):
            with store.writing() as session:
                sha256 = take_in_whole(session, chr(ord("a") + number), letter)
                renew_secrecy(session, new_file=sha256)
                found = everything_kept_back(session)
                renew_secrecy(session)
                assert everything_kept_back(session) == found, (seed, number)
        with store.writing() as session:
            forget_everything(session)


def take_in_whole(session: Session, name: str, letter: Letter) -> str:
    """As :func:`take_in`, but without deriving what is kept back."""
    (row,) = put(session, name, letter)
    row.secrecy = letter.secrecy
    session.add(row)
    session.flush()
    return row.original_sha256


def forget_everything(session: Session) -> None:
    rows = session.scalars(select(StoredLetter)).all()
    unlink_letters(session, [row.id or 0 for row in rows])
    for row in rows:
        session.delete(row)
    session.flush()
    renew_secrecy(session)
    session.execute(delete(Original))

"""Letters that look like one are written down, once, and a person's word stays."""

from __future__ import annotations

import datetime as dt
import hashlib
from itertools import count

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.errors import DecisionRefused
from models.register import (
    Document,
    DocumentState,
    Original,
    Reference,
    ReferenceKind,
    Resemblance,
    StoredLetter,
    StoredPage,
    Verdict,
)
from models.register.pages import PageBand
from pipeline.link.page_hash import bands_of, face_of
from pipeline.store import migrate
from pipeline.store.database import is_sqlite
from pipeline.store.looks import CROWD
from pipeline.store.resemblances import (
    KEPT_APART,
    decide,
    find_resemblances,
    forget_resemblances,
    resemblances_of,
)
from pipeline.store.store import Store

NOW = dt.datetime(2026, 3, 2, 8, 30, tzinfo=dt.UTC)
DAY = dt.date(2024, 5, 6)
HASH = "5a" * 72
_numbers = count(1)


def words(name: str, changed: int = 0) -> str:
    """A page of 150 words; every so many-th is misread."""
    return " ".join(f"sai{i}" if changed and i % changed == 0 else f"{name}{i}" for i in range(150))


def a_file(session: Session, *pages: str, page_hash: str | None = HASH) -> str:
    sha256 = hashlib.sha256(str(next(_numbers)).encode()).hexdigest()
    session.add(Original(sha256=sha256, size=1, media_type="application/pdf", stored_at=NOW))
    session.flush()
    for number, text in enumerate(pages, 1):
        session.add(
            StoredPage(
                original_sha256=sha256,
                number=number,
                origin="ocr",
                confidence=0.9,
                text=text,
                page_hash=page_hash if text else None,
            )
        )
    session.flush()
    return sha256


def a_letter(
    session: Session, sha256: str, first: int, last: int, position: int = 0
) -> StoredLetter:
    letter = StoredLetter(
        original_sha256=sha256,
        position=position,
        first_page=first,
        last_page=last,
        system="state",
        received_on=DAY,
    )
    session.add(letter)
    session.flush()
    return letter


def sole(session: Session, *pages: str, page_hash: str | None = HASH) -> StoredLetter:
    """A letter that is alone in its file."""
    return a_letter(session, a_file(session, *pages, page_hash=page_hash), 1, len(pages))


def name(
    session: Session, letter: StoredLetter, number: str, date: dt.date, document: Document | None
) -> None:
    session.add(
        Reference(
            kind=ReferenceKind.LETTER,
            fingerprint=f"{number} {next(_numbers)}",
            slip_key=number,
            number_key=number,
            date=date,
            issuer="sở y tế",
            letter_id=letter.id,
            document_id=document.id if document else None,
        )
    )
    session.flush()


def a_document(session: Session, key: str) -> Document:
    document = Document(key=key, state=DocumentState.PRESENT)
    session.add(document)
    session.flush()
    return document


def pairs(found: list[Resemblance]) -> list[tuple[str, int, int]]:
    return [(row.kind, row.first_id, row.second_id) for row in found]


def test_a_letter_scanned_again_looks_like_the_first_scan(store: Store) -> None:
    with store.writing() as session:
        first = sole(session, words("thư"), words("sau"))
        assert find_resemblances(session, [first]) == []
        again = sole(session, words("thư", 40), "", words("sau", 40))
        other = sole(session, words("khác"))
        (found,) = find_resemblances(session, [again])
        assert pairs([found]) == [("same_pages", first.id, again.id)]
        assert (found.score, found.verdict) == (1.0, "open")
        assert find_resemblances(session, [other]) == []


def test_a_letter_of_which_only_one_of_three_pages_is_the_same_is_another(store: Store) -> None:
    with store.writing() as session:
        find_resemblances(session, [sole(session, words("a"), words("b"), words("c"))])
        assert find_resemblances(session, [sole(session, words("a"), words("d"), words("e"))]) == []


def test_the_same_words_in_another_picture_are_another_letter(store: Store) -> None:
    with store.writing() as session:
        find_resemblances(session, [sole(session, words("thư"))])
        other = sole(session, words("thư"), page_hash="33" * 72)
        assert find_resemblances(session, [other]) == []


def test_a_pair_is_written_once_however_often_it_is_looked_for(store: Store) -> None:
    with store.writing() as session:
        first, again = sole(session, words("thư")), sole(session, words("thư"))
        find_resemblances(session, [first])
        assert len(find_resemblances(session, [again])) == 1
        assert find_resemblances(session, [again]) == []
        assert find_resemblances(session, [first]) == []
        assert len(resemblances_of(session, [first.id or 0, again.id or 0])) == 1


def test_a_refused_pair_is_not_found_again_and_says_who_refused_it(store: Store) -> None:
    with store.writing() as session:
        first, again = sole(session, words("thư")), sole(session, words("thư"))
        find_resemblances(session, [first])
        (found,) = find_resemblances(session, [again])
        decide(session, found.id or 0, Verdict.REFUSED, "Cán bộ A", NOW)
        assert find_resemblances(session, [again]) == []
    with store.reading() as session:
        (kept,) = resemblances_of(session, [again.id or 0])
        assert (kept.verdict, kept.actor, kept.decided_at is None) == ("refused", "Cán bộ A", False)


def test_a_verdict_on_no_pair_is_refused(store: Store) -> None:
    with store.writing() as session, pytest.raises(DecisionRefused):
        decide(session, 77, Verdict.CONFIRMED, "Cán bộ A", NOW)


def test_a_second_copy_of_a_document_is_found_by_its_name(store: Store) -> None:
    with store.writing() as session:
        document = a_document(session, "12/SYT")
        first, second = sole(session, words("bản")), sole(session, words("mất"))
        name(session, first, "12syt", DAY, document)
        name(session, second, "12syt", DAY, document)
        (found,) = find_resemblances(session, [second])
        assert pairs([found]) == [("same_identity", first.id, second.id)]
        assert found.score == 1.0


def test_the_same_name_kept_apart_is_shown_with_a_lower_score(store: Store) -> None:
    with store.writing() as session:
        first, second = sole(session, words("bản")), sole(session, words("mất"))
        for letter in (first, second):
            name(session, letter, "12syt", DAY, a_document(session, f"12/SYT {letter.id}"))
        (found,) = find_resemblances(session, [second])
        assert (found.kind, found.score) == ("same_identity", KEPT_APART)


def test_another_day_or_number_is_another_identity(store: Store) -> None:
    with store.writing() as session:
        letters = [sole(session, words(f"w{i}x")) for i in range(3)]
        name(session, letters[0], "12syt", DAY, None)
        name(session, letters[1], "12syt", DAY + dt.timedelta(1), None)
        name(session, letters[2], "13syt", DAY, None)
        assert find_resemblances(session, letters) == []


def test_letters_of_one_model_with_other_numbers_and_days_are_two(store: Store) -> None:
    with store.writing() as session:
        first, second = sole(session, words("thư")), sole(session, words("thư"))
        name(session, first, "12syt", DAY, None)
        name(session, second, "31syt", dt.date(2025, 5, 6), None)
        find_resemblances(session, [first])
        assert find_resemblances(session, [second]) == []


def test_a_misread_number_alone_does_not_part_two_scans(store: Store) -> None:
    with store.writing() as session:
        first, second = sole(session, words("thư")), sole(session, words("thư"))
        name(session, first, "12syt", DAY, None)
        name(session, second, "72syt", DAY, None)
        find_resemblances(session, [first])
        assert len(find_resemblances(session, [second])) == 1


@pytest.mark.parametrize(("number", "expected"), [("12syt", 1), ("13syt", 0)])
def test_letters_of_one_file_look_alike_only_if_the_sheet_is_there_twice(
    store: Store, number: str, expected: int
) -> None:
    with store.writing() as session:
        sha256 = a_file(session, words("thư"), words("thư"))
        letters = [a_letter(session, sha256, page, page, page) for page in (1, 2)]
        name(session, letters[0], "12syt", DAY, None)
        name(session, letters[1], number, DAY, None)
        found = find_resemblances(session, letters)
        assert [row.kind for row in found] == ["same_pages"] * expected


def test_copies_of_a_document_in_one_file_are_no_pair_by_name_alone(store: Store) -> None:
    with store.writing() as session:
        document = a_document(session, "12/SYT")
        sha256 = a_file(session, words("một"), words("hai"))
        letters = [a_letter(session, sha256, page, page, page) for page in (1, 2)]
        for letter in letters:
            name(session, letter, "12syt", DAY, document)
        assert find_resemblances(session, letters) == []


def test_a_page_that_a_crowd_has_is_compared_with_none_of_them(store: Store) -> None:
    with store.writing() as session:
        form = [sole(session, words("mẫu")) for _ in range(CROWD + 1)]
        find_resemblances(session, form[:2])
        assert len(resemblances_of(session, [form[0].id or 0])) == 1
        for page in session.exec(select(StoredPage)).all()[2:]:
            values = set(bands_of(face_of(page.text, page.page_hash)))
            session.add_all(PageBand(value=value, page_id=page.id or 0) for value in values)
        session.flush()
        assert find_resemblances(session, [sole(session, words("mẫu"))]) == []


def test_a_letter_that_is_taken_away_leaves_its_pairs_and_bands(store: Store) -> None:
    with store.writing() as session:
        first, again = sole(session, words("thư")), sole(session, words("thư"))
        find_resemblances(session, [first])
        find_resemblances(session, [again])
        forget_resemblances(session, [again.id or 0])
        session.delete(again)
        session.execute(
            sa.delete(StoredPage).where(col(StoredPage.original_sha256) == again.original_sha256)
        )
        session.flush()
        assert resemblances_of(session, [first.id or 0]) == []
        left = set(session.exec(select(PageBand.page_id)).all())
        assert left == set(session.exec(select(StoredPage.id)).all())


def test_a_lookup_goes_by_the_index(store: Store) -> None:
    with store.reading() as session:
        if not is_sqlite(session.connection()):
            pytest.skip("an empty table is scanned in PostgreSQL")
        plan = session.connection().exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT page_id FROM page_band WHERE value = 5 LIMIT 65"
        )
        assert "SEARCH page_band USING PRIMARY KEY" in str(plan.all())


def test_pages_from_before_the_index_are_entered_by_the_migration(store: Store) -> None:
    with store.writing() as session:
        first = sole(session, words("thư"))
        sole(session, "", words("trắng"))
        session.execute(sa.text("DROP TABLE page_band"))
        session.execute(sa.text("UPDATE alembic_version SET version_num = '0002'"))
    migrate.upgrade_to(store.engine, "0003")
    with store.writing() as session:
        again = sole(session, words("thư"))
        (found,) = find_resemblances(session, [again])
        assert pairs([found]) == [("same_pages", first.id, again.id)]

"""A register of the first version becomes searchable, with what it holds."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from models.register import Reference, ReferenceKind, StoredLetter
from pipeline.store import search_fill
from pipeline.store.database import read_session, write_session
from pipeline.store.migrate import migrate, version_of
from pipeline.store.search import search
from pipeline.store.search_query import SearchFilter, parse
from tests.store.old_registers import add_old_edge, add_old_reading, register_old

ANY = SearchFilter()
READ = '{"letters": [{"addressees": ["Trạm Kiểm lâm số 3"], "recipients": [{"name": "Lưu trữ"}]}]}'


def _fill(session: Session) -> None:
    letter = register_old(session, "trồng rừng phòng hộ", number="15/BC-KL", type_code="BC")
    register_old(session, "không có bản đọc", date=None)
    of_letter = col(StoredLetter.id) == letter
    sha256 = session.scalars(select(col(StoredLetter.original_sha256)).where(of_letter)).one()
    add_old_reading(session, sha256, READ)
    ends = [Reference(kind=ReferenceKind.CITED, fingerprint=str(i)) for i in range(2)]
    session.add_all(ends)
    session.flush()
    add_old_edge(session, (ends[0].id, ends[1].id), letter, relation="amends")


def _found(engine: Engine, words: str, filter: SearchFilter = ANY) -> list[str | None]:
    with read_session(engine) as session:
        return [hit.number for hit in search(session, parse(words), filter).hits]


def test_letters_that_are_already_there_are_found(first_version: Engine) -> None:
    with write_session(first_version) as session:
        _fill(session)
    migrate(first_version)
    amending = SearchFilter(type_code="BC", relation="amends")
    assert _found(first_version, "trong rung", amending) == ["15/BC-KL"]
    assert _found(first_version, '"trạm kiểm lâm"') == ["15/BC-KL"]
    assert _found(first_version, "15bckl") == ["15/BC-KL"]
    assert _found(first_version, "bản đọc") == [None]


def test_a_migration_that_was_cut_off_is_taken_again(
    first_version: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with write_session(first_version) as session:
        _fill(session)
    with monkeypatch.context() as patched:
        patched.setattr(search_fill, "header_fields", _cut_off)
        with pytest.raises(KeyboardInterrupt):
            migrate(first_version)
    with first_version.connect() as connection:
        assert version_of(connection) == "0001"
    migrate(first_version)
    assert _found(first_version, "rừng") == ["15/BC-KL"]


def _cut_off(*_: object) -> dict[str, str]:
    raise KeyboardInterrupt

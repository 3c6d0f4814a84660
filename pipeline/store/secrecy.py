"""What is kept from people without clearance follows from the marks of secrecy on the letters.

- A letter has its own mark, or that of the letter that it is attached to.
- A document is as secret as its most secret letter: a second scan whose mark was not read is too.
- A file is as secret as the most secret document in it, and so are all letters in it. Source: Luật
  Bảo vệ bí mật nhà nước 2018 and Thông tư 24/2020/TT-BCA: what is bound together has the highest
  mark of its parts.
- What only letters say that somebody may not see, that person does not see: neither the citation,
  nor the naming, nor the document that nobody else names.

All of it is derived anew whenever letters or links change: with no marked letter that is one
question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text
from sqlmodel import Session, SQLModel, col

from models.register import (
    LEVELS,
    Reference,
    SecrecyLevel,
    SecretDocument,
    SecretFile,
    SecretLetter,
    StoredLetter,
)
from pipeline.store.naming_rows import batches
from pipeline.store.relinking import regrouped
from pipeline.store.secret_questions import (
    CITED_LESS,
    DOCUMENTS_CONCERNED,
    FILE_CONCERNED,
    HIDDEN_DOCUMENTS,
    HIDDEN_REFERENCES,
)

CLEARANCES = tuple(level.value for level in SecrecyLevel)[:-1]
"""Those that do not see everything."""

_LETTERS = SQLModel.metadata.tables["letter"]
_EDGES = SQLModel.metadata.tables["edge"]

# Made once: making them takes longer than the answer.
_MARKED = select(_LETTERS.c.original_sha256).where(_LETTERS.c.secrecy.is_not(None))
_BESIDE = select(
    _LETTERS.c.id, _LETTERS.c.original_sha256, _LETTERS.c.attachment_of, _LETTERS.c.secrecy
).where(_LETTERS.c.original_sha256.in_(_MARKED))
_ANY = _MARKED.limit(1)
_ANY_BEFORE = select(col(SecretFile.sha256)).limit(1)


def renew_secrecy(session: Session, *, new_file: str | None = None) -> None:
    """Bring what is kept back in line with the letters and links as they are now.

    ``new_file``: all that has changed is that this one has come, whose letters are mostly open and
    touch nothing that is kept back: that is asked first.
    """
    session.flush()
    connection = session.connection()
    touched = regrouped(session)
    if not any(connection.execute(each).first() for each in (_ANY, _ANY_BEFORE)):
        return
    if new_file is not None and not _is_concerned(connection, new_file, touched):
        return
    documents = _levels_of_documents(connection, _levels_by_mark(connection))
    files = _levels_of_files(connection, documents)
    _replace(connection, "secret_file", files.items())
    letters = _letters_in(connection, files)
    _replace(connection, "secret_letter", letters.items())
    _replace(connection, "secret_claim", _claims(connection, letters))
    _replace(connection, "secret_reference", _for_each(connection, HIDDEN_REFERENCES))
    _replace(connection, "secret_document", _documents(connection, documents))


def _is_concerned(connection: Connection, sha256: str, documents: Collection[int]) -> bool:
    """Whether a new file changes what is kept back."""
    if connection.execute(text(FILE_CONCERNED), {"file": sha256}).first():
        return True
    asked = text(DOCUMENTS_CONCERNED).bindparams(bindparam("documents", expanding=True))
    parts = batches(sorted(documents))
    return any(connection.execute(asked, {"documents": part}).first() for part in parts)


def level_of_file(session: Session, sha256: str) -> SecrecyLevel:
    """How secret a file is."""
    found = session.get(SecretFile, sha256)
    return SecrecyLevel(found.level) if found else SecrecyLevel.OPEN


def level_of_letter(session: Session, letter_id: int) -> SecrecyLevel:
    """How secret a letter is."""
    found = session.get(SecretLetter, letter_id)
    return SecrecyLevel(found.level) if found else SecrecyLevel.OPEN


def levels_of_letters(session: Session, letter_ids: Collection[int]) -> dict[int, SecrecyLevel]:
    """How secret those of these letters are that are not open."""
    number = col(SecretLetter.letter_id)
    query = select(number, col(SecretLetter.level))
    parts = (session.execute(query.where(number.in_(part))) for part in batches(letter_ids))
    return {letter: SecrecyLevel(level) for part in parts for letter, level in part}


def level_of_documents(session: Session, document_ids: Collection[int]) -> SecrecyLevel:
    """How secret the most secret of these documents is."""
    hidden = select(func.max(col(SecretDocument.clearance))).where(col(SecretDocument.is_hidden))
    number = col(SecretDocument.document_id)
    parts = (session.scalar(hidden.where(number.in_(part))) for part in batches(document_ids))
    return SecrecyLevel(max((each + 1 for each in parts if each is not None), default=0))


def level_of_document(session: Session, document_id: int) -> SecrecyLevel:
    """How secret a document is: what only secret letters name is as well."""
    return level_of_documents(session, [document_id])


def _levels_by_mark(connection: Connection) -> dict[int, int]:
    """Letters with a mark of their own, or attached to one that has it."""
    rows = {row.id: row for row in connection.execute(_BESIDE)}

    def level(letter: int | None) -> int:
        row = rows.get(letter or 0)
        if row is None:
            return SecrecyLevel.OPEN
        # A letter is attached to one before it: the way ends.
        return max(LEVELS.get(row.secrecy, SecrecyLevel.OPEN), level(row.attachment_of))

    return {letter: found for letter in rows if (found := level(letter))}


def _levels_of_documents(connection: Connection, letters: Mapping[int, int]) -> dict[int, int]:
    found: defaultdict[int, int] = defaultdict(int)
    query = select(col(Reference.letter_id), col(Reference.document_id))
    for part in batches(letters):
        for letter, document in connection.execute(query.where(col(Reference.letter_id).in_(part))):
            found[document or 0] = max(found[document or 0], letters[letter or 0])
    return dict(found)


def _levels_of_files(connection: Connection, documents: Mapping[int, int]) -> dict[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    query = select(col(StoredLetter.original_sha256), col(Reference.document_id)).join(
        Reference, col(Reference.letter_id) == col(StoredLetter.id)
    )
    for part in batches(documents):
        of_documents = query.where(col(Reference.document_id).in_(part))
        for sha256, document in connection.execute(of_documents):
            found[sha256] = max(found[sha256], documents[document or 0])
    return dict(found)


def _letters_in(connection: Connection, files: Mapping[str, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    query = select(_LETTERS.c.id, _LETTERS.c.original_sha256)
    for part in batches(files):
        rows = connection.execute(query.where(_LETTERS.c.original_sha256.in_(part)))
        found |= {letter: files[sha256] for letter, sha256 in rows}
    return found


def _claims(connection: Connection, letters: Mapping[int, int]) -> Iterator[tuple[Any, ...]]:
    """The claims that people with some clearance see less of."""
    claims: set[int] = set()
    for part in batches(letters):
        query = select(_EDGES.c.claim_id).where(_EDGES.c.letter_id.in_(part)).distinct()
        claims |= set(connection.execute(query).scalars())
    for part in batches(sorted(claims)):
        said: defaultdict[int, list[Any]] = defaultdict(list)
        query = select(_EDGES.c.claim_id, _EDGES.c.letter_id, _EDGES.c.date)
        for claim, letter, date in connection.execute(query.where(_EDGES.c.claim_id.in_(part))):
            said[claim].append((letters.get(letter, 0), date))
        for claim, edges in said.items():
            for clearance in CLEARANCES:
                seen = [date for level, date in edges if level <= clearance]
                if len(seen) < len(edges):
                    since = min((date for date in seen if date), default=None)
                    yield claim, clearance, len(seen), since


def _documents(connection: Connection, levels: Mapping[int, int]) -> Iterator[tuple[Any, ...]]:
    """The documents that people with some clearance do not see, or see less often cited."""
    hidden = set(_for_each(connection, HIDDEN_DOCUMENTS))
    hidden |= {(each, to) for each, level in levels.items() for to in CLEARANCES if level > to}
    less = {(each, to): count for each, count, to in _for_each(connection, CITED_LESS)}
    for each in sorted(hidden | less.keys()):
        yield *each, less.get(each, 0), each in hidden


def _for_each(connection: Connection, question: str) -> Iterator[tuple[Any, ...]]:
    """The answers for each clearance, which stands behind the columns of the answer."""
    for clearance in CLEARANCES:
        for row in connection.execute(text(question), {"clearance": clearance}):
            yield *row, clearance


def _replace(connection: Connection, name: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Let the table have just these rows; what has not changed is not written."""
    table = SQLModel.metadata.tables[name]
    wanted, found = set(rows), {tuple(row) for row in connection.execute(select(table))}
    keys = list(table.primary_key.columns)
    width = len(keys)  # they come first
    if old := [
        {f"old_{key.name}": row[index] for index, key in enumerate(keys)} for row in found - wanted
    ]:
        this = (key == bindparam(f"old_{key.name}") for key in keys)
        connection.execute(delete(table).where(*this), old)
    if new := sorted(wanted - found, key=lambda row: row[:width]):
        names = table.columns.keys()
        connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in new])

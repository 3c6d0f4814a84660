"""How secret is today what an entry of the audit log names.

An entry keeps the level that its subject had; a letter that was stamped, or found to be secret,
later on is not told either by what was done to it before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from models.register import (
    AuditEntry,
    Document,
    SecrecyLevel,
    SecretDocument,
    SecretFile,
    SecretLetter,
    StoredTarget,
    StoredTask,
)

_NAMED = re.compile(r"(?:task |target )?(.*?)(?: #[0-9]+)?")
"""Behind what kind of thing it is and before which part of it."""


def levels_of_entries(session: Session, entries: Sequence[AuditEntry]) -> dict[int, SecrecyLevel]:
    """By the entries' ids: as secret as it was when it was done or as it is now."""
    names = {each.id or 0: _names(each) for each in entries}
    levels = _levels(session, set().union(*names.values()))
    return {
        each.id or 0: SecrecyLevel(
            max(each.level, *(levels.get(name, 0) for name in names[each.id or 0]))
        )
        for each in entries
    }


def _names(entry: AuditEntry) -> set[str]:
    """What an entry may name: addresses of documents, files, tasks and targets."""
    texts = [entry.detail, *entry.subject.split(" = ")]
    matched = (_NAMED.fullmatch(each) for each in texts)
    return {*texts, *(each[1] for each in matched if each)}


def _levels(session: Session, names: Collection[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for query in _questions(names):
        for name, level in session.execute(query):
            found[name] = max(level, found.get(name, 0))
    return found


def _questions(names: Collection[str]) -> Iterator[Select[str, int]]:
    sha256 = col(SecretFile.sha256)
    yield select(sha256, col(SecretFile.level)).where(sha256.in_(names))
    key = col(Document.key)
    hidden = select(key, func.max(col(SecretDocument.clearance)) + 1).group_by(key)
    hidden = hidden.join(SecretDocument, col(SecretDocument.document_id) == col(Document.id))
    yield hidden.where(key.in_(names), col(SecretDocument.is_hidden))
    for table in (StoredTask, StoredTarget):
        of_letter = col(SecretLetter.letter_id) == col(table.letter_id)
        owned = select(col(table.key), col(SecretLetter.level)).join(SecretLetter, of_letter)
        yield owned.where(col(table.key).in_(names))

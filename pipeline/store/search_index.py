"""Letters enter the index of the search and leave it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlmodel import Session

from models.register import StoredLetter
from pipeline.store import search_postgresql, search_sqlite
from pipeline.store.database import is_sqlite
from pipeline.store.search_tables import IDS_A_DAY, day_of, entry_table, first_id, month_table
from pipeline.store.search_tokens import (
    entries_of,
    header_tokens,
    letter_tokens,
    month_of,
    month_token,
)

_IDS, _MONTHS = entry_table.c, month_table.c

# Made once: making them takes longer than the answer.
_ENTRIES = select(_IDS.id).where(_IDS.letter_id == bindparam("letter"))
_LAST = select(func.max(_IDS.id)).where(_IDS.id.between(bindparam("first"), bindparam("end")))
_ONE_MORE = (
    update(month_table).where(_MONTHS.month == bindparam("of")).values(entries=_MONTHS.entries + 1)
)


def index_letter(
    session: Session,
    letter: StoredLetter,
    fields: Mapping[str, str],
    pages: Mapping[int, str],
    relations: Collection[str] = (),
) -> None:
    """Make ``letter`` (which has its id) findable, as it is now; an earlier entry is replaced.

    ``fields``: the header's texts by name, as they count. ``pages``: the text of each page by its
    number in the file. ``relations``: those of the letter's citations.
    """
    assert letter.id is not None
    unindex_letter(session, letter.id)
    of_letter = letter_tokens(
        type_code=letter.type_code,
        issuer=letter.issuer,
        issuer_key=letter.issuer_key,
        relations=relations,
    )
    header = [text for text in fields.values() if text]
    for tokens in entries_of(header_tokens(header) | of_letter, pages.values()):
        entry_id = _next_id(session, letter.date or letter.received_on)
        row = {"id": entry_id, "letter_id": letter.id, "header": "\n".join(header)}
        session.connection().execute(insert(entry_table), row)
        _enter(session, entry_id, tokens)


def unindex_letter(session: Session, letter_id: int) -> None:
    """Make the letter unfindable; nothing happens when it is not in the index."""
    ids = list(session.connection().execute(_ENTRIES, {"letter": letter_id}).scalars())
    if not ids:
        return
    forgotten: dict[str, Any] = {"letter_id": None, "header": ""}
    session.execute(update(entry_table).where(_IDS.id.in_(ids)).values(forgotten))
    if not is_sqlite(session.connection()):
        search_postgresql.remove(session, ids)


def _enter(session: Session, entry_id: int, tokens: set[str]) -> None:
    month = month_of(day_of(entry_id))
    index = search_sqlite if is_sqlite(session.connection()) else search_postgresql
    index.add(session, entry_id, tokens | {month_token(month)})
    if not session.connection().execute(_ONE_MORE, {"of": month}).rowcount:
        session.execute(insert(month_table).values(month=month, entries=1))


def _next_id(session: Session, day: dt.date) -> int:
    """A new id of the day, or of the last day before it that has one left."""
    while True:
        first = first_id(day)
        of_day = {"first": first, "end": first + IDS_A_DAY - 1}
        last = session.connection().execute(_LAST, of_day).scalar()
        if last is None:
            return first
        if last + 1 < first + IDS_A_DAY:
            return int(last) + 1
        day -= dt.timedelta(days=1)

"""The whole register enters the index: when the index is new, or has to be made again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Date, bindparam, text
from sqlmodel import Session

from models.register import StoredLetter
from pipeline.store.search_index import index_letter

BATCH = 200
"""Letters that are read from the database at once."""

# In the order of the index, which is quickest. The columns are named, and not taken from the
# models: this runs on the tables of migration 0001, whatever the models have become.
_ORDER = text("SELECT id FROM letter ORDER BY coalesce(date, received_on), id")
_LETTERS = (
    text(
        "SELECT id, original_sha256, position, first_page, last_page, type_code, number, date,"
        " issuer, issuer_key, subject, signer, place, received_on FROM letter WHERE id IN :ids"
    )
    .bindparams(bindparam("ids", expanding=True))
    .columns(date=Date, received_on=Date)
)
_PAGES = text(
    "SELECT letter.id, page.number, page.text FROM letter JOIN page"
    " ON page.original_sha256 = letter.original_sha256"
    " AND page.number BETWEEN letter.first_page AND letter.last_page"
    " WHERE letter.id IN :ids ORDER BY page.number"
).bindparams(bindparam("ids", expanding=True))
_READINGS = text(
    "SELECT letter.id, reading.json_text FROM letter JOIN reading"
    " ON reading.original_sha256 = letter.original_sha256 AND reading.is_current"
    " WHERE letter.id IN :ids"
).bindparams(bindparam("ids", expanding=True))
_RELATIONS = text(
    "SELECT DISTINCT letter_id, relation FROM edge WHERE letter_id IN :ids"
).bindparams(bindparam("ids", expanding=True))


def enter_all(connection: Connection) -> None:
    """Enter every letter, in the transaction of ``connection``."""
    with Session(connection) as session:
        ids = iter(session.execute(_ORDER).scalars().all())
        while batch := list(islice(ids, BATCH)):
            _enter_batch(session, batch)
        session.flush()


def _enter_batch(session: Session, ids: Sequence[int]) -> None:
    pages: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for letter_id, number, words in session.execute(_PAGES, {"ids": ids}):
        pages[letter_id][number] = words
    relations: defaultdict[int, set[str]] = defaultdict(set)
    for letter_id, relation in session.execute(_RELATIONS, {"ids": ids}):
        relations[letter_id].add(relation)
    letters = _letters(session, ids)
    readings = dict(session.execute(_READINGS, {"ids": ids}).all())
    for letter_id in ids:
        letter = letters[letter_id]
        fields = header_fields(letter, _letter_of(readings.get(letter_id), letter.position))
        index_letter(session, letter, fields, pages[letter_id], relations[letter_id])


def _letters(session: Session, ids: Sequence[int]) -> dict[int, StoredLetter]:
    rows = session.execute(_LETTERS, {"ids": ids}).mappings()
    return {row["id"]: StoredLetter(**row) for row in rows}


def _letter_of(json_text: str | None, position: int) -> Mapping[str, Any]:
    """The letter in the JSON of its file's reading; empty where it is not there."""
    letters = json.loads(json_text)["letters"] if json_text else []
    found: Mapping[str, Any] = letters[position] if position < len(letters) else {}
    return found


def header_fields(letter: StoredLetter, read: Mapping[str, Any]) -> dict[str, str]:
    """The header's texts by name: as they count in ``letter``, the rest as ``read``.

    ``read`` is the letter in the reading's JSON (``Letter.model_dump()``).
    """
    own = ("number", "issuer", "subject", "signer", "place")
    fields = {name: getattr(letter, name) for name in own}
    fields |= {name: read.get(name) for name in ("parent_issuer", "acting_body")}
    fields["addressees"] = "\n".join(read.get("addressees") or ())
    fields["recipients"] = "\n".join(each["name"] for each in read.get("recipients") or ())
    return {name: text for name, text in fields.items() if text}

"""Nội dung: the rows of a letter that are neither its header nor its foot.

Whatever a header field stands on is no body, except the trích yếu, which also names documents and
is kept apart. Annexes behind the signature belong to the body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.reading import Letter
from pipeline.extract.cues import is_addressee_cue, is_recipients_cue, motto_of
from pipeline.extract.marks import is_mark
from pipeline.extract.prose import Prose, paragraphs_of, prose_of
from pipeline.extract.rows import Row

_PAGE_NUMBER = re.compile(r"^\W*(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?\W*$", re.IGNORECASE)
# Fields whose rows hold nothing else; a number or a name may also be cited inside the body.
_OWN_ROWS = (
    "system",
    "number",
    "date",
    "place",
    "issuer",
    "parent_issuer",
    "type",
    "subject",
    "addressees",
    "recipients",
    "signer",
    "acting_body",
    "urgency",
    "secrecy",
    "digital_signature",
)


@dataclass(frozen=True, slots=True)
class Body:
    """The running text of a letter, and its trích yếu."""

    prose: Prose
    subject: Prose
    is_signed: bool
    """Whether a foot was found: recipients or signer."""
    annex: int | None = None
    """Where in the prose the annexes behind the foot begin."""


def body_of(rows: Sequence[Row], letter: Letter) -> Body:
    """The body of the letter whose header was read from ``rows``."""
    places, about = _places(letter, _OWN_ROWS), _places(letter, ("subject",))
    first = _first_row(rows, letter)
    kept = [
        row
        for index, row in enumerate(rows)
        if index >= first and (row.page, row.start) not in places and not _is_furniture(row)
    ]
    subject = [row for row in rows if (row.page, row.start) in about]
    paragraphs = paragraphs_of(kept)
    prose = prose_of(paragraphs)
    return Body(
        prose=prose,
        subject=prose_of([subject] if subject else []),
        is_signed=bool(letter.recipients) or letter.signer is not None,
        annex=_annex(prose, rows, letter),
    )


def _places(letter: Letter, names: Sequence[str]) -> set[tuple[int, int]]:
    """Page and offset of the rows that the fields ``names`` stand on."""
    return {(item.page, item.start) for name in names for item in letter.evidence.get(name, ())}


def _annex(prose: Prose, rows: Sequence[Row], letter: Letter) -> int | None:
    """Where the text behind the foot (Nơi nhận, signature) begins."""
    places = _places(letter, ("recipients", "signer"))
    last = max((i for i, row in enumerate(rows) if (row.page, row.start) in places), default=None)
    if last is None:
        return None
    behind = {id(row) for row in rows[last + 1 :]}
    return next((piece.start for piece in prose.pieces if id(piece.row) in behind), None)


def _first_row(rows: Sequence[Row], letter: Letter) -> int:
    """Where the body begins: behind the last row of the letterhead.

    The letterhead's fields stand close together; one that is far below another is cited there.
    """
    names = ("number", "date", "issuer", "type", "subject", "addressees")
    places = _places(letter, names)
    head = [index for index, row in enumerate(rows) if (row.page, row.start) in places]
    return head[-1] + 1 if head else 0


def _is_furniture(row: Row) -> bool:
    """Whether a row is no text of the letter: page number, title of the State, stamp, cue."""
    if _PAGE_NUMBER.match(row.text) or motto_of(row.text) or is_mark(row.text):
        return True
    if is_recipients_cue(row.text) or (is_addressee_cue(row.text) and len(row.text) < 14):
        return True
    if row.side == "left" and row.is_capitals and len(row.text) < 60:
        return True
    return not any(letter.isalnum() for letter in row.text)

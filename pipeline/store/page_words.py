"""The words of pages with their places and confidences: for marks over the scan, and for the text
layer of a searchable PDF.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlmodel import Session, SQLModel, col

from models.layout import Box, PageLayout
from models.register import PageWords

_SCALE = 10_000
"""Places are kept as whole ten-thousandths of the page."""
_TABLE = SQLModel.metadata.tables["page_words"]


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word (in a table: the text of a cell) of an upright page; ``confidence`` 0…1."""

    text: str
    box: Box
    confidence: float


def pack(page: PageLayout) -> str | None:
    """The words of a page, by lines, as a short text; ``None`` where none has a place."""
    lines = [
        [
            [word.text, *_places(word.box), round(100 * word.confidence)]
            for word in line.words
            if word.box
        ]
        for line in page.lines
    ]
    found = [line for line in lines if line]
    if not found:
        return None
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return base64.b85encode(zlib.compress(text.encode())).decode()


def unpack(packed: str) -> list[list[PlacedWord]]:
    """The words by lines, in reading order."""
    lines = json.loads(zlib.decompress(base64.b85decode(packed)))
    return [[_word(*each) for each in line] for line in lines]


def keep_words(session: Session, sha256: str, words: Mapping[int, str]) -> None:
    """Put the words of a new reading in place of those that are there."""
    session.flush()
    connection = session.connection()
    connection.execute(delete(_TABLE).where(_TABLE.c.original_sha256 == sha256))
    rows = [
        {"original_sha256": sha256, "number": number, "packed": packed}
        for number, packed in sorted(words.items())
    ]
    if rows:
        connection.execute(insert(_TABLE), rows)


def words_of_pages(
    session: Session, sha256: str, first: int, last: int
) -> dict[int, list[list[PlacedWord]]]:
    """The words of these pages; a page is missing that has none, or was read by an older reader."""
    query = select(col(PageWords.number), col(PageWords.packed)).where(
        col(PageWords.original_sha256) == sha256, col(PageWords.number).between(first, last)
    )
    return {number: unpack(packed) for number, packed in session.execute(query)}


def unsure_words(lines: list[list[PlacedWord]], below: float) -> Iterator[PlacedWord]:
    """Those that were recognised with a lower confidence."""
    yield from (word for line in lines for word in line if word.confidence < below)


def _places(box: Box) -> tuple[int, ...]:
    return tuple(round(_SCALE * side) for side in (box.x0, box.y0, box.x1, box.y1))


def _word(text: str, x0: int, y0: int, x1: int, y1: int, confidence: int) -> PlacedWord:
    box = Box(x0 / _SCALE, y0 / _SCALE, x1 / _SCALE, y1 / _SCALE)
    return PlacedWord(text, box, confidence / 100)

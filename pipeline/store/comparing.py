"""Two letters that look alike, side by side: what their headers say, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from sqlmodel import Session

from models.errors import DocumentUnknown
from models.reading import HEADER_FIELDS
from models.register import Resemblance, SecrecyLevel, StoredLetter
from pipeline.store.duplicates import Pair, pair_of
from pipeline.store.page_pictures import PageFacts, pages_of_file
from pipeline.store.secrecy import level_of_letter
from pipeline.store.showing import LetterView, letter_view


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A pair with both letters. ``differing`` are the fields of the header that are not the same.

    ``pages`` are the pages beside each other; ``None`` where one letter is shorter.
    """

    pair: Pair
    first: LetterView
    second: LetterView
    differing: frozenset[str]
    pages: tuple[tuple[PageFacts | None, PageFacts | None], ...]
    level: SecrecyLevel


def compared(session: Session, number: int) -> Comparison:
    """The pair with this id, opened. Raises :class:`DocumentUnknown` where there is none."""
    row = session.get(Resemblance, number)
    if row is None:
        raise DocumentUnknown(f"#{number}")
    sides = [session.get_one(StoredLetter, each) for each in (row.first_id, row.second_id)]
    first, second = (letter_view(session, each) for each in sides)
    return Comparison(
        pair=pair_of(session, row),
        first=first,
        second=second,
        differing=frozenset(_differing(first, second)),
        pages=tuple(zip_longest(_pages(session, first), _pages(session, second))),
        level=max(level_of_letter(session, each.letter_id) for each in (first, second)),
    )


def _differing(first: LetterView, second: LetterView) -> Iterator[str]:
    for name in HEADER_FIELDS:
        if getattr(first.letter, name) != getattr(second.letter, name):
            yield name


def _pages(session: Session, letter: LetterView) -> list[PageFacts]:
    first, last = letter.pages
    return [x for x in pages_of_file(session, letter.sha256) if first <= x.number <= last]

"""Full-text search over letters: one question for SQLite and PostgreSQL, and the same answer.

The database finds the letters (``search_candidates``) in up to four steps, from exact words in the
header to folded words anywhere (``search_match.TIERS``); their order and the places of the words
come from the stored text (``search_rank``).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Select, and_, select
from sqlmodel import Session, col

from models.errors import QueryInvalid
from models.register import Document, Reference, StoredLetter, StoredPage
from pipeline.link.key_places import place_untold
from pipeline.store.search_candidates import Candidates, candidates
from pipeline.store.search_marks import Finder
from pipeline.store.search_match import TIERS, condition
from pipeline.store.search_query import SearchFilter, SearchQuery
from pipeline.store.search_rank import Answer, Words, places, ranked
from pipeline.store.search_snippet import Snippet
from pipeline.store.search_tables import entry_table

POOL = 200
"""Letters that are ranked: the newest ones of the best tier that fit, then those of the next."""
MOST_HITS = 10_000
"""``offset + limit`` at most; who wants more lists the register with ``congvan export``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A letter that was found.

    ``document_key`` is its document's address for people; ``place`` the province of its issuer
    where the name alone does not say it. ``exact``: all words stand there with their own marks.
    ``pages`` are the pages of the file on which a word stands, ``best_page`` the one of the
    snippet; ``None``, like ``snippet``, where no words were asked for, or (with a snippet) where
    they stand in the header only. ``score`` is comparable within one result.
    """

    letter_id: int
    document_key: str | None
    number: str | None
    date: dt.date | None
    type_code: str | None
    issuer: str | None
    place: str | None
    subject: str | None
    score: float = 0.0
    exact: bool = True
    best_page: int | None = None
    pages: tuple[int, ...] = ()
    snippet: Snippet | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits asked for; ``more``: there are, or may be, others after them."""

    hits: tuple[SearchHit, ...]
    more: bool


def search(
    session: Session,
    query: SearchQuery | None,
    filter: SearchFilter,
    *,
    limit: int = 20,
    offset: int = 0,
) -> SearchResult:
    """Letters that answer the query, the best first; without a query all that fit, newest first.

    Only the newest ``POOL`` letters of a tier (or ``offset + limit``, if that is more) are ranked:
    of a million letters with a common word nobody reads more. Raises :class:`QueryInvalid` when
    asked for more than ``MOST_HITS``.
    """
    if offset + limit > MOST_HITS:
        raise QueryInvalid(f"{offset} + {limit} > {MOST_HITS}")
    if query is None:
        found = candidates(session, condition(None, filter, TIERS[-1]), filter, offset + limit)
        return SearchResult(tuple(_hits(session, found.letters[offset:])), found.more)
    pool = _pool(session, query, filter, max(POOL, offset + limit))
    finder = Finder(query)
    answers = ranked(finder, _words(session, pool.letters))
    shown = answers[offset : offset + limit]
    hits = _hits(session, [answer.words.letter_id for answer in shown])
    found_at = (_with_places(*each, finder) for each in zip(hits, shown, strict=True))
    return SearchResult(tuple(found_at), pool.more or len(answers) > offset + limit)


def _pool(session: Session, query: SearchQuery, filter: SearchFilter, size: int) -> Candidates:
    """Letters of the best tiers, until there are enough."""
    letters: dict[int, None] = {}
    for tier in TIERS:
        found = candidates(session, condition(query, filter, tier), filter, size)
        letters |= dict.fromkeys(found.letters)
        if len(letters) >= size:
            return Candidates(list(letters)[:size], True)
    return Candidates(list(letters), found.more)


def _words(session: Session, ids: Sequence[int]) -> list[Words]:
    """What these letters say, in no order."""
    if not ids:
        return []
    pages: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for letter_id, number, text in session.execute(_pages_of(ids)):
        pages[letter_id][number] = text
    entry = entry_table.c
    headers = select(entry.letter_id, col(StoredLetter.date), col(StoredLetter.received_on))
    headers = headers.add_columns(entry.header)
    headers = headers.join(StoredLetter, entry.letter_id == col(StoredLetter.id))
    rows = session.execute(headers.where(entry.letter_id.in_(ids)).distinct())
    return [
        Words(letter_id, date or received_on, header, pages[letter_id])
        for letter_id, date, received_on, header in rows
    ]


def _pages_of(ids: Sequence[int]) -> Select[int | None, int, str]:
    letter, page = StoredLetter, StoredPage
    inside = col(page.number).between(col(letter.first_page), col(letter.last_page))
    same_file = col(page.original_sha256) == col(letter.original_sha256)
    pages = select(col(letter.id), col(page.number), col(page.text))
    pages = pages.join(page, and_(same_file, inside)).where(col(letter.id).in_(ids))
    return pages.order_by(col(page.number))


def _hits(session: Session, ids: Sequence[int]) -> list[SearchHit]:
    """The headers of these letters, in this order."""
    rows = select(StoredLetter, col(Document.key))
    rows = rows.outerjoin(Reference, col(Reference.letter_id) == col(StoredLetter.id))
    rows = rows.outerjoin(Document, col(Reference.document_id) == col(Document.id))
    rows = rows.where(col(StoredLetter.id).in_(ids))
    found = {letter.id: (letter, key) for letter, key in session.execute(rows)}
    return [_hit(letter_id, *found[letter_id]) for letter_id in ids]


def _hit(letter_id: int, letter: StoredLetter, key: str | None) -> SearchHit:
    return SearchHit(
        letter_id=letter_id,
        document_key=key,
        number=letter.number,
        date=letter.date,
        type_code=letter.type_code,
        issuer=letter.issuer,
        place=place_untold(letter.issuer, letter.issuer_key),
        subject=letter.subject,
    )


def _with_places(hit: SearchHit, answer: Answer, finder: Finder) -> SearchHit:
    found = places(finder, answer)
    return replace(
        hit,
        score=answer.score,
        exact=answer.exact,
        best_page=found.best_page,
        pages=found.pages,
        snippet=found.snippet,
    )

"""A document as its page shows it: letters with their scans and marks, links, tasks, targets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from models.register import SecrecyLevel
from pipeline.store.citation_links import CitationLink, citation_links
from pipeline.store.finding import find_document
from pipeline.store.page_pictures import PageFacts, pages_of_file
from pipeline.store.secrecy import level_of_letter
from pipeline.store.showing import DocumentView, LetterView, view
from pipeline.track.target_list import TargetFilter, TargetRow, targets
from pipeline.track.task_filter import TaskFilter
from pipeline.track.task_list import tasks
from pipeline.track.task_rows import TaskRow
from web.marks import Marks, marks_of

MOST_LINKS = 200
MOST_TASKS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLetter:
    """One letter: its pages with the places of its values, and where its citations lead.

    ``links`` by the index of the citation; ``prefix`` begins the ids of its parts on the page.
    """

    seen: LetterView
    pages: tuple[PageFacts, ...]
    marks: Marks
    links: Mapping[int, CitationLink]
    prefix: str
    level: SecrecyLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDocument:
    """Everything about one document."""

    key: str
    about: DocumentView
    letters: tuple[ShownLetter, ...]
    tasks: tuple[TaskRow, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    level: SecrecyLevel = field(default=SecrecyLevel.OPEN)


def document_view(session: Session, typed: str, *, today: dt.date) -> ShownDocument:
    """The document that is meant by its address or number.

    Raises :class:`DocumentUnknown` and :class:`DocumentAmbiguous`.
    """
    document = find_document(session, typed)
    about = view(session, document, MOST_LINKS)
    links = citation_links(session, [each.letter_id for each in about.letters])
    letters = tuple(
        _letter(session, each, position, links) for position, each in enumerate(about.letters)
    )
    own = [document.id or 0]
    asked = TaskFilter(document_ids=own, today=today, include_untrackable=True)
    return ShownDocument(
        key=document.key,
        about=about,
        letters=letters,
        tasks=tuple(tasks(session, asked, limit=MOST_TASKS)) if letters else (),
        targets=tuple(targets(session, TargetFilter(document_ids=own), limit=MOST_TASKS))
        if letters
        else (),
        level=max((each.level for each in letters), default=SecrecyLevel.OPEN),
    )


def _letter(
    session: Session,
    seen: LetterView,
    position: int,
    links: Mapping[tuple[int, int], CitationLink],
) -> ShownLetter:
    first, last = seen.pages
    own = {index: link for (letter, index), link in links.items() if letter == seen.letter_id}
    inside = (x for x in pages_of_file(session, seen.sha256) if first <= x.number <= last)
    return ShownLetter(
        seen=seen,
        pages=tuple(inside),
        marks=marks_of(seen.letter, own, prefix=f"l{position}"),
        links=own,
        prefix=f"l{position}",
        level=level_of_letter(session, seen.letter_id),
    )

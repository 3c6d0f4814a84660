"""On which page a task stands: told by the evidence in the current reading of its file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlmodel import Session, col, select

from models.reading import Reading
from models.register import StoredLetter, StoredReading, StoredTask
from pipeline.track.event_rows import batches


class _Place(NamedTuple):
    """Which letter of a file, and which of its tasks."""

    letter: int
    task: int


def source_pages(session: Session, task_keys: Sequence[str]) -> dict[str, int]:
    """The page of each of ``task_keys``, counted in its file from 1; without those not told."""
    found: dict[str, int] = {}
    for sha256, places in _places_by_file(session, task_keys).items():
        pages = dict(_pages(session, sha256))
        found |= {key: pages[place] for key, place in places.items() if place in pages}
    return found


def _places_by_file(session: Session, keys: Sequence[str]) -> dict[str, dict[str, _Place]]:
    found: defaultdict[str, dict[str, _Place]] = defaultdict(dict)
    columns = select(
        StoredTask.key, StoredTask.position, StoredLetter.original_sha256, StoredLetter.position
    ).join(StoredLetter, col(StoredLetter.id) == col(StoredTask.letter_id))
    for part in batches(keys):
        for key, task, sha256, letter in session.exec(columns.where(col(StoredTask.key).in_(part))):
            found[sha256][key] = _Place(letter, task)
    return found


def _pages(session: Session, sha256: str) -> Iterator[tuple[_Place, int]]:
    """One file after the other: a reading holds the text of all its pages."""
    query = select(StoredReading.json_text).where(
        col(StoredReading.original_sha256) == sha256, col(StoredReading.is_current)
    )
    for text in session.exec(query):
        for number, letter in enumerate(Reading.model_validate_json(text).letters):
            for position, task in enumerate(letter.tasks):
                if task.evidence:
                    yield _Place(number, position), task.evidence[0].page

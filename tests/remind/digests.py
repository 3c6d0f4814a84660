"""Digests, and registers with something to be reminded of, made up."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from sqlmodel import Session

from models.reading import Evidence, Letter, Reading, Source
from models.register import StoredLetter
from pipeline.remind.digest import BodyDigest, Digest, DueTask
from pipeline.store.readings import keep_reading
from pipeline.track.standing import Standing
from tests.track.made_up import NOW, put

TODAY = dt.date(2026, 6, 1)
LATE, SOON = dt.date(2026, 5, 20), dt.date(2026, 6, 5)


def due_task(**fields: Any) -> DueTask:  # noqa: ANN401
    """A task that is twelve days late."""
    own: dict[str, Any] = {
        "key": "0123456789ab",
        "occurrence": 0,
        "label": None,
        "text": "rà soát hồ ao",
        "due": LATE,
        "days_left": -12,
        "assumed": False,
        "standing": Standing.OVERDUE,
        "letter_number": "7/UBND-NN",
        "letter_date": dt.date(2026, 3, 2),
        "document": "7/UBND-NN@uy-ban-nhan-dan-tinh-quang-ninh/2026-03-02",
        "page": 2,
        "leads": ("Sở Y tế",),
        "earlier_open": 0,
        "open_since": None,
    }
    return DueTask(**{**own, **fields})


def body(*names: str, key: str | None = "so-y-te/quang-ninh", **fields: Any) -> BodyDigest:  # noqa: ANN401
    """A body with one overdue task."""
    own: dict[str, Any] = {"now": (), "overdue": (due_task(),), "due_soon": ()}
    return BodyDigest(body_key=key, names=names, **{**own, **fields})


def digest_of(*bodies: BodyDigest) -> Digest:
    """A digest of these bodies."""
    late = sum(len(each.overdue) for each in bodies)
    soon = sum(len(each.due_soon) for each in bodies)
    return Digest(day=TODAY, soon_days=7, overdue=late, due_soon=soon, bodies=bodies)


def put_read(session: Session, letter: Letter, *, name: str = "a") -> StoredLetter:
    """Register ``letter`` with its reading, in which task number n stands on page n + 1."""
    tasks = [
        task.model_copy(update={"evidence": [Evidence(page=number, start=0, end=1)]})
        for number, task in enumerate(letter.tasks, 1)
    ]
    read = letter.model_copy(update={"tasks": tasks})
    row = put(session, read, name=name)
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    source = Source(name=f"{name}.pdf", sha256=sha256, page_count=len(tasks))
    reading = Reading(source=source, pages=[], letters=[read])
    keep_reading(session, sha256, reading, NOW)
    return row

"""Letters with a reading of their file, registered as the program does it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlmodel import Session

from models.reading import Letter, Page, Reading, Source
from models.register import Arrival, Original
from pipeline.store.amending import register_again
from pipeline.store.readings import keep_reading

NOW = dt.datetime(2026, 3, 2, 8, 30, tzinfo=dt.UTC)


def take_in(session: Session, name: str, *letters: Letter) -> str:
    """Register the letters of a file called ``name``, a single character; its hash."""
    sha256 = (name * 64)[:64]
    session.add(Original(sha256=sha256, size=1, media_type="text", stored_at=NOW))
    session.flush()
    arrival: dict[str, Any] = {
        "name": name,
        "received_on": NOW.date(),
        "added_at": NOW,
        "added_by": "An",
    }
    session.add(Arrival(original_sha256=sha256, **arrival))
    page = Page(number=1, origin="text", text="chữ")
    source = Source(name=name, sha256=sha256, page_count=1)
    keep_reading(session, sha256, Reading(source=source, pages=[page], letters=[*letters]), NOW)
    register_again(session, sha256)
    return sha256

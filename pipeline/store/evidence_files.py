"""A file that shows something comes in like any upload, and is read like any letter."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from models.errors import error_of
from models.register import IntakeSource, IntakeState
from pipeline.moments import VIETNAM
from pipeline.store.receiving import Receipt, receive
from pipeline.store.store import Store


def receive_evidence(store: Store, path: Path, name: str, now: dt.datetime) -> str:
    """Keep the file under its name and have it read; its SHA-256.

    Raises :class:`InputError` for what is no letter, and as
    :func:`pipeline.store.receiving.receive` does.
    """
    day = now.astimezone(VIETNAM).date()
    receipt = Receipt(received_on=day, now=now, source=IntakeSource.UPLOAD)
    item = receive(store, path, receipt, name=name)
    if item.state == IntakeState.FAILED or item.sha256 is None:
        raise error_of(item.reason, item.detail)
    return item.sha256

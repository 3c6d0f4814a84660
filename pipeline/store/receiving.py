"""Files come in: kept by the hash of their content and written into the ledger, not yet read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from models.errors import FileMissing, FileUnreadable, InputError
from models.register import Arrival, IntakeItem, IntakeSource, IntakeState
from pipeline.ocr.load import sniff
from pipeline.storable import storable
from pipeline.store.intake_events import log_received
from pipeline.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """How files came in: the day they were received, and a label of whoever brought them.

    ``folder`` is where in a watched folder they lay.
    """

    received_on: dt.date
    now: dt.datetime
    label: str | None = None
    source: IntakeSource = IntakeSource.COMMAND
    folder: str | None = None


def receive(
    store: Store,
    path: Path,
    receipt: Receipt,
    *,
    name: str | None = None,
    is_same: Callable[[], None] = lambda: None,
) -> IntakeItem:
    """Keep a file and write it into the ledger; its row.

    ``name`` is what it is called, where not as ``path`` is. What is surely no letter is ``failed``
    at once, and so is what cannot even be opened, unless it lay in a watched folder: nobody named
    that file, and a share may come back. ``is_same`` is called when the file has been copied and
    raises where it changed meanwhile. Raises that, :class:`FileMissing`, :class:`FileUnreadable`,
    and :class:`StoreError` when the file cannot be kept: then it did not come in.
    """
    item = IntakeItem(
        name=storable(name or path.name),
        source=receipt.source,
        folder=receipt.folder,
        label=receipt.label,
        received_on=receipt.received_on,
        received_at=receipt.now,
        actor=store.actor,
        state=IntakeState.RECEIVED,
    )
    error = _keep(store, path, item)
    is_same()
    if error is not None:
        item.state, item.ended_at = IntakeState.FAILED, receipt.now
        item.reason = error.code
        item.detail = _renamed(error.detail, path.name, item.name)
    with store.writing() as session:
        session.add(item)
    log_received(item)
    return item


def _keep(store: Store, path: Path, item: IntakeItem) -> InputError | None:
    """Keep the file; why it cannot be read, if that is seen at once."""
    try:
        item.sha256, item.size = store.files.keep_file("originals", path)
    except FileUnreadable as error:
        if isinstance(error.__cause__, (FileNotFoundError, NotADirectoryError)):
            raise FileMissing(item.name) from error
        if item.source == IntakeSource.FOLDER:
            raise
        return error
    try:
        sniff(path)
    except FileMissing:  # it went when it had been kept: it is not needed any more
        return None
    except InputError as error:
        return error
    return None


def _renamed(detail: str, old: str, new: str) -> str:
    """The detail of an error, which begins with the name of a file, with another name."""
    return storable(new + detail.removeprefix(old) if detail.startswith(old) else detail)


def arrival_of(item: IntakeItem, now: dt.datetime) -> Arrival:
    """The row that says that the file came in."""
    return Arrival(
        original_sha256=item.sha256 or "",
        name=item.name,
        received_on=item.received_on,
        added_at=now,
        added_by=item.actor,
        label=item.label,
    )

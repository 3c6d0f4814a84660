"""What the log says of files on their way through the ledger."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from models.errors import WorkAbandoned
from models.register import OPEN_STATES, IntakeItem, IntakeState
from pipeline.logs import bound, log_event, short_hash

if TYPE_CHECKING:
    from pipeline.store.left_behind import LeftBehind
    from pipeline.store.work import Worked


def log_received(item: IntakeItem) -> None:
    """A file came in, and it may be seen at once that it cannot be read."""
    with bound(document=item.name, item=item.id, sha256=short_hash(item.sha256)):
        log_event("received", source=item.source, bytes=item.size)
        if item.state == IntakeState.FAILED:
            log_event("failed", level=logging.WARNING, code=item.reason)


def log_end(worked: Worked, seconds: float) -> None:
    """What became of a file in one attempt: the event is called after the state.

    ``put_back``: somebody shall try again. ``lease_lost``: somebody else has taken it over.
    """
    event = "lease_lost"
    if worked.state is not None:
        event = "put_back" if worked.state in OPEN_STATES else worked.state.value
    is_bad = worked.state is None or worked.error is not None
    log_event(
        event,
        level=logging.WARNING if is_bad else logging.INFO,
        code=_code(worked),
        letters=len(worked.documents) or None,
        seconds=round(seconds, 3),
    )


def _code(worked: Worked) -> str | None:
    """Of the error, or of the first page that could not be read."""
    if worked.error is not None:
        return worked.error.code
    problems = worked.reading.problems if worked.reading else []
    return problems[0].code if problems else None


def log_left_behind(left: Iterable[LeftBehind], taken: Collection[int]) -> None:
    """Files whose owner died: ``taken`` over, or given up after too many attempts."""
    for each in left:
        with bound(document=each.name, item=each.id, sha256=short_hash(each.sha256)):
            if each.id in taken:
                log_event("lease_taken_over", level=logging.WARNING, owner=each.owner)
            elif each.is_given_up:
                log_event("failed", level=logging.WARNING, code=WorkAbandoned.code)

"""Whether somebody works the ledger off: a lock beside the register that ends with its holder."""

from __future__ import annotations

import datetime as dt
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from models.errors import StoreUnavailable
from models.register import IntakeItem

LOCK = "work.lock"


@contextmanager
def at_work(home: Path) -> Iterator[None]:
    """Say that this process works files off as they come; any number of processes may.

    The lock ends with the process, however that dies. Raises :class:`StoreUnavailable`.
    """
    path = home / LOCK
    try:
        file = path.open("a")
    except OSError as error:
        raise StoreUnavailable(f"{path}: {error.strerror}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH)
        except OSError as error:
            raise StoreUnavailable(f"{path}: {error.strerror}") from error
        yield


def is_worked_off(session: Session, home: Path, now: dt.datetime) -> bool:
    """Whether somebody works: on this machine, or anywhere with a file in hand."""
    return _is_locked(home / LOCK) or _has_lease(session, now)


def _is_locked(path: Path) -> bool:
    try:
        with path.open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # no folder of ours: nobody can hold it
        return False
    return False


def _has_lease(session: Session, now: dt.datetime) -> bool:
    held = select(col(IntakeItem.id)).where(col(IntakeItem.lease_until) > now)
    return session.execute(held.limit(1)).first() is not None

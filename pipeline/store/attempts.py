"""Work on many files, of which one may fail."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DataError, IntegrityError

from models.errors import CongvanError, WorkStopped, in_one_line
from pipeline.store.shift import patiently
from pipeline.store.work import PASSING

log = logging.getLogger("congvan.attempts")
_T = TypeVar("_T")


def attempt(name: str, work: Callable[[], _T]) -> _T | CongvanError:
    """What ``work`` on the file called ``name`` gives, or what is wrong with that file.

    What would stop any other file too is raised: :class:`WorkStopped`, :class:`StoreBusy` and
    :class:`StoreUnavailable`.
    """
    try:
        return work()
    except (WorkStopped, *PASSING):
        raise
    except CongvanError as error:
        return error
    except Exception as error:  # a fault of ours in one file must not stop the others
        log.exception("%s: a crash", name)
        return CongvanError(in_one_line(error))


def persist(work: Callable[[], _T]) -> _T:
    """``patiently`` for what is written of one file.

    What the database refuses for what is in it would be refused again, and is raised as a
    :class:`CongvanError`.
    """
    return patiently(lambda: _once(work))


def _once(work: Callable[[], _T]) -> _T:
    try:
        return work()
    except PASSING as error:
        if isinstance(error.__cause__, (DataError, IntegrityError)):
            raise CongvanError(error.detail) from error
        raise

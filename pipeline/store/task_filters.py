"""Filters of tasks and targets as people give them: words, which become what the register knows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session

from models.errors import QueryInvalid
from pipeline.link.bodies import Surroundings, identify
from pipeline.link.successors import with_predecessors
from pipeline.store.lineage import documents_under
from pipeline.track.issuers import issuers_named
from pipeline.track.queries import TargetFilter, TaskFilter
from pipeline.track.standing import Standing

TARGET_KINDS = ("target", "result", "background")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskWords:
    """What tasks somebody asks for; empty words ask for nothing.

    ``under`` is the address or number of a directive: its tasks and those of all that rests on it.
    """

    standing: str = ""
    assignee: str = ""
    under: str = ""
    issuer: str = ""
    due_from: dt.date | None = None
    due_to: dt.date | None = None
    as_of: dt.date | None = None
    only_ended: bool = False
    untrackable: bool = False


def task_filter(session: Session, words: TaskWords, today: dt.date) -> TaskFilter:
    """The filter that is meant.

    Raises :class:`QueryInvalid`, and for ``under`` :class:`DocumentUnknown` and
    :class:`DocumentAmbiguous`.
    """
    day = words.as_of or today
    then = day if day < today else None
    return TaskFilter(
        standing=_standing(words.standing),
        assignee=words.assignee.strip() or None,
        document_ids=_under(session, words.under, then),
        issuer_keys=_issuers(session, words.issuer),
        due_from=words.due_from,
        due_to=words.due_to,
        today=day,
        as_of=then is not None,
        only_ended=words.only_ended,
        include_untrackable=words.untrackable,
    )


def target_filter(
    session: Session,
    *,
    kind: str = "",
    under: str = "",
    with_progress: bool | None = None,
    as_of: dt.date | None = None,
) -> TargetFilter:
    """The same of targets. Raises as :func:`task_filter` does."""
    if kind and kind not in TARGET_KINDS:
        raise QueryInvalid(f"{kind!r}: {', '.join(TARGET_KINDS)}")
    return TargetFilter(
        kind=kind or None,
        document_ids=_under(session, under, as_of),
        with_progress=with_progress,
        as_of=as_of,
    )


def _standing(text: str) -> Standing | None:
    if not text.strip():
        return None
    try:
        return Standing(text.strip().lower().replace("-", "_"))
    except ValueError as error:
        raise QueryInvalid(f"{text!r}: {', '.join(Standing)}") from error


def _under(session: Session, number: str, as_of: dt.date | None) -> list[int] | None:
    return documents_under(session, number, as_of=as_of) if number.strip() else None


def _issuers(session: Session, issuer: str) -> list[str] | None:
    """A body's full name means it and all that it succeeded; other words any body with them."""
    if not issuer.strip():
        return None
    body = identify(issuer, Surroundings())
    if body.complete and body.known and not body.collective:
        return [each.key for each in with_predecessors(body)]
    return issuers_named(session, issuer)

"""Filters as people give them: words, which become what the register knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import get_args

from models.errors import QueryInvalid
from models.reading import Relation
from models.register import OccurrenceState
from pipeline.link.bodies import Surroundings, identify
from pipeline.link.successors import with_predecessors
from pipeline.store.search_query import SearchFilter
from pipeline.vocabulary import document_kinds


def search_filter(
    *,
    issuers: Iterable[str] = (),
    type_code: str | None = None,
    date_from: dt.date | None = None,
    date_to: dt.date | None = None,
    relation: str | None = None,
    task_state: str | None = None,
) -> SearchFilter:
    """The filter that is meant; a body's full name also means all that it succeeded.

    Raises :class:`QueryInvalid`.
    """
    return SearchFilter(
        issuers=tuple(key for issuer in issuers for key in _issuer_keys(issuer)),
        type_code=_known_type(type_code),
        date_from=date_from,
        date_to=date_to,
        relation=_one_of(relation, get_args(Relation)),
        task_state=_one_of(task_state, tuple(OccurrenceState)),
    )


def _issuer_keys(issuer: str) -> list[str]:
    """A body's full name as the keys of it and of all that it succeeded; other words as typed."""
    body = identify(issuer, Surroundings())
    if not body.complete or not body.known or body.collective:
        return [issuer]
    return [each.key for each in with_predecessors(body)]


def _known_type(code: str | None) -> str | None:
    """A type's code, in any case. Raises :class:`QueryInvalid` for an unknown one."""
    if not code or not code.strip():
        return None
    if code.strip().upper() not in {kind.code.upper() for kind in document_kinds()}:
        raise QueryInvalid(f"{code!r}")
    return code.strip()


def _one_of(value: str | None, known: Sequence[str]) -> str | None:
    """A filter's value as it is stored. Raises :class:`QueryInvalid` for an unknown one."""
    if not value:
        return None
    plain = value.strip().lower().replace("-", "_")
    if plain not in known:
        raise QueryInvalid(f"{value!r}: {', '.join(known)}")
    return plain

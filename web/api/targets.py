"""Targets for programs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import Depends, Query
from pydantic import Field, FiniteFloat

from pipeline.access.rights import Right
from pipeline.moments import day_in_vietnam
from pipeline.store.target_view import target_view
from pipeline.store.task_filters import target_filter
from pipeline.track.paging import target_page
from pipeline.track.queries import ProgressEntry
from web.api.shapes import Cursor, Items, Limit, Shape, api_router
from web.api.tasks import EvidenceOut
from web.recording import SentProgress, record_progress
from web.security.asking import Asked, needs
from web.typed import MOST

router = api_router("targets")
Reader = Annotated[Asked, Depends(needs(Right.READ))]
Tracker = Annotated[Asked, Depends(needs(Right.TRACK))]
Text = Annotated[str, Query(max_length=500)]


class ProgressOut(Shape):
    """What was reached by a day."""

    on_day: dt.date
    value: float
    actor: str
    note: str
    source: EvidenceOut | None = None


class TargetOut(Shape):
    """A quantity of a letter; `percent` is what the latest value is of it, for a ceiling how much
    of it is used."""

    key: str
    text: str
    kind: str
    comparator: str
    value: float
    value_max: float | None
    unit: str | None
    per: str | None
    base: str | None
    period: str | None
    percent: float | None
    reached: bool | None
    is_ceiling: bool
    letter_id: int
    letter_number: str | None
    letter_date: dt.date | None
    letter_issuer: str | None
    document_key: str | None
    place: tuple[int, int]


class TargetDetail(Shape):
    """One target, its latest progress first."""

    target: TargetOut
    progress: list[ProgressOut]
    secrecy: int


class ProgressIn(Shape):
    """What was reached, in the target's unit; `source`: the letter that says so."""

    value: FiniteFloat = Field(ge=-MOST, le=MOST)
    on_day: dt.date = Field(default_factory=day_in_vietnam)
    note: Annotated[str, Field(max_length=4000)] = ""
    source: Annotated[str, Field(max_length=300)] = ""


@router.get("/targets")
def list_targets(
    asked: Reader,
    kind: Annotated[Text, Query(description="target, result or background; none: all.")] = "",
    under: Text = "",
    with_progress: bool | None = None,
    limit: Limit = 50,
    after: Cursor = None,
) -> Items[TargetOut]:
    """Targets, those that came first first."""
    with asked.reading() as session:
        wanted = target_filter(session, kind=kind, under=under, with_progress=with_progress)
        rows, following = target_page(session, wanted, after, limit)
    return Items(items=[TargetOut.model_validate(row) for row in rows], next=following)


@router.get("/targets/{target_key}")
def get_target(asked: Reader, target_key: str) -> TargetDetail:
    """One target with all its progress."""
    return _detail(asked, target_key)


@router.post("/targets/{target_key}/progress", status_code=201)
def post_progress(asked: Tracker, target_key: str, progress: ProgressIn) -> TargetDetail:
    """Record what was reached."""
    record_progress(asked, target_key, SentProgress(**dict(progress)))
    return _detail(asked, target_key)


def _detail(asked: Asked, key: str) -> TargetDetail:
    with asked.reading() as session:
        seen = target_view(session, key)
    asked.note_reading(f"target {key}", seen.level)

    def entry(each: ProgressEntry) -> ProgressOut:
        source = seen.sources.get(each.source or "")
        return ProgressOut(
            on_day=each.on_day,
            value=each.value,
            actor=each.actor,
            note=each.note,
            source=EvidenceOut.model_validate(source) if source else None,
        )

    return TargetDetail(
        target=TargetOut.model_validate(seen.row),
        progress=[entry(each) for each in seen.row.progress],
        secrecy=seen.level,
    )

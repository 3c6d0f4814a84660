"""Tasks for programs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import Depends, Query
from pydantic import Field

from models.register import OccurrenceState, TaskEventKind
from pipeline.access.rights import Right
from pipeline.moments import day_in_vietnam
from pipeline.store.task_filters import task_filter
from pipeline.store.task_view import Entry, TaskView, task_view
from pipeline.track.catching_up import catch_up
from pipeline.track.paging import task_page
from pipeline.track.queries import counts
from pipeline.track.standing import Standing
from web.api.shapes import Cursor, Items, Limit, Shape, api_router
from web.recording import SentEvent, record_event
from web.security.asking import Asked, needs
from web.task_words import ProgramWords

router = api_router("tasks")
Reader = Annotated[Asked, Depends(needs(Right.READ))]
Tracker = Annotated[Asked, Depends(needs(Right.TRACK))]
Occurrence = Annotated[int | None, Query(ge=0, lt=1_000_000_000)]
Words = Annotated[str, Field(max_length=4000)]


class DutyOut(Shape):
    """Who has the duties of a lead that no longer exists."""

    name: str
    instead_of: str
    since: dt.date
    certain: bool


class TaskOut(Shape):
    """One occurrence of a task. `place`: the index of the letter in its document, and of the
    task in the letter; the page of the document lights it up at `#l{place[0]}-task-{place[1]}`."""

    key: str
    text: str
    occurrence: int
    label: str | None
    due: dt.date | None
    assumed: bool
    extended: bool
    finished_on: dt.date | None
    state: OccurrenceState
    standing: Standing
    days_late: int
    leads: list[str]
    coordinators: list[str]
    now: list[DutyOut]
    deadline_kind: str
    deadline_text: str | None
    product: str | None
    trackable: bool
    letter_id: int
    letter_number: str | None
    letter_date: dt.date | None
    letter_issuer: str | None
    letter_subject: str | None
    document_key: str | None
    place: tuple[int, int]


class CountsOut(Shape):
    """The officers' 2 × 2, and what no clock judges."""

    done_in_time: int
    done_late: int
    open_in_time: int
    open_late: int
    without_deadline: int
    paused: int
    withdrawn: int
    total: int


class EvidenceOut(Shape):
    """A letter (`document_key`), or a file (`sha256`, or `is_waiting` to be read)."""

    text: str
    document_key: str | None
    sha256: str | None
    is_waiting: bool


class EntryOut(Shape):
    """What somebody recorded."""

    occurrence: int
    kind: TaskEventKind
    on_day: dt.date
    actor: str
    at: dt.datetime
    reason: str
    due_from: dt.date | None
    due_until: dt.date | None
    leads_from: list[str]
    leads_to: list[str]
    evidence: EvidenceOut | None


class TaskDetail(Shape):
    """One task: the occurrence that was asked for, all of them, and the history."""

    task: TaskOut
    occurrences: list[TaskOut]
    history: list[EntryOut]
    possible: list[TaskEventKind]
    proposed_leads: list[str]
    secrecy: int


class EventIn(Shape):
    """What happened. `evidence`: a letter's number or address, or the SHA-256 of a received file;
    `until`: the new day of an extension; `bodies`: who takes over."""

    kind: TaskEventKind
    occurrence: int = Field(0, ge=0, lt=1_000_000_000)
    on_day: dt.date = Field(default_factory=day_in_vietnam)
    reason: Words = ""
    until: dt.date | None = None
    bodies: list[Annotated[str, Field(min_length=1, max_length=500)]] = Field([], max_length=50)
    evidence: Annotated[str, Field(max_length=300)] = ""


@router.get("/tasks")
def list_tasks(
    asked: Reader, words: ProgramWords, limit: Limit = 50, after: Cursor = None
) -> Items[TaskOut]:
    """Tasks, the one due first first, those without a deadline last."""
    today = _today(asked)
    with asked.reading() as session:
        rows, following = task_page(session, task_filter(session, words, today), after, limit)
    return Items(items=[TaskOut.model_validate(row) for row in rows], next=following)


@router.get("/task-counts")
def count_tasks(asked: Reader, words: ProgramWords) -> CountsOut:
    """How many are done or open, in time or late."""
    today = _today(asked)
    with asked.reading() as session:
        return CountsOut.model_validate(counts(session, task_filter(session, words, today)))


@router.get("/tasks/{task_key}")
def get_task(asked: Reader, task_key: str, occurrence: Occurrence = None) -> TaskDetail:
    """One task; without `occurrence` the first one that is still open, or the last."""
    return _detail(asked, task_key, occurrence)


@router.post("/tasks/{task_key}/events", status_code=201)
def post_event(asked: Tracker, task_key: str, event: EventIn) -> TaskDetail:
    """Record what happened; the task as it stands then."""
    sent = SentEvent(**{**dict(event), "bodies": tuple(event.bodies)})
    record_event(asked, task_key, sent)
    return _detail(asked, task_key, event.occurrence)


def _today(asked: Asked) -> dt.date:
    today = day_in_vietnam()
    catch_up(asked.place.store, today)
    return today


def _detail(asked: Asked, key: str, occurrence: int | None) -> TaskDetail:
    today = _today(asked)
    with asked.reading() as session:
        seen = task_view(session, key, occurrence, today=today)
    asked.note_reading(f"task {key}", seen.level)
    return _shape(seen)


def _shape(seen: TaskView) -> TaskDetail:
    return TaskDetail(
        task=TaskOut.model_validate(seen.row),
        occurrences=[TaskOut.model_validate(each) for each in seen.occurrences],
        history=[_entry(each) for each in seen.entries],
        possible=list(seen.may),
        proposed_leads=list(seen.heirs),
        secrecy=seen.level,
    )


def _entry(entry: Entry) -> EntryOut:
    event = entry.event
    return EntryOut(
        occurrence=entry.occurrence,
        kind=event.kind,
        on_day=event.on_day,
        actor=entry.actor,
        at=entry.at,
        reason=event.reason,
        due_from=event.moved_from,
        due_until=event.until,
        leads_from=list(entry.moved_from),
        leads_to=list(event.bodies),
        evidence=EvidenceOut.model_validate(entry.evidence) if entry.evidence else None,
    )

"""What may become of a task: every way through the states, and what a state means on a day."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import TransitionRefused
from models.register import OccurrenceState as State
from models.register import TaskEventKind as Kind
from pipeline.track.standing import Standing, days_late, standing
from pipeline.track.states import Event, OccurrenceStatus, apply, possible, replay

DAY = dt.date(2026, 5, 20)
LATER = dt.date(2026, 6, 20)
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
EVENTS = st.builds(
    Event,
    kind=st.sampled_from(Kind),
    on_day=DAYS,
    reason=st.sampled_from(["", "họp", "  "]),
    until=st.none() | DAYS,
    bodies=st.sampled_from([(), ("Sở Y tế",)]),
)
STARTS = st.builds(OccurrenceStatus, due=st.none() | DAYS)


def event(kind: Kind, day: dt.date = DAY, **more: object) -> Event:
    fields = {"reason": "họp", "bodies": ("Sở Y tế",), "until": LATER, **more}
    return Event(kind=kind, on_day=day, **fields)  # type: ignore[arg-type]


def after(*kinds: Kind, due: dt.date | None = DAY) -> OccurrenceStatus:
    status = OccurrenceStatus(due=due)
    for kind in kinds:
        status = apply(status, event(kind))
    return status


def test_a_task_is_accepted_reported_and_confirmed() -> None:
    done = after(Kind.ACCEPT, Kind.REPORT, Kind.CONFIRM)
    assert (done.state, done.finished_on) == (State.CONFIRMED, DAY)


def test_a_report_that_is_returned_leaves_the_task_open() -> None:
    back = after(Kind.ACCEPT, Kind.REPORT, Kind.RETURN)
    assert (back.state, back.finished_on) == (State.IN_PROGRESS, None)


def test_an_extension_moves_the_day_and_keeps_the_state() -> None:
    longer = after(Kind.ACCEPT, Kind.EXTEND)
    assert longer == OccurrenceStatus(state=State.IN_PROGRESS, due=LATER, extended=True)


def test_the_body_that_takes_over_has_yet_to_accept() -> None:
    assert after(Kind.ACCEPT, Kind.REASSIGN).state is State.NEW


def test_a_paused_task_goes_on() -> None:
    assert after(Kind.ACCEPT, Kind.PAUSE).state is State.PAUSED
    assert after(Kind.ACCEPT, Kind.PAUSE, Kind.RESUME).state is State.IN_PROGRESS


@pytest.mark.parametrize("end", [(Kind.REPORT, Kind.CONFIRM), (Kind.WITHDRAW,)])
def test_after_its_end_nothing_happens_to_a_task(end: tuple[Kind, ...]) -> None:
    assert possible(after(*end).state) == ()


def test_a_refusal_says_what_is_possible() -> None:
    with pytest.raises(TransitionRefused, match=r"reported: accept; .*confirm, return, withdraw"):
        apply(after(Kind.REPORT), event(Kind.ACCEPT))


@pytest.mark.parametrize(
    "kind", [Kind.EXTEND, Kind.PAUSE, Kind.WITHDRAW, Kind.REASSIGN, Kind.RETURN]
)
def test_nobody_moves_a_task_without_saying_why(kind: Kind) -> None:
    start = after(Kind.REPORT) if kind is Kind.RETURN else after()
    with pytest.raises(TransitionRefused, match="cần lý do"):
        apply(start, event(kind, reason="  "))


@pytest.mark.parametrize("until", [None, DAY, dt.date(2026, 5, 1)])
def test_an_extension_needs_a_later_day(until: dt.date | None) -> None:
    with pytest.raises(TransitionRefused):
        apply(after(), event(Kind.EXTEND, until=until))


def test_what_has_no_deadline_cannot_be_extended() -> None:
    with pytest.raises(TransitionRefused, match="không thời hạn"):
        apply(after(due=None), event(Kind.EXTEND))


def test_a_task_is_reassigned_to_somebody() -> None:
    with pytest.raises(TransitionRefused):
        apply(after(), event(Kind.REASSIGN, bodies=()))


@given(start=STARTS, events=st.lists(EVENTS, max_size=20))
def test_no_sequence_of_events_leads_to_an_undefined_status(
    start: OccurrenceStatus, events: list[Event]
) -> None:
    status = replay(start, events)
    assert status.state in State
    finished = status.state in (State.REPORTED, State.CONFIRMED)
    assert finished == (status.finished_on is not None) or status.state is State.WITHDRAWN
    assert (status.due is None) == (start.due is None)
    assert status.extended == (status.due != start.due)
    assert standing(status, DAY).label


@given(start=STARTS, events=st.lists(EVENTS, max_size=20))
def test_replaying_what_was_accepted_leads_where_the_steps_led(
    start: OccurrenceStatus, events: list[Event]
) -> None:
    status, accepted = start, []
    for each in events:
        try:
            status = apply(status, each)
        except TransitionRefused:
            continue
        accepted.append(each)
    assert replay(start, accepted) == status


@given(start=STARTS, events=st.lists(EVENTS, max_size=10))
def test_what_is_said_to_be_possible_is_never_refused_for_the_state(
    start: OccurrenceStatus, events: list[Event]
) -> None:
    status = replay(start, events)
    for kind in Kind:
        until = (status.due or DAY) + dt.timedelta(days=1)
        whole = event(kind, until=until)
        refused = False
        try:
            apply(status, whole)
        except TransitionRefused:
            refused = True
        dateless = kind is Kind.EXTEND and status.due is None
        assert refused == (kind not in possible(status.state) or dateless)


@pytest.mark.parametrize(
    ("kinds", "today", "expected"),
    [
        ((), dt.date(2026, 5, 1), Standing.NOT_ACCEPTED),
        ((Kind.ACCEPT,), dt.date(2026, 5, 1), Standing.ON_TIME),
        ((Kind.ACCEPT,), dt.date(2026, 5, 12), Standing.ON_TIME),
        ((Kind.ACCEPT,), dt.date(2026, 5, 13), Standing.DUE_SOON),
        ((), dt.date(2026, 5, 20), Standing.DUE_SOON),
        ((), dt.date(2026, 5, 21), Standing.OVERDUE),
        ((Kind.REPORT,), dt.date(2026, 9, 1), Standing.REPORTED_ON_TIME),
        ((Kind.REPORT, Kind.CONFIRM), dt.date(2026, 9, 1), Standing.CONFIRMED_ON_TIME),
        ((Kind.PAUSE,), dt.date(2026, 9, 1), Standing.PAUSED),
        ((Kind.WITHDRAW,), dt.date(2026, 9, 1), Standing.WITHDRAWN),
        ((Kind.ACCEPT, Kind.EXTEND), dt.date(2026, 5, 21), Standing.ON_TIME),
    ],
)
def test_state_and_clock_together_say_how_a_task_stands(
    kinds: tuple[Kind, ...], today: dt.date, expected: Standing
) -> None:
    assert standing(after(*kinds), today) is expected


def test_what_is_finished_behind_its_day_is_late_by_so_many_days() -> None:
    late = apply(after(), event(Kind.REPORT, dt.date(2026, 5, 25)))
    assert standing(late, LATER) is Standing.REPORTED_LATE
    assert standing(apply(late, event(Kind.CONFIRM)), LATER) is Standing.CONFIRMED_LATE
    assert days_late(late, LATER) == 5


def test_before_it_was_finished_it_was_open() -> None:
    late = apply(after(), event(Kind.REPORT, dt.date(2026, 5, 25)))
    assert standing(late, dt.date(2026, 5, 22)) is Standing.OVERDUE
    assert days_late(late, dt.date(2026, 5, 22)) == 2


def test_no_deadline_is_never_overdue_by_the_clock() -> None:
    assert standing(after(due=None), dt.date(2099, 1, 1)) is Standing.NO_DEADLINE
    assert days_late(after(due=None), dt.date(2099, 1, 1)) == 0


def test_every_standing_has_words_in_two_languages_and_a_colour() -> None:
    assert all(" · " in each.label and each.colour for each in Standing)
    assert (Standing.CONFIRMED_LATE.colour, Standing.OVERDUE.colour) == ("orange", "red")

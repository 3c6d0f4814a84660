"""The digest of a day: what is overdue and due soon, body by body.

It is a function of the register and the day: two digests of one day are the same.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from pipeline.ocr.syllables import fold
from pipeline.remind.source_pages import source_pages
from pipeline.remind.task_leads import Lead, leads_of
from pipeline.track.reminding import Reminder, reminders
from pipeline.track.standing import SOON_DAYS, Standing
from pipeline.track.task_rows import Duty


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTask:
    """One task to be reminded of.

    ``days_left`` until its last day, 0 on that day, negative behind it. ``page`` of the file that
    the letter came in, ``None`` where its reading does not tell. ``document`` is the letter's
    address. ``occurrence``, ``label`` and ``assumed`` as in :class:`TaskRow`, ``earlier_open`` and
    ``open_since`` as in :class:`Reminder`.
    """

    key: str
    occurrence: int
    label: str | None
    text: str
    due: dt.date
    days_left: int
    assumed: bool
    standing: Standing
    letter_number: str | None
    letter_date: dt.date | None
    document: str | None
    page: int | None
    leads: tuple[str, ...]
    earlier_open: int
    open_since: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyDigest:
    """What one body is reminded of, the task due first first.

    ``body_key`` names it in the registry of bodies; ``None``: tasks without a lead. ``names`` are
    as issued, the most frequent first. ``now``: who has its duties today, where it has ended.
    """

    body_key: str | None
    names: tuple[str, ...]
    now: tuple[Duty, ...]
    overdue: tuple[DueTask, ...]
    due_soon: tuple[DueTask, ...]

    @property
    def name(self) -> str | None:
        """The name under which it has most of these tasks."""
        return self.names[0] if self.names else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """All that is to be reminded of on a day; a task with several leads is under each of them.

    ``overdue`` and ``due_soon`` count tasks, each once.
    """

    day: dt.date
    soon_days: int
    overdue: int
    due_soon: int
    bodies: tuple[BodyDigest, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be reminded of."""
        return not self.bodies

    def of(self, body: BodyDigest) -> Digest:
        """The part of one body."""
        overdue, due_soon = len(body.overdue), len(body.due_soon)
        return replace(self, bodies=(body,), overdue=overdue, due_soon=due_soon)


def digest(
    session: Session, today: dt.date, soon_days: int = SOON_DAYS, *, as_of: bool = False
) -> Digest:
    """What is overdue on ``today`` or due within ``soon_days`` days, by body in the lead.

    ``as_of``: ``today`` is a day of the past; what came or was done later had not happened.
    """
    found = reminders(session, today, soon_days, as_of=as_of)
    keys = [each.row.key for each in found]
    pages, leads = source_pages(session, keys), leads_of(session, keys)
    counted = Counter(each.row.standing for each in found)
    return Digest(
        day=today,
        soon_days=soon_days,
        overdue=counted[Standing.OVERDUE],
        due_soon=counted[Standing.DUE_SOON],
        bodies=tuple(_bodies(found, leads, pages, today)),
    )


def _bodies(
    found: Iterable[Reminder],
    leads: Mapping[str, Sequence[Lead]],
    pages: Mapping[str, int],
    today: dt.date,
) -> list[BodyDigest]:
    """One for each body, by name; what has no lead comes last."""
    groups: defaultdict[str | None, list[tuple[Reminder, str | None]]] = defaultdict(list)
    for each in found:
        for lead in leads.get(each.row.key, ()) or (None,):
            groups[lead and lead.body_key].append((each, lead and lead.name))
    made = [_body(key, entries, pages, today) for key, entries in groups.items()]
    return sorted(made, key=lambda body: (body.name is None, fold(body.name or ""), body.body_key))


def _body(
    body_key: str | None,
    entries: Sequence[tuple[Reminder, str | None]],
    pages: Mapping[str, int],
    today: dt.date,
) -> BodyDigest:
    names = Counter(name for _, name in entries if name is not None)
    duties = (duty for each, name in entries for duty in each.row.now if duty.instead_of == name)
    lines = [_due_task(each, pages.get(each.row.key), today) for each, _ in entries]
    return BodyDigest(
        body_key=body_key,
        names=tuple(name for name, _ in names.most_common()),
        now=tuple({duty.name: duty for duty in duties}.values()),
        overdue=tuple(line for line in lines if line.standing is Standing.OVERDUE),
        due_soon=tuple(line for line in lines if line.standing is Standing.DUE_SOON),
    )


def _due_task(reminder: Reminder, page: int | None, today: dt.date) -> DueTask:
    row = reminder.row
    return DueTask(
        key=row.key,
        occurrence=row.occurrence,
        label=row.label,
        text=row.text,
        due=reminder.due,
        days_left=(reminder.due - today).days,
        assumed=row.assumed,
        standing=row.standing,
        letter_number=row.letter_number,
        letter_date=row.letter_date,
        document=row.document_key,
        page=page,
        leads=row.leads,
        earlier_open=reminder.earlier_open,
        open_since=reminder.open_since,
    )

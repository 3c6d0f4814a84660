"""The tasks and figures of one letter enter the register, and leave it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, insert, or_
from sqlmodel import Session, SQLModel, col, select

from models.reading import Letter, Target, Task
from models.register import Occurrence, StoredLetter, StoredTarget, StoredTask, TaskBody
from pipeline.link.bodies import Surroundings, identify, surroundings_of
from pipeline.track.due import plan
from pipeline.track.event_rows import History, histories
from pipeline.track.keys import keys_for
from pipeline.track.occurrence_rows import rows_for

_Row = dict[str, Any]
"""The columns of a row: of many rows, objects would cost more than their writing."""

LEAD = "lead"
COORDINATE = "coordinate"


def store_tasks(session: Session, letter: StoredLetter, reading_letter: Letter) -> None:
    """Write the tasks, bodies, occurrences and figures of ``letter``, which has its id.

    Called again after another reading, or after a correction of the letter's date, it writes them
    anew: what people recorded hangs on the tasks' keys, and is applied again to the tasks whose
    words are still there. Occurrences are made until the day of receipt and one more, for tasks
    that were there already as far as they had been made; the later ones are made by
    :func:`pipeline.track.advance.advance`.
    """
    letter_id = _id_of(letter)
    made = {}
    if _has_some(session, letter_id):
        made = _made_so_far(session, letter_id)
        remove_tasks(session, letter_id)
    connection = session.connection()
    if reading_letter.targets:
        targets = list(_target_rows(letter, letter_id, reading_letter.targets))
        connection.execute(insert(_TARGETS), targets)
    if not reading_letter.tasks:
        return
    rows = _task_rows(letter, letter_id, reading_letter.tasks)
    recorded = histories(session, (row["key"] for row in rows))
    around = surroundings_of(reading_letter)
    owns = [recorded.get(row["key"], History()) for row in rows]
    for row, own in zip(rows, owns, strict=True):
        row["leads"] = _as_json(own.leads) if own.leads else row["leads"]
    ids = _save_tasks(session, rows, letter_id)
    bodies: list[_Row] = []
    occurrences: list[_Row] = []
    for number, row, task, own in zip(ids, rows, reading_letter.tasks, owns, strict=True):
        bodies += _bodies(number, LEAD, own.leads or task.lead, around)
        bodies += _bodies(number, COORDINATE, task.coordinators, around)
        occurrences += _occurrences(letter, number, task, own, made.get(row["key"]))
    if bodies:
        connection.execute(insert(_BODIES), bodies)
    if occurrences:
        connection.execute(insert(_OCCURRENCES), occurrences)


def _save_tasks(session: Session, rows: Sequence[_Row], letter_id: int) -> list[int]:
    """Write the tasks of a letter in one statement; their ids, in order.

    SQLite tells the ids of many rows in no order: asked for afterwards they cost one question, not
    one for each row.
    """
    connection = session.connection()
    connection.execute(insert(_TASKS), rows)
    return list(connection.execute(_IN_ORDER, {"letter": letter_id}).scalars())


_TASKS, _BODIES, _OCCURRENCES, _TARGETS = (
    SQLModel.metadata.tables[name] for name in ("task", "task_body", "occurrence", "target")
)

# Made once: making them takes longer than the answer.
_IN_ORDER = (
    select(_TASKS.c.id).where(_TASKS.c.letter_id == bindparam("letter")).order_by(_TASKS.c.position)
)
_SOME = select(
    or_(
        *(
            exists().where(col(rows.letter_id) == bindparam("letter"))
            for rows in (StoredTask, StoredTarget)
        )
    )
)


def _has_some(session: Session, letter_id: int) -> bool:
    """Whether there are tasks or figures of a letter already."""
    session.flush()
    return bool(session.connection().execute(_SOME, {"letter": letter_id}).scalar_one())


def remove_tasks(session: Session, letter_id: int) -> None:
    """Take the tasks and figures of a letter out; what people recorded about them stays."""
    tasks = select(col(StoredTask.id)).where(col(StoredTask.letter_id) == letter_id)
    session.execute(delete(Occurrence).where(col(Occurrence.task_id).in_(tasks)))
    session.execute(delete(TaskBody).where(col(TaskBody.task_id).in_(tasks)))
    session.execute(delete(StoredTask).where(col(StoredTask.letter_id) == letter_id))
    session.execute(delete(StoredTarget).where(col(StoredTarget.letter_id) == letter_id))


def set_leads(
    session: Session, task: StoredTask, names: Sequence[str], around: Surroundings
) -> None:
    """Make ``names`` the bodies that lead ``task`` (chủ trì)."""
    led = (col(TaskBody.task_id) == task.id) & (col(TaskBody.role) == LEAD)
    session.execute(delete(TaskBody).where(led))
    task.leads = _as_json(names)
    session.add_all(TaskBody(**row) for row in _bodies(_id_of(task), LEAD, names, around))


def _as_json(names: Sequence[str]) -> str:
    return json.dumps(list(names), ensure_ascii=False)


def _id_of(row: StoredLetter | StoredTask) -> int:
    if row.id is None:
        raise ValueError("the row has not been written yet")
    return row.id


def _made_so_far(session: Session, letter_id: int) -> dict[str, int]:
    """The last number that was made of each task's occurrences, by the task's key."""
    statement = (
        select(StoredTask.key, func.max(Occurrence.number))
        .join(Occurrence, col(Occurrence.task_id) == col(StoredTask.id))
        .where(col(StoredTask.letter_id) == letter_id)
        .group_by(col(StoredTask.key))
    )
    return dict(session.exec(statement).all())


def _task_rows(letter: StoredLetter, letter_id: int, tasks: Sequence[Task]) -> list[_Row]:
    texts = [task.text for task in tasks]
    keys = keys_for(letter.original_sha256, letter.position, "task", texts)
    return [
        {
            "letter_id": letter_id,
            "position": position,
            "key": key,
            "text": task.text,
            "leads": _as_json(task.lead),
            "coordinators": _as_json(task.coordinators),
            "deadline_kind": task.deadline.kind,
            "deadline_text": task.deadline.text,
            "deadline_start": task.deadline.start,
            "deadline_end": task.deadline.end,
            "recurrence": task.deadline.recurrence,
            "trackable": task.trackable,
            "product": task.product,
        }
        for position, (key, task) in enumerate(zip(keys, tasks, strict=True))
    ]


def _target_rows(letter: StoredLetter, letter_id: int, targets: Sequence[Target]) -> Iterator[_Row]:
    texts = [target.text for target in targets]
    keys = keys_for(letter.original_sha256, letter.position, "target", texts)
    for position, (key, target) in enumerate(zip(keys, targets, strict=True)):
        fields = target.model_dump(exclude={"confidence", "evidence", "task"})
        own = {"letter_id": letter_id, "position": position, "key": key}
        yield {**fields, **own, "task_position": target.task}


def _bodies(task_id: int, role: str, names: Sequence[str], around: Surroundings) -> Iterator[_Row]:
    """One row for each body; two names of one body are one row, under the first name."""
    named: dict[str, str] = {}
    for name in names:
        named.setdefault(identify(name, around).key, name)
    for key, name in named.items():
        yield {"task_id": task_id, "role": role, "body_key": key, "name": name}


def _occurrences(
    letter: StoredLetter, task_id: int, task: Task, own: History, made: int | None
) -> Iterator[_Row]:
    planned = plan(
        task.deadline,
        issued=letter.date,
        received=letter.received_on,
        until=letter.received_on,
        wanted=own.numbers if made is None else {*own.numbers, made},
    )
    return rows_for(task_id, planned, own)

"""The tasks and figures of one letter enter the register, and leave it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from sqlalchemy import bindparam, delete, exists, func, or_
from sqlmodel import Session, col, select

from models.reading import Letter, Target, Task
from models.register import Occurrence, StoredLetter, StoredTarget, StoredTask, TaskBody
from pipeline.link.bodies import Surroundings, identify, surroundings_of
from pipeline.track.due import plan
from pipeline.track.event_rows import History, histories
from pipeline.track.keys import keys_for
from pipeline.track.occurrence_rows import rows_for

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
    rows = _task_rows(letter, letter_id, reading_letter.tasks)
    session.add_all(rows)
    session.add_all(_target_rows(letter, letter_id, reading_letter.targets))
    session.flush()
    recorded = histories(session, (row.key for row in rows))
    around = surroundings_of(reading_letter)
    for row, task in zip(rows, reading_letter.tasks, strict=True):
        own = recorded.get(row.key, History())
        _name_leads(session, row, own.leads or tuple(task.lead), around)
        session.add_all(_bodies(row, COORDINATE, task.coordinators, around))
        session.add_all(_occurrences(letter, row, task, own, made.get(row.key)))
    session.flush()


# Made once: making it takes longer than the answer.
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
    _name_leads(session, task, names, around)


def _name_leads(
    session: Session, task: StoredTask, names: Sequence[str], around: Surroundings
) -> None:
    task.leads = json.dumps(list(names), ensure_ascii=False)
    session.add_all(_bodies(task, LEAD, names, around))


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


def _task_rows(letter: StoredLetter, letter_id: int, tasks: Sequence[Task]) -> list[StoredTask]:
    texts = [task.text for task in tasks]
    keys = keys_for(letter.original_sha256, letter.position, "task", texts)
    return [
        StoredTask(
            letter_id=letter_id,
            position=position,
            key=key,
            text=task.text,
            leads=json.dumps(task.lead, ensure_ascii=False),
            coordinators=json.dumps(task.coordinators, ensure_ascii=False),
            deadline_kind=task.deadline.kind,
            deadline_text=task.deadline.text,
            deadline_start=task.deadline.start,
            deadline_end=task.deadline.end,
            recurrence=task.deadline.recurrence,
            trackable=task.trackable,
            product=task.product,
        )
        for position, (key, task) in enumerate(zip(keys, tasks, strict=True))
    ]


def _target_rows(
    letter: StoredLetter, letter_id: int, targets: Sequence[Target]
) -> Iterator[StoredTarget]:
    texts = [target.text for target in targets]
    keys = keys_for(letter.original_sha256, letter.position, "target", texts)
    for position, (key, target) in enumerate(zip(keys, targets, strict=True)):
        fields = target.model_dump(exclude={"confidence", "evidence", "task"})
        yield StoredTarget(
            letter_id=letter_id, position=position, key=key, task_position=target.task, **fields
        )


def _bodies(
    task: StoredTask, role: str, names: Sequence[str], around: Surroundings
) -> Iterator[TaskBody]:
    """One row for each body; two names of one body are one row, under the first name."""
    named: dict[str, str] = {}
    for name in names:
        named.setdefault(identify(name, around).key, name)
    for key, name in named.items():
        yield TaskBody(task_id=_id_of(task), role=role, body_key=key, name=name)


def _occurrences(
    letter: StoredLetter, row: StoredTask, task: Task, own: History, made: int | None
) -> list[Occurrence]:
    planned = plan(
        task.deadline,
        issued=letter.date,
        received=letter.received_on,
        until=letter.received_on,
        wanted=own.numbers if made is None else {*own.numbers, made},
    )
    return rows_for(_id_of(row), planned, own)

"""What letters order and count, and what became of it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import Column, DateTime, Index, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel


class OccurrenceState(StrEnum):
    """Where one occurrence of a task stands (tình trạng); the clock adds on time, due soon, late.

    Source: handbook 3.4, after QĐ 42/2014/QĐ-TTg and the offices' own registers.
    """

    NEW = "new"  # chưa tiếp nhận
    IN_PROGRESS = "in_progress"  # đang thực hiện
    REPORTED = "reported"  # đã báo cáo hoàn thành
    CONFIRMED = "confirmed"  # đã xác nhận hoàn thành
    PAUSED = "paused"  # tạm dừng
    WITHDRAWN = "withdrawn"  # thu hồi


class TaskEventKind(StrEnum):
    """What happened to a task; each is recorded with who, when and why."""

    ACCEPT = "accept"  # tiếp nhận
    REPORT = "report"  # báo cáo hoàn thành
    CONFIRM = "confirm"  # xác nhận
    RETURN = "return"  # trả lại, chưa đạt
    EXTEND = "extend"  # gia hạn
    PAUSE = "pause"  # tạm dừng
    RESUME = "resume"  # tiếp tục
    WITHDRAW = "withdraw"  # thu hồi
    REASSIGN = "reassign"  # chuyển


class StoredTask(SQLModel, table=True):
    """Nhiệm vụ: one task of a letter; ``key`` stays over later readings of the same file.

    ``key`` is a hash of the file, the letter's place and the words. ``leads`` and ``coordinators``
    are JSON lists of names as printed. ``deadline_*`` as in the reading.
    """

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("letter_id", "position"),
        Index(
            "ix_task_recurring",
            "recurrence",
            sqlite_where=sql("recurrence IS NOT NULL"),
            postgresql_where=sql("recurrence IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", index=True)
    position: int
    key: str = Field(index=True)
    text: str = Field(sa_column=Column(Text, nullable=False))
    leads: str = Field(sa_column=Column(Text, nullable=False))
    coordinators: str = Field(sa_column=Column(Text, nullable=False))
    deadline_kind: str
    deadline_text: str | None = None
    deadline_start: dt.date | None = None
    deadline_end: dt.date | None = None
    recurrence: str | None = None
    trackable: bool
    product: str | None = None


class TaskBody(SQLModel, table=True):
    """Cơ quan chủ trì (``lead``) or phối hợp (``coordinate``) of a task, by its registry key."""

    __tablename__ = "task_body"
    __table_args__ = (Index("ix_task_body_key", "body_key", "role"),)

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    role: str
    body_key: str
    name: str


class Occurrence(SQLModel, table=True):
    """One time that a task falls due: once for most tasks, again and again for recurring ones.

    ``number`` counts from 0. ``due`` is the last day on which it is on time, ``None`` for không
    thời hạn. ``finished_on`` is when completion was reported.
    """

    __tablename__ = "occurrence"
    __table_args__ = (
        UniqueConstraint("task_id", "number"),
        Index("ix_occurrence_state_due", "state", "due"),
    )

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id")
    number: int
    label: str | None = None
    due: dt.date | None = None
    state: str = OccurrenceState.NEW
    finished_on: dt.date | None = None
    extended: bool = False


class TaskEvent(SQLModel, table=True):
    """One transition of one occurrence; append only.

    ``data`` is JSON: the new date of ``extend``, the new bodies of ``reassign``, the evidence of
    ``report`` (a letter's key, a file's name).
    """

    __tablename__ = "task_event"

    id: int | None = Field(default=None, primary_key=True)
    task_key: str = Field(index=True)
    occurrence: int
    kind: str
    actor: str
    at: dt.datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    on_day: dt.date
    reason: str
    data: str = Field(sa_column=Column(Text, nullable=False))


class StoredTarget(SQLModel, table=True):
    """Chỉ tiêu, kết quả, số liệu nền: one quantity of a letter, as in the reading."""

    __tablename__ = "target"
    __table_args__ = (UniqueConstraint("letter_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", index=True)
    position: int
    key: str = Field(index=True)
    text: str = Field(sa_column=Column(Text, nullable=False))
    kind: str
    comparator: str
    value: float
    value_max: float | None = None
    unit: str | None = None
    per: str | None = None
    base: str | None = None
    period: str | None = None
    task_position: int | None = None


class Progress(SQLModel, table=True):
    """Tiến độ: what was reached of a target by a day, who says so, and by which letter."""

    __tablename__ = "progress"

    id: int | None = Field(default=None, primary_key=True)
    target_key: str = Field(index=True)
    on_day: dt.date
    value: float
    actor: str
    at: dt.datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    note: str
    source: str | None = None

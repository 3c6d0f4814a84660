"""`congvan mark`: say what became of a task."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from cli.days import day_or_none
from models.errors import QueryInvalid
from pipeline.moments import day_in_vietnam

if TYPE_CHECKING:
    from models.register import Occurrence, TaskEventKind


def mark(
    task_key: Annotated[
        str, typer.Argument(metavar="KEY", help="Mã nhiệm vụ · key, from `congvan tasks`.")
    ],
    kind: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help="Việc đã xảy ra · what happened: accept, report, confirm, return, extend, "
            "pause, resume, withdraw, reassign.",
        ),
    ],
    occurrence: Annotated[
        int | None,
        typer.Option(
            "--occurrence",
            min=0,
            metavar="N",
            help="Kỳ của nhiệm vụ định kỳ (mặc định: kỳ đầu chưa xong) · "
            "which time (default: the first unfinished).",
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="Ngày xảy ra · when (default: today)."),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Lý do · why.")] = "",
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="Gia hạn đến ngày · new last day."),
    ] = None,
    to: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="BODY", help="Chuyển cho cơ quan · who takes over."),
    ] = None,
    evidence: Annotated[
        str | None,
        typer.Option("--evidence", metavar="NUMBER", help="Văn bản, tệp chứng minh · evidence."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In JSON · print JSON.")] = False,
) -> None:
    """Ghi nhận việc đã xảy ra với nhiệm vụ · record what became of a task."""
    from pipeline.store.store import open_store
    from pipeline.track.record import current_occurrence, record

    what, day = _kind(kind), day_or_none(on) or day_in_vietnam()
    with open_store() as store, store.writing() as session:
        number = current_occurrence(session, task_key) if occurrence is None else occurrence
        row = record(
            session,
            task_key,
            what,
            occurrence=number,
            actor=store.actor,
            on_day=day,
            reason=reason,
            until=day_or_none(until),
            bodies=to or (),
            evidence=evidence,
            now=dt.datetime.now(dt.UTC),
        )
    _say(task_key, row, as_json)


def _kind(text: str) -> TaskEventKind:
    from models.register import TaskEventKind

    try:
        return TaskEventKind(text.strip().lower())
    except ValueError as error:
        raise QueryInvalid(f"{text!r}: {', '.join(TaskEventKind)}") from error


def _say(task_key: str, row: Occurrence, as_json: bool) -> None:
    """Where the task stands now."""
    from pipeline.track.occurrence_rows import status_of
    from pipeline.track.standing import STATES, standing

    status = status_of(row)
    stands = standing(status, day_in_vietnam())
    if as_json:
        from cli.as_json import json_line

        print(json_line(status, key=task_key, occurrence=row.number, standing=stands))
        return
    due = f", hạn · due {row.due:%d/%m/%Y}" if row.due else ""
    which = f" #{row.number}" if row.label else ""
    print(f"{task_key}{which}: {STATES[status.state]} ({stands.label}{due})")

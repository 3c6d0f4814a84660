"""`congvan tasks`: who has what to do, by when, and how it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from cli.days import day_of, day_or_none
from models.errors import QueryInvalid
from pipeline.moments import day_in_vietnam
from pipeline.track.catching_up import catch_up

if TYPE_CHECKING:
    from pipeline.store.store import Store
    from pipeline.track.queries import TaskFilter
    from pipeline.track.standing import Standing


def tasks(
    assignee: Annotated[
        str | None,
        typer.Option("--assignee", metavar="NAME", help="Cơ quan chủ trì · body in the lead."),
    ] = None,
    status: Annotated[
        str | None,
        typer.Option(
            "--status",
            metavar="STATUS",
            help="Tình trạng · standing: not_accepted, on_time, due_soon, overdue, "
            "reported_on_time, reported_late, confirmed_on_time, confirmed_late, paused, "
            "withdrawn, no_deadline.",
        ),
    ] = None,
    due_before: Annotated[
        str | None,
        typer.Option("--due-before", metavar="DATE", help="Hạn trước ngày · due before the day."),
    ] = None,
    under: Annotated[
        str | None,
        typer.Option(
            "--under", metavar="NUMBER", help="Dưới văn bản này · of a document's whole tree."
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Tính đến ngày · as on that day."),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, metavar="N", help="Số dòng · number of lines.")
    ] = 50,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="In JSON, mỗi nhiệm vụ một dòng · JSON, one line a task."),
    ] = False,
) -> None:
    """Nhiệm vụ theo thời hạn và tình trạng · tasks by deadline and standing."""
    from pipeline.store.store import open_store
    from pipeline.track.queries import TaskFilter

    today = day_in_vietnam()
    day = day_or_none(as_of) or today
    asked = TaskFilter(
        assignee=assignee,
        standing=_standing(status),
        due_before=None if due_before is None else day_of(due_before),
        today=day,
        as_of=day < today,
    )
    with open_store() as store:
        catch_up(store, today)
        _show(store, asked, under, limit, as_json)


def _standing(status: str | None) -> Standing | None:
    from pipeline.track.standing import Standing

    if status is None:
        return None
    try:
        return Standing(status.strip().lower().replace("-", "_"))
    except ValueError as error:
        raise QueryInvalid(f"{status!r}: {', '.join(Standing)}") from error


def _show(store: Store, asked: TaskFilter, under: str | None, limit: int, as_json: bool) -> None:
    from pipeline.track.queries import counts
    from pipeline.track.queries import tasks as listed

    with store.reading() as session:
        if under is not None:
            from pipeline.store.lineage import documents_under

            day = asked.today if asked.as_of else None
            asked = replace(asked, document_ids=documents_under(session, under, as_of=day))
        if as_json:
            from cli.task_table import task_line

            for row in listed(session, asked, limit=limit):
                print(task_line(row), flush=True)
            return
        from cli.task_folding import PAGE, fold
        from cli.task_table import show_tasks

        found = fold(lambda after: listed(session, asked, limit=PAGE, after=after), limit)
        show_tasks(found, counts(session, replace(asked, standing=None)))

"""`congvan targets`: the figures that letters ask for, and how far they are reached."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from cli.days import day_or_none
from models.errors import QueryInvalid

if TYPE_CHECKING:
    from sqlmodel import Session

    from pipeline.track.queries import TargetRow

ALL = "all"
KINDS = ("target", "result", "background", ALL)


def targets(
    under: Annotated[
        str | None,
        typer.Option(
            "--under", metavar="NUMBER", help="Dưới văn bản này · of a document's whole tree."
        ),
    ] = None,
    letter: Annotated[
        str | None,
        typer.Option("--letter", metavar="NUMBER", help="Của văn bản này · of this letter."),
    ] = None,
    kind: Annotated[
        str,
        typer.Option(
            "--kind", metavar="KIND", help="Loại số liệu · target, result, background or all."
        ),
    ] = "target",
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Tính đến ngày · as on that day."),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, metavar="N", help="Số dòng · number of rows.")
    ] = 50,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="In JSON, mỗi số liệu một dòng · JSON, one line a target."),
    ] = False,
) -> None:
    """Chỉ tiêu và tiến độ · targets and how far they are reached."""
    from pipeline.store.store import open_store
    from pipeline.track.queries import TargetFilter
    from pipeline.track.queries import targets as listed

    if kind not in KINDS:
        raise QueryInvalid(f"{kind!r}: {', '.join(KINDS)}")
    day = day_or_none(as_of)
    with open_store() as store, store.reading() as session:
        asked = TargetFilter(
            document_ids=_documents(session, under, letter, day),
            kind=None if kind == ALL else kind,
            as_of=day,
        )
        _show(listed(session, asked, limit=limit + 1), limit, as_json)


def _documents(
    session: Session, under: str | None, letter: str | None, as_of: dt.date | None
) -> set[int] | None:
    """The documents that both options leave; ``None`` where neither is given."""
    found: list[set[int]] = []
    if under is not None:
        from pipeline.store.lineage import documents_under

        found.append(set(documents_under(session, under, as_of=as_of)))
    if letter is not None:
        from pipeline.store.finding import find_document

        found.append({find_document(session, letter).id or 0})
    return set.intersection(*found) if found else None


def _show(rows: list[TargetRow], limit: int, as_json: bool) -> None:
    from cli.target_table import show_targets, target_line

    if not as_json:
        show_targets(rows, limit)
        return
    for row in rows[:limit]:
        print(target_line(row), flush=True)

"""`congvan lineage`: what a document rests on, what came of it, the way between two."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from cli.days import day_or_none
from models.errors import QueryInvalid

if TYPE_CHECKING:
    from sqlmodel import Session

DEPTH = 6


def lineage(
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help="Số, ký hiệu hoặc địa chỉ · number or address.")
    ],
    up: Annotated[
        bool, typer.Option("--up", help="Căn cứ vào đâu · what it rests on (default).")
    ] = False,
    down: Annotated[
        bool, typer.Option("--down", help="Được thực hiện ra sao · what came of it.")
    ] = False,
    depth: Annotated[
        int, typer.Option("--depth", min=1, max=50, metavar="N", help="Số bước · steps.")
    ] = DEPTH,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="NUMBER", help="Đường đến văn bản này · the way to it."),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Tính đến ngày · as known on that day."),
    ] = None,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Kèm chỗ trên bản quét · with places on the scan.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="In JSON · print JSON.")] = False,
) -> None:
    """Phả hệ văn bản: căn cứ và kết quả · the lineage of a document."""
    from pipeline.store.store import open_store

    if up and down:
        raise QueryInvalid("--up, --down")
    day = day_or_none(as_of)
    with open_store() as store, store.reading() as session:
        if to is not None:
            _show_way(session, number, to, day, as_json)
        else:
            _show_tree(session, number, down, depth, day, evidence, as_json)


def _show_tree(
    session: Session,
    number: str,
    down: bool,
    depth: int,
    day: dt.date | None,
    evidence: bool,
    as_json: bool,
) -> None:
    from cli.lineage_tree import print_lineage, tree
    from pipeline.store.finding import find_document
    from pipeline.store.lineage import lineage as found_lineage
    from pipeline.store.mentions import MentionFinder

    start = find_document(session, number).id or 0
    found = found_lineage(session, start, "down" if down else "up", depth=depth, as_of=day)
    finder = MentionFinder(session) if evidence or as_json else None
    if as_json:
        print_lineage(found, finder)
    else:
        from rich.console import Console

        console = Console(highlight=False)
        console.print(tree(found, finder))


def _show_way(session: Session, number: str, to: str, day: dt.date | None, as_json: bool) -> None:
    from cli.lineage_tree import print_way, way
    from pipeline.store.finding import find_document
    from pipeline.store.lineage import nodes_of, path_between

    first, second = find_document(session, number), find_document(session, to)
    links = path_between(session, first.id or 0, second.id or 0, as_of=day)
    ends = {end for link in links for end in (link.source, link.target)}
    nodes = nodes_of(session, dict.fromkeys(ends | {first.id or 0, second.id or 0}, 0))
    if as_json:
        print_way(links, nodes)
    else:
        from rich.console import Console

        Console(highlight=False).print(way(links, nodes))
    if not links:
        raise typer.Exit(NO_WAY)


NO_WAY = 4
"""Exit code: both documents are known and no citation leads from one to the other."""

"""`congvan duplicates`: letters that may be copies of each other; a person decides."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.store.duplicates import Pair
    from pipeline.store.store import Store


def duplicates(
    number: Annotated[
        str | None, typer.Option("--number", metavar="NUMBER", help="Của văn bản · of a document.")
    ] = None,
    confirm: Annotated[
        int | None,
        typer.Option("--confirm", metavar="ID", help="Đúng là bản trùng · a copy it is."),
    ] = None,
    refuse: Annotated[
        int | None, typer.Option("--refuse", metavar="ID", help="Không phải · it is no copy.")
    ] = None,
    decided: Annotated[
        bool, typer.Option("--all", help="Cả những cặp đã quyết · also what is decided.")
    ] = False,
    limit: Annotated[
        int, typer.Option("--limit", min=1, metavar="N", help="Số cặp · number of pairs.")
    ] = 50,
    as_json: Annotated[
        bool, typer.Option("--json", help="In JSON, mỗi cặp một dòng · JSON, one line a pair.")
    ] = False,
) -> None:
    """Văn bản nghi trùng nhau · letters that may be copies of each other."""
    from pipeline.store.store import open_store

    with open_store() as store:
        _decide(store, confirm, refuse)
        with store.reading() as session:
            from pipeline.store.duplicates import pairs
            from pipeline.store.finding import find_document

            documents = None if number is None else [find_document(session, number).id or 0]
            for pair in pairs(session, documents=documents, decided=decided, limit=limit):
                _tell(pair, as_json)


def _decide(store: Store, confirm: int | None, refuse: int | None) -> None:
    from models.register import Verdict
    from pipeline.store.resemblances import decide

    verdicts = ((confirm, Verdict.CONFIRMED), (refuse, Verdict.REFUSED))
    for number, verdict in verdicts:
        if number is not None:
            with store.writing() as session:
                decide(session, number, verdict, store.actor, dt.datetime.now(dt.UTC))


KINDS = {
    "same_pages": "trang giống nhau · same pages",
    "same_identity": "cùng số, ngày, cơ quan · same number, date and issuer",
}
VERDICTS = {
    "open": "chờ người xem · to be looked at",
    "confirmed": "là bản trùng · a copy",
    "refused": "không trùng · no copy",
}


def _tell(pair: Pair, as_json: bool) -> None:
    if as_json:
        from cli.as_json import json_line

        print(json_line(pair))
        return
    print(f"#{pair.id} {KINDS[pair.kind]} {pair.score:.0%} — {VERDICTS[pair.verdict]}")
    for each in (pair.first, pair.second):
        first, last = each.pages
        print(f"   {each.document} ({each.file}, tr. {first}–{last})")

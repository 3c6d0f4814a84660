"""`congvan letters`: find letters by their words and by what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.days import day_or_none

if TYPE_CHECKING:
    from pipeline.store.search import SearchResult


def letters(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[QUERY]",
            help='Từ, "cụm từ", -loại trừ, số ký hiệu · words, "phrases", -not, numbers.',
        ),
    ] = None,
    issuers: Annotated[
        list[str] | None,
        typer.Option(
            "--issuer", metavar="BODY", help="Cơ quan ban hành: tên hoặc mã · name or key; several."
        ),
    ] = None,
    type_code: Annotated[
        str | None, typer.Option("--type", metavar="CODE", help="Loại: CV, QĐ … · type's code.")
    ] = None,
    date_from: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Từ ngày · first day.")
    ] = None,
    date_to: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Đến ngày · last day.")
    ] = None,
    relation: Annotated[
        str | None,
        typer.Option(
            "--relation",
            metavar="RELATION",
            help="Viện dẫn theo quan hệ · cites something as: replaces, implements …",
        ),
    ] = None,
    task_state: Annotated[
        str | None,
        typer.Option(
            "--task-state",
            metavar="STATE",
            help="Có nhiệm vụ · has a task that is: new, in_progress, reported, confirmed, "
            "paused, withdrawn.",
        ),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, metavar="N", help="Số văn bản · number of letters.")
    ] = 20,
    offset: Annotated[
        int, typer.Option("--offset", min=0, metavar="N", help="Bỏ qua N văn bản đầu · skip.")
    ] = 0,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="In JSON, mỗi văn bản một dòng · JSON, one line a letter."),
    ] = False,
) -> None:
    """Tìm văn bản trong sổ · find letters of the register; without words the newest ones."""
    from pipeline.store.search import search
    from pipeline.store.search_filters import search_filter
    from pipeline.store.search_query import parse
    from pipeline.store.store import open_store

    asked = search_filter(
        issuers=issuers or (),
        type_code=type_code,
        date_from=day_or_none(date_from),
        date_to=day_or_none(date_to),
        relation=relation,
        task_state=task_state,
    )
    query = parse(" ".join(words)) if words else None
    with open_store() as store, store.reading() as session:
        _show(search(session, query, asked, limit=limit, offset=offset), as_json)


def _show(result: SearchResult, as_json: bool) -> None:
    from cli.letter_list import letter_line, show_letters

    if not as_json:
        show_letters(result)
        return
    last = len(result.hits) - 1
    for index, hit in enumerate(result.hits):
        print(letter_line(hit, more=result.more or index < last), flush=True)

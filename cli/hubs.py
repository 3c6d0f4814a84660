"""`congvan hubs`: the documents that most letters name."""

from __future__ import annotations

import json
from typing import Annotated

import typer


def hubs(
    limit: Annotated[
        int, typer.Option("--limit", min=1, metavar="N", help="Số văn bản · number of documents.")
    ] = 20,
    as_json: Annotated[
        bool, typer.Option("--json", help="In JSON, mỗi văn bản một dòng · JSON, one line each.")
    ] = False,
) -> None:
    """Văn bản được dẫn chiếu nhiều nhất · the documents that are cited most."""
    from pipeline.store.lineage import hubs as most_cited
    from pipeline.store.store import open_store

    with open_store() as store, store.reading() as session:
        found = most_cited(session, limit)
    if as_json:
        from cli.lineage_tree import node_data

        for hub in found:
            data = {**node_data(hub.node), "cited_by": hub.cited_by}
            print(json.dumps(data, ensure_ascii=False, default=str))
        return
    from rich.console import Console
    from rich.text import Text

    from cli.lineage_tree import title

    console = Console(highlight=False)
    for hub in found:
        console.print(Text(f"{hub.cited_by:>6} × ").append_text(title(hub.node)))

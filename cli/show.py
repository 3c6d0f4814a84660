"""`congvan show`: one document with all that the register knows of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from pipeline.store.showing import DocumentView


def show(
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help="Số, ký hiệu hoặc địa chỉ · number or address.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="In JSON · print JSON.")] = False,
) -> None:
    """Một văn bản với mọi điều sổ biết về nó · one document and all about it."""
    from pipeline.store.finding import find_document
    from pipeline.store.showing import view
    from pipeline.store.store import open_store

    with open_store() as store, store.reading() as session:
        found = view(session, find_document(session, number))
        if as_json:
            print(json.dumps(_data(found), ensure_ascii=False, default=str))
        else:
            from cli.document_card import show_document

            show_document(found)


def _data(found: DocumentView) -> dict[str, Any]:
    from cli.lineage_tree import link_data, node_data

    nodes = {**found.neighbours, found.node.id: found.node}
    return {
        **node_data(found.node),
        "cited_by": found.cited_by,
        "letters": [
            {
                "file": each.file,
                "sha256": each.sha256,
                "position": each.position,
                "received_on": each.received_on,
                "letter": each.letter.model_dump(mode="json", by_alias=True),
                "corrections": [row.model_dump(mode="json") for row in each.corrections],
            }
            for each in found.letters
        ],
        "namings": [
            {
                "id": each.id,
                "kind": each.kind,
                "number": each.number,
                "date": each.date,
                "issuer": each.issuer,
                "mentions": each.mentions,
            }
            for each in found.namings
        ],
        "cites": [link_data(each, nodes, None) for each in found.cites],
        "cited": [link_data(each, nodes, None) for each in found.cited],
        "candidates": [each.key for each in found.candidates],
        "decisions": [each.model_dump(mode="json") for each in found.decisions],
    }

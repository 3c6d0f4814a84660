"""`congvan merge`, `split`, `correct`, `undo`: what people say, kept apart from the machine's."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated

import typer

from models.errors import DecisionRefused

Number = Annotated[
    str, typer.Argument(metavar="NUMBER", help="Số, ký hiệu hoặc địa chỉ · number or address.")
]
Reason = Annotated[str, typer.Option("--reason", help="Lý do · why.", prompt="Lý do · why")]
Json = Annotated[bool, typer.Option("--json", help="In JSON · print JSON.")]


def merge(first: Number, second: Number, reason: Reason, as_json: Json = False) -> None:
    """Hai văn bản là một · say that two documents are one."""
    from pipeline.store.decisions import merge_documents
    from pipeline.store.finding import find_document
    from pipeline.store.store import open_store

    with open_store() as store, store.writing() as session:
        one, other = find_document(session, first), find_document(session, second)
        made = merge_documents(
            session, one, other, actor=store.actor, reason=reason, now=dt.datetime.now(dt.UTC)
        )
        _say(made.id, f"{one.key} = {other.key}", as_json)


def split(
    naming: Annotated[
        int, typer.Argument(metavar="NAMING", help="Cách gọi, theo `congvan show` · a naming.")
    ],
    reason: Reason,
    as_json: Json = False,
) -> None:
    """Một cách gọi là văn bản khác · say that a naming means another document."""
    from models.register import Reference
    from pipeline.store.decisions import split_naming
    from pipeline.store.store import open_store

    with open_store() as store, store.writing() as session:
        found = session.get(Reference, naming)
        if found is None:
            raise DecisionRefused(f"[{naming}]")
        made = split_naming(
            session, found, actor=store.actor, reason=reason, now=dt.datetime.now(dt.UTC)
        )
        _say(made.id, found.number or f"[{naming}]", as_json)


def correct(
    number: Number,
    field: Annotated[str, typer.Argument(metavar="FIELD", help="Trường, như trong JSON · field.")],
    value: Annotated[
        str, typer.Argument(metavar="VALUE", help="Giá trị đúng (chữ hoặc JSON) · right value.")
    ],
    reason: Reason,
    as_json: Json = False,
) -> None:
    """Sửa một trường đọc sai · put right a field that was misread."""
    from pipeline.store.amending import amend
    from pipeline.store.finding import find_document
    from pipeline.store.store import open_store

    with open_store() as store, store.writing() as session:
        document = find_document(session, number)
        made = amend(
            session,
            document,
            field,
            _as_json_text(value),
            actor=store.actor,
            reason=reason,
            now=dt.datetime.now(dt.UTC),
        )
        _say(made.id, f"{field}: {made.machine_value} → {made.value}", as_json)


def undo(
    what: Annotated[
        str, typer.Argument(metavar="decision|correction", help="Loại · what is taken back.")
    ],
    number: Annotated[int, typer.Argument(metavar="ID", help="Số thứ tự · its number.")],
    as_json: Json = False,
) -> None:
    """Hủy một quyết định hoặc một chỗ sửa · take back a decision or a correction."""
    from pipeline.store.amending import undo_correction
    from pipeline.store.decisions import undo_decision
    from pipeline.store.store import open_store

    undoing = {"decision": undo_decision, "correction": undo_correction}.get(what)
    if undoing is None:
        raise DecisionRefused(what)
    with open_store() as store, store.writing() as session:
        undoing(session, number, actor=store.actor, now=dt.datetime.now(dt.UTC))
        _say(number, f"{what} #{number}: đã hủy · undone", as_json)


def _as_json_text(value: str) -> str:
    """What was typed as JSON: itself where it is JSON, else a text."""
    try:
        json.loads(value)
    except ValueError:
        return json.dumps(value, ensure_ascii=False)
    return value


def _say(number: int | None, words: str, as_json: bool) -> None:
    print(json.dumps({"id": number}) if as_json else f"#{number}: {words}")

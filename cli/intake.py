"""`congvan intake`: what came in and what became of it, counted to the last file."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from models.errors import error_of
from models.intake_states import IntakeState

if TYPE_CHECKING:
    from models.register import IntakeItem
    from pipeline.store.ledger import Count

STATES: dict[IntakeState, tuple[str, str]] = {
    IntakeState.RECEIVED: ("đã nhận, chờ đọc", "received"),
    IntakeState.READING: ("đang đọc", "being read"),
    IntakeState.STORED: ("đã đọc, chờ nối", "stored"),
    IntakeState.LINKED: ("đã vào sổ", "linked"),
    IntakeState.PARTLY_READ: ("đọc được một phần", "partly read"),
    IntakeState.DUPLICATE: ("trùng", "duplicate"),
    IntakeState.FAILED: ("không đọc được", "failed"),
}
"""What a state is called, in the order of a file's way."""


def intake(
    states: Annotated[
        list[IntakeState] | None,
        typer.Option("--state", metavar="STATE", help="Chỉ trạng thái này · only this state."),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, metavar="N", help="Số tệp · number of files.")
    ] = 50,
    as_json: Annotated[
        bool, typer.Option("--json", help="In JSON: số đếm, rồi mỗi tệp một dòng · JSON lines.")
    ] = False,
) -> None:
    """Sổ tiếp nhận: mọi tệp đã đến và kết quả · every file that came in, and its end."""
    from pipeline.store.ledger import counted, items
    from pipeline.store.store import open_store

    with open_store() as store, store.reading() as session:
        count = counted(session)
        found = items(session, states or (), most=limit)
    if as_json:
        print(json.dumps({**asdict(count), "open": count.open}))
        for item in found:
            print(json.dumps(_data(item), ensure_ascii=False, default=str))
        return
    print(count_line(count))
    for item in found:
        print(_line(item))


def count_line(count: Count) -> str:
    """All in one line; the numbers add up to the first one."""
    parts = [
        f"{' · '.join(STATES[state])}: {number}"
        for state, number in count.by_state.items()
        if number
    ]
    whole = f"{count.received} tệp đã đến · files came in"
    return f"{whole} = {'; '.join(parts)}" if parts else whole


def _data(item: IntakeItem) -> dict[str, Any]:
    data = item.model_dump(exclude={"owner", "lease_until"})
    if item.reason:
        error = error_of(item.reason, item.detail)
        data |= {"message": error.message, "message_en": error.message_en}
    return data


def _line(item: IntakeItem) -> str:
    vietnamese, english = STATES[IntakeState(item.state)]
    where = f"{item.folder}/{item.name}" if item.folder else item.name
    line = f"{item.received_at:%Y-%m-%d %H:%M}  {where}: {vietnamese} · {english}"
    if item.reason and item.state != IntakeState.LINKED:
        line += f" — {error_of(item.reason, item.detail)}"
    return line

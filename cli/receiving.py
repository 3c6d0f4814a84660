"""What the commands that take files in have in common: their options, and the receipt."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from cli.days import day_or_none
from pipeline.moments import day_in_vietnam

if TYPE_CHECKING:
    from pipeline.store.receiving import Receipt

Received = Annotated[
    str | None,
    typer.Option("--received", metavar="DATE", help="Ngày đến · received on (default: today)."),
]
Label = Annotated[
    str | None, typer.Option("--label", help="Nhãn của đợt nhận · a label of this intake.")
]
Jobs = Annotated[
    str | None,
    typer.Option("--jobs", "-j", metavar="N", help="Số tiến trình · worker processes."),
]
JsonLines = Annotated[
    bool, typer.Option("--json", help="In JSON, mỗi tệp một dòng · JSON, one line a file.")
]


def receipt_of(received: str | None, label: str | None) -> Receipt:
    """The receipt of files that come in now. Raises :class:`SettingInvalid` for no day."""
    from pipeline.store.receiving import Receipt

    return Receipt(
        received_on=day_or_none(received) or day_in_vietnam(),
        now=dt.datetime.now(dt.UTC),
        label=label,
    )

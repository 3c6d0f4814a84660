"""`congvan progress`: say what was reached of a target."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from cli.days import day_or_none
from pipeline.moments import day_in_vietnam


def progress(
    target_key: Annotated[
        str, typer.Argument(metavar="KEY", help="Mã chỉ tiêu · key, from `congvan targets`.")
    ],
    value: Annotated[
        float,
        typer.Argument(metavar="VALUE", help="Đã đạt, theo đơn vị của chỉ tiêu · in its unit."),
    ],
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="Tính đến ngày · by when (default: today)."),
    ] = None,
    note: Annotated[str, typer.Option("--note", help="Ghi chú · note.")] = "",
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="NUMBER", help="Theo văn bản, tệp · says which letter."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In JSON · print JSON.")] = False,
) -> None:
    """Ghi nhận tiến độ của chỉ tiêu · record what was reached of a target."""
    from pipeline.store.store import open_store
    from pipeline.track.queries import TargetFilter, targets
    from pipeline.track.record import add_progress

    with open_store() as store, store.writing() as session:
        add_progress(
            session,
            target_key,
            value,
            actor=store.actor,
            on_day=day_or_none(on) or day_in_vietnam(),
            note=note,
            source=source,
            now=dt.datetime.now(dt.UTC),
        )
        (row,) = targets(session, TargetFilter(key=target_key), limit=1)
    from cli.target_table import show_targets, target_line

    if as_json:
        print(target_line(row))
    else:
        show_targets([row], limit=1)

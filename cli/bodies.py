"""`congvan bodies`: the registry of bodies, and who took over whose duties."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.days import day_or_none
from pipeline.moments import day_in_vietnam

if TYPE_CHECKING:
    from pipeline.link.bodies import BodyName
    from pipeline.vocabulary import Body


def bodies(
    words: Annotated[
        str, typer.Argument(metavar="[NAME]", help="Tên hoặc ký hiệu · a name, or a code.")
    ] = "",
    province: Annotated[
        str | None,
        typer.Option("--province", help="Tỉnh, thành phố · the province that it is of."),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Tại ngày (mặc định: nay) · day.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="In JSON, mỗi cơ quan một dòng · JSON, one line a body.")
    ] = False,
) -> None:
    """Danh mục cơ quan, ký hiệu và cơ quan kế thừa · bodies, their codes and successors."""
    day = day_or_none(on) or day_in_vietnam()
    meant = _meant(words, province) if words else None
    found = _entries(words)
    if as_json:
        for entry in ([_meant_data(meant, day)] if meant else []) + [_data(x) for x in found]:
            print(json.dumps(entry, ensure_ascii=False, default=str))
        return
    if meant:
        _show_meant(meant, day)
    if found:
        _show_entries(found, day)
    elif not meant:
        print("không có trong danh mục · not in the registry")


def _meant(words: str, province: str | None) -> BodyName | None:
    """The body that a full name means; a code or a word in a name means none."""
    from pipeline.link.bodies import Surroundings, identify

    body = identify(words, Surroundings(province=province))
    return body if body.known else None


def _entries(words: str) -> list[Body]:
    from pipeline.ocr.syllables import fold
    from pipeline.vocabulary import bodies as registry

    wanted = fold(words)
    return [
        body
        for body in registry()
        if wanted in fold(body.name) or any(wanted == fold(code) for code in body.codes)
    ]


def _data(body: Body) -> dict[str, Any]:
    return {name: getattr(body, name) for name in body.__dataclass_fields__}


def _meant_data(body: BodyName, day: dt.date) -> dict[str, Any]:
    from dataclasses import asdict

    from pipeline.link.parents import parent_of
    from pipeline.link.successors import exists_on, predecessors_of, successors_of

    parent = parent_of(body)
    return {
        **asdict(body),
        "parent": parent.name if parent else None,
        "exists": exists_on(body, day),
        "successors": [asdict(each) for each in successors_of(body, day)],
        "predecessors": [each.name for each in predecessors_of(body)],
    }


def _show_meant(body: BodyName, day: dt.date) -> None:
    from pipeline.link.parents import parent_of
    from pipeline.link.successors import exists_on, predecessors_of, successors_of

    print(f"{body.name} ({body.key})")
    if parent := parent_of(body):
        print(f"  trực thuộc · part of {parent.name}")
    ended = exists_on(body, day) is False
    print(f"  {day:%d/%m/%Y}: " + ("không còn · no longer exists" if ended else "còn · exists"))
    for each in successors_of(body, day):
        doubt = "" if each.certain else " (?)"
        note = f" — {each.note}" if each.note else ""
        print(f"  → {each.body.name}{doubt}, từ · since {each.since:%d/%m/%Y}{note}")
        print(f"    {each.source}")
    for before in predecessors_of(body):
        print(f"  ← {before.name}")


def _show_entries(found: Sequence[Body], day: dt.date) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for head in (
        "cơ quan\nbody",
        "ký hiệu\ncodes",
        "cấp\nlevel",
        "đến\nuntil",
        "kế thừa\nsuccessor",
    ):
        table.add_column(head, overflow="fold")
    for body in found:
        until = f"{body.valid_to:%d/%m/%Y}" if body.valid_to else ""
        style = "" if body.valid_on(day) else "dim"
        codes = ", ".join(body.codes)
        table.add_row(
            body.name, codes, LEVELS[body.level], until, body.successor or "", style=style
        )
    Console(highlight=False).print(table)


LEVELS = {
    "central": "trung ương",
    "province": "tỉnh",
    "district": "huyện",
    "any": "các cấp",
}

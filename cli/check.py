"""`congvan check`: is everything in the register that should be, and nothing else?"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cli.progress import ProgressBar
from models.errors import StoreDamaged

if TYPE_CHECKING:
    from pipeline.store.checking import Fault


def check(
    repair: Annotated[
        bool, typer.Option("--repair", help="Sửa những gì sửa được · put right what can be.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="In JSON, mỗi lỗi một dòng · JSON, one line a fault.")
    ] = False,
) -> None:
    """Kiểm tra tệp và sổ · check the files and rows of the register."""
    from pipeline.settings import load_settings
    from pipeline.store.checking import find_faults
    from pipeline.store.repairing import repair as put_right
    from pipeline.store.store import open_store

    with open_store() as store, ProgressBar(*FILES) as bar:
        faults = list(find_faults(store, bar))
        before = len(faults)
        if repair and faults:
            put_right(store, faults, load_settings(), dt.datetime.now(dt.UTC))
            faults = list(find_faults(store, bar))
        bar.clear()
        _tell(faults, before - len(faults), as_json)
    if any(fault.is_damage for fault in faults):
        raise StoreDamaged(str(sum(fault.is_damage for fault in faults)))


FILES = ("Đang kiểm tra · checking", "tệp · files")


def _tell(faults: Sequence[Fault], repaired: int, as_json: bool) -> None:
    from pipeline.store.checking import CODES

    for fault in faults:
        if as_json:
            data = {"code": fault.code, "about": fault.about, "damage": fault.is_damage}
            print(json.dumps(data, ensure_ascii=False))
        else:
            print(f"{' · '.join(CODES[fault.code])}: {fault.about}")
    if as_json:
        return
    if repaired > 0:
        print(f"đã sửa {repaired} chỗ · repaired {repaired}")
    if not faults:
        print("sổ nguyên vẹn · the register is whole")

"""`congvan health`: can the program work here, and does the work go on?"""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from pipeline.operate.checks import Check

STATES = {"ok": "tốt · ok", "warn": "chú ý · warn", "fail": "hỏng · fail"}
NAMES = {
    "database": "cơ sở dữ liệu · database",
    "intake": "tiếp nhận · intake",
    "leases": "việc bỏ dở · left behind",
    "failed": "tệp lỗi · failed files",
    "files": "kho tệp · file store",
    "disk": "đĩa · disk",
    "reader": "bộ nhận dạng chữ · text recogniser",
}


def health(
    as_json: Annotated[
        bool, typer.Option("--json", help="In JSON, mỗi mục một dòng · JSON, one line a check.")
    ] = False,
) -> None:
    """Kiểm tra nhanh tình trạng hoạt động · a quick look at whether all is well."""
    from pipeline.operate.health import check_health
    from pipeline.settings import load_settings, load_store_settings

    checks = check_health(load_store_settings(), load_settings(), dt.datetime.now(dt.UTC))
    for check in checks:
        print(json.dumps(_data(check), ensure_ascii=False) if as_json else _line(check))
    errors = [check.error for check in checks if check.error is not None]
    if errors:
        raise typer.Exit(errors[0].exit_code)


def _line(check: Check) -> str:
    return f"[{STATES[check.state]}] {NAMES[check.name]}: {check.detail}"


def _data(check: Check) -> dict[str, Any]:
    code = check.error.code if check.error else None
    told = {"check": check.name, "state": check.state.value, "detail": check.detail, "code": code}
    return told | dict(check.values)

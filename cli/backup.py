"""`congvan backup`: the whole register in one file."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.console import PARTIAL, complain
from cli.progress import ProgressBar

if TYPE_CHECKING:
    from pipeline.store.backup_manifest import BackupSummary

PARTS = "phần · parts"
_MEGABYTE = 1_000_000


def backup(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Tệp sao lưu sẽ ghi · the backup to write.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="In JSON · print JSON.")] = False,
) -> None:
    """Sao lưu cả sổ vào một tệp · back the whole register up, while others work in it."""
    from pipeline.store.backup import write_backup
    from pipeline.store.store import open_store

    with open_store() as store, ProgressBar("Đang sao lưu · backing up", PARTS) as bar:
        found = write_backup(store, file, bar)
    tell(file, found, "đã sao lưu và đọc lại để kiểm tra · backed up and read back", as_json)


def tell(file: Path, found: BackupSummary, what: str, as_json: bool) -> None:
    """Say what a backup holds; ends with :data:`PARTIAL` where files are missing in it."""
    if as_json:
        data = asdict(found) | {"file": file.name, "made_at": found.made_at.isoformat()}
        print(json.dumps(data, ensure_ascii=False))
    else:
        print(
            f"{file}: {what}: {found.rows.get('letter', 0)} văn bản · letters, "
            f"{found.files} tệp · files, {found.size / _MEGABYTE:.1f} MB"
        )
    for lost in found.lost:
        complain(
            f"{lost}: mất hoặc bị thay đổi từ trước, không có trong bản sao lưu",
            "missing or changed before, and not in the backup; see `congvan check`",
        )
    if found.lost:
        raise typer.Exit(PARTIAL)

"""`congvan restore`: a backup becomes the register."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.backup import PARTS, tell
from cli.progress import ProgressBar


def restore(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Do `congvan backup` ghi ra · a backup.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="In JSON · print JSON.")] = False,
) -> None:
    """Phục hồi sổ từ bản sao lưu · make an empty register what a backup holds."""
    from pipeline.settings import load_store_settings
    from pipeline.store.backup_restoring import restore_backup

    with ProgressBar("Đang phục hồi · restoring", PARTS) as bar:
        found = restore_backup(file, load_store_settings(), bar)
    tell(file, found, "đã phục hồi · restored", as_json)

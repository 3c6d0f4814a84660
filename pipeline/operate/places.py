"""The folders of this machine that the register is written to."""

from __future__ import annotations

import shutil
from pathlib import Path

from models.errors import StoreUnavailable
from pipeline.operate.looking import sqlite_file
from pipeline.settings import StoreSettings
from pipeline.store.files_local import LocalFiles
from pipeline.store.files_opening import open_files


def places(settings: StoreSettings) -> dict[str, Path]:
    """``files``, unless they are in a bucket; ``database``, unless it is a server's."""
    found = {}
    files, database = open_files(settings.files, settings.home.expanduser()), sqlite_file(settings)
    if isinstance(files, LocalFiles):
        found["files"] = files.root
    if database is not None:
        found["database"] = database.parent
    return found


def nearest(folder: Path) -> Path:
    """``folder``, or where it would be made."""
    return next(each for each in (folder, *folder.absolute().parents) if each.is_dir())


def free_bytes(folder: Path) -> int:
    """What can still be written there. Raises :class:`StoreUnavailable`."""
    try:
        return shutil.disk_usage(nearest(folder)).free
    except OSError as error:
        raise StoreUnavailable(f"{folder}: {error.strerror}") from error

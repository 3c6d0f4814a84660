"""Is there room for what will be written, and may it be written?"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from models.errors import StoreUnavailable
from pipeline.operate.checks import Check, State, warn_if
from pipeline.operate.places import free_bytes, nearest, places
from pipeline.settings import StoreSettings

MEGABYTE = 1_000_000
FEW_BYTES = 2_000 * MEGABYTE
"""With less a person should make room: it is what some thousand scanned letters take."""
TOO_FEW_BYTES = 100 * MEGABYTE
"""With less no work should be begun."""


def check_disk(settings: StoreSettings) -> Iterator[Check]:
    """The folder of SQLite's database, where it is on another disk than the files."""
    found = places(settings)
    if "database" in found and not _share_a_disk(list(found.values())):
        yield folder_check("disk", found["database"])


def folder_check(name: str, folder: Path) -> Check:
    """Whether ``folder`` is there, can be written to, and has room.

    Raises :class:`StoreUnavailable` where nothing can be written.
    """
    _try_to_write(folder)
    free = free_bytes(folder)
    room = f"còn {free // MEGABYTE} MB · {free // MEGABYTE} MB free"
    if free < TOO_FEW_BYTES:
        raise StoreUnavailable(f"{folder}: {room}")
    if (
        not folder.is_dir()
    ):  # a disk that is not mounted looks like this, and so does a new register
        state, room = State.WARN, f"chưa có thư mục · no such folder yet; {room}"
    else:
        state = warn_if(free < FEW_BYTES)
    return Check(name=name, state=state, detail=f"{folder}: {room}", values={"bytes_free": free})


def _try_to_write(folder: Path) -> None:
    """A file without a name, which nobody sees and which is gone whatever happens."""
    try:
        with tempfile.TemporaryFile(dir=nearest(folder)) as file:
            file.write(b"congvan")
    except OSError as error:
        raise StoreUnavailable(f"{folder}: {error.strerror}") from error


def _share_a_disk(folders: list[Path]) -> bool:
    return len(folders) > 1 and len({nearest(each).stat().st_dev for each in folders}) == 1

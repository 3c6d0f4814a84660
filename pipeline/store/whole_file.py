"""A file that is written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from models.errors import StoreUnavailable


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file beside ``path`` to write into; it takes its place at the end, if nothing failed.

    Raises :class:`OSError` when nothing can be written there.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, _mode_of(path))
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_whole(path: Path, lines: Iterable[bytes]) -> None:
    """Write a file of the program's own. Raises :class:`StoreUnavailable`."""
    try:
        with whole_file(path) as file:
            file.writelines(lines)
    except OSError as error:
        raise StoreUnavailable(f"{path}: {error.strerror}") from error


def _mode_of(path: Path) -> int:
    """The rights of the file that is replaced, else those of any new file."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask

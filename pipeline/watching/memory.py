"""What a watched folder has handed out, in a file of JSON lines outside that folder."""

from __future__ import annotations

import fcntl
import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import StoreUnavailable, WatchedAlready
from pipeline.store.whole_file import write_whole
from pipeline.watching.found import Seen

log = logging.getLogger("congvan.watching")


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Be the only one who uses this memory; its folder is made when it is not there.

    Two who watch one folder would receive every file twice. The lock beside the memory ends with
    the process, however that dies. Raises :class:`WatchedAlready` or :class:`StoreUnavailable`.
    """
    lock = path.with_suffix(".lock")
    try:
        path.parent.mkdir(exist_ok=True)
        file = lock.open("w")
    except OSError as error:
        raise StoreUnavailable(f"{lock}: {error.strerror}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WatchedAlready from error
        except OSError as error:
            raise StoreUnavailable(f"{lock}: {error.strerror}") from error
        yield


def save(path: Path, seen: Iterable[Seen]) -> None:
    """Write the file whole or not at all, a line a file. Raises :class:`StoreUnavailable`.

    Names that are no UTF-8 are kept: JSON writes their bytes as lone surrogates.
    """
    write_whole(path, (json.dumps(each._asdict()).encode() + b"\n" for each in seen))


def load(path: Path) -> list[Seen]:
    """What :func:`save` wrote; nothing when there is no file. Raises :class:`StoreUnavailable`.

    Lines that cannot be understood are left out: their files are handed out again, and the intake
    ledger knows them by their content.
    """
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StoreUnavailable(f"{path}: {error.strerror}") from error
    read = [_state(line) for line in lines]
    known = [state for state in read if state is not None]
    if len(known) < len(read):
        log.warning("%s: %d lines not understood", path, len(read) - len(known))
    return known


def _state(line: bytes) -> Seen | None:
    try:
        row = json.loads(line)
        return Seen(str(row["path"]), *(int(row[key]) for key in ("size", "mtime_ns", "inode")))
    except (ValueError, TypeError, KeyError):
        return None

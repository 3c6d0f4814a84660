"""The very file that a scan saw is opened, whatever its name leads to by now."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pipeline.watching.found import Seen

# NONBLOCK: a pipe that took the file's place holds nobody up.
_OPEN: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Changed(Exception):
    """The file is no longer what the scan saw."""


@contextmanager
def opened(path: Path, seen: Seen) -> Iterator[tuple[Path, Callable[[], None]]]:
    """A path to the open file, and a function that raises where it is not as it was ``seen``.

    The path goes by the handle: a folder above the file may have become a link, too. Raises
    :class:`Changed`, also for a file that is gone or may not be opened: the next scan tells why.
    """
    try:
        number = os.open(path, _OPEN)
    except OSError as error:
        raise Changed from error

    def is_same() -> None:
        now = os.fstat(number)
        if (now.st_size, now.st_mtime_ns, now.st_ino) != seen[1:]:
            raise Changed

    try:
        is_same()
        yield Path(f"/dev/fd/{number}"), is_same
    finally:
        os.close(number)

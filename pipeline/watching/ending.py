"""A closer look at a file that has stopped growing: can it be opened, and is its end there?

Not growing is not being whole. A copy over a slow line stalls for longer than anyone would wait,
and Windows gives a file its full size before the first byte is copied; its tail is zeros till then.
"""

from __future__ import annotations

import errno
import os
from enum import Enum, auto
from pathlib import Path
from typing import Final

from pipeline.watching.found import Seen

_HEAD: Final = 1024  # bytes within which %PDF- stands (ISO 32000-1, annex H.3.4.1)
_TAIL: Final = 1024  # bytes within which %%EOF stands (the same, H.3.4.4)
# NONBLOCK: neither a pipe that took the file's place nor another program's lease holds us up.
_OPEN: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
# A server's or the kernel's word for "somebody else has it open"; STALE: replaced on the server.
_HELD: Final = frozenset({errno.EBUSY, errno.ETXTBSY, errno.EAGAIN, errno.ESTALE})


class Look(Enum):
    """What a file looks like: ``BUSY`` is changing or held by somebody, ``GONE`` has vanished."""

    WHOLE = auto()
    CUT_SHORT = auto()
    BUSY = auto()
    GONE = auto()


def look_at(path: Path, seen: Seen) -> Look:
    """Open the file at ``path``, which must still be in the state ``seen``.

    Raises :class:`OSError` when it may not be opened, is a link by now, or cannot be read.
    """
    try:
        handle = os.open(path, _OPEN)
    except FileNotFoundError:
        return Look.GONE
    except OSError as error:
        if error.errno in _HELD:
            return Look.BUSY
        raise
    try:
        info = os.fstat(handle)
        if (info.st_size, info.st_mtime_ns, info.st_ino) != seen[1:]:
            return Look.BUSY
        head = os.pread(handle, _HEAD, 0)
        tail = os.pread(handle, _TAIL, max(0, seen.size - _TAIL))
    finally:
        os.close(handle)
    return Look.CUT_SHORT if lacks_its_end(path.name, head, tail) else Look.WHOLE


def lacks_its_end(name: str, head: bytes, tail: bytes) -> bool:
    """Whether a file is empty, ends in zeros only, or is a PDF without its last line.

    ``head`` and ``tail`` are its first and last 1024 bytes. A picture may rightly end in zeros;
    it is only waited for longer.
    """
    if not tail.strip(b"\0"):
        return True
    is_pdf = name.lower().endswith(".pdf") or b"%PDF-" in head
    return is_pdf and b"%%EOF" not in tail

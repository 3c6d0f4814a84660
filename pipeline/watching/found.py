"""What a scan of a watched folder tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple


class Seen(NamedTuple):
    """One state of a file: another size, time or inode is another state, and is taken again.

    ``path`` is relative to the watched folder, as on disk, with "/"; ``size`` in bytes,
    ``mtime_ns`` in nanoseconds since 1970. A tuple, for there are 100,000 of them in a scan.
    """

    path: str
    size: int
    mtime_ns: int
    inode: int


class Reason(StrEnum):
    """Why something was refused, as people read it."""

    LINK_OUTSIDE = "liên kết trỏ ra ngoài thư mục · a link that leads out of the folder"
    NOT_A_FILE = "không phải tệp thường · not a regular file"
    UNREADABLE = "không mở được · cannot be opened"
    TOO_DEEP = "thư mục lồng quá sâu · folders nested too deeply"


@dataclass(frozen=True, slots=True)
class Refused:
    """A file, link or folder that is not taken; ``detail`` is the system's word for it, if any."""

    path: Path
    reason: Reason
    detail: str = ""

    @classmethod
    def unreadable(cls, path: Path, error: OSError) -> Refused:
        """``path`` cannot be opened or listed."""
        return cls(path, Reason.UNREADABLE, error.strerror or "")


@dataclass(frozen=True, slots=True)
class Found:
    """A file that is ready. ``label``: its folder below the root in NFC, ``None`` at the root."""

    path: Path
    label: str | None
    seen: Seen

    @property
    def size(self) -> int:
        """Bytes."""
        return self.seen.size

    @property
    def mtime_ns(self) -> int:
        """Nanoseconds since 1970."""
        return self.seen.mtime_ns


@dataclass(frozen=True, slots=True)
class Scan:
    """``ready``: oldest first. ``waiting``: not yet whole. ``refused``: what the last scan did not.

    A thing that stays refused is named in one scan, not in each.
    """

    ready: list[Found] = field(default_factory=list)
    waiting: list[Path] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

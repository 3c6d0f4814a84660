"""The archive of a backup: a plain tar, written and read from front to back, a block at a time.

Not compressed as a whole: nearly all of it are scans, which do not get smaller; the tables inside
are gzipped one by one. ``tar -xf`` reads it. ``tarfile`` makes and checks the headers; its
``TarFile`` is not used: it remembers every member and takes a damaged header for the end.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from tarfile import BLOCKSIZE, GNU_FORMAT, NUL, HeaderError, TarInfo
from typing import TYPE_CHECKING, BinaryIO

from models.errors import BackupInvalid, StoreUnavailable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

AT_ONCE = 1 << 20
"""Bytes that are read at once."""
_END = NUL * BLOCKSIZE * 2


def add_member(out: BinaryIO, name: str, size: int, blocks: Iterable[bytes]) -> None:
    """Append a member. Raises :class:`StoreUnavailable` when it has not ``size`` bytes."""
    header = TarInfo(name)
    header.size, header.mode = size, 0o440
    out.write(header.tobuf(GNU_FORMAT))  # of the formats the one with room for 8 GiB and more
    written = 0
    for block in blocks:
        out.write(block)
        written += len(block)
    if written != size:
        raise StoreUnavailable(f"{name}: đổi khi đang sao lưu · changed during the backup")
    out.write(NUL * _padding(size))


def end_archive(out: BinaryIO) -> None:
    """Append the mark after the last member."""
    out.write(_END)


@dataclass(frozen=True, slots=True)
class Part:
    """The content of a member: ``size`` bytes from ``offset`` of an archive that is open."""

    archive: io.FileIO
    name: str
    offset: int
    size: int

    @property
    def end(self) -> int:
        """Where the next header is."""
        return self.offset + self.size + _padding(self.size)

    def open(self) -> io.BufferedReader:
        """The content as a file; reading it raises :class:`BackupInvalid` where it is cut short."""
        return io.BufferedReader(_Window(self), AT_ONCE)

    def blocks(self) -> Iterator[bytes]:
        """The content, a block at a time."""
        with self.open() as stream:
            while block := stream.read(AT_ONCE):
                yield block


def part_at(archive: io.FileIO, offset: int, name: str) -> Part:
    """The member ``name``, whose header has to be at ``offset``. Raises :class:`BackupInvalid`."""
    block = _read(archive, offset, BLOCKSIZE, name)
    if not block.strip(NUL):
        raise BackupInvalid(f"{name}: không có · missing")
    if len(block) < BLOCKSIZE:
        raise _cut_short(name)
    try:
        header = TarInfo.frombuf(block, "utf-8", "replace")
    except (HeaderError, ValueError) as error:
        raise BackupInvalid(f"{name}: bị thay đổi · changed") from error
    if header.name != name or not header.isreg():
        raise BackupInvalid(f"{name}: không có · missing")
    return Part(archive, name, offset + BLOCKSIZE, header.size)


def check_end(archive: io.FileIO, offset: int) -> None:
    """Nothing but the mark follows from ``offset`` on. Raises :class:`BackupInvalid`."""
    where = "cuối tệp · end of the archive"
    if _read(archive, offset, len(_END) + 1, where) != _END:
        raise BackupInvalid(f"{where}: bị cắt hoặc bị thay đổi · cut off or changed")


class _Window(io.RawIOBase):
    """One part of the archive as a file of its own."""

    def __init__(self, part: Part) -> None:
        self._part, self._at = part, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill ``buffer`` with what comes next."""
        part = self._part
        wanted = memoryview(buffer).cast("B")[: part.size - self._at]
        try:
            part.archive.seek(part.offset + self._at)
            got = part.archive.readinto(wanted)
        except OSError as error:
            raise BackupInvalid(f"{part.name}: {error.strerror}") from error
        if len(wanted) and not got:
            raise _cut_short(part.name)
        self._at += got or 0
        return got or 0


def _read(archive: io.FileIO, offset: int, size: int, name: str) -> bytes:
    """Up to ``size`` bytes; fewer only at the end of the file."""
    try:
        archive.seek(offset)
        return archive.read(size) or b""
    except OSError as error:
        raise BackupInvalid(f"{name}: {error.strerror}") from error


def _padding(size: int) -> int:
    return -size % BLOCKSIZE


def _cut_short(name: str) -> BackupInvalid:
    return BackupInvalid(f"{name}: bị cắt cụt · cut short")

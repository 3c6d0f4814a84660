"""The manifest of a backup, ``congvan.backup/1``: the first member of its archive.

One JSON object a line: the heading, then the other members in their order, then a seal, which is
the SHA-256 of the lines before it. So whoever reads it knows of every byte behind it what it has to
be, without holding more than a line.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, BinaryIO, Final, Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from models.errors import BackupInvalid
from pipeline.store.files import Shelf

SCHEMA: Final = "congvan.backup/1"
MANIFEST: Final = "manifest.jsonl"

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
TableName = Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]
Count = Annotated[int, Field(ge=0)]


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Heading(_Line):
    """``version`` is that of the tables (``pipeline.store.migrate``)."""

    kind: Literal["backup"] = "backup"
    format: Literal["congvan.backup/1"] = SCHEMA
    version: Version
    made_at: AwareDatetime


class TableMember(_Line):
    """All rows of a table as gzipped JSON lines, in an order that foreign keys allow."""

    kind: Literal["table"] = "table"
    name: TableName
    rows: Count
    size: Count
    sha256: Sha256

    @property
    def path(self) -> str:
        """Its name in the archive."""
        return f"tables/{self.name}.jsonl.gz"


class FileMember(_Line):
    """A file of the file store, where it lies there: its content has the hash that it is called."""

    kind: Literal["file"] = "file"
    shelf: Shelf
    size: Count
    sha256: Sha256

    @property
    def path(self) -> str:
        """Its name in the archive."""
        return f"files/{self.shelf}/{self.sha256[:2]}/{self.sha256}"


class LostFile(_Line):
    """A file that the register names, and that was missing or changed already."""

    kind: Literal["lost"] = "lost"
    shelf: Shelf
    sha256: Sha256


class Seal(_Line):
    """The hash of the lines before."""

    kind: Literal["seal"] = "seal"
    sha256: Sha256


Member = TableMember | FileMember
Line = Heading | Member | LostFile
_LINE: Final[TypeAdapter[Line | Seal]] = TypeAdapter(
    Annotated[Line | Seal, Field(discriminator="kind")]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupSummary:
    """What a backup holds: rows by table, how many files, its size in bytes.

    ``lost`` are files (shelf/hash) that the register names and that were missing or changed when
    the backup was made: it does not have them either.
    """

    version: str
    made_at: dt.datetime
    rows: dict[str, int]
    files: int
    size: int
    lost: tuple[str, ...] = ()

    @property
    def members(self) -> int:
        """Tables and files."""
        return len(self.rows) + self.files


def write_manifest(out: BinaryIO, lines: Iterable[Line]) -> None:
    """Write ``lines``, the first of which is the heading, and the seal."""
    digest = hashlib.sha256()
    for line in lines:
        raw = _raw(line)
        digest.update(raw)
        out.write(raw)
    out.write(_raw(Seal(sha256=digest.hexdigest())))


def read_manifest(stream: Iterable[bytes]) -> Iterator[Line]:
    """The lines up to the seal, which is looked at last.

    Raises :class:`BackupInvalid` for a manifest that is not as it was written.
    """
    digest = hashlib.sha256()
    is_first, seal = True, None
    for raw in stream:
        line = _parsed(raw)
        if seal is not None or isinstance(line, Heading) is not is_first:
            raise _changed()
        if isinstance(line, Seal):
            seal = line
            continue
        digest.update(raw)
        is_first = False
        yield line
    if seal is None or seal.sha256 != digest.hexdigest():
        raise _changed()


def summary_of(stream: Iterable[bytes], size: int) -> BackupSummary:
    """What a whole manifest says of an archive of ``size`` bytes. Raises :class:`BackupInvalid`."""
    heading: Heading | None = None
    rows: dict[str, int] = {}
    files, lost = 0, []
    for line in read_manifest(stream):
        match line:
            case Heading():
                heading = line
            case TableMember():
                rows[line.name] = line.rows
            case FileMember():
                files += 1
            case LostFile():
                lost.append(f"{line.shelf}/{line.sha256}")
    if heading is None:
        raise _changed()
    return BackupSummary(
        version=heading.version,
        made_at=heading.made_at,
        rows=rows,
        files=files,
        size=size,
        lost=tuple(lost),
    )


def _raw(line: Line | Seal) -> bytes:
    return line.model_dump_json().encode() + b"\n"


def _parsed(raw: bytes) -> Line | Seal:
    try:
        return _LINE.validate_json(raw)
    except ValidationError as error:
        raise _changed() from error


def _changed() -> BackupInvalid:
    return BackupInvalid(f"{MANIFEST}: bị thay đổi · changed")

"""An exported register is read back, line by line; each line goes in whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from pydantic import ValidationError
from sqlalchemy.exc import DataError, IntegrityError, StatementError

from models.errors import DecisionRefused, ImportInvalid, StoreUnavailable
from pipeline.store.exports.lines import LINE, FileLine, Line
from pipeline.store.exports.restoring import restore
from pipeline.store.files import place_of
from pipeline.store.store import Store

LONGEST: Final = 256 * 1024 * 1024
"""Bytes of the longest line that is read: a file of ten thousand full pages has fewer."""

# The letter U+0000, which PostgreSQL does not keep, as JSON writes it; behind an even number of
# backslashes it is one, behind an odd number it is the words "\u0000".
_NUL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """One line that went in; not ``is_new``: it was in the register already.

    ``lacks_original``: the register names the file, and its bytes are not in the file store.
    """

    number: int
    kind: str
    is_new: bool
    lacks_original: bool


def import_lines(store: Store, stream: BinaryIO) -> Iterator[Imported | ImportInvalid]:
    """Read an export back, one outcome a line; empty lines are passed over.

    A line that is wrong is told with its number and leaves nothing behind. Raises
    :class:`StoreError` when the register cannot be written; the lines before are in it.
    """
    number = 0
    while raw := stream.readline(LONGEST + 1):
        number += 1
        if len(raw) > LONGEST:
            yield _wrong(number, f"> {LONGEST} byte")
            return
        if raw.strip():
            yield _outcome(store, number, raw)


def _outcome(store: Store, number: int, raw: bytes) -> Imported | ImportInvalid:
    try:
        line = _parsed(raw)
        with store.writing() as session:
            is_new = restore(session, line)
    except ValidationError as error:
        return _wrong(number, _first_of(error))
    except (ImportInvalid, DecisionRefused) as error:
        return _wrong(number, error.detail)
    except StatementError as error:  # a number that no column holds
        return _wrong(number, str(error.orig))
    except StoreUnavailable as error:
        # The database refuses the values, not the work.
        if isinstance(error.__cause__, DataError | IntegrityError):
            return _wrong(number, error.detail)
        raise
    lacks = isinstance(line, FileLine) and not store.files.has(place_of("originals", line.sha256))
    return Imported(number=number, kind=line.kind, is_new=is_new, lacks_original=lacks)


def _parsed(raw: bytes) -> Line:
    if _NUL.search(raw):
        raise ImportInvalid("U+0000")
    return LINE.validate_json(raw)


def _first_of(error: ValidationError) -> str:
    """The first thing that is wrong, and where."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']}" if where else first["msg"]


def _wrong(number: int, cause: str) -> ImportInvalid:
    return ImportInvalid(f"dòng · line {number}: {cause}")

"""What all commands say in the same way: errors, and exit codes of work that partly failed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import CongvanError, InputError, error_class

if TYPE_CHECKING:
    from models.reading import Reading

PARTIAL = 3


def complain(vietnamese: str, english: str, file: Path | None = None) -> None:
    """One line on the standard error stream, Vietnamese first."""
    where = f"{file}: " if file else ""
    print(f"lỗi: {where}{vietnamese} · {english}", file=sys.stderr, flush=True)


def say_error(error: CongvanError, file: Path | None = None) -> None:
    """Say what happened and what to do, in one line; a file's name is said once."""
    if file is not None and error.detail == file.name:
        error = type(error)()
    complain(error.message, error.message_en, file)


class Tally:
    """Counts what came out, for the exit code of the whole command."""

    def __init__(self) -> None:
        self._read = 0
        self._partly = 0
        self._failures: list[int] = []

    def add(self, outcome: Reading | CongvanError) -> None:
        """Count one file."""
        if isinstance(outcome, CongvanError):
            self._failures.append(outcome.exit_code)
        elif outcome.pages and all(page.origin == "failed" for page in outcome.pages):
            self._failures.extend({_exit_code(problem.code) for problem in outcome.problems})
        else:
            self.count(partly=bool(outcome.problems))

    def count(self, *, partly: bool) -> None:
        """Count one file that was read, ``partly`` if some of it could not be."""
        self._read += 1
        self._partly += partly

    @property
    def exit_code(self) -> int:
        """0: all was read. 3: some of it. Else nothing: the code of what all files share, or 10."""
        if not self._failures:
            return PARTIAL if self._partly else 0
        if self._read:
            return PARTIAL
        codes = set(self._failures)
        return codes.pop() if len(codes) == 1 else InputError.exit_code


def _exit_code(code: str) -> int:
    kind = error_class(code)
    return kind.exit_code if kind is not CongvanError else PARTIAL

"""What is not even taken in: too many pages, plain text under another name.

A file is opened by a process of its own: one that is made to crash its reader costs nobody else.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from models.errors import CongvanError, InputError, NameMismatch, TooManyPages
from pipeline.ocr.page_source import Kind
from pipeline.workers import Crew

LONGEST = 30.0
"""Seconds in which the pages of a file have to be counted."""


def looked_at(path: Path) -> tuple[Kind, int | None]:
    """What kind of file it is and how many pages it has. Raises :class:`InputError`."""
    from pipeline.ocr.load import open_document, sniff

    kind = sniff(path)
    if not kind.has_pages:
        return kind, None
    with open_document(path) as document:
        return kind, document.page_count


class Fitness:
    """Looks at files, one at a time, in a process that stays for the next one."""

    def __init__(self, most_pages: int) -> None:
        self._most_pages = most_pages
        self._crew = Crew[int](workers=1, time_limit=LONGEST, method="forkserver")
        self._lock = Lock()

    def check(self, path: Path, name: str) -> None:
        """Raises :class:`TooManyPages` or :class:`NameMismatch`.

        Whatever else is wrong with a file is said by the intake, which keeps it.
        """
        with self._lock:
            ((_, found),) = self._crew.run([(0, looked_at, (path,))])
        if isinstance(found, InputError):
            return
        if isinstance(found, CongvanError):  # its reader died or hung: the intake will say so
            return
        kind, pages = found
        if kind is Kind.TEXT and not name.lower().endswith(".txt"):
            raise NameMismatch(name)
        if pages is not None and pages > self._most_pages:
            raise TooManyPages(f"{name}: {pages} > {self._most_pages}")

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._crew.__exit__(None, None, None)

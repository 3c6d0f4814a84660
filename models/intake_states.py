"""How a file came in and where it is on its way; apart from the tables, for whoever only asks."""

from __future__ import annotations

from enum import StrEnum

READ_SUFFIXES = frozenset({".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png", ".docx", ".txt"})
"""Endings of the names, in lower case, of the files of a folder that are taken in."""


class IntakeSource(StrEnum):
    """How a file came in."""

    COMMAND = "command"
    FOLDER = "folder"
    UPLOAD = "upload"


class IntakeState(StrEnum):
    """Where a file is on its way, or how its way ended.

    ``received`` → ``reading`` → ``stored`` (it has been read) → ``linked``, or ``partly_read``
    where some of its pages could not be read; ``duplicate``: the same bytes were here before;
    ``failed``: for a reason that a person can act on.
    """

    RECEIVED = "received"
    READING = "reading"
    STORED = "stored"
    LINKED = "linked"
    PARTLY_READ = "partly_read"
    DUPLICATE = "duplicate"
    FAILED = "failed"


OPEN_STATES = frozenset({IntakeState.RECEIVED, IntakeState.READING, IntakeState.STORED})
"""A file in one of these has not arrived where it belongs."""

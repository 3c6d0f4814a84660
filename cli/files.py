"""From what was typed to the files that are meant."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from models.intake_states import READ_SUFFIXES


def expand(named: Iterable[Path]) -> list[Path]:
    """Files as named; for a folder the readable files in it and below, sorted, no hidden ones.

    A folder without any stays in the list, to be reported like a file that cannot be read.
    """
    return [path for each in named for path in (_inside(each) if each.is_dir() else [each])]


def _inside(folder: Path) -> list[Path]:
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in READ_SUFFIXES
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]
    return found or [folder]

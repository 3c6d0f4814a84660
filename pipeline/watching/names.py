"""Names that nobody gave to a letter; the list is ``data/vocabulary/watching.toml``."""

from __future__ import annotations

import fnmatch
import re
from functools import cache

from pipeline.vocabulary import read_table


def is_ignored_file(name: str) -> bool:
    """Whether a file of this name is hidden, a copy under way, a temporary or a system file."""
    return name.startswith(".") or _pattern("files").match(name.casefold()) is not None


def is_ignored_folder(name: str) -> bool:
    """Whether a folder of this name is hidden, a recycle bin, or a system's own."""
    return name.startswith(".") or _pattern("folders").match(name.casefold()) is not None


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    patterns: tuple[str, ...] = read_table("watching")[kind]
    return re.compile("|".join(fnmatch.translate(each.casefold()) for each in patterns))

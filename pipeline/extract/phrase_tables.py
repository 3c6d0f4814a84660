"""Lists of phrases from ``data/vocabulary/*.toml``, and regular expressions made of them.

For tables that hold nothing but words (``deadlines.toml``, ``reports.toml``): each key of their
``[data]`` is one list. A space in a phrase stands for any white space, also a line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from pipeline import vocabulary


@cache
def phrases(table: str) -> dict[str, tuple[str, ...]]:
    """The lists of ``data/vocabulary/{table}.toml``."""
    return vocabulary.read_table(table)


def one_of(words: Iterable[str]) -> str:
    """A non-capturing group that matches one of ``words``, the longest that fits, whole words."""
    ordered = sorted(words, key=len, reverse=True)
    inner = "|".join(r"\s+".join(map(re.escape, word.split())) for word in ordered)
    return rf"(?<!\w)(?:{inner})(?!\w)"

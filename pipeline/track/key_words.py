"""Bodies in a column of keys, by words that people type."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, String, func, literal, select

from models.errors import QueryInvalid
from pipeline.link.body_words import slug, written_out

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9?-]*)*")


def all_keys(key: Any) -> CTE:  # noqa: ANN401
    """Every key of an indexed column, each once.

    From one key to the next along the index: there are a thousand times as many rows as bodies.
    """
    first = select(func.min(key).label("key")).cte("body_keys", recursive=True)
    following = select(func.min(key)).where(key > first.c.key).correlate(first).scalar_subquery()
    return first.union_all(select(following).where(first.c.key.is_not(None)))


def has_words(keys: CTE, words: str) -> Select[str]:
    """The keys that begin as a key that is typed ("so-y-te/ha-nam"), or else have all its words.

    Raises :class:`QueryInvalid` where there are no words.
    """
    if is_key(words):
        return select(keys.c.key).where(keys.c.key.startswith(words, autoescape=True))
    parts = [part for part in slug(written_out(words)).split("-") if part]
    if not parts:
        raise QueryInvalid(words)
    return select(keys.c.key).where(*(_has_word(keys.c.key, part) for part in parts))


def is_key(text: str) -> bool:
    """Whether somebody typed a key, rather than a name."""
    return ("-" in text or "/" in text) and _KEY.fullmatch(text) is not None


def _has_word(key: ColumnElement[str], word: str) -> ColumnElement[bool]:
    whole = literal("-", String) + func.replace(key, "/", "-") + "-"
    return whole.contains(f"-{word}-", autoescape=True)

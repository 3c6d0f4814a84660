"""Keys of tasks and targets: they stay when the same file is read again with the same words."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Final

from pipeline.ocr.syllables import canonical_tone, fold

KEY_LENGTH: Final = 12
"""Hexadecimal digits; of registers with a million tasks, one in 560 has two with one key."""


def keys_for(sha256: str, position: int, kind: str, texts: Iterable[str]) -> list[str]:
    """A key for each of ``texts``, in order: the file, the letter's place in it, the words.

    ``kind`` (task, target) keeps a task and a figure of the same words apart; words that come
    again are told apart by how often they have come.
    """
    seen: Counter[str] = Counter()
    keys = []
    for text in texts:
        words = " ".join(fold(canonical_tone(text)).split())
        parts = (sha256, str(position), kind, words, str(seen[words]))
        seen[words] += 1
        keys.append(hashlib.sha256("\n".join(parts).encode()).hexdigest()[:KEY_LENGTH])
    return keys

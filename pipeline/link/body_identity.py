"""From a printed name to the body that it means."""

from __future__ import annotations

from functools import lru_cache

from pipeline.link.body_collective import collective_of, is_collective
from pipeline.link.body_model import BodyName, Surroundings
from pipeline.link.body_single import single_body
from pipeline.link.body_styles import folded_name
from pipeline.link.body_words import Word, words_of, written_out


@lru_cache(maxsize=65536)
def identify(name: str, around: Surroundings) -> BodyName:
    """The body that ``name`` means in a letter with these surroundings.

    Abbreviations, case, tone placement, look-alikes of Đ and hyphens make no difference; an empty
    name is a body of no kind and incomplete. About 0.3 ms (0.5 ms for capitals), 0.3 µs when asked
    for again.
    """
    words = _words(name)
    if is_collective(words):
        return collective_of(words, around)
    return single_body(words, around)


@lru_cache(maxsize=16384)
def _words(name: str) -> tuple[Word, ...]:
    """Of the name as the register folds it; the same in every letter, and most of the work."""
    return words_of(folded_name(written_out(name)))

"""The words of the made-up register: sentences of syllables, few of them common, most of them rare.

A letter is put together from pieces, and each piece knows the tokens that the index keeps of it, so
that a million letters are indexed without being read again. That the tokens are those of the whole
text is tested.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from pipeline.store.search_tokens import FIELD, pair_token, text_tokens
from pipeline.store.search_words import Word, words_of

_ONSETS = "b c d đ g h k l m n p r s t v x ch gi kh ng nh ph qu th tr"
_RIMES = (
    "a à á ả ã ạ an àn án ang áng anh ảnh ao áo au ay ây ấy ăn ăng ắt âm ấm ân ấn âu ậu e è é ẹ em"
    " ê ế ệ ên ến ết êu ều i ì í ị iên iến iệt in ính o ò ó ọ oan oán on ong ô ố ộ ôi ối ông ống ơ"
    " ở ờ ơi ới u ù ú ụ ui un ung ùng uôn uốn ư ừ ứ ự ưng ứng ươi ưới ương ường ươu"
)
SENTENCES, SUBJECTS, SIGNERS = 30_000, 5_000, 2_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and what the index keeps of it; ``marked`` as in a header field."""

    text: str
    tokens: frozenset[str]
    marked: frozenset[str]
    first: Word
    last: Word


def piece(text: str) -> Piece:
    """The piece of ``text``, which must have a word."""
    words, tokens = words_of(text), text_tokens(text)
    marked = frozenset({*tokens, *(FIELD + token for token in tokens)})
    return Piece(text, frozenset(tokens), marked, words[0], words[-1])


@lru_cache(maxsize=131_072)
def short_piece(text: str) -> Piece:
    """The same for texts that come again and again: numbers, names."""
    return piece(text)


def text_of(pieces: Iterable[Piece]) -> str:
    """The pieces as one text."""
    return " ".join(each.text for each in pieces)


def tokens_of(pieces: Sequence[Piece]) -> set[str]:
    """The tokens of :func:`text_of`."""
    found = set().union(*(each.tokens for each in pieces))
    found.update(pair_token(one.last, other.first) for one, other in pairwise(pieces))
    return found


@dataclass(frozen=True, slots=True)
class Phrases:
    """All sentences, subjects and names, the same for one seed."""

    sentences: tuple[Piece, ...]
    subjects: tuple[Piece, ...]
    signers: tuple[Piece, ...]


@lru_cache(maxsize=1)
def phrases(seed: int) -> Phrases:
    """The phrases of a register; the first ones are the most used."""
    rng = np.random.default_rng(seed)
    syllables = [onset + rime for onset in _ONSETS.split() for rime in _RIMES.split()]
    order = rng.permutation(len(syllables))
    shares = 1 / (np.arange(len(syllables)) + 2.0)
    shares /= shares.sum()

    def words(fewest: int, most: int) -> str:
        drawn = rng.choice(len(syllables), rng.integers(fewest, most + 1), p=shares)
        return " ".join(syllables[order[each]] for each in drawn).capitalize()

    return Phrases(
        tuple(piece(words(8, 15) + ".") for _ in range(SENTENCES)),
        tuple(piece("Về việc " + words(5, 10).lower()) for _ in range(SUBJECTS)),
        tuple(piece(words(3, 3).title()) for _ in range(SIGNERS)),
    )

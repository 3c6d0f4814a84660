"""Are two pages the same sheet, scanned twice? Two witnesses: the picture and the words.

The picture's hash (``pipeline.ocr.page_image.hash_of``) alone cannot tell letters of one office
apart that share letterhead, layout and length; the words alone cannot tell a letter from the next
one made of the same model. Each has to agree where it has something to say.

Pages that may be the same are found by their bands: a few numbers of which two scans of one page
nearly always have one in common, and other pages hardly ever (min-hash, Broder 1997).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b

from pipeline.ocr.syllables import fold

SHINGLE = 3
"""Words that follow each other, in folded letters: one misread word spoils three."""

FEWEST = 20
"""Shingles from which the words of a page have something to say."""

# Measured on 33 office scans and copies of them (benchmarks.rescan), and on 64 made-up letters, of
# them most of seven offices, each aged in three ways. Two scans of one page share 54-100 % of their
# shingles and their hashes are 0.00-0.28 apart; different pages share up to 84 %, or come within
# 0.12, where letters of one office share sentences and layout. None of 22,512 pairs of different
# pages passes; of 277 pairs that are one page 269 do, and the others were badly read.
SAME_WORDS = 0.85
"""Least share of shingles of two readings of one page whose pictures are only alike."""

LIKE_PICTURES = 0.35
"""Farthest that the hashes of two scans of such a page are from each other."""

SHARED_WORDS = 0.5
"""Least share of shingles where the pictures are the same but a page was badly read."""

SAME_PICTURES = 0.1
"""Farthest for two scans of one page whose words say less, or nothing."""

SHIFT = 2
"""Pages by which one scan of a letter may lag behind another: sheets that were left out."""

BANDS, ROWS = 8, 3
"""Pages that share 60 % of their shingles have a band in common with a probability of 86 %, those
that share 90 % always (204 of 205 measured pairs), those that share 10 %, with one of 1 %."""

_PICTURE_BAND = 4  # hexadecimal digits: one of 36 such parts of a tenth changed hash stays whole
_PRIME = 2**61 - 1

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class PageFace:
    """What a page is known by: the shingles of its text, and its picture's hash."""

    shingles: frozenset[str]
    page_hash: str | None

    @property
    def weight(self) -> int:
        """How much is on the page."""
        return max(1, len(self.shingles))

    @property
    def has_words(self) -> bool:
        """Whether the words have something to say."""
        return len(self.shingles) >= FEWEST

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to know it by."""
        return not self.has_words and not self.page_hash


@lru_cache(maxsize=128)
def face_of(text: str, page_hash: str | None) -> PageFace:
    """The face of a page with this text and this hash.

    Those of the last pages are kept: a batch of letters made of one model is compared with the
    same pages again and again.
    """
    words = _WORD.findall(fold(text))
    runs = zip(*(words[start:] for start in range(SHINGLE)), strict=False)
    return PageFace(frozenset(map(" ".join, runs)), page_hash)


def distance(a: str, b: str) -> float:
    """Share of the bits in which two hashes differ, 0…1; unrelated pages are about 0.5 apart.

    Hashes of different lengths, made in different ways, are 1.0 apart.
    """
    if len(a) != len(b):
        return 1.0
    return (int(a, 16) ^ int(b, 16)).bit_count() / (4 * len(a))


def shared_words(a: PageFace, b: PageFace) -> float:
    """Share of the shingles of both pages that are on both, 0…1."""
    together = len(a.shingles | b.shingles)
    return len(a.shingles & b.shingles) / together if together else 0.0


def same_page(a: PageFace, b: PageFace) -> bool:
    """Whether two pages look like one that was scanned twice; see the measured thresholds."""
    apart = _apart(a, b)
    if not (a.has_words and b.has_words):
        return apart is not None and apart <= SAME_PICTURES
    shared = shared_words(a, b)
    if shared >= SAME_WORDS:
        return apart is None or apart <= LIKE_PICTURES
    return shared >= SHARED_WORDS and apart is not None and apart <= SAME_PICTURES


def _apart(a: PageFace, b: PageFace) -> float | None:
    """How far the pictures are from each other, where both are known."""
    if a.page_hash is None or b.page_hash is None:
        return None
    return distance(a.page_hash, b.page_hash)


def share_on_same_pages(a: Sequence[PageFace], b: Sequence[PageFace]) -> float:
    """Share of what is on the pages of two letters that is on pages which both have, 0…1.

    The pages are in order, without blank ones.
    """
    free = dict(enumerate(b))
    shared = 0
    for index, page in enumerate(a):
        near = [i for i in free if abs(i - index) <= SHIFT and same_page(page, free[i])]
        if near:
            best = max(near, key=lambda i: shared_words(page, free[i]))
            shared += page.weight + free.pop(best).weight
    total = sum(page.weight for page in (*a, *b))
    return shared / total if total else 0.0


def bands_of(face: PageFace) -> list[int]:
    """Numbers of 64 bits, signed, to look a page up by; none for a page with nothing on it.

    They are those of its words, or of its picture where the words say nothing.
    """
    parts = _word_bands(face.shingles) if face.has_words else _picture_bands(face.page_hash or "")
    return [_number(part, signed=True) for part in parts]


def _word_bands(shingles: frozenset[str]) -> Iterator[str]:
    numbers = [_number(shingle) for shingle in shingles]
    for band in range(BANDS):
        rows = range(band * ROWS, (band + 1) * ROWS)
        factors = [_factor(row) for row in rows]
        # Lists, for this is the most of what a new page costs: generators take half as long again.
        smallest = [min([number * factor % _PRIME for number in numbers]) for factor in factors]
        yield f"words {band} {smallest}"


def _picture_bands(page_hash: str) -> Iterator[str]:
    for start in range(0, len(page_hash), _PICTURE_BAND):
        yield f"picture {start} {page_hash[start : start + _PICTURE_BAND]}"


@cache
def _factor(row: int) -> int:
    return _number(f"row {row}") % _PRIME


def _number(text: str, *, signed: bool = False) -> int:
    digest = blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=signed)

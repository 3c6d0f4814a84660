"""Reads handwritten digits out of a line network's scores, as a distribution over strings.

On real scans the number and the day are written by hand after printing. A network trained on
print sees letters in them (``19A5``, ``206L``, ``2M9``): only digits are let compete, several
views of the same cell vote, and the votes become a probability.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.ocr.ctc import beam
from pipeline.ocr.line_readers import Image, LineScores, Scores

DIGITS = "0123456789"
# The slash that ends the number cell competes with the digits, else it would become a 1.
ALPHABET = ("", *DIGITS, "/")
# What a network trained on print sees in handwritten digits, and what they then are
# (observed); letters of the words beside the cells (Số, ngày, tháng) are left out.
LOOKALIKES: dict[str, dict[str, float]] = {
    "A": {"1": 0.6, "4": 0.4},
    "O": {"0": 1.0},
    "Q": {"0": 0.7, "2": 0.3},
    "D": {"0": 1.0},
    "U": {"0": 1.0},
    "l": {"1": 1.0},
    "I": {"1": 1.0},
    "L": {"2": 1.0},
    "Z": {"2": 1.0},
    "z": {"2": 1.0},
    "B": {"8": 1.0},
    "b": {"6": 1.0},
    "G": {"6": 1.0},
    "T": {"7": 1.0},
}
# A letter testifies for a digit with this share of its own probability.
BY_LOOKS = 0.5
BEAMS = 10
NEGLIGIBLE = 1e-4

Beliefs = dict[str, float]


def beliefs(scores: LineScores, *, whole: bool) -> Beliefs:
    """Probability of each digit string in this stretch of a line.

    ``whole`` says that the stretch is known to end before the separator behind the number: a
    slash in it is then a 1 written by pen; otherwise the digits end at the first slash.
    """
    found: Beliefs = defaultdict(float)
    for text, probability in beam(_restricted(scores), ALPHABET, width=BEAMS, least=NEGLIGIBLE):
        digits = text.replace("/", "1") if whole else text.split("/")[0]
        found[digits] += probability
    return dict(found)


def views(cell: Image) -> Iterator[Image]:
    """The cell as several scanners would have seen it: cut, stretched, blurred, sheared."""
    height, width = cell.shape[:2]
    yield cell
    yield cell[int(height * 0.1) : int(height * 0.9)]
    yield cell[int(height * 0.2) : int(height * 0.85)]
    yield cv2.resize(cell, (int(width * 1.3), height)).astype(np.uint8)
    yield cv2.resize(cell, (max(8, int(width * 0.8)), height)).astype(np.uint8)
    yield cv2.GaussianBlur(cell, (0, 0), 1.2).astype(np.uint8)
    lean = np.array([[1, 0.2, 0], [0, 1, 0]], dtype=np.float32)
    size = (width + int(0.2 * height), height)
    yield cv2.warpAffine(cell, lean, size, borderValue=(255, 255, 255)).astype(np.uint8)


def vote(ballots: Iterable[Mapping[str, float]]) -> Beliefs:
    """Mean of the views' beliefs, best first; what a view leaves unread counts for nothing."""
    held = list(ballots)
    total: Beliefs = defaultdict(float)
    for ballot in held:
        for text, probability in ballot.items():
            if text:
                total[text] += probability / len(held)
    return dict(sorted(total.items(), key=lambda item: -item[1]))


def _restricted(scores: LineScores) -> Scores:
    """T × 12: blank (with white space and points in it), the ten digits, the slash."""
    blanks, digits, looks = _columns_of(id(scores.alphabet), tuple(scores.alphabet))
    raw = scores.probabilities
    kept = np.concatenate([raw[:, blanks].sum(axis=1, keepdims=True), raw[:, digits]], axis=1)
    for column, digit, share in looks:
        kept[:, digit] += BY_LOOKS * share * raw[:, column]
    result: Scores = kept / np.maximum(kept.sum(axis=1, keepdims=True), 1e-9)
    return result


@lru_cache(maxsize=4)
def _columns_of(
    _identity: int, alphabet: tuple[str, ...]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], tuple[tuple[int, int, float], ...]]:
    """Columns of the blanks, of the digits, and (column, digit's place, share) of look-alikes."""
    blanks = [0] + [i for i, c in enumerate(alphabet) if c and not c.isalnum() and c != "/"]
    digits = [alphabet.index(digit) for digit in ALPHABET[1:]]
    looks = tuple(
        (alphabet.index(letter), ALPHABET.index(digit), share)
        for letter, meant in LOOKALIKES.items()
        if letter in alphabet
        for digit, share in meant.items()
    )
    return np.array(blanks), np.array(digits), looks

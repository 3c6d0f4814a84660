"""What a CTC network's scores say: the likeliest path, and for doubtful words the likeliest text.

The best path takes the likeliest character of each step. Where two characters share the
probability of one place the path is wrong though the sum over all paths is right; a beam of
prefixes (Hannun et al. 2014, "First-pass large vocabulary continuous speech recognition …")
makes that sum, and spelling chooses among its best.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pipeline.ocr.spelling import is_misspelled

Tensor = npt.NDArray[np.float32]

# How Tesseract makes a word's confidence of its least likely character.
PER_NAT, OFFSET = 0.35, 0.085
# Words whose best path is less likely than this are decoded again.
DOUBTFUL = 0.85
DOUBTFUL_SELDOM = 0.95
# A letter read as small and as capital at one place.
_TWICE = re.compile(r"([cosvxzCOSVXZ])(?!\1)(?i:\1)")
# Prefixes kept, and characters below this at a step are not followed.
BEAM, LEAST = 8, 0.004
# Before it is seen a misspelled text is this much less likely than a usual word, and so is a text
# that is spelled right but no usual word.
SPELLED, SELDOM = 0.12, 0.4
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Sign:
    """One character read: ``start`` and ``end`` are its place along the line's image, 0…1.

    ``probability`` is that of its best step, or of a doubtful one in it or before it.
    """

    text: str
    probability: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Read:
    """A word as read: its text, how likely it is, and its place along the line, 0…1."""

    text: str
    probability: float
    start: float
    end: float


def surer(
    one: Sequence[Read], other: Sequence[Read], lexicon: Set[str] = frozenset()
) -> list[Read]:
    """Word by word the surer of two readings of a line; all of the first where words differ."""
    if len(one) != len(other):
        return list(one)
    return [_surer(a, b, lexicon) for a, b in zip(one, other, strict=True)]


def _surer(one: Read, other: Read, lexicon: Set[str]) -> Read:
    if one.text == other.text:
        return replace(one, probability=max(one.probability, other.probability))
    mine, yours = (word.probability * _usual(word.text, lexicon) for word in (one, other))
    return one if mine >= yours else replace(other, start=one.start, end=one.end)


def is_doubtful(word: Read, lexicon: Set[str] = frozenset()) -> bool:
    """Whether another look at the word is worth its time; at a word that is no usual one sooner."""
    enough = DOUBTFUL if _usual(word.text, lexicon) == 1.0 else DOUBTFUL_SELDOM
    return word.probability < enough


def words(scores: Tensor, alphabet: Sequence[str], lexicon: Set[str] = frozenset()) -> list[Read]:
    """The words of a line, left to right, from its scores (steps, alphabet), blank first.

    ``lexicon`` are usual words in lower case: of doubtful readings they are likelier.
    """
    found: list[list[Sign]] = [[]]
    for sign in signs(scores, alphabet):
        if sign.text.isspace():
            found.append([])
        else:
            found[-1].append(sign)
    return [_word(word, scores, alphabet, lexicon) for word in found if word]


def _word(word: Sequence[Sign], scores: Tensor, alphabet: Sequence[str], lexicon: Set[str]) -> Read:
    text = "".join(sign.text for sign in word)
    probability = min(sign.probability for sign in word)
    start, end = word[0].start, word[-1].end
    if probability < DOUBTFUL:
        steps = len(scores)
        window = scores[round(start * steps) : round(end * steps)]
        text, probability = _likeliest(window, alphabet, lexicon) or (text, probability)
    return Read(_TWICE.sub(r"\1", text), probability, start, end)


def _likeliest(
    window: Tensor, alphabet: Sequence[str], lexicon: Set[str]
) -> tuple[str, float] | None:
    """The best text of a stretch without spaces, and its probability among those of the beam."""
    found = [item for item in beam(window, alphabet) if item[0]]
    if not found:
        return None
    text, likely = max(found, key=lambda item: item[1] * _usual(item[0], lexicon))
    return text, likely / sum(other for _, other in found)


def _usual(text: str, lexicon: Set[str]) -> float:
    """How likely a text is before it is seen, beside a usual word."""
    if is_misspelled(text):
        return SPELLED
    runs = _LETTERS.findall(text.lower())
    return 1.0 if not lexicon or all(run in lexicon for run in runs if len(run) > 1) else SELDOM


def beam(
    scores: Tensor, alphabet: Sequence[str], *, width: int = BEAM, least: float = LEAST
) -> list[tuple[str, float]]:
    """The likeliest texts and their shares of the beam, best first; spaces are left out.

    ``scores`` are (steps, alphabet), the blank first; ``width`` prefixes are kept, characters
    below ``least`` at a step are not followed.
    """
    prefixes: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}
    for step in scores:
        chosen = [(alphabet[i], float(step[i])) for i in np.flatnonzero(step >= least).tolist()]
        blank = float(step[0])
        grown: dict[str, list[float]] = {}
        for prefix, (ended, open_) in prefixes.items():
            both = ended + open_
            kept = grown.setdefault(prefix, [0.0, 0.0])
            kept[0] += both * blank
            for sign, likely in chosen:
                if not sign or sign.isspace():
                    continue
                longer = grown.setdefault(prefix + sign, [0.0, 0.0])
                if prefix.endswith(sign):
                    kept[1] += open_ * likely
                    longer[1] += ended * likely
                else:
                    longer[1] += both * likely
        best = sorted(grown.items(), key=lambda item: -sum(item[1]))[:width]
        # Shares of the beam: over hundreds of doubtful steps the products would come to nothing.
        whole = sum(sum(parts) for _, parts in best) or 1.0
        prefixes = {prefix: (ended / whole, open_ / whole) for prefix, (ended, open_) in best}
    return [(prefix, sum(parts)) for prefix, parts in prefixes.items()]


def signs(scores: Tensor, alphabet: Sequence[str]) -> list[Sign]:
    """The likeliest path through ``scores`` (steps, alphabet), repeats merged, blanks dropped."""
    best = scores.argmax(axis=1)
    changes = np.flatnonzero(np.diff(best)) + 1
    starts = np.concatenate([[0], changes])
    ends = np.concatenate([changes, [len(best)]])
    said = best[starts] > 0
    starts, ends = starts[said], ends[said]
    if not len(starts):
        return []
    peaks = np.array([scores[i:j, best[i]].max() for i, j in zip(starts, ends, strict=True)])
    likely = np.minimum(peaks, _held(scores, best[starts], ends))
    steps = len(best)
    return [
        Sign(alphabet[index], probability, start / steps, end / steps)
        for index, probability, start, end in zip(
            best[starts].tolist(), likely.tolist(), starts.tolist(), ends.tolist(), strict=True
        )
    ]


def _held(scores: Tensor, path: npt.NDArray[np.intp], ends: npt.NDArray[np.intp]) -> Tensor:
    """For each character of the path the least share, over its steps and those of the blanks
    before it, of what the path allows there: where one character gives way to the next, both and
    the blank are right."""
    lengths = np.diff(np.concatenate([[0], ends]))
    steps = np.arange(ends[-1])
    before = np.repeat(np.concatenate([[0], path[:-1]]), lengths)
    here = np.repeat(path, lengths)
    after = np.repeat(np.concatenate([path[1:], [0]]), lengths)
    share = scores[steps, 0] + scores[steps, here]
    share += np.where((before > 0) & (before != here), scores[steps, before], 0)
    other = (after > 0) & (after != here) & (after != before)
    share += np.where(other, scores[steps, after], 0)
    return np.asarray(np.minimum.reduceat(share, np.concatenate([[0], ends[:-1]])), np.float32)


def confidence(probability: float) -> float:
    """Tesseract's confidence, 0…0.97, of a word whose least likely character has this
    probability."""
    nats = math.log(min(1.0, max(probability, 1e-9))) - OFFSET
    return max(0.0, 1.0 + PER_NAT * nats)

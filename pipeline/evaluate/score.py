"""Verdicts counted: shares with their 95 % interval, character errors, calibration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from rapidfuzz.distance import Levenshtein

from models.reading import Reading
from pipeline.evaluate.content_score import ContentEvaluation, evaluate_content
from pipeline.evaluate.gold import Gold
from pipeline.evaluate.intervals import wilson
from pipeline.evaluate.judge import CALIBRATED, FIELDS, SPLITTING, Judgement, Verdict, judge

BIN_EDGES = (0.0, 0.5, 0.7, 0.9, 0.97, 1.0)


@dataclass(frozen=True, slots=True)
class FieldScore:
    """How often one field was right. ``mean_distance`` only where a distance is measured."""

    field: str
    right: int
    wrong: int
    missing: int
    extra: int
    mean_distance: float | None = None

    @property
    def n(self) -> int:
        """All verdicts."""
        return self.right + self.wrong + self.missing + self.extra

    @property
    def share(self) -> float:
        """The share that is right, 0…1."""
        return self.right / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of ``share``."""
        return wilson(self.right, self.n)


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Fields with a confidence in ``low`` … ``high``; ideally ``share`` equals ``confidence``."""

    low: float
    high: float
    n: int
    confidence: float
    share: float


@dataclass(frozen=True, slots=True)
class TextScore:
    """Errors of the page text: edits and lengths in characters and in words."""

    pages: int = 0
    character_edits: int = 0
    characters: int = 0
    word_edits: int = 0
    words: int = 0

    @property
    def cer(self) -> float:
        """Character error rate."""
        return self.character_edits / max(1, self.characters)

    @property
    def wer(self) -> float:
        """Word error rate."""
        return self.word_edits / max(1, self.words)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that is known about how good the readings are; ``content`` where gold speaks of it."""

    files: int
    letters: int
    fields: tuple[FieldScore, ...]
    text: TextScore
    calibration: tuple[CalibrationBin, ...]
    calibration_error: float
    misses: tuple[Judgement, ...]
    content: ContentEvaluation | None = None


def evaluate(pairs: Iterable[tuple[Gold, Reading | None]]) -> Evaluation:
    """Judge every reading by its gold and count. ``None`` is a file that could not be read."""
    pairs = list(pairs)
    verdicts = [verdict for gold, reading in pairs for verdict in judge(gold, reading)]
    bins = calibration(verdicts)
    return Evaluation(
        files=len(pairs),
        letters=sum(len(gold.letters) for gold, _ in pairs),
        fields=tuple(_fields(verdicts)),
        text=_text(pairs),
        calibration=bins,
        calibration_error=expected_calibration_error(bins),
        misses=tuple(v for v in verdicts if v.verdict is not Verdict.RIGHT),
        content=evaluate_content(pairs),
    )


def calibration(verdicts: Iterable[Judgement]) -> tuple[CalibrationBin, ...]:
    """Confidence against truth, over header fields of letters that were found.

    A signer counts once, by name; the running number is part of the number.
    """
    known = [
        (verdict.confidence, verdict.verdict is Verdict.RIGHT)
        for verdict in verdicts
        if verdict.confidence is not None and verdict.field in CALIBRATED
    ]
    bins = []
    for low, high in pairwise(BIN_EDGES):
        inside = [x for x in known if low <= x[0] < high or (high == BIN_EDGES[-1] and x[0] == 1)]
        if inside:
            confidence, share = (fmean(column) for column in zip(*inside, strict=True))
            bins.append(CalibrationBin(low, high, len(inside), confidence, share))
    return tuple(bins)


def expected_calibration_error(bins: Sequence[CalibrationBin]) -> float:
    """Mean gap between confidence and truth, weighted by the size of the bins."""
    total = sum(each.n for each in bins)
    return sum(each.n * abs(each.share - each.confidence) for each in bins) / max(1, total)


def text_score(gold: str, got: str) -> TextScore:
    """Errors of one page; runs of white space count as one space."""
    wanted, words = gold.split(), got.split()
    return TextScore(
        pages=1,
        character_edits=Levenshtein.distance(" ".join(wanted), " ".join(words)),
        characters=len(" ".join(wanted)),
        word_edits=Levenshtein.distance(wanted, words),
        words=len(wanted),
    )


def _text(pairs: Iterable[tuple[Gold, Reading | None]]) -> TextScore:
    scores = []
    for gold, reading in pairs:
        got = {page.number: page.text for page in reading.pages} if reading else {}
        scores += [text_score(text, got.get(number, "")) for number, text in gold.texts.items()]
    return TextScore(
        pages=len(scores),
        character_edits=sum(score.character_edits for score in scores),
        characters=sum(score.characters for score in scores),
        word_edits=sum(score.word_edits for score in scores),
        words=sum(score.words for score in scores),
    )


def _fields(verdicts: Sequence[Judgement]) -> Iterable[FieldScore]:
    for name in (SPLITTING, *(field.name for field in FIELDS)):
        own = [verdict for verdict in verdicts if verdict.field == name]
        counts = Counter(verdict.verdict for verdict in own)
        distances = [verdict.distance for verdict in own if verdict.distance is not None]
        if own:
            yield FieldScore(
                field=name,
                right=counts[Verdict.RIGHT],
                wrong=counts[Verdict.WRONG],
                missing=counts[Verdict.MISSING],
                extra=counts[Verdict.EXTRA],
                mean_distance=fmean(distances) if distances else None,
            )

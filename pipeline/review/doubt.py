"""How doubtful a reading is: how many fields of the header are expected to be wrong.

Confidences are probabilities (``pipeline.extract.calibration``), so that the sum of what is missing
to certainty is that number; a field that every letter has and this one lacks is as doubtful as can
be, and each anomaly tells of half a mistake more. Observation, not norm.
"""

from __future__ import annotations

import hashlib
import json

from models.reading import HEADER_FIELDS, Evidence, Letter

ALWAYS_THERE = ("type", "number", "date", "issuer")
"""Fields that a letter in the register cannot do without."""
OF_AN_ANOMALY = 0.5
DOUBTFUL = 0.8
"""A field below this confidence is shown as doubtful."""


def doubt_of(letter: Letter) -> float:
    """0 where all is sure; rounded to three decimals."""
    missing = sum(1.0 for name in ALWAYS_THERE if getattr(letter, name) is None)
    unsure = sum(1.0 - letter.confidence.get(name, 0.0) for name in _present(letter))
    return round(missing + unsure + OF_AN_ANOMALY * len(letter.anomalies), 3)


def doubtful_fields(letter: Letter) -> list[str]:
    """The fields to look at, the least sure first; what is missing comes before.

    An anomaly that lies where a field was read makes that field doubtful, unless a person has put
    it right: then it is sure.
    """
    missing = [name for name in ALWAYS_THERE if getattr(letter, name) is None]
    strange = {_place(each) for anomaly in letter.anomalies for each in anomaly.evidence}
    unsure = [
        name
        for name in _present(letter)
        if (sure := letter.confidence.get(name, 0.0)) < DOUBTFUL
        or (sure < 1.0 and strange & {_place(each) for each in letter.evidence.get(name, [])})
    ]
    return missing + sorted(unsure, key=lambda name: letter.confidence.get(name, 0.0))


def header_hash(letter: Letter) -> str:
    """What tells this header from any other."""
    header = letter.model_dump(mode="json", include=set(HEADER_FIELDS))
    text = json.dumps([header, letter.pages], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _place(evidence: Evidence) -> tuple[object, ...]:
    return evidence.page, evidence.box, evidence.start, evidence.end


def _present(letter: Letter) -> list[str]:
    """Fields with a value; the system follows from the others."""
    return [name for name in HEADER_FIELDS[1:] if getattr(letter, name)]

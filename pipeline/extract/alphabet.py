"""Small and capital letters of Vietnamese, for regular expressions.

A range such as ``à-ỹ`` would hold capitals too: Unicode lays them out in pairs.
"""

from __future__ import annotations

from pipeline.ocr.syllables import LOWER_LETTERS

SMALL_LETTERS = "".join(sorted(LOWER_LETTERS))
CAPITAL_LETTERS = "".join(sorted(letter.upper() for letter in LOWER_LETTERS))

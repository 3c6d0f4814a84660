"""Readings as a bad scan leaves them: parts lost, numbers in another style, signs confused."""

from __future__ import annotations

import random
import re

from models.reading import Citation, Letter

_PARTY = re.compile(r"(\d+[a-z]?)-([A-ZĐa-z]+)/(.+)")
_SWAPS = {"0": "O", "O": "0", "1": "l", "Đ": "D", "D": "Đ"}


def noisy(letter: Letter, share: float, chance: random.Random) -> Letter:
    """``letter`` with each of its parts spoilt with probability ``share``.

    A date or an issuer is lost; a Party number is written in State style; one sign of a number is
    taken for its look-alike; a hyphen is lost. The head is spoilt like the citations.
    """
    head: dict[str, object] = {"number": _number(letter.number, share, chance)}
    head |= {"date": None} if chance.random() < share else {}
    head |= {"issuer": None, "parent_issuer": None} if chance.random() < share else {}
    cited = [_cited(each, share, chance) for each in letter.citations]
    return letter.model_copy(update={**head, "citations": cited})


def _cited(citation: Citation, share: float, chance: random.Random) -> Citation:
    changed: dict[str, object] = {"number": _number(citation.number, share, chance)}
    changed |= {"date": None} if chance.random() < share else {}
    changed |= {"issuer": None} if chance.random() < share else {}
    return citation.model_copy(update=changed)


def _number(number: str | None, share: float, chance: random.Random) -> str | None:
    for spoil in (_other_style, _confused, _without_hyphen):
        if number and chance.random() < share:
            number = spoil(number, chance)
    return number


def _other_style(number: str, _: random.Random) -> str:
    """31-CT/TW as 31/CT-TW."""
    return _PARTY.sub(r"\1/\2-\3", number)


def _confused(number: str, chance: random.Random) -> str:
    places = [index for index, sign in enumerate(number) if sign in _SWAPS]
    if not places:
        return number
    place = chance.choice(places)
    return number[:place] + _SWAPS[number[place]] + number[place + 1 :]


def _without_hyphen(number: str, _: random.Random) -> str:
    """439/QĐ-UBND as 439/QĐUBND."""
    head, hyphen, tail = number.rpartition("-")
    return head + tail if hyphen else number

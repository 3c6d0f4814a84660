"""One name out of many readings of the same line: each syllable is put to the vote.

A seal or a signature garbles another part of the name in each view ("Nguyễn vấn Hải", "Nguy nHải",
"_ Nguyễn Y£n Hải"). The readings are laid below each other from their right end, where strokes
reach seldom; at each place the syllable wins that is likeliest by all readings together and by how
usual it is there (ROVER, Fiscus 1997, with a noisy channel for each syllable). A surname is never
made up: only one that some reading has letter for letter can win.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from rapidfuzz import fuzz

from pipeline import vocabulary
from pipeline.extract.rows import in_capitals
from pipeline.ocr.syllables import is_syllable

# A reading whose last word is less like the name's last word than this is of something else.
SAME_END = 0.6
# What likelihood becomes of likeness, and its floor: any reading may be of a stroke.
SHARPNESS, FLOOR = 3.0, 0.02
# How much the prior counts beside what was read.
PRIOR = 0.5
# Views of one line err alike: however many they are, they count as so many witnesses.
WITNESSES = 3.0
# Prior weight, beside the commonest middle name, of one that the vocabulary lists without rank;
# what it does not list has a tenth of the rarest name's.
LISTED, UNLISTED = 0.005, 0.1
# Names fall off with their rank about so fast (a few surnames are most of the country's).
DECLINE = 0.9
# A syllable that so much of the votes' weight has letter for letter stands.
AS_READ = 0.4
# A word this much like the surname is the surname.
OPENING = 0.6
# So much of the readings' weight must have a word between surname and middle name to put it in.
INSERTED = 0.4
# A syllable whose beginning a stroke hides is judged by its end, at this discount.
CUT = 0.95

_INSIDE = re.compile(r"(?<=[^\W\d_]{2})[\W\d_]+(?=[^\W\d_]{2})")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a reading, in lower case; ``is_cut`` says that a stroke hides its beginning."""

    text: str
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Ballot:
    """One reading: its words from left to right and its confidence."""

    tokens: tuple[Token, ...]
    weight: float


Votes = Sequence[tuple[Token, float]]


def vote_on_name(readings: Sequence[tuple[str, float]], name: str) -> str:
    """``name``, as one of the ``readings`` (text, confidence 0…1) has it, put right by them all."""
    surest: dict[str, float] = {}
    for text, weight in readings:
        surest[text] = max(weight, surest.get(text, 0.0))
    held = [Ballot(tokens_of(text), weight) for text, weight in surest.items()]
    words = name.split()
    ballots = [b for b in held if b.tokens and _likeness_of(b.tokens[-1], words[-1]) >= SAME_END]
    surname = _surname(ballots, words)
    if _lacks_a_word(ballots, len(words), surname):
        words.insert(1, "")
    size = len(words)
    behind = [
        _elected(_votes(ballots, size - at, size, surname), words[at], at < size - 1)
        for at in range(1, size)
    ]
    return " ".join([surname, *(word for word in behind if word)])


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of a reading: strokes parted from letters, words that ran together parted."""
    even = text.title() if in_capitals(text) else text
    words = _INSIDE.sub(" ·", even).split()
    tokens = [_token(piece) for word in words for piece in _unglued(word)]
    return tuple(token for token in tokens if token is not None)


def _unglued(word: str) -> list[str]:
    """ "LêTấn" and "S/2”Hà" are two words: cut before a capital that a small letter follows, unless
    a capital stands before it."""
    cuts = [
        index
        for index in range(1, len(word) - 1)
        if word[index].isupper() and word[index + 1].islower() and not word[index - 1].isupper()
    ]
    return [word[a:b] for a, b in pairwise([0, *cuts, len(word)])]


def _token(word: str) -> Token | None:
    letters = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", word)
    if not letters or (len(letters) == 1 and letters not in {"Y", "A", "Ý"}):
        return None
    begins = word.lstrip("-—_.,'“”\"")
    return Token(letters.lower(), not begins[:1].isalpha() or letters[:1].islower())


def _votes(ballots: Sequence[Ballot], place: int, size: int, surname: str) -> Votes:
    """The words at ``place`` from the end of a name of ``size`` words. A shorter reading that
    begins with the surname lacks a word behind it: its surname has no vote on the middle name."""
    found = []
    for ballot in ballots:
        count = len(ballot.tokens)
        if count < place:
            continue
        token = ballot.tokens[-place]
        if count == place < size and _likeness_of(token, surname) >= OPENING:
            continue
        found.append((token, ballot.weight))
    return found


def _surname(ballots: Sequence[Ballot], words: Sequence[str]) -> str:
    """The first word of the name, or another surname that readings have in its place."""
    ranks = _surname_ranks()
    read: dict[str, float] = defaultdict(float)
    for ballot in ballots:
        if len(ballot.tokens) >= len(words):
            read[ballot.tokens[-len(words)].text.capitalize()] += ballot.weight
    known = {name: math.log(weight) for name, weight in read.items() if name in ranks and weight}
    if not known or (words[0] in ranks and words[0] not in known):
        return words[0]
    return max(known, key=lambda n: known[n] - PRIOR * DECLINE * math.log(ranks[n] + 1))


def _lacks_a_word(ballots: Sequence[Ballot], size: int, surname: str) -> bool:
    """Whether the readings have one word more between the surname and the rest."""
    whole = sum(ballot.weight for ballot in ballots)
    longer = sum(
        ballot.weight
        for ballot in ballots
        if len(ballot.tokens) > size and _likeness_of(ballot.tokens[-size - 1], surname) >= OPENING
    )
    return longer >= INSERTED * whole > 0


def _elected(votes: Votes, own: str, is_middle: bool) -> str:
    """The likeliest syllable, ``own`` being the one that the best reading alone has."""
    whole = sum(weight for _, weight in votes)
    as_read = sum(
        weight for token, weight in votes if token.text == own.lower() and not token.is_cut
    )
    if not whole or (own and as_read >= AS_READ * whole):
        return own
    listed = _middle_names() if is_middle else _given_names()
    least = UNLISTED * min(listed.values())
    others = {token.text.capitalize() for token, _ in votes if is_syllable(token.text)}
    priors = dict.fromkeys(others, least) | dict(listed)
    each = WITNESSES / max(WITNESSES, len(votes))
    return max(priors, key=lambda name: _merit(name, priors[name], votes, each))


def _merit(name: str, prior: float, votes: Votes, each: float) -> float:
    likely = sum(
        weight * math.log(max(FLOOR, _likeness_of(token, name) ** SHARPNESS))
        for token, weight in votes
    )
    return PRIOR * math.log(prior) + each * likely


def _likeness_of(token: Token, name: str) -> float:
    """How like what was read is to a syllable, 0…1; marks count as letters do."""
    whole = _ratio(token.text, name.lower())
    if not token.is_cut or len(token.text) >= len(name):
        return whole
    return max(whole, CUT * _ratio(token.text, name[-len(token.text) :].lower()))


@cache
def _ratio(one: str, other: str) -> float:
    return fuzz.ratio(_decomposed(one), _decomposed(other)) / 100


@cache
def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@cache
def _surname_ranks() -> Mapping[str, int]:
    ranked = dict.fromkeys(vocabulary.person_names().ranked_surnames)
    return {name: rank for rank, name in enumerate(ranked)}


@cache
def _middle_names() -> Mapping[str, float]:
    known = vocabulary.person_names()
    ranked = {name: 1.0 / (rank + 1) ** DECLINE for rank, name in enumerate(known.common_middle)}
    return dict.fromkeys(known.given, LISTED) | ranked


@cache
def _given_names() -> Mapping[str, float]:
    return dict.fromkeys(vocabulary.person_names().given, 1.0)

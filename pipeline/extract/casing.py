"""Names printed in capitals, written as offices write them.

The rules of NĐ 30/2020, phụ lục II (and HD 36-HD/VPTW for Party bodies): the words for the kind
of body and for its field begin with a capital ("Sở Giáo dục và Đào tạo"), administrative levels
inside a name do not ("Ủy ban nhân dân tỉnh Lạng Sơn"), names of people and places do, every
syllable. Which syllables begin a field is vocabulary (``sectors.toml``), not grammar; what is not
there is looked for in the letter's own text, and only then guessed by rule.

Tone placement stays as printed (HOÀ → hoà). Abbreviations of bodies are written out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from pipeline import vocabulary
from pipeline.extract.casing_evidence import casing_in
from pipeline.extract.casing_lexicon import (
    Phrase,
    is_acronym,
    key,
    longest_phrase,
    words_of,
)
from pipeline.extract.person import is_minority_form, is_person, person_name
from pipeline.ocr.syllables import canonical_tone

_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[,;:()\"“”/]|\s[-–—]\s")


def proper_case(text: str, evidence: Sequence[str] = ()) -> str:
    """``text``, a name or title printed in capitals, in proper case, abbreviations written out.

    ``evidence`` are lines of the same letter: where they hold the name in mixed case, that
    decides, unless the whole name is in the vocabulary. Text that is not in capitals keeps its
    case. White space is closed up.
    """
    flat = " ".join(text.split())
    expanded = expand_abbreviations(flat)
    if not is_capitals(flat):
        return expanded
    if is_minority_form(flat):
        return person_name(flat)
    if not _known_whole(expanded) and (seen := casing_in(expanded, evidence)):
        return _capital(seen)
    return _Writer(expanded, evidence).written()


def is_capitals(text: str) -> bool:
    """Whether ``text`` is printed in capitals: nine letters in ten, recogniser's slips allowed."""
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and sum(letter.isupper() for letter in letters) >= 0.9 * len(letters)


def expand_abbreviations(text: str) -> str:
    """``text`` with abbreviations of bodies and levels written out (UBND, MTTQ, TP.).

    A level at the very beginning takes a capital: ``TP Huế`` is ``Thành phố Huế``.
    """
    written = _abbreviation().sub(_expanded, text)
    return _capital(written) if written != text else written


def _expanded(match: re.Match[str]) -> str:
    table = vocabulary.abbreviations()
    words = table.get(match.group()) or table[match.group().rstrip(".")]
    after = match.string[match.end() :]
    closed = match.group().endswith(".") and not after.startswith(" ")
    return f"{words} " if closed and after else words


@cache
def _abbreviation() -> re.Pattern[str]:
    longest_first = sorted(vocabulary.abbreviations(), key=len, reverse=True)
    either = "|".join(re.escape(short) for short in longest_first)
    # "TP." also stands closed up before its name (TP.Huế), hence no boundary after a full stop.
    return re.compile(rf"(?<![\w.&-])(?:{either})(?:(?<=\.)|(?![\w&]))")


def _known_whole(text: str) -> bool:
    """Whether all words together are one name of the vocabulary."""
    words = words_of(text)
    found = longest_phrase(words, 0)
    return found is not None and len(found.words) == len(words) and len(words) > 1


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class _Writer:
    """Writes one name word by word, left to right."""

    def __init__(self, text: str, evidence: Sequence[str]) -> None:
        self.text = text
        self.evidence = evidence
        self.spans = [match.span() for match in _WORD.finditer(text)]
        self.words = [text[start:end] for start, end in self.spans]
        self.out: list[str] = []
        self.capital = True  # the next word begins a field

    def written(self) -> str:
        """The whole text, punctuation and spaces as they were."""
        while len(self.out) < len(self.words):
            self._step(len(self.out))
        ends = [0, *(end for _, end in self.spans)]
        gaps = [self.text[end:start] for end, (start, _) in zip(ends, self.spans, strict=False)]
        joined = "".join(gap + word for gap, word in zip(gaps, self.out, strict=True))
        return _capital(joined + self.text[ends[-1] :])

    def _step(self, at: int) -> None:
        if at and _BREAK.search(self.text[self.spans[at - 1][1] : self.spans[at][0]]):
            self.capital = True
        phrase = self._level_at(at) or longest_phrase(self.words, at)
        if self._is_person(at, phrase):
            self._titled(self._name_end(at))
        elif phrase and not self._broken(at, len(phrase.words)):
            self._phrase(phrase)
        else:
            self._unknown(at)

    def _level_at(self, at: int) -> Phrase | None:
        """Xã, phường … after a body that has levels, also where "xã hội" could be read."""
        if not self._after(vocabulary.casing().before_level):
            return None
        phrase = longest_phrase(self.words[at : at + 1], 0)
        return phrase if phrase and phrase.is_level else None

    def _after(self, phrases: tuple[str, ...]) -> bool:
        return canonical_tone(" ".join(self.out)).endswith(phrases)

    def _phrase(self, phrase: Phrase) -> None:
        cased = list(phrase.words)
        if self.capital and not phrase.is_small:
            cased[0] = _capital(cased[0])
        if self.out and phrase.is_level and not phrase.is_special:
            cased = [word.lower() for word in cased]
        start = len(self.out)
        for offset, pattern in enumerate(cased):
            self.out.append(_like(self.words[start + offset], pattern))
        self.capital = phrase.opens
        if phrase.is_level:
            self._titled(self._place_end(len(self.out)))

    def _unknown(self, at: int) -> None:
        """A run that the vocabulary does not know: the letter's own words, or the rule."""
        end = at + 1
        limit = self._segment_end(at)
        while end < limit and not longest_phrase(self.words, end):
            end += 1
        if self._after(vocabulary.casing().before_place):
            self._titled(end)
            return
        run = self.text[self.spans[at][0] : self.spans[end - 1][1]]
        seen = casing_in(run, self.evidence) if end - at > 1 else None
        for offset, word in enumerate(words_of(seen) if seen else self.words[at:end]):
            self.out.append(self._cased(word, self.words[at + offset], known=bool(seen)))
            self.capital = False

    def _cased(self, word: str, printed: str, *, known: bool) -> str:
        if is_acronym(printed, self.out[-1] if self.out else ""):
            return printed
        lowered = word if known else printed.lower()
        return _capital(lowered) if self.capital else lowered

    def _titled(self, end: int) -> None:
        for at in range(len(self.out), end):
            word = self.words[at]
            keep = is_acronym(word, self.out[-1] if self.out else "")
            self.out.append(word if keep else word.capitalize())
        self.capital = self.capital and end == len(self.words)

    def _place_end(self, at: int) -> int:
        """Where the proper name after a level ends: at a break, or at a known word or name."""
        limit = min(self._segment_end(at), at + 4) if at < len(self.words) else at
        if at == limit:
            return at
        if self._broken(at - 1, 2):
            return at
        for end in range(at, limit):
            phrase = longest_phrase(self.words, end)
            if phrase and phrase.is_place and end == at:
                return at + len(phrase.words)
            if phrase and (phrase.is_level or (len(phrase.words) > 1 and not phrase.is_place)):
                return end
            if key(self.words[end]) in vocabulary.casing().conjunctions:
                return end
        return limit

    def _is_person(self, at: int, phrase: Phrase | None) -> bool:
        """A whole text, or the rest of one after Trường, Bệnh viện …, that is a person's name."""
        words = self.words[at : self._name_end(at)]
        if phrase and len(phrase.words) == len(words):
            return False
        if phrase and len(phrase.words) > 1 and not (at == 0 and phrase.is_place):
            return False
        if self._after(vocabulary.casing().named_after):
            return is_person(words)
        may_be = at == 0 or any(kind in self.out for kind in ("Trường", "Viện", "Quỹ"))
        return may_be and is_person(words, strict=True)

    def _name_end(self, at: int) -> int:
        for end in range(at + 1, self._segment_end(at)):
            phrase = longest_phrase(self.words, end)
            if phrase and phrase.is_level:
                return end
        return self._segment_end(at)

    def _segment_end(self, at: int) -> int:
        end = at + 1
        while end < len(self.words) and not self._broken(end - 1, 2):
            end += 1
        return end

    def _broken(self, at: int, count: int) -> bool:
        """Whether punctuation that ends a name stands between ``count`` words from ``at``."""
        spans = self.spans[at : at + count]
        return any(_HARD.search(self.text[one[1] : two[0]]) for one, two in pairwise(spans))


_HARD = re.compile(r"[;:()\"“”]")


def _like(printed: str, pattern: str) -> str:
    """``printed`` with the case of ``pattern``, its own tone placement kept."""
    if pattern.isupper() and len(pattern) > 1:
        return printed.upper()
    return printed.capitalize() if pattern[:1].isupper() else printed.lower()

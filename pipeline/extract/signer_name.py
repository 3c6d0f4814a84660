"""The name in a line of the signature block, however a seal or a signature garbled it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from rapidfuzz import fuzz

from pipeline import vocabulary
from pipeline.extract.person import is_minority_form, person_name
from pipeline.extract.rows import in_capitals
from pipeline.ocr.syllables import TONES, fold, is_syllable

# A line this sure was printed so: its surname is not put right.
PRINTED = 0.985
# Middle names that begin no name: what stands before them was not read.
MIDDLE = frozenset({"Văn", "Thị"})
_NAME_WORD = re.compile(r"^[^\W\d_]+(?:['’-][^\W\d_]+)*$")
# Letters before a name that an academic title or a stroke may leave there: "PGSTSNgô", "ZHà".
GLUED = 7
_STROKES = re.compile(r"[^\w\s'’.,\-]+|\d+")
# A word that nobody could bear is the surname that is so like it, and more so by BY_FAR (0…100).
NEAREST, BY_FAR = 74, 20
# Nearly two in five bear this surname: what is so like it (0…100) and like no other is it.
COMMONEST, COMMONEST_ALIKE = "Nguyễn", 72


def best_name(text: str, sure: float = 0.0) -> str:
    """The likeliest name at the end of the line: strokes before it are read as words."""
    words = _cleaned_name(_unglued(text)).split()
    known = vocabulary.person_names().surnames
    while len(words) > 2 and _is_stroke(words[0], sure):
        words.pop(0)
    if words and words[0] not in known:
        words = [_surname_like(words[0], sure), *words[1:]]
    tails = [words[start:] for start in range(max(1, len(words) - 1))]
    best = max(tails, key=lambda tail: _tail_score(words, tail), default=[])
    return " ".join(best)


def name_score(name: str) -> float:
    """How much ``name`` looks like a person's, 0…1: surname, given names, spelling, length."""
    words = name.split()
    if not 2 <= len(words) <= 6 or not all(map(_is_name_word, words)):
        return 0.0
    if words[0] in {"Y", "A"} and len(words) < 3:
        return 0.0  # "Y TẾ" on a seal is no name
    if fold(name) in _provinces():
        return 0.0  # "HÀ NAM" in the middle of a seal
    known = vocabulary.person_names()
    surname = words[0] in known.surnames or _opens_minority_name(words[0])
    alike = surname or fold(words[0]) in _folded_surnames()
    spelled = sum(is_syllable(word) for word in words) / len(words)
    given = sum(word in known.given for word in words[1:]) / (len(words) - 1)
    return max(0.0, 0.45 * surname + 0.15 * alike + 0.25 * spelled + 0.15 * given - 0.1)


def looks_like_name(text: str) -> bool:
    """Whether a line is more likely a name than not."""
    return name_score(best_name(text)) > 0.5


def holds(longer: str, shorter: str) -> bool:
    """Whether one name is the other with more of it: "Hà Văn Phúc" holds "Văn Phúc"."""
    words, part = longer.split(), shorter.split()
    if len(words) <= len(part):
        return False
    known = vocabulary.person_names()
    if words[-len(part) :] == part:
        whole = len(part) >= 3 and part[0] in known.surnames and part[0] not in MIDDLE
        return words[0] in known.surnames and not whole
    return words[: len(part)] == part and all(w in known.given for w in words[len(part) :])


def _cleaned_name(text: str) -> str:
    bare = re.sub(r"[^\w\s'’.\-]+", " ", text)
    bare = re.sub(r"(?<!\S)[\W\d_]+(?!\S)", " ", bare)
    words = person_name(bare).split()
    while len(words) > 1 and len(words[0]) == 1 and words[0] not in {"Y", "A"}:
        words.pop(0)
    while words and len(words[-1]) == 1 and not words[-1].isupper():
        words.pop()
    return " ".join(words)


def _is_stroke(word: str, sure: float) -> bool:
    """Whether a word before a name can be nothing of it: no syllable, no surname in disguise."""
    if is_syllable(word) or _opens_minority_name(word):
        return False
    return _surname_like(word, sure) not in vocabulary.person_names().surnames


def _unglued(text: str) -> str:
    """``text`` without capitals that ran into its words: "TSNgô" in a line of mixed case."""
    if in_capitals(text):
        return text
    bare = (word.lstrip("-—_.,'") for word in _STROKES.sub(" ", text).split())
    return " ".join(_own_part(word) for word in bare if word)


def _own_part(word: str) -> str:
    """``word`` from its last capital on that a small letter follows, if that is near and what is
    before it is not the beginning of the name itself ("NgiÊn")."""
    begins = [
        i
        for i, (before, letter, after) in enumerate(zip(word, word[1:], word[2:], strict=False), 1)
        if (before.isalpha() or before == ".") and letter.isupper() and after.islower()
    ]
    if not begins or begins[-1] > GLUED:
        return word
    before = word[: begins[-1]]
    return word[begins[-1] :] if before.isupper() or before.islower() else word


def _is_name_word(word: str) -> bool:
    """A capitalised word, also with an apostrophe: "H'Yim", "Kđoh", "Đinh"."""
    if not _NAME_WORD.match(word) or not word[0].isupper():
        return False
    return word in {"Y", "A"} if len(word) == 1 else not word[1:].isupper()


def _opens_minority_name(word: str) -> bool:
    """H'Yim, K'Sor; and Y or A, which stand before men's names (Ê Đê, Ba Na)."""
    return is_minority_form(word) or word in {"Y", "A"}


def _tail_score(words: list[str], tail: list[str]) -> float:
    """A name's score, less for every well-spelled word that was cut off before it."""
    cut = words[: len(words) - len(tail)]
    lost = sum(_is_name_word(word) and is_syllable(word) for word in cut)
    surnames = sum(fold(word) in _folded_surnames() or _opens_minority_name(word) for word in cut)
    return name_score(" ".join(tail)) * 0.75**lost * 0.5**surnames


def _surname_like(word: str, sure: float) -> str:
    """The common surname that a badly read ``word`` must be, else the word.

    A seal eats the first letter or the last ones ("guyễn", "Nguy"); recognition errs in marks.
    What was printed clearly (``sure``) stays: there are more surnames than anybody has listed.
    """
    if sure >= PRINTED or _opens_minority_name(word):
        return word
    known, key = vocabulary.person_names(), fold(word)
    if len(word) >= 4:
        cut = [n for n in known.common_surnames if fold(n).endswith(key) or fold(n).startswith(key)]
        if len(cut) == 1:
            return cut[0]
    toneless = [name for name in known.common_surnames if _toneless(name) == _toneless(word)]
    alike = toneless or [name for name in known.common_surnames if fold(name) == key]
    if not alike and len(word) >= 4 and fuzz.ratio(key, fold(COMMONEST)) >= COMMONEST_ALIKE:
        return COMMONEST
    if not alike and not is_syllable(word):
        return _nearest_surname(word) or word
    return alike[0] if len(alike) == 1 else word


def _nearest_surname(word: str) -> str | None:
    """The common surname that a word which is no syllable ("Điph") is like letter for letter, if
    it is clearly one."""
    likeness = {
        name: fuzz.ratio(word.lower(), name.lower())
        for name in vocabulary.person_names().common_surnames
    }
    second, best = sorted(likeness, key=lambda name: likeness[name])[-2:]
    clearly = likeness[best] >= NEAREST and likeness[best] - likeness[second] >= BY_FAR
    return best if clearly and len(best) == len(word) else None


def _toneless(word: str) -> str:
    """``word`` in lower case without its tone: ô and ngỗ's o are one, o and ô are two."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if c not in TONES)


@cache
def _provinces() -> frozenset[str]:
    return frozenset(fold(province.name) for province in vocabulary.provinces())


@cache
def _folded_surnames() -> frozenset[str]:
    return frozenset(fold(name) for name in vocabulary.person_names().surnames)

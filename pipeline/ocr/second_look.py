"""Reads doubtful lines again with AsterNet and keeps, word by word, the likelier reading.

Measured: AsterNet is better on tone marks than Tesseract and makes other mistakes; where the two
differ, Vietnamese spelling and the two confidences decide. It has no say on where words stand.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.layout import Word, union
from pipeline.ocr.line_readers import Glyph, Image, LineReader
from pipeline.ocr.spelling import is_misspelled
from pipeline.ocr.syllables import fold

# Lines below this confidence, or with a misspelled word, are read again.
SURE = 0.65
# … in names and titles, which no other word of the line makes sure.
SURE_NAME = 0.93
# Misspelled words without a mark are clear words of another language from here on.
PLAIN = 0.95
# A Tesseract word at least this sure is kept when the other reading is no better spelled.
KEEP = 0.9
# Pieces of a line are at most about this long (width over height): the network takes 32.
PIECE = 15.0
# Words that Tesseract's model puts, however sure, where others stand (observed: "chi" read so).
OFTEN_WRONG = frozenset({"chỉ"})
# Tesseract words below this that the network does not see at all are specks.
SPECK = 0.45


@dataclass(frozen=True, slots=True)
class _Said:
    text: str
    confidence: float


def is_doubtful(word: Word, sure: float = SURE) -> bool:
    """Whether a second opinion on the word is worth its time.

    Words below ``sure`` are, and misspelled ones. Numbers have their own second reading
    (``cells``); clear words of other languages ("camera") are not in this network's either.
    """
    letters = sum(c.isalpha() for c in word.text)
    if letters < (1 if sure > SURE else 2) or any(c.isdigit() for c in word.text):
        return False
    if word.confidence < sure or word.text.lower().strip(".,;:") in OFTEN_WRONG:
        return True
    foreign = word.confidence >= PLAIN and word.text.isascii()
    return not foreign and is_misspelled(word.text)


def pieces(
    words: Sequence[Word], aspect: float, sure: float = SURE
) -> list[tuple[bool, tuple[Word, ...]]]:
    """The line in stretches, each with whether it is to be read again.

    A stretch to read again is a run of doubtful words with a neighbour on either side, for
    context; only those cost time. ``aspect`` is the page's height over width.
    """
    wanted = [is_doubtful(word, sure) for word in words]
    near = [any(wanted[max(0, i - 1) : i + 2]) for i in range(len(words))]
    height = max((word.box.height for word in words if word.box), default=0.0) * aspect
    found: list[tuple[bool, list[Word]]] = []
    start = 0.0
    for word, again in zip(words, near, strict=True):
        end = word.box.x1 if word.box else 0.0
        if not found or found[-1][0] != again or (again and end - start > PIECE * height):
            found.append((again, []))
            start = word.box.x0 if word.box else 0.0
        found[-1][1].append(word)
    return [(again, tuple(piece)) for again, piece in found]


def look_again(words: Sequence[Word], crop: Image, reader: LineReader) -> tuple[Word, ...]:
    """The words after the second reading; boxes stay Tesseract's.

    ``crop`` holds just these words, dark on white, gray or RGB.
    """
    said = _words_of(reader.read(crop).glyphs())
    return tuple(_merged(words, said)) if said else tuple(words)


def _merged(words: Sequence[Word], said: Sequence[_Said]) -> list[Word]:
    ours = [_key(word.text) for word in words]
    theirs = [_key(word.text) for word in said]
    result: list[Word] = []
    matcher = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
    for _, i1, i2, j1, j2 in matcher.get_opcodes():
        if i2 - i1 == j2 - j1:
            pairs = zip(words[i1:i2], said[j1:j2], strict=True)
            result += [_better(one, other) for one, other in pairs]
        elif i1 == i2:
            continue
        elif j1 == j2:
            result += [word for word in words[i1:i2] if word.confidence > SPECK or word.text == "-"]
        else:
            result += _better_run(words[i1:i2], said[j1:j2])
    return result


def _better(one: Word, other: _Said) -> Word:
    if one.text == other.text:
        return replace(one, confidence=max(one.confidence, other.confidence))
    if one.text.lower() == other.text.lower():
        return one
    if one.text.lower() in OFTEN_WRONG and fold(one.text) == fold(other.text):
        return replace(one, text=other.text, confidence=other.confidence)
    if is_misspelled(one.text) != is_misspelled(other.text):
        keep = is_misspelled(other.text)
    elif fold(one.text) == fold(other.text) and one.confidence < KEEP:
        keep = one.confidence > other.confidence
    else:
        keep = one.confidence >= min(KEEP, other.confidence)
    if keep:
        return one
    return replace(one, text=_cased(other.text, one.text), confidence=min(other.confidence, 0.97))


def _cased(text: str, like: str) -> str:
    """``text`` with its first letter as large as Tesseract saw it: it judges size better."""
    return text[:1].upper() + text[1:] if like[:1].isupper() else text


def _better_run(words: Sequence[Word], said: Sequence[_Said]) -> list[Word]:
    """A stretch that the two cut into different numbers of words."""
    ours = sum(word.confidence for word in words) / len(words)
    theirs = sum(word.confidence for word in said) / len(said)
    bad_ours = sum(is_misspelled(word.text) for word in words) / len(words)
    bad_theirs = sum(is_misspelled(word.text) for word in said) / len(said)
    if (bad_theirs, -theirs) >= (bad_ours, -ours) or ours >= KEEP:
        return list(words)
    first = words[0]
    if len(said) < len(words):
        kept = [replace(words[i], text=w.text, confidence=w.confidence) for i, w in enumerate(said)]
        rest = union(word.box for word in words[len(said) - 1 :])
        return [*kept[:-1], replace(kept[-1], box=rest)]
    texts = [word.text for word in said]
    tail = " ".join(texts[len(words) - 1 :])
    heads = [
        replace(word, text=text, confidence=theirs)
        for word, text in zip(words[:-1], texts, strict=False)
    ]
    return [*heads, replace(words[-1] if heads else first, text=tail, confidence=theirs)]


def _words_of(glyphs: Sequence[Glyph]) -> list[_Said]:
    words: list[_Said] = []
    held: list[Glyph] = []
    for glyph in [*glyphs, Glyph(" ", 1.0, 1.0)]:
        if not glyph.text.isspace():
            held.append(glyph)
        elif held:
            text = "".join(part.text for part in held)
            words.append(_Said(text, sum(part.confidence for part in held) / len(held)))
            held = []
    return words


def _key(text: str) -> str:
    return fold(text)

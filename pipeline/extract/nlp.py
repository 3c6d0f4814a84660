"""The Vietnamese ``nlp``: spaCy with underthesea's words, and the components that read a letter.

::

    nlp = letter_nlp()          # loaded once a process
    doc = nlp.make_doc(text)    # words as underthesea cuts them, numbers and dates uncut
    doc._.source = Source(…)    # what the text stands for
    doc = nlp(doc)              # congvan_outline ▶ …_citations ▶ …_tasks ▶ …_targets

Each component writes one attribute of ``doc._`` and, where it has spans, a group of ``doc.spans``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from threading import RLock

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from pipeline.extract.dates import find_dates
from pipeline.extract.number import find_numbers

TOKENIZER = "congvan.underthesea.v1"

# Models load themselves on first use, here and in underthesea, and not safely from two threads.
_LOADING = RLock()
_CHUNK = re.compile(r"\S[^\n]*")
_PIECE = re.compile(r"\w+|[^\w\s]")


class WordTokenizer:
    """underthesea's word segmentation with character offsets kept.

    Document numbers and dates are one token each, whatever underthesea would make of them.
    White space between words that is not one space is a token of its own, as spaCy wants it.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        position = 0
        for start, end in word_spans(text):
            if start > position:
                gap = text[position:start]
                if words and gap[0] == " ":
                    spaces[-1] = True
                    gap = gap[1:]
                if gap:
                    words.append(gap)
                    spaces.append(False)
            words.append(text[start:end])
            spaces.append(False)
            position = end
        if rest := text[position:]:
            words.append(rest)
            spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: object) -> bytes:
        """Nothing: the words are underthesea's (spaCy's protocol of serialisation)."""
        return b""

    def from_bytes(self, _: bytes, **__: object) -> WordTokenizer:
        """Itself (spaCy's protocol of serialisation)."""
        return self

    def to_disk(self, *_: object, **__: object) -> None:
        """Nothing is kept (spaCy's protocol of serialisation)."""

    def from_disk(self, *_: object, **__: object) -> WordTokenizer:
        """Itself (spaCy's protocol of serialisation)."""
        return self


@registry.tokenizers(TOKENIZER)  # type: ignore[untyped-decorator]
def create_tokenizer() -> Callable[[Language], WordTokenizer]:
    """What spaCy's config names as the tokenizer's factory."""
    return lambda nlp: WordTokenizer(nlp.vocab)


def word_spans(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the words of ``text``, in order."""
    whole = sorted(
        [(match.start, match.end) for match in find_numbers(text)]
        + [(match.start, match.end) for match in find_dates(text)]
    )
    position = 0
    for start, end in whole:
        if start < position:
            continue
        yield from _cut(text, position, start)
        yield start, end
        position = end
    yield from _cut(text, position, len(text))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Words of ``text[start:end]``, line by line; underthesea sees no line breaks."""
    for chunk in _CHUNK.finditer(text, start, end):
        yield from _aligned(text, chunk.start(), chunk.end())


def _aligned(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """underthesea's words laid over the text; where they do not fit, plain words."""
    pieces = [match.span() for match in _PIECE.finditer(text, start, end)]
    at = 0
    for word in _segment(text[start:end]):
        size = len(_PIECE.findall(word))
        span = pieces[at : at + size]
        if not span:
            continue
        first, last = span[0][0], span[-1][1]
        at += size
        if len(text[first:last].split()) == len(word.split()):
            yield first, last
        else:
            yield from span
    yield from pieces[at:]


def _segment(text: str) -> list[str]:
    words: list[str] = _segmenter()(text, use_token_normalize=False)
    return words


def _segmenter() -> Callable[..., list[str]]:
    """underthesea's ``word_tokenize``, its model loaded; it loads itself when first used."""
    with _LOADING:
        return _loaded_segmenter()


@cache
def _loaded_segmenter() -> Callable[..., list[str]]:
    from underthesea import word_tokenize

    word_tokenize("văn bản", use_token_normalize=False)
    found: Callable[..., list[str]] = word_tokenize
    return found


def letter_nlp() -> Language:
    """The pipeline for the running text of a letter, made once a process."""
    with _LOADING:
        return _made_nlp()


@cache
def _made_nlp() -> Language:
    import pipeline.extract.components  # noqa: F401  registers the components

    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    for name in ("congvan_outline", "congvan_citations", "congvan_tasks", "congvan_targets"):
        nlp.add_pipe(name)
    return nlp


def warm_up() -> None:
    """Load the pipeline and underthesea's model, so that the first letter need not wait."""
    letter_nlp().make_doc("văn bản")

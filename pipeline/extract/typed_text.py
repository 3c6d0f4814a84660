"""Citations in a text that somebody typed or pasted: without header, pages or letterhead."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from models.layout import Line, Word
from models.reading import Citation, Letter
from pipeline.extract.calibration import calibrated
from pipeline.extract.citations import find_citations
from pipeline.extract.prose import paragraphs_of, prose_of
from pipeline.extract.rows import Row


@dataclass(frozen=True, slots=True)
class TypedCitation:
    """A citation and its span ``start:end`` in the text as it was given."""

    citation: Citation
    start: int
    end: int


def citations_in(text: str) -> list[TypedCitation]:
    """All citations in ``text``, in order.

    Lines are joined into paragraphs as those of a letter are, so that a citation may go over the
    end of a line. ``text`` may be of any normal form of Unicode; offsets count its characters.
    """
    composed = unicodedata.normalize("NFC", text)
    places = None if len(composed) == len(text) else _places(text)
    found = find_citations(prose_of(paragraphs_of(list(_rows(composed)))))
    letter = calibrated(Letter(pages=[1], citations=[each.citation for each in found]))
    return [_typed(each, places) for each in letter.citations]


def _typed(citation: Citation, places: list[int] | None) -> TypedCitation:
    start, end = citation.evidence[0].start, citation.evidence[-1].end
    if places is not None:
        start, end = places[start], places[end]
    return TypedCitation(citation, start, end)


def _rows(text: str) -> Iterator[Row]:
    """The lines that hold anything, each with its offset."""
    start, gap = 0, False
    for line in text.split("\n"):
        if line.strip():
            yield Row(1, Line((Word(line),), gap=gap), start)
        gap = not line.strip()
        start += len(line) + 1


def _places(text: str) -> list[int]:
    """For each character of the composed text, and its end, where it begins in ``text``."""
    places: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or unicodedata.combining(text[end]) == 0:
            places += [start] * len(unicodedata.normalize("NFC", text[start:end]))
            start = end
    return [*places, len(text)]

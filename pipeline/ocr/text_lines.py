"""Lines of input that has no page images: plain text and DOCX."""

from __future__ import annotations

import re
from collections.abc import Iterable

from models.layout import Line, PageLayout, Region, Word
from pipeline.ocr.text_columns import in_columns

_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200b\u202f\u3000]+")

# Markers of bold and italic type in transcribed text. Those of bold may stand lines apart; a lone
# star is a bullet, a footnote or the star under the name of a Party body, and is kept.
_BOLD = re.compile(r"(?<!\*)\*{2,3}(?=[^\s*)])|(?<=[^\s*(])\*{2,3}(?!\*)")
_ITALIC = re.compile(r"(?<![\w*])\*(?=[\w\"“‘(])([^*]{1,600}?)(?<=[^\s(*])\*(?![\w*])")


def text_line(text: str, *, gap: bool = False, region: Region = Region.BODY) -> Line | None:
    """One line without boxes; ``None`` where ``text`` is blank. Tabs part the cells of a table."""
    if region is Region.TABLE:
        cells = tuple(Word(" ".join(_SPACES.split(cell.strip()))) for cell in text.split("\t"))
        return Line(cells, region=region, gap=gap) if any(c.text for c in cells) else None
    words = tuple(Word(word) for word in _SPACES.split(text.strip()) if word)
    return Line(words, region=region, gap=gap) if words else None


def plain_lines(text: str) -> tuple[Line, ...]:
    """Lines of a plain text, without markers of bold and italic type (``**…**``, ``*…*``).

    An empty line (or form feed) makes a gap before the next. Columns set apart by spaces follow
    each other.
    """
    lines: list[Line] = []
    gap = False
    rows = _without_markers(text).replace("\ufeff", "").replace("\f", "\n\n").split("\n")
    for piece in in_columns(rows):
        begins = bool(lines) and piece.region is not lines[-1].region
        line = text_line(piece.text, gap=(gap or begins) and bool(lines), region=piece.region)
        gap = line is None
        if line is not None:
            lines.append(line)
    return tuple(lines)


def _without_markers(text: str) -> str:
    return _ITALIC.sub(r"\1", _BOLD.sub("", text))


def text_page(lines: Iterable[Line]) -> PageLayout:
    """The one page that text counts as."""
    return PageLayout(number=1, origin="text", lines=tuple(lines), confidence=1.0)

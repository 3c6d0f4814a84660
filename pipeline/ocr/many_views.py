"""Reads a difficult crop in several ways: a seal or a signature runs through its lines.

Each way is cheap, for the crop is small, and each fails elsewhere. The surest line at each place
is the reading; what the other ways saw there is kept beside it, for the parser knows names and
titles and can tell which of them makes sense.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2

from models.layout import Line, Rereading
from pipeline.ocr.engines import Engine, FoundLine, FoundWord, Layout
from pipeline.ocr.pixels import Image, as_image
from pipeline.ocr.strokes import without_strokes
from pipeline.ocr.syllables import valid_share

# A line that only another way has seen is believed from this merit on.
BELIEVED = 0.72
# Alternatives kept for one line.
KEPT = 8


def readings(
    crop: Image, engine: Engine, dpi: int, deadline: float, *, thorough: bool = False
) -> Iterator[list[FoundLine]]:
    """The crop's lines as each way reads them, boxes in the crop's own pixels.

    ``thorough`` takes about twice as many ways.
    """
    bare = without_strokes(crop, dpi)
    for image, scale, way in _ways(crop, bare, engine, thorough=thorough):
        sized = image if scale == 1.0 else _scaled(image, scale)
        found = engine.read(sized, way, round(dpi * scale), deadline)
        yield [tuple(_shrunk(word, scale) for word in words) for words in found]


def _ways(
    crop: Image, bare: Image | None, engine: Engine, *, thorough: bool
) -> Iterator[tuple[Image, float, Layout]]:
    """Images, scales and layouts. An engine that finds every row has read the crop as it is, and
    brings rows to one height itself: scales are a last resort for it."""
    if engine.finds_every_row:
        yield crop, 1.0, Layout.SPARSE
        if bare is not None:
            yield bare, 1.0, Layout.BLOCK
        if thorough:
            yield crop, 1.5, Layout.BLOCK
            if bare is not None:
                yield bare, 1.5, Layout.SPARSE
        return
    yield from ((crop, 1.0, Layout.BLOCK), (crop, 1.5, Layout.SPARSE))
    if thorough:
        yield from ((crop, 1.5, Layout.BLOCK), (crop, 1.0, Layout.SPARSE))
    if bare is not None:
        yield from ((bare, 1.5, Layout.BLOCK), (bare, 1.0, Layout.SPARSE))
        if thorough:
            yield from ((bare, 1.0, Layout.BLOCK), (bare, 1.5, Layout.SPARSE))


def combined(ways: Sequence[Sequence[Line]]) -> list[Line]:
    """One line for each place, the best reading first, the others as its rereadings."""
    places: list[list[Line]] = []
    for lines in ways:
        for line in lines:
            held = next((place for place in places if same_place(place[0], line)), None)
            if held is None:
                places.append([line])
            else:
                held.append(line)
    first = list(ways[0]) if ways else []
    result = []
    for place in places:
        best = max(place, key=merit)
        seen_first = any(line is other for line in place for other in first)
        if seen_first or merit(best) >= BELIEVED or len(place) > 2:
            result.append(_with_others(best, place))
    return sorted(result, key=lambda line: line.box.y0 if line.box else 0.0)


def merit(line: Line) -> float:
    """How good a reading is: confidence and spelling, longer ones first among equals."""
    length = min(1.0, sum(c.isalpha() for c in line.text) / 8)
    return line.confidence * (0.3 + 0.7 * valid_share(line.text)) * (0.7 + 0.3 * length)


def same_place(one: Line, other: Line) -> bool:
    """Whether two lines of one column cover each other by half of the taller one's height."""
    a, b = one.box, other.box
    if a is None or b is None:
        return False
    down = min(a.y1, b.y1) - max(a.y0, b.y0)
    across = min(a.x1, b.x1) - max(a.x0, b.x0)
    return down > 0.5 * max(a.height, b.height) and across > 0


def _with_others(best: Line, place: Sequence[Line]) -> Line:
    others = sorted((line for line in place if line is not best), key=merit, reverse=True)
    texts = {line.text: line for line in reversed(others) if line.text != best.text}
    kept = sorted(texts.values(), key=merit, reverse=True)[:KEPT]
    extra = tuple(
        Rereading("line", line.text, round(line.confidence, 4), "view", line.box) for line in kept
    )
    return replace(best, rereadings=best.rereadings + extra)


def _scaled(image: Image, scale: float) -> Image:
    return as_image(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC))


def _shrunk(word: FoundWord, scale: float) -> FoundWord:
    x0, y0, x1, y1 = (round(side / scale) for side in word.box)
    return FoundWord(word.text, word.confidence, (x0, y0, x1, y1))

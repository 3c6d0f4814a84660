"""Pages of made-up letters whose text is known: as images, and as words with boxes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from letterpress.fonts import width
from letterpress.letter import LetterSpec
from letterpress.pen import write_digits
from letterpress.press import PrintedPage, print_pdf, printed, render
from letterpress.proof import PAGE_HEIGHT, PAGE_WIDTH, PageProof, PlacedRun
from models.layout import Box
from pipeline.ocr.page_source import LayerWord, TextLayer
from pipeline.ocr.pixels import Image
from tests.ocr.drawn_pages import write

ASPECT = PAGE_HEIGHT / PAGE_WIDTH
DPI = 200


def image_of(page: PrintedPage, dpi: int = DPI) -> Image:
    """The page in RGB with pen, seal and stamps."""
    return render(print_pdf([page]), dpi)[0].copy()


@cache
def first_page(letter: LetterSpec) -> PrintedPage:
    """The letter's first page."""
    return printed(letter)[0]


def layer_of(proof: PageProof) -> TextLayer:
    """The text layer that a born-digital file of the page would have."""
    words = tuple(word for line in proof.lines for run in line.runs for word in _words(run))
    rules = tuple(_fraction(rule.x0, rule.y0, rule.x1, rule.y1) for rule in proof.rules)
    return TextLayer(words, rules=rules, aspect=ASPECT)


def pen_line(before: str, digits: str, after: str, seed: int) -> Image:
    """A printed line, RGB at 200 dpi, with ``digits`` written by hand into its gap."""
    page = np.full((110, 1100, 3), 255, np.uint8)
    page = write(page, 60, 30, before)
    x = _ink_end(page) + 14
    mark = write_digits(digits, 62, seed)
    part = page[14 : 14 + mark.shape[0], x : x + mark.shape[1]]
    share = mark[..., 3:] / 255
    part[:] = (part * (1 - share) + mark[..., :3] * share).astype(np.uint8)
    return _cropped(write(page, _ink_end(page) + 10, 30, after))


def _ink_end(page: Image) -> int:
    return int(np.flatnonzero((page.min(axis=2) < 128).any(axis=0))[-1])


def _cropped(page: Image) -> Image:
    return page[:, : _ink_end(page) + 40]


def _words(placed: PlacedRun) -> Iterator[LayerWord]:
    run, start = placed.run, 0
    top, bottom = placed.baseline - 0.9 * run.size, placed.baseline + 0.22 * run.size
    for word in run.text.split():
        start = run.text.index(word, start)
        x0 = placed.x + width(run.text[:start], run.face, run.size)
        x1 = x0 + width(word, run.face, run.size)
        start += len(word)
        yield LayerWord(word, _fraction(x0, top, x1, bottom), bold="Bold" in run.face.value)


def _fraction(x0: float, y0: float, x1: float, y1: float) -> Box:
    return Box(x0 / PAGE_WIDTH, y0 / PAGE_HEIGHT, x1 / PAGE_WIDTH, y1 / PAGE_HEIGHT)

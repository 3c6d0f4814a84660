"""Lines of print, each on paper of its own, and what the rows found in them are cut out as."""

from __future__ import annotations

from functools import reduce

import numpy as np

from pipeline.ocr.pixels import Image, as_image
from pipeline.ocr.text_rows import cut_out, find_rows
from tests.ocr.drawn_pages import BLACK, WIDTH, write

DPI = 200
HEIGHT = 420
TOP = 60
WHITE_AROUND = 4


def print_line(text: str, y: int = TOP, x: int = 60, size: int = 38) -> Image:
    """White paper with one line of print."""
    return write(np.full((HEIGHT, WIDTH, 3), 255, np.uint8), x, y, text, BLACK, size)[..., 0].copy()


def print_lines(*texts: str, pitch: int, size: int = 38) -> list[Image]:
    """Each text on paper of its own, one below the other by ``pitch`` pixels."""
    return [print_line(text, TOP + pitch * index, size=size) for index, text in enumerate(texts)]


def together(*papers: Image) -> Image:
    """The ink of all papers on one."""
    return as_image(reduce(np.minimum, papers))


def cut_rows(page: Image, dpi: int = DPI, *, scattered: bool = False) -> list[Image]:
    """What each row is cut out as, in its place on white paper."""
    rows, ink = find_rows(page, dpi, scattered=scattered)
    papers = []
    for row in rows:
        crop = cut_out(page, row, ink, WHITE_AROUND)
        x, y = (max(0, edge - WHITE_AROUND) for edge in row.box[:2])
        paper = np.full_like(page, 255)
        paper[y : y + crop.shape[0], x : x + crop.shape[1]] = crop
        papers.append(paper)
    return papers


def same_ink(one: Image, other: Image) -> bool:
    """Whether two papers have ink in the same pixels."""
    return bool(((one < 100) == (other < 100)).all())


def own_their_ink(lines: list[Image]) -> bool:
    """Whether the rows of all lines together are the lines, each with its ink and no other."""
    cut = cut_rows(together(*lines))
    return len(cut) == len(lines) and all(map(same_ink, cut, lines))

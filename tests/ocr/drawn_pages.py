"""Pages drawn for tests: an invented letter in a font with all Vietnamese letters, at 200 dpi."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from pipeline.ocr.pixels import Image, as_image
from tests.ocr.words_of_letters import SENTENCES

WIDTH, HEIGHT = 1654, 2339
BLACK, RED, BLUE = (15, 15, 15), (210, 30, 45), (35, 45, 150)


@cache
def font(size: int = 38) -> ImageFont.FreeTypeFont:
    """A serif font of the system that has Vietnamese letters; the test is skipped without one."""
    folder = Path("/usr/share/fonts")
    for name in ("Tinos-Regular.ttf", "LiberationSerif-Regular.ttf", "DejaVuSerif.ttf"):
        for path in sorted(folder.rglob(name)):
            return ImageFont.truetype(str(path), size)
    pytest.skip("no font with Vietnamese letters")


def empty_page() -> Image:
    """White RGB paper, A4 at 200 dpi."""
    return np.full((HEIGHT, WIDTH, 3), 255, np.uint8)


def write(
    page: Image, x: int, y: int, text: str, colour: tuple[int, int, int] = BLACK, size: int = 38
) -> Image:
    """``page`` with ``text`` at ``x, y`` (pixels of the top left corner)."""
    canvas = Pillow.fromarray(page)
    ImageDraw.Draw(canvas).text((x, y), text, fill=colour, font=font(size))
    return np.array(canvas, np.uint8)


def letter(lines: int = 28, top: int = 260) -> Image:
    """A page of print, RGB: a heading and ``lines`` lines of text."""
    canvas = Pillow.fromarray(empty_page())
    pen = ImageDraw.Draw(canvas)
    pen.text((560, 150), "KẾ HOẠCH CÔNG TÁC", fill=BLACK, font=font(44))
    for index in range(lines):
        text = SENTENCES[index % len(SENTENCES)]
        indent = 60 if index % len(SENTENCES) == 0 else 0
        pen.text((170 + indent, top + 64 * index), text, fill=BLACK, font=font())
    return np.array(canvas, np.uint8)


def gray_letter(lines: int = 28) -> Image:
    """The same page in gray."""
    return as_image(cv2.cvtColor(letter(lines), cv2.COLOR_RGB2GRAY))


def seal(page: Image, x: int, y: int, colour: tuple[int, int, int] = RED) -> Image:
    """``page`` with a round seal (38 mm) pressed around ``x, y``, ink over print."""
    stamp = np.full_like(page, 255)
    cv2.circle(stamp, (x, y), 145, colour, 9, cv2.LINE_AA)
    cv2.circle(stamp, (x, y), 100, colour, 4, cv2.LINE_AA)
    cv2.circle(stamp, (x, y), 40, colour, -1, cv2.LINE_AA)
    return np.minimum(page, stamp)


def signature(page: Image, x: int, y: int, colour: tuple[int, int, int] = BLUE) -> Image:
    """``page`` with a pen stroke some 60 mm long, starting at ``x, y``."""
    along = np.linspace(0, 470, 120)
    wave = y + 55 * np.sin(along / 28) - along * 0.12
    points = np.stack([x + along, wave], axis=1).round().astype(np.int32)
    result = page.copy()
    cv2.polylines(result, [points], False, colour, 5, cv2.LINE_AA)
    return result


def real_page(shared: Path, name: str, number: int) -> Image:
    """Page ``number`` (from 1) of a real scan at 200 dpi, RGB."""
    document = pypdfium2.PdfDocument(shared / name)
    try:
        pixels = document[number - 1].render(scale=200 / 72, rev_byteorder=True).to_numpy().copy()
    finally:
        document.close()
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        return as_image(cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB))
    return as_image(pixels[:, :, :3])

"""Proofs become paper: a born-digital PDF, and the images that a scanner sees."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from letterpress import ink, pen
from letterpress.fonts import width
from letterpress.letter import LetterSpec
from letterpress.proof import PAGE_HEIGHT, PAGE_WIDTH, InkPlace, PageProof, PlacedRun
from letterpress.typeset import typeset

Rgb = NDArray[np.uint8]
INK_DPI = 250
RUBBER = tuple(value / 255 for value in ink.RED)


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page that knows its letter; ``number`` counts from 1 in the letter."""

    letter: LetterSpec
    proof: PageProof
    number: int


def printed(letter: LetterSpec) -> tuple[PrintedPage, ...]:
    """Typeset a letter."""
    proofs = typeset(letter)
    return tuple(PrintedPage(letter, proof, index + 1) for index, proof in enumerate(proofs))


def print_pdf(pages: Sequence[PrintedPage], *, with_ink: bool = True) -> bytes:
    """The pages as a PDF with a text layer; the same pages give the same bytes."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1)
    for page in pages:
        draw_page(canvas, page, with_ink=with_ink)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def draw_page(canvas: Canvas, page: PrintedPage, *, with_ink: bool = True) -> None:
    """Draw one page on a reportlab canvas."""
    for rule in page.proof.rules:
        canvas.setLineWidth(rule.weight)
        canvas.line(rule.x0, PAGE_HEIGHT - rule.y0, rule.x1, PAGE_HEIGHT - rule.y1)
    for line in page.proof.lines:
        for placed in line.runs:
            _draw_run(canvas, placed, page)
    for place in page.proof.ink if with_ink else ():
        _draw_ink(canvas, place, page)


def render(pdf: bytes, dpi: int) -> list[Rgb]:
    """All pages of a PDF as RGB images (height × width × 3) at ``dpi``."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        images = [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()
    return [np.asarray(image) for image in images]


def _draw_run(canvas: Canvas, placed: PlacedRun, page: PrintedPage) -> None:
    run = placed.run
    if run.pen:
        _draw_digits(canvas, placed, page)
        return
    width(" ", run.face, run.size)  # the cuts are registered by the first measuring
    canvas.setFillColorRGB(*(RUBBER if run.red else (0, 0, 0)))
    canvas.setFont(run.face.font_name, run.size)
    canvas.drawString(placed.x, PAGE_HEIGHT - placed.baseline, run.text)


def _draw_digits(canvas: Canvas, placed: PlacedRun, page: PrintedPage) -> None:
    """Written digits stand a little higher than type and may touch what is beside them."""
    run = placed.run
    height = run.size * 1.32
    seed = page.letter.seed * 31 + round(placed.x)
    image = pen.write_digits(
        run.text, round(height / 72 * INK_DPI), seed, page.letter.marks.pen_colour
    )
    wide = height * image.shape[1] / image.shape[0]
    x = placed.x + (run.width - wide) / 2
    _stick(canvas, image, x, placed.baseline + height * 0.14, wide)


def _draw_ink(canvas: Canvas, place: InkPlace, page: PrintedPage) -> None:
    image = ink.turned(_mark(place, page.letter), place.angle)
    x = place.x - place.width / 2
    height = place.width * image.shape[0] / image.shape[1]
    _stick(canvas, image, x, place.y + height / 2, place.width)


def _mark(place: InkPlace, letter: LetterSpec) -> NDArray[np.uint8]:
    pixels = round(place.width / 72 * INK_DPI)
    marks = letter.marks
    if place.kind == "seal" and marks.seal:
        return ink.seal(marks.seal, pixels, letter.seed)
    if place.kind == "arrival" and marks.arrival:
        return ink.arrival(marks.arrival, pixels, letter.seed)
    if place.kind == "scribble":
        return pen.scribble(pixels, pixels // 2, letter.seed, marks.pen_colour)
    return ink.framed(
        str(letter.urgency if place.kind == "urgency" else letter.secrecy), pixels, letter.seed
    )


def _stick(canvas: Canvas, image: NDArray[np.uint8], x: float, bottom: float, wide: float) -> None:
    """Put an RGBA image on the page, ink on ink darkening (blend mode Multiply)."""
    height = wide * image.shape[0] / image.shape[1]
    canvas.saveState()
    canvas.setBlendMode("Multiply")
    reader = ImageReader(Image.fromarray(image))
    canvas.drawImage(reader, x, PAGE_HEIGHT - bottom, wide, height, mask="auto")
    canvas.restoreState()

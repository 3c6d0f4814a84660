"""A letter as a searchable PDF: the pictures of its pages with the recognised words under them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject
from sqlalchemy import select
from sqlmodel import Session, col

from models.errors import ProgramMissing
from models.register import StoredLetter, StoredPage
from pipeline.store.files import FileStore, place_of
from pipeline.store.page_words import PlacedWord, words_of_pages

WIDTH = 595.28
"""Points: the width of A4; the height follows from the picture."""
_INVISIBLE = 3
_FONT = "congvan-layer"
_HEIGHT = 0.75
"""Size of the type as a share of the word's box: capitals and descenders fill it."""


@dataclass(frozen=True, slots=True)
class _Page:
    picture: str
    lines: Sequence[Sequence[PlacedWord]]


def searchable_pdf(session: Session, files: FileStore, letter: StoredLetter) -> bytes:
    """The pages of a letter that have a picture. Raises :class:`ProgramMissing` without a font."""
    out = BytesIO()
    canvas = Canvas(out, pageCompression=1, lang="vi")
    canvas.setTitle(" ".join(filter(None, (letter.number, letter.subject))))
    canvas.setAuthor(letter.issuer or "")
    canvas.setSubject(letter.subject or "")
    canvas.setCreator("congvan")
    _register_font()
    for page in _pages(session, letter):
        _draw(canvas, page, b"".join(files.blocks(place_of("images", page.picture))))
    canvas.save()
    return out.getvalue()


def _pages(session: Session, letter: StoredLetter) -> Iterator[_Page]:
    first, last = letter.first_page, letter.last_page
    words = words_of_pages(session, letter.original_sha256, first, last)
    query = select(col(StoredPage.number), col(StoredPage.image_sha256)).where(
        col(StoredPage.original_sha256) == letter.original_sha256,
        col(StoredPage.number).between(first, last),
        col(StoredPage.image_sha256).is_not(None),
    )
    for number, picture in session.execute(query.order_by(col(StoredPage.number))):
        yield _Page(picture or "", words.get(number, ()))


def _draw(canvas: Canvas, page: _Page, jpeg: bytes) -> None:
    image = ImageReader(BytesIO(jpeg))
    wide, high = image.getSize()
    height = WIDTH * high / wide
    canvas.setPageSize((WIDTH, height))
    text = canvas.beginText()
    text.setTextRenderMode(_INVISIBLE)
    for line in page.lines:
        for word in line:
            _place(text, word, height)
    canvas.drawText(text)
    canvas.drawImage(image, 0, 0, WIDTH, height)
    canvas.showPage()


def _place(text: PDFTextObject, word: PlacedWord, height: float) -> None:
    """A word at its place, as wide as it is printed."""
    if not word.text.strip():
        return
    size = max(1.0, word.box.height * height * _HEIGHT)
    natural = pdfmetrics.stringWidth(word.text, _FONT, size) or 1.0
    text.setFont(_FONT, size)
    text.setHorizScale(100 * word.box.width * WIDTH / natural)
    text.setTextOrigin(word.box.x0 * WIDTH, height - word.box.y1 * height + 0.2 * size)
    text.textOut(word.text + " ")


@cache
def _register_font() -> None:
    try:
        pdfmetrics.registerFont(TTFont(_FONT, _vietnamese_font()))
    except TTFError as error:
        raise ProgramMissing(f"fonts-croscore ({error})") from error


def _vietnamese_font() -> str:
    """A TrueType font of this machine with all Vietnamese letters."""
    pattern = ":lang=vi:fontformat=TrueType"
    try:
        done = subprocess.run(
            ["fc-match", "-f", "%{file}", pattern], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise ProgramMissing("fontconfig") from error
    if not Path(done.stdout).is_file():
        raise ProgramMissing("fonts-croscore")
    return done.stdout

"""Draws the README's picture: a sample scan beside its card, as a terminal shows it.

`python scripts/picture.py data/samples/04-tinh-uy-cong-van.pdf docs/images/reading.png`
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style

from cli.cards import card
from pipeline.read import read_file

HEIGHT, MARGIN = 1040, 36
COLUMNS, SIZE, LINE = 80, 22, 33
PRINTED = 0.88  # of the page's height; white paper below
PAPER, DARK = "#d9dde3", "#1b1f27"
INK, DIM, COLOURS = "#e6e9ee", "#8b95a5", {"yellow": "#f2c14e", "red": "#ff6b6b"}
# Cousine has all Vietnamese letters, but neither of these signs; DejaVu lacks two letters.
SIGNS = "⚠✗"


def main(scan: Path, target: Path) -> None:
    """Read ``scan`` and draw both into ``target``."""
    page = _page(scan)
    text = _terminal(_rendered(scan))
    width = page.width + text.width + 3 * MARGIN
    picture = Image.new("RGB", (width, HEIGHT + 2 * MARGIN), PAPER)
    picture.paste(page, (MARGIN, MARGIN))
    picture.paste(text, (page.width + 2 * MARGIN, MARGIN))
    picture.quantize(128, dither=Image.Dither.NONE).save(target, optimize=True)


def _page(scan: Path) -> Image.Image:
    document = pypdfium2.PdfDocument(scan)
    image: Image.Image = document[0].render(scale=2.5).to_pil()
    document.close()
    printed = image.crop((0, 0, image.width, round(image.height * PRINTED)))
    size = (round(printed.width * HEIGHT / printed.height), HEIGHT)
    return printed.resize(size, Image.Resampling.LANCZOS)


def _rendered(scan: Path) -> list[list[Segment]]:
    console = Console(width=COLUMNS, color_system="truecolor", force_terminal=True)
    return console.render_lines(card(read_file(scan)))


def _terminal(lines: Iterable[list[Segment]]) -> Image.Image:
    advance = round(_font("Cousine:style=Regular").getlength("m"))
    image = Image.new("RGB", (COLUMNS * advance + 2 * MARGIN, HEIGHT), DARK)
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        column = 0
        for segment in line:
            style = segment.style or Style()
            for char in segment.text:
                at = (MARGIN + column * advance, MARGIN + row * LINE)
                draw.text(at, char, fill=_colour(style), font=_font_of(char, style))
                column += cell_len(char)
    return image


def _colour(style: Style) -> str:
    named = COLOURS.get(style.color.name) if style.color else None
    return named or (DIM if style.dim else INK)


def _font_of(char: str, style: Style) -> ImageFont.FreeTypeFont:
    if char in SIGNS:
        return _font("DejaVu Sans Mono")
    return _font(f"Cousine:style={'Bold' if style.bold else 'Regular'}")


@cache
def _font(pattern: str) -> ImageFont.FreeTypeFont:
    asked = ["fc-match", "--format", "%{file}", pattern]
    file = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    return ImageFont.truetype(file, SIZE)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""From printed pages to scanned ones: render, age, keep the resolution."""

from __future__ import annotations

from collections.abc import Sequence

from letterpress.ageing import Ageing, age
from letterpress.bind import ScannedPage
from letterpress.press import PrintedPage, print_pdf, render

DEFAULT_QUALITY = 75


def capture(page: PrintedPage, ageing: Ageing, seed: int) -> ScannedPage:
    """One page as captured; the same page, ageing and seed give the same pixels."""
    image = render(print_pdf([page]), ageing.dpi)[0]
    return ScannedPage(age(image, ageing, seed), ageing.dpi, ageing.jpeg or DEFAULT_QUALITY)


def capture_all(pages: Sequence[PrintedPage], ageing: Ageing, seed: int) -> list[ScannedPage]:
    """All pages in the same way, each with its own noise."""
    return [capture(page, ageing, seed * 101 + index) for index, page in enumerate(pages)]

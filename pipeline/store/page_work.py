"""What a worker does with a page: read it, and keep its picture in the file store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.layout import PageLayout
from pipeline.read import document_of, see_page
from pipeline.settings import Settings
from pipeline.store.files import FileStore
from pipeline.store.page_words import pack

if TYPE_CHECKING:
    from pipeline.ocr.page_image import RenderedPage


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page that was read: what is on it, its image, if it can be drawn, and its words, packed."""

    layout: PageLayout
    image: KeptImage | None
    words: str | None


@dataclass(frozen=True, slots=True)
class KeptImage:
    """The image of one page in the file store, and its perceptual hash."""

    sha256: str
    page_hash: str | None


def read_and_draw(
    path: Path, number: int, settings: Settings, files: FileStore, turned: int | None = None
) -> SeenPage:
    """Read page ``number`` (from 1) and draw it. Raises :class:`PageError`.

    ``turned``: by how many degrees clockwise it lies turned, where a person has said so.
    """
    from pipeline.ocr.page_image import picture_of, render_page

    seen = see_page(path, number, settings, turned)
    if seen.pixels is None:
        picture = render_page(document_of(path), seen.layout)
    else:
        picture = picture_of(seen.pixels, seen.layout)
    return SeenPage(seen.layout, _kept(picture, files), pack(seen.layout))


def draw_failed_page(path: Path, number: int, files: FileStore) -> KeptImage | None:
    """The image of a page that could not be read, as it lies."""
    from pipeline.ocr.page_image import draw_alone

    return _kept(draw_alone(path, PageLayout(number, "failed")), files)


def _kept(picture: RenderedPage | None, files: FileStore) -> KeptImage | None:
    if picture is None:
        return None
    return KeptImage(files.keep("images", picture.content), picture.page_hash)

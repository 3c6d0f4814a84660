"""Pictures of the pages for people: upright, as the boxes of the evidence refer to them.

::

    pixels of the file ─▶ out of its photo ─▶ smaller ─▶ turned, straightened ─▶ JPEG, hash
                          (only pages that were recognised)

The steps are those of ``posture.stand_up``, which found out how the page lies; here its findings,
kept with the reading, are only followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt

from models.errors import CongvanError
from pipeline.ocr.load import open_document
from pipeline.ocr.page_source import A4_LONG_SIDE, Document
from pipeline.ocr.photo import flatten_photo
from pipeline.ocr.pixels import (
    Image,
    as_image,
    ink_mask,
    parts_of,
    pixels_per_mm,
    to_gray,
)
from pipeline.ocr.skew import deskew
from pipeline.ocr.upright import turn
from pipeline.workers import Crew

DPI = 150
"""Resolution of an A4 page's picture: pen notes and the small print of seals are legible."""

LONGEST_SIDE = round(DPI * A4_LONG_SIDE)
"""Pixels; a larger page gets a coarser picture."""

LARGEST = 200_000
"""Bytes; a picture above it is made again in the next way."""

WAYS = ((30, False), (30, True), (15, True))
"""JPEG's quality, and whether its code is fitted to the picture, which takes twice as long for a
tenth less bytes. Measured on 80 pages of office scans: the first gives 144 kB; all legible. WebP of
the same size looks better, and takes eight times as long."""

PATIENCE = 30.0
"""Seconds for a page that failed when it was read."""

# The hash: which waves of the spread of ink are strong, the first 24 of 64 each way.
_GRID, _WAVES = 64, 24
_RIM = 0.035  # of the short side: the scanner's own dark edges, not the sheet's
_REACH = 2.0  # standard deviations of the ink across the page: text, margins and no more
_TALL = 1.3  # height over width of what is looked at; near that of a page of text
_LARGEST_TYPE_MM = 15.0  # capitals have 4, words that run together more; seals have 30
_SOLID = 120  # gray: a filled patch counts no more than dense type
_LEAST_INK = 0.001  # share of the page; two lines of type have 0.003

_RECOGNISED = frozenset({"ocr", "blank"})
_DRAWN = frozenset({"ocr", "blank", "text_layer"})


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """The upright picture of page ``number`` (from 1): JPEG in colour, and its perceptual hash.

    ``page_hash`` is hexadecimal, ``None`` where there is too little on the page to tell it from
    others.
    """

    number: int
    content: bytes
    page_hash: str | None


class Lying(Protocol):
    """How a page lay when it was read: a ``PageLayout``, or the ``Page`` of a reading."""

    @property
    def number(self) -> int: ...

    @property
    def origin(self) -> str: ...

    @property
    def rotation(self) -> int: ...

    @property
    def skew(self) -> float: ...


def render_pages(path: Path, pages: Sequence[Lying]) -> Iterator[RenderedPage]:
    """Pictures of the ``pages`` of a file as they were read, one in memory at a time.

    Pages of origin ``text`` have none. Failed pages come last, those that can be drawn; pages that
    can no longer be drawn are left out. Raises :class:`InputError` where the file cannot be opened.
    """
    drawn = [page for page in pages if page.origin in _DRAWN]
    if drawn:
        # Workers that are forked later have lost OpenCV's threads and may wait for them for ever.
        cv2.setNumThreads(1)
        with open_document(path) as document:
            yield from filter(None, (render_page(document, page) for page in drawn))
    yield from _rescued(path, [page for page in pages if page.origin == "failed"])


def upright(pixels: Image, page: Lying) -> Image:
    """The pixels of a page, ``(H, W, 3)``, as they stood when it was read, perhaps smaller."""
    if page.origin in _RECOGNISED:
        pixels, _ = flatten_photo(pixels)
    return deskew(turn(_smaller(pixels), page.rotation), page.skew)


def render_page(document: Document, page: Lying) -> RenderedPage | None:
    """The picture of one page of an open file; ``None`` where there is none, or none any more."""
    if page.origin == "text":
        return None
    try:
        image = document.page(page.number - 1).image(DPI if page.origin == "text_layer" else None)
    except CongvanError:
        return None
    return picture_of(upright(image.pixels, page), page)


def picture_of(pixels: Image, page: Lying) -> RenderedPage:
    """The picture of a page whose upright pixels are at hand."""
    picture = _smaller(pixels)
    page_hash = None if page.origin == "blank" else hash_of(picture)
    return RenderedPage(page.number, _compressed(picture), page_hash)


def _rescued(path: Path, pages: Sequence[Lying]) -> Iterator[RenderedPage]:
    """Pages that could not be read, each in a worker: what killed one reader kills another."""
    if not pages:
        return
    with Crew[int](workers=1, time_limit=PATIENCE, method="forkserver") as crew:
        for _, outcome in crew.run((page.number, draw_alone, (path, page)) for page in pages):
            if isinstance(outcome, RenderedPage):
                yield outcome


def draw_alone(path: Path, page: Lying) -> RenderedPage | None:
    """The same of a file that is opened for it."""
    with open_document(path) as document:
        return render_page(document, page)


def _smaller(pixels: Image) -> Image:
    factor = LONGEST_SIDE / max(pixels.shape[:2])
    if factor >= 1:
        return pixels
    # Down to half the size each new pixel is made of its neighbours either way, and six times as
    # fast as by area.
    way = cv2.INTER_LINEAR if factor >= 0.5 else cv2.INTER_AREA
    return as_image(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=way))


def _compressed(pixels: Image) -> bytes:
    """The picture in the first way that makes it small enough, else in the last."""
    content = b""
    as_opencv_has_it = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    for quality, is_fitted in WAYS:
        how = (cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, int(is_fitted))
        content = cv2.imencode(".jpg", as_opencv_has_it, how)[1].tobytes()
        if len(content) <= LARGEST:
            break
    return content


def hash_of(picture: Image) -> str | None:
    """The perceptual hash of an upright page, gray or RGB: 575 bits as 144 hexadecimal digits.

    Pages scanned twice have hashes that differ in few bits (``pipeline.link.page_hash``), whatever
    the resolution, light, noise and small stamps: ink is seen from its own middle, in units of its
    own spread. ``None`` where there is hardly any.
    """
    ink = _ink(to_gray(picture))
    if ink.mean() < 255 * _LEAST_INK:
        return None
    waves = cv2.dct(_centred(ink))[:_WAVES, :_WAVES].ravel()[1:]
    return np.packbits(waves > np.median(waves)).tobytes().hex()


def _ink(gray: Image) -> npt.NDArray[np.float32]:
    """How much small ink, that is type, there is on the page without its rim, a quarter of the
    size: seals, signatures and notes are on one copy and not on the other."""
    rim = round(_RIM * min(gray.shape))
    mask = ink_mask(gray)[rim:-rim, rim:-rim]
    left, top, width, height = cv2.boundingRect(mask)
    if width:  # OpenCV dies of an empty image
        inked = mask[top : top + height, left : left + width]
        parts = parts_of(inked)
        inked[:] = parts.erase(inked, parts.longest > _LARGEST_TYPE_MM * pixels_per_mm(gray))
    small = cv2.resize(mask, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    return np.minimum(small, _SOLID).astype(np.float32)


def _centred(ink: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The ink around its middle on a small grid, however large and wherever it was printed."""
    middle_x, spread = _spread(ink.sum(axis=0))
    middle_y, _ = _spread(ink.sum(axis=1))
    width = max(2 * _REACH * spread, 1.0)
    across, down = _GRID / width, _GRID / (width * _TALL)
    place = np.array(
        [[across, 0, _GRID / 2 - middle_x * across], [0, down, _GRID / 2 - middle_y * down]]
    )
    soft = cv2.GaussianBlur(ink, (0, 0), max(0.1, 0.35 / across), sigmaY=max(0.1, 0.35 / down))
    grid = cv2.warpAffine(soft, place, (_GRID, _GRID), flags=cv2.INTER_LINEAR)
    return np.asarray(grid, np.float32)


def _spread(profile: npt.NDArray[np.float32]) -> tuple[float, float]:
    """Middle and standard deviation of the places that a profile of ink weighs."""
    share = profile / profile.sum()
    places = np.arange(profile.size)
    middle = float(share @ places)
    return middle, float(np.sqrt(share @ (places - middle) ** 2))

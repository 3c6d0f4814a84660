"""A page made even: scanner edges, punch holes, shadows, weak contrast, specks and ghosts.

Every step leaves a page alone that does not need it, and then returns the very same array.
"""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.ocr.dust import despeckle
from pipeline.ocr.pixels import Image, as_image, bar, paper_level, parts_of, pixels_per_mm, shrink

UNEVEN_RANGE = 24
"""Gray levels between the lightest and the darkest paper from which light counts as uneven."""

_EDGE_THICK_MM = 2.4
_EDGE_STRIP_MM = 3.0
_HOLE_MM = (4.0, 9.0)
_HOLE_MARGIN_MM = 24.0


def clean(gray: Image) -> Image:
    """All steps in order, for a gray page ``(H, W)`` without coloured ink."""
    return despeckle(stretch(even_light(remove_edges(gray))))


def remove_edges(gray: Image) -> Image:
    """Black scanner borders, wedges of a skewed sheet and punched holes painted as paper.

    A border is dark, touches the image's edge and is thick, or lies wholly in the outer 3 mm.
    """
    small = shrink(gray, 4)
    scale = pixels_per_mm(small)
    dark = as_image(cv2.threshold(small, 0.55 * paper_level(small), 255, cv2.THRESH_BINARY_INV)[1])
    if not dark.any():
        return gray
    unwanted = cv2.bitwise_or(_borders(dark, scale), _holes(dark, scale))
    if not np.asarray(unwanted).any():
        return gray
    grown = cv2.dilate(unwanted, bar(5, 5))
    full = cv2.resize(grown, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_NEAREST)
    result = gray.copy()
    result[np.asarray(full) > 0] = paper_level(gray)
    return result


def even_light(image: Image) -> Image:
    """Shadow and fall-off divided out, for gray ``(H, W)`` or RGB ``(H, W, 3)``.

    An evenly lit page comes back as the same array.
    """
    paper = _paper_map(image)
    low, high = np.percentile(paper, (3, 97))
    if high - low < UNEVEN_RANGE:
        return image
    size = (image.shape[1], image.shape[0])
    whole = as_image(cv2.resize(paper, size, interpolation=cv2.INTER_LINEAR))
    if image.ndim == 2:
        return as_image(cv2.divide(image, whole, scale=250))
    channels = [cv2.divide(channel, whole, scale=250) for channel in cv2.split(image)]
    return as_image(cv2.merge(channels))


def stretch(gray: Image) -> Image:
    """Print drawn towards black and paper towards white, when it is not so already.

    Paper, and what shines through it, within 10 % of the paper's gray becomes white.
    """
    paper = paper_level(gray)
    sample = gray[::4, ::4]
    inked = sample[sample < 0.7 * paper]
    if inked.size < sample.size * 0.0005:
        return gray
    black = float(np.percentile(inked, 15))
    if paper >= 246 and black <= 48:
        return gray
    levels = (np.arange(256) - 0.8 * black) * (255.0 / (0.9 * paper - 0.8 * black))
    return as_image(cv2.LUT(gray, np.clip(levels, 0, 255).astype(np.uint8)))


def _borders(dark: Image, scale: float) -> Image:
    """Dark parts of the small page that belong to the scanner's lid."""
    parts = parts_of(dark)
    rows, columns = dark.shape
    strip = _EDGE_STRIP_MM * scale
    right, bottom = parts.left + parts.width, parts.top + parts.height
    outside = (right <= strip) | (bottom <= strip)
    outside |= (parts.left >= columns - strip) | (parts.top >= rows - strip)
    touching = (parts.left == 0) | (parts.top == 0) | (right == columns) | (bottom == rows)
    unwanted = parts.paint(outside)
    if touching[1:].any():
        unwanted |= _thick_parts(parts.paint(touching), scale)
    return unwanted


def _thick_parts(mask: Image, scale: float) -> Image:
    """``mask`` without its thin parts: print that touches a border stays."""
    side = max(3, round(_EDGE_THICK_MM * scale))
    framed = cv2.copyMakeBorder(mask, side, side, side, side, cv2.BORDER_REPLICATE)
    opened = as_image(cv2.morphologyEx(framed, cv2.MORPH_OPEN, bar(side, side)))
    inner = opened[side:-side, side:-side]
    return as_image(cv2.bitwise_and(cv2.dilate(inner, bar(5, 5)), mask))


def _holes(dark: Image, scale: float) -> Image:
    """Black discs of a punch near the sheet's edge (a filing hole is 5.5 to 8 mm wide)."""
    parts = parts_of(dark)
    rows, columns = dark.shape
    low, high = (limit * scale for limit in _HOLE_MM)
    disc = (np.minimum(parts.width, parts.height) >= low) & (parts.longest <= high)
    disc &= parts.area > 0.66 * parts.width * parts.height
    disc &= np.abs(parts.width - parts.height) < 0.25 * parts.height
    right, bottom = columns - parts.left - parts.width, rows - parts.top - parts.height
    to_edge = np.minimum.reduce([parts.left, parts.top, right, bottom])
    return parts.paint(disc & (to_edge < _HOLE_MARGIN_MM * scale))


def _paper_map(image: Image) -> Image:
    """Brightness of the paper under the print, an eighth of the page's size."""
    gray = image if image.ndim == 2 else as_image(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))
    small = shrink(gray, 8)
    side = round(8 * pixels_per_mm(small)) | 1
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, bar(side, side))
    return np.maximum(as_image(cv2.blur(closed, (side, side))), 40)

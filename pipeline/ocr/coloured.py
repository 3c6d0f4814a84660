"""What coloured ink says: urgency stamps, ĐẾN stamps, names and titles stamped in red.

Coloured ink is taken off the page before the text is read, for seals and signatures hide names.
But the ink may be the text itself (observed: the signer's name as a red rubber stamp), so its
stamps are read by themselves, at the angle at which they were pressed.
"""

from __future__ import annotations

from models.layout import Box, Line, Region, Stamp
from pipeline.ocr.engines import Engine, FoundLine, words_on_page
from pipeline.ocr.ink import Ink, coloured_gray, find_stamps
from pipeline.ocr.many_views import combined, readings
from pipeline.ocr.pixels import Image
from pipeline.ocr.seal_rings import without_rings
from pipeline.ocr.stamp_text import with_text
from pipeline.ocr.syllables import valid_share

# Stamps with this share of the page's width, or more, in them are worth reading.
NARROWEST = 0.06
# More than this many are pen strokes all over the page.
MOST = 4
# Lines of a stamp are believed from this confidence on, and only well spelled.
SURE = 0.6
SPELLED = 0.99
# One slip in three words is forgiven where the letters are clear.
CLEAR = 0.85
MOSTLY = 0.6
# Marks are stamped in the upper part of the page, names in red stand below.
HEAD_ENDS = 0.5
PADDING = 0.006
# A mark is at least this much wider than high; a page this much higher than wide.
WIDE = 1.6
PAPER = 1.414


def read_stamps(
    rgb: Image, ink: Ink, engine: Engine, dpi: int, deadline: float, *, names_too: bool = True
) -> tuple[list[Stamp], list[Line]]:
    """(the page's stamps, with text where it can be read; lines set in coloured ink).

    ``names_too`` looks for names and titles in the ink, which takes time.
    """
    stamps: list[Stamp] = []
    lines: list[Line] = []
    for order, stamp in enumerate(find_stamps(ink)):
        readable = stamp.colour == "red" and stamp.box.width >= NARROWEST and order < MOST
        if readable:
            crop, where = _crop(rgb, ink.red_mask, stamp.box)
            if stamp.box.center_y < HEAD_ENDS:
                stamp = with_text(stamp, crop, engine, dpi, deadline)
            if names_too and not _is_mark(stamp):
                ways = [*readings(crop, engine, dpi, deadline, thorough=True)]
                ringless = without_rings(crop, dpi)
                if ringless is not None:
                    ways += readings(ringless.crop, engine, dpi, deadline, thorough=True)
                placed = combined([[_placed(w, where, rgb) for w in way] for way in ways])
                lines += [line for line in placed if _is_believed(line)]
        stamps.append(stamp)
    return stamps, lines


def _is_mark(stamp: Stamp) -> bool:
    """Whether the stamp is words in a frame (HỎA TỐC, MẬT), wide and low, and not a seal."""
    height = stamp.box.height * PAPER
    capitals = stamp.text == stamp.text.upper() and any(c.isalpha() for c in stamp.text)
    return capitals and stamp.confidence > SURE and stamp.box.width > WIDE * height


def _crop(rgb: Image, mask: Image, box: Box) -> tuple[Image, tuple[int, int]]:
    """The stamp alone, dark on white, and its top left corner in pixels."""
    height, width = mask.shape
    x0, x1 = int(max(0.0, box.x0 - PADDING) * width), int(min(1.0, box.x1 + PADDING) * width)
    y0, y1 = int(max(0.0, box.y0 - PADDING) * height), int(min(1.0, box.y1 + PADDING) * height)
    return coloured_gray(rgb[y0:y1, x0:x1], mask[y0:y1, x0:x1]), (x0, y0)


def _placed(found: FoundLine, corner: tuple[int, int], page: Image) -> Line:
    words = words_on_page(found, corner, (page.shape[0], page.shape[1]))
    return Line(words, Region.FOOT_RIGHT, gap=True)


def _is_believed(line: Line) -> bool:
    letters = sum(c.isalpha() for c in line.text)
    spelled = valid_share(line.text)
    right = spelled >= SPELLED or (line.confidence >= CLEAR and spelled >= MOSTLY)
    return letters >= 5 and len(line.words) >= 2 and right and line.confidence >= SURE

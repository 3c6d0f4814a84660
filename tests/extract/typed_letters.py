"""Letters set by hand: lines with boxes as a page has them, or plain text without any.

All names, numbers and subjects are invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.layout import Box, Line, PageLayout, Region, Rereading, Stamp, Word
from models.reading import Letter
from pipeline.extract.letters import letters_of
from pipeline.extract.rows import Row, rows_of
from pipeline.ocr.text_lines import plain_lines, text_page

PITCH = 0.0185  # from one line to the next, as a share of the page's height
TALL = 0.013  # height of a line of 13-point type
LETTER = 0.0098  # width of a letter, as a share of the page's width
CAPITAL = 1.35  # and how much wider a capital is
LEFT, RIGHT, MIDDLE = 0.28, 0.68, 0.5  # where columns are centred
MARGIN, INDENT = 0.11, 0.17

STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PARTY = ("ĐẢNG CỘNG SẢN VIỆT NAM",)


def width_of(text: str) -> float:
    """How much of the page's width the text takes."""
    return sum(LETTER * (CAPITAL if letter.isupper() else 1) for letter in text)


def line_at(
    text: str,
    x0: float,
    y0: float,
    region: Region = Region.BODY,
    *,
    gap: bool = False,
    sure: float = 0.97,
    tall: float = TALL,
) -> Line:
    """``text`` as words with boxes, its first letter at ``x0, y0``."""
    words: list[Word] = []
    for text_of_word in text.split():
        wide = width_of(text_of_word) * tall / TALL
        words.append(Word(text_of_word, Box(x0, y0, x0 + wide, y0 + tall), sure))
        x0 += wide + LETTER
    return Line(tuple(words), region, gap=gap)


def centred(text: str, middle: float, y0: float, region: Region, *, gap: bool = False) -> Line:
    """``text`` with its middle at ``middle``."""
    wide = width_of(text.replace(" ", "")) + LETTER * text.count(" ")
    return line_at(text, middle - wide / 2, y0, region, gap=gap)


@dataclass(frozen=True)
class Typed:
    """One page as typed; ``""`` is an empty line. Blocks stand in the order of the fields.

    ``title`` lines are centred; body lines that begin with a tab are first lines of paragraphs,
    those with two tabs are the list behind "Kính gửi".
    """

    left: Sequence[str] = ()
    right: Sequence[str] = ()
    title: Sequence[str] = ()
    body: Sequence[str] = ()
    foot_left: Sequence[str] = ()
    foot_right: Sequence[str] = ()
    stamps: Sequence[Stamp] = ()

    def page(self, number: int = 1) -> PageLayout:
        """The page, as recognition would hand it over."""
        lines: list[Line] = []
        left, left_end = _column(self.left, 0.06, LEFT, Region.HEAD_LEFT)
        right, right_end = _column(self.right, 0.06, RIGHT, Region.HEAD_RIGHT)
        lines += left + right
        top = max(left_end, right_end) + PITCH
        title, end = _column(self.title, top, MIDDLE, Region.BODY)
        body, end = _paragraphs(self.body, end + PITCH)
        lines += title + body
        lines += _column(self.foot_left, end + PITCH, None, Region.FOOT_LEFT)[0]
        lines += _column(self.foot_right, end + PITCH, RIGHT, Region.FOOT_RIGHT)[0]
        return PageLayout(number, "ocr", tuple(lines), confidence=0.97, stamps=tuple(self.stamps))


def _column(
    texts: Sequence[str], y0: float, middle: float | None, region: Region
) -> tuple[list[Line], float]:
    lines: list[Line] = []
    gap = True
    for text in texts:
        if text and middle is None:
            lines.append(line_at(text, MARGIN, y0, region, gap=gap))
        elif text and middle is not None:
            lines.append(centred(text, middle, y0, region, gap=gap))
        gap = not text
        y0 += PITCH
    return lines, y0


def _paragraphs(texts: Sequence[str], y0: float) -> tuple[list[Line], float]:
    lines: list[Line] = []
    gap = True
    for text in texts:
        tabs = len(text) - len(text.lstrip("\t"))
        if text:
            x0 = (MARGIN, INDENT, 0.32)[tabs]
            lines.append(line_at(text.strip(), x0, y0, gap=gap))
        gap = not text
        y0 += PITCH
    return lines, y0


def in_pen(page: PageLayout, start: str, **cells: str) -> PageLayout:
    """The page; the line that begins with ``start`` has these cells filled in by pen."""
    read = tuple(
        Rereading(cell, text, 0.9, "digits")  # type: ignore[arg-type]
        for cell, text in cells.items()
    )
    lines = tuple(
        replace(line, rereadings=read) if line.text.startswith(start) else line
        for line in page.lines
    )
    assert lines != page.lines
    return replace(page, lines=lines)


def letters_on(*pages: Typed | PageLayout) -> list[Letter]:
    """The letters of a file with these pages."""
    return letters_of(
        [page.page(n) if isinstance(page, Typed) else page for n, page in enumerate(pages, 1)]
    )


def letter_on(*pages: Typed | PageLayout) -> Letter:
    """The only letter of a file with these pages."""
    [letter] = letters_on(*pages)
    return letter


def letters_in(text: str) -> list[Letter]:
    """The letters of a plain text file."""
    return letters_of([text_page(plain_lines(text))])


def letter_in(text: str) -> Letter:
    """The only letter of a plain text file."""
    [letter] = letters_in(text)
    return letter


def rows_in(text: str) -> list[Row]:
    """The rows of a plain text."""
    return rows_of([text_page(plain_lines(text))])


def codes(letter: Letter) -> set[str]:
    """The codes of the letter's anomalies."""
    return {anomaly.code for anomaly in letter.anomalies}

"""Born-digital pages of the years before Unicode: TCVN3 codes under a ``.Vn`` font.

Such a PDF looks right and copies as "ñy ban nh©n d©n": each Vietnamese letter is one code of
0xA1…0xFE, and the font shows it. Capitals come from a second font, whose name ends in H.
Table: TCVN 5712:1993 (VN3), as in the project's handbook; kept apart from the reader's own table on
purpose, so that an error in one is seen by the other.
"""

from __future__ import annotations

import io
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from letterpress.errors import NotInTcvn3
from letterpress.fonts import Face, font_files
from letterpress.letter import LetterSpec
from letterpress.press import PrintedPage, printed
from letterpress.proof import PAGE_HEIGHT, PAGE_WIDTH, Run

CODES = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
TABLE = dict(zip(LETTERS, CODES, strict=True))
SMALL = {
    Face.REGULAR: ".VnTime",
    Face.BOLD: ".VnTime-Bold",
    Face.ITALIC: ".VnTime-Italic",
    Face.BOLD_ITALIC: ".VnTime-BoldItalic",
}


def tcvn3(text: str, *, capitals: bool = False) -> str:
    """``text`` in TCVN3, each code as the Latin-1 character of the same number.

    ``capitals``: for the H font, which shows small letters as capitals. Raises ``NotInTcvn3`` for
    a capital with a tone mark in the small font.
    """
    source = text.lower() if capitals else text
    coded = "".join(TABLE.get(char, char) for char in source)
    if wrong := sorted({char for char in coded if ord(char) > 0xFF}):
        raise NotInTcvn3(f"TCVN3 has no {''.join(wrong)}; reword, or use the H font")
    return coded


def legacy_pdf(letter: LetterSpec) -> bytes:
    """A letter as a PDF whose text layer is TCVN3; no ink."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1)
    for page in printed(letter):
        _draw(canvas, page)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw(canvas: Canvas, page: PrintedPage) -> None:
    for rule in page.proof.rules:
        canvas.line(rule.x0, PAGE_HEIGHT - rule.y0, rule.x1, PAGE_HEIGHT - rule.y1)
    for line in page.proof.lines:
        for placed in line.runs:
            _draw_run(canvas, placed.run, placed.x, PAGE_HEIGHT - placed.baseline)


def _draw_run(canvas: Canvas, run: Run, x: float, y: float) -> None:
    """All-capital runs go to the H font, as typists did."""
    capitals = run.text.isupper() and any(char in TABLE for char in run.text.lower())
    canvas.setFont(_font(run.face, capitals=capitals), run.size)
    canvas.drawString(x, y, tcvn3(run.text, capitals=capitals))


@cache
def _font(face: Face, *, capitals: bool) -> str:
    """A copy of the type whose glyphs hang on TCVN3 codes, under a ``.Vn`` name."""
    name = SMALL[face].replace(".VnTime", ".VnTimeH" if capitals else ".VnTime")
    font = TTFont(name, str(font_files()[face]))
    shape = font.face
    glyphs, widths = dict(shape.charToGlyph), dict(shape.charWidths)
    shown = {chr(code): chr(code) for code in range(0x20, 0x7F)} | {c: u for u, c in TABLE.items()}
    for code, letter in shown.items():
        source = ord(letter.upper() if capitals else letter)
        shape.charToGlyph[ord(code)] = glyphs[source]
        shape.charWidths[ord(code)] = widths[source]
    shape.name = shape.fullName = name.encode("ascii")
    pdfmetrics.registerFont(font)
    return name

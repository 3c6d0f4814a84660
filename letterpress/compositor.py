"""The setting of one letter on as many sheets as it needs."""

from __future__ import annotations

from dataclasses import dataclass, field

from letterpress.errors import DoesNotFit
from letterpress.fonts import Face
from letterpress.letter import Paragraph, Style
from letterpress.lines import Measure, broken, place, words
from letterpress.proof import PAGE_HEIGHT, PAGE_WIDTH, PageProof, Run, Sheet

# NĐ 30/2020 phụ lục I: top and bottom 20–25 mm, left 30–35 mm, right 15–20 mm.
TOP, BOTTOM, LEFT, RIGHT = 57.0, 57.0, 85.0, 51.0
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
INDENT = 36.0


@dataclass(frozen=True, slots=True)
class Setting:
    """How tight the text stands: size 13–14 pt (NĐ 30), leading, white between paragraphs.

    ``carry``: the last block begins a new page, so that the signature does not stand alone.
    """

    size: float = 14.0
    leading: float = 18.5
    between: float = 6.0
    carry: bool = False


@dataclass(slots=True)
class Compositor:
    """Sheets being filled from top to bottom."""

    setting: Setting
    sheets: list[Sheet] = field(default_factory=lambda: [Sheet(TOP)])

    @property
    def sheet(self) -> Sheet:
        return self.sheets[-1]

    def room(self, height: float) -> bool:
        """Make sure that ``height`` points are free; true if a new page had to be begun."""
        if height > PAGE_HEIGHT - TOP - BOTTOM:
            raise DoesNotFit(f"{height:.0f} points do not fit on one page")
        if self.sheet.y + height <= PAGE_HEIGHT - BOTTOM:
            return False
        self.new_page()
        return True

    def new_page(self) -> None:
        """Begin a page; its number stands at the top in the middle (NĐ 30/2020, phụ lục I)."""
        self.sheets.append(Sheet(TOP))
        number = (Run(str(len(self.sheets)), size=13),)
        self.sheet.set_centred(number, PAGE_WIDTH / 2, TOP - 17, gap=False)

    def paragraph(self, paragraph: Paragraph) -> None:
        """Set a paragraph of the body."""
        if paragraph.style is Style.CENTRED:
            self._centred(paragraph.text)
            return
        runs = self._runs(paragraph)
        measure = Measure(LEFT, TEXT_WIDTH, INDENT, self.setting.leading)
        self.sheet.y += self.setting.between
        lines = broken(runs, TEXT_WIDTH, TEXT_WIDTH - INDENT)
        for index, line in enumerate(lines):
            self.room(measure.leading)
            self.sheet.y += measure.leading
            place(
                self.sheet,
                line,
                measure,
                self.sheet.y - 4.5,
                first=index == 0,
                last=index == len(lines) - 1,
                gap=index == 0,
            )

    def proofs(self) -> tuple[PageProof, ...]:
        """The finished pages."""
        return tuple(sheet.proof() for sheet in self.sheets)

    def _runs(self, paragraph: Paragraph) -> list[Run]:
        face = {Style.HEADING: Face.BOLD, Style.BASIS: Face.ITALIC}.get(
            paragraph.style, Face.REGULAR
        )
        lead = words(paragraph.lead, Face.BOLD, self.setting.size)
        return lead + words(paragraph.text, face, self.setting.size)

    def _centred(self, text: str) -> None:
        self.room(self.setting.leading + 12)
        self.sheet.y += self.setting.leading + 8
        run = Run(text, Face.BOLD, self.setting.size)
        self.sheet.set_centred((run,), LEFT + TEXT_WIDTH / 2, self.sheet.y - 4.5, gap=True)
        self.sheet.y += 3

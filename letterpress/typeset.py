"""A letter becomes pages: letterhead, body, foot."""

from __future__ import annotations

from letterpress.compositor import Compositor, Setting
from letterpress.fonts import assert_covered
from letterpress.foot import set_foot
from letterpress.head import set_head
from letterpress.letter import LetterSpec, RuledTable
from letterpress.proof import PageProof
from letterpress.table import set_table

# Tried in turn until the signature does not stand alone on a page (NĐ 30 wants text above it).
SETTINGS = (Setting(), Setting(14, 17.5, 4), Setting(13, 17, 4), Setting(carry=True))


def typeset(letter: LetterSpec) -> tuple[PageProof, ...]:
    """The pages of a letter. Raises ``GlyphMissing`` and ``DoesNotFit``."""
    pages: tuple[PageProof, ...] = ()
    for setting in SETTINGS:
        compositor = Compositor(setting)
        set_head(compositor, letter)
        _set_body(compositor, letter)
        alone = set_foot(compositor, letter)
        pages = compositor.proofs()
        if not alone:
            break
    _assert_printable(pages)
    return pages


def _set_body(compositor: Compositor, letter: LetterSpec) -> None:
    for index, block in enumerate(letter.body, 1):
        if compositor.setting.carry and index == len(letter.body):
            compositor.new_page()
        if isinstance(block, RuledTable):
            set_table(compositor, block)
        else:
            compositor.paragraph(block)


def _assert_printable(pages: tuple[PageProof, ...]) -> None:
    for page in pages:
        for line in page.lines:
            for placed in line.runs:
                assert_covered(placed.run.text, placed.run.face)

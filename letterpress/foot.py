"""Cells 7–9: Nơi nhận at left, authority, title, name and seal at right."""

from __future__ import annotations

from letterpress.compositor import LEFT, Compositor
from letterpress.fonts import Face
from letterpress.letter import LetterSpec, Recipient
from letterpress.lines import wrapped
from letterpress.proof import InkPlace, Run, Sheet

SIGN_CENTRE = 418.0
SIGN_ROOM = 232.0
RECIPIENT_ROOM = 208.0
HAND_ROOM = 84.0  # left blank between title and name, for the hand


def set_foot(compositor: Compositor, letter: LetterSpec) -> bool:
    """Set both columns; returns true when they had to go to a page of their own."""
    moved = compositor.room(foot_height(letter))
    sheet = compositor.sheet
    sheet.y += 14
    top = sheet.y
    bottom = _recipients(sheet, letter, top)
    sheet.y = max(bottom, _signature(sheet, letter, top))
    return moved


def foot_height(letter: LetterSpec) -> float:
    """Points that both columns need."""
    items = range(len(letter.recipients))
    left = 15.0 + 12.6 * sum(len(_recipient_lines(letter, item)) for item in items)
    right = 17.5 * (len(_title_lines(letter)) + 1) + HAND_ROOM
    return 14 + max(left, right) + 4


def recipient_text(recipient: Recipient) -> str:
    """The words of one item without dash and stop."""
    return f"{recipient.name} {recipient.note}".strip()


def _recipient_lines(letter: LetterSpec, index: int) -> list[str]:
    stop = "," if letter.system == "party" else ";"
    end = "." if index == len(letter.recipients) - 1 else stop
    text = f"- {recipient_text(letter.recipients[index])}{end}"
    return wrapped(text, Face.REGULAR, 11, RECIPIENT_ROOM)


def _title_lines(letter: LetterSpec) -> list[str]:
    return [
        part
        for line in letter.signature.printed
        for part in wrapped(line, Face.BOLD, 13.5, SIGN_ROOM)
    ]


def _recipients(sheet: Sheet, letter: LetterSpec, y: float) -> float:
    y += 14
    sheet.set_line((Run("Nơi nhận:", Face.BOLD_ITALIC, 12),), LEFT, y, gap=True)
    for index in range(len(letter.recipients)):
        for line in _recipient_lines(letter, index):
            y += 12.6
            sheet.set_line((Run(line, size=11),), LEFT, y, gap=False)
    return y


def _signature(sheet: Sheet, letter: LetterSpec, y: float) -> float:
    for index, line in enumerate(_title_lines(letter)):
        y += 17
        sheet.set_centred((Run(line, Face.BOLD, 13.5),), SIGN_CENTRE, y, gap=index == 0)
    title_bottom = y
    y += HAND_ROOM
    name = Run(letter.signature.name, Face.BOLD, 14, red=letter.marks.stamped_name)
    sheet.set_centred((name,), SIGN_CENTRE, y, gap=True)
    marks = letter.marks
    if marks.scribble:
        sheet.ink.append(InkPlace("scribble", SIGN_CENTRE + 22, title_bottom + 44, 120))
    if marks.seal:
        # NĐ 30/2020, điều 33: the seal covers about a third of the signature, at its left.
        sheet.ink.append(InkPlace("seal", SIGN_CENTRE - 50, y - 38, 102, 6))
    return y + 6

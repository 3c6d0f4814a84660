"""Cells 1–5 and 10: letterhead, number, date, title or V/v, stamps, Kính gửi.

Sources: NĐ 30/2020 phụ lục I, HD 36-HD/VPTW; the Youth Union's own head is as observed on its
published letters.
"""

from __future__ import annotations

import datetime as dt

from letterpress.compositor import INDENT, LEFT, TEXT_WIDTH, Compositor
from letterpress.fonts import Face, width
from letterpress.letter import LetterSpec
from letterpress.lines import balanced, wrapped
from letterpress.proof import PAGE_WIDTH, InkPlace, Run, Sheet

LEFT_CENTRE, RIGHT_CENTRE = 148.0, 405.0
LEFT_ROOM = 196.0
NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
UNION = "ĐOÀN TNCS HỒ CHÍ MINH"


def set_head(compositor: Compositor, letter: LetterSpec) -> None:
    """Set everything above the body on the first sheet."""
    sheet = compositor.sheet
    _digital_signature(sheet, letter)
    left = _issuer(sheet, letter)
    right_lines = _right_lines(letter)
    number_line = max(left, sheet.y + 14 + 16 * (len(right_lines) - 1) + 6) + 20
    bottom = _number(sheet, letter, number_line)
    _right(sheet, letter, right_lines, number_line)
    sheet.y = _stamps(sheet, letter, number_line, bottom)
    if not letter.is_letter:
        _title(sheet, letter)
    if letter.addressees:
        _addressees(sheet, letter)


def date_text(place: str, date: dt.date) -> tuple[str, str, str]:
    """Place and date as printed, in three parts so that the day can be written by hand.

    Days under 10 and the months 1 and 2 have a leading zero (NĐ 30/2020, phụ lục I).
    """
    month = f"{date.month:02d}" if date.month < 3 else str(date.month)
    return f"{place}, ngày ", f"{date.day:02d}", f" tháng {month} năm {date.year}"


def _digital_signature(sheet: Sheet, letter: LetterSpec) -> None:
    block = letter.digital_signature
    if block is None:
        return
    lines = (
        f"Người ký: {block.signer}",
        f"Email: {block.email}",
        f"Cơ quan: {block.organisation}",
        f"Thời gian ký: {block.time}",
    )
    runs = [Run(line, size=8) for line in lines]
    x = min(395.0, PAGE_WIDTH - 25 - max(run.width for run in runs))
    for index, run in enumerate(runs):
        sheet.set_line((run,), x, 26 + 9.5 * index, gap=False)
    sheet.y = max(sheet.y, 26 + 9.5 * len(lines) + 6)


def _issuer(sheet: Sheet, letter: LetterSpec) -> float:
    """Set the left lines; returns the lowest y used."""
    head = letter.letterhead
    y = sheet.y
    gap = bool(sheet.lines)
    for line in head.parent.printed if head.parent else ():
        y += 15.5
        sheet.set_centred((_fitted(line, Face.REGULAR),), LEFT_CENTRE, y, gap=gap)
        gap = False
    for line in head.issuer.printed:
        y += 15.5
        sheet.set_centred((_fitted(line, Face.BOLD),), LEFT_CENTRE, y, gap=gap)
        gap = False
    if letter.system == "party" or head.union:
        y += 14
        mark = "***" if head.union else "*"
        sheet.set_centred((Run(mark, size=14),), LEFT_CENTRE, y, gap=False)
        return y - 4
    last = width(head.issuer.printed[-1], Face.BOLD, 13)
    sheet.rule_under(LEFT_CENTRE, y + 5, min(last, LEFT_ROOM) * 0.42)
    return y + 5


def _fitted(text: str, face: Face) -> Run:
    size = 13.0
    while width(text, face, size) > LEFT_ROOM and size > 10:
        size -= 0.5
    return Run(text, face, size)


def _right_lines(letter: LetterSpec) -> tuple[Run, ...]:
    if letter.letterhead.union:
        return (Run(UNION, Face.BOLD, 14),)
    if letter.system == "party":
        return (Run(PARTY, Face.BOLD, 15),)
    return (Run(NATION[0], Face.BOLD, 12.5), Run(NATION[1], Face.BOLD, 13.5))


def _right(sheet: Sheet, letter: LetterSpec, lines: tuple[Run, ...], number_line: float) -> None:
    y = sheet.y
    for index, run in enumerate(lines):
        y += 15.5
        sheet.set_centred((run,), RIGHT_CENTRE, y, gap=index == 0)
    sheet.rule_under(RIGHT_CENTRE, y + 5, lines[-1].width)
    before, day, after = date_text(letter.place, letter.date)
    by_hand = "day" in letter.marks.pen
    runs = (
        Run(before, Face.ITALIC, 13.5),
        Run(day, Face.ITALIC, 13.5, pen=by_hand),
        Run(after, Face.ITALIC, 13.5),
    )
    sheet.set_centred(runs, RIGHT_CENTRE, number_line, gap=False)


def _number(sheet: Sheet, letter: LetterSpec, y: float) -> float:
    """Set number and V/v; returns the lowest y used. The Party prints no colon (HD 36)."""
    slashed = letter.system == "party" or letter.letterhead.union
    label = "Số " if slashed else "Số: "
    by_hand = "number" in letter.marks.pen
    runs = (
        Run(label, size=13),
        Run(letter.number.serial, size=13, pen=by_hand),
        Run(letter.number.symbol, size=13),
    )
    sheet.set_centred(runs, LEFT_CENTRE, y, gap=False)
    if not letter.is_letter:
        return y
    face = Face.ITALIC if letter.system == "party" else Face.REGULAR
    text = f"{letter.subject_lead} {letter.subject}".strip()
    y += 3
    for index, line in enumerate(balanced(text, face, 12, 188)):
        y += 14.5
        sheet.set_centred((Run(line, face, 12),), LEFT_CENTRE, y, gap=index == 0)
    return y


def _stamps(sheet: Sheet, letter: LetterSpec, number_line: float, bottom: float) -> float:
    """Reserve room for urgency, secrecy and ĐẾN stamps; returns where the text may go on."""
    y = bottom
    if letter.secrecy:
        sheet.ink.append(InkPlace("secrecy", LEFT_CENTRE, y + 22, 62))
        y += 34
    if letter.urgency:
        sheet.ink.append(InkPlace("urgency", LEFT_CENTRE - 8, y + 26, 92, 2.5))
        y += 42
    if letter.marks.arrival:
        sheet.ink.append(InkPlace("arrival", RIGHT_CENTRE + 30, number_line + 46, 138, -1.5))
        y = max(y, number_line + 84)
    return y + 12


def _addressees(sheet: Sheet, letter: LetterSpec) -> None:
    face = Face.ITALIC if letter.system == "party" else Face.REGULAR
    stop, last = (",", ".") if letter.system == "party" else (";", ".")
    y = sheet.y + 12
    if len(letter.addressees) == 1:
        text = f"Kính gửi: {letter.addressees[0]}{last}"
        for index, line in enumerate(balanced(text, Face.REGULAR, 14, 380)):
            y += 18
            sheet.set_centred((Run(line),), LEFT + TEXT_WIDTH / 2, y, gap=index == 0)
    else:
        left = LEFT + 1.4 * INDENT
        y += 18
        sheet.set_line((Run("Kính gửi:", face),), left, y, gap=True)
        for index, name in enumerate(letter.addressees):
            end = last if index == len(letter.addressees) - 1 else stop
            for line in wrapped(f"- {name}{end}", Face.REGULAR, 14, 340):
                y += 17.5
                sheet.set_line((Run(line),), left + 62, y, gap=False)
    sheet.y = y + 10


def _title(sheet: Sheet, letter: LetterSpec) -> None:
    centre = PAGE_WIDTH / 2 + 10
    y = sheet.y + 24
    size = 16.0 if letter.system == "party" else 14.0
    sheet.set_centred((Run(letter.type.name.upper(), Face.BOLD, size),), centre, y, gap=True)
    text = f"{letter.subject_lead} {letter.subject}".strip()
    for line in balanced(text, Face.BOLD, 14, 390):
        y += 17.5
        sheet.set_centred((Run(line, Face.BOLD),), centre, y, gap=False)
    sheet.rule_under(centre, y + 7, 92)
    sheet.y = y + 16

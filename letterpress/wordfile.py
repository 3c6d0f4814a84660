"""The same letter as a Word file (DOCX), as drafts are sent between offices."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from letterpress.foot import recipient_text
from letterpress.head import NATION, PARTY, UNION, date_text
from letterpress.letter import LetterSpec, RuledTable, Style

EPOCH = dt.datetime(2000, 1, 1)


def docx(letter: LetterSpec) -> bytes:
    """The letter with its head and foot as borderless tables of two columns, as offices do it."""
    document = Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(14)
    _two_columns(document, _head_left(letter), _head_right(letter))
    for text in _opening(letter):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for block in letter.body:
        if isinstance(block, RuledTable):
            _table(document, block)
        else:
            _paragraph(document, block.lead, block.text, block.style)
    _two_columns(document, _foot_left(letter), _foot_right(letter))
    return _dateless(document)


def docx_text(letter: LetterSpec) -> str:
    """The words of that file in order, one block a line: left column, then right."""
    blocks = [*_head_left(letter), *_head_right(letter), *_opening(letter)]
    for block in letter.body:
        if isinstance(block, RuledTable):
            blocks += ["\t".join(row) for row in block.rows]
        else:
            blocks.append(f"{block.lead} {block.text}".strip())
    return "\n".join([*blocks, *_foot_left(letter), *_foot_right(letter)])


def _head_left(letter: LetterSpec) -> list[str]:
    head = letter.letterhead
    slashed = letter.system == "party" or head.union
    lines = [*(head.parent.printed if head.parent else ()), *head.issuer.printed]
    lines += ["***" if head.union else "*"] if slashed else []
    lines.append(f"{'Số' if slashed else 'Số:'} {letter.number.normalised}")
    return [*lines, _titled(letter)] if letter.is_letter else lines


def _head_right(letter: LetterSpec) -> list[str]:
    names = (
        (UNION,) if letter.letterhead.union else ((PARTY,) if letter.system == "party" else NATION)
    )
    return [*names, "".join(date_text(letter.place, letter.date))]


def _opening(letter: LetterSpec) -> list[str]:
    title = [] if letter.is_letter else [letter.type.name.upper(), _titled(letter)]
    stop = "," if letter.system == "party" else ";"
    names = letter.addressees
    if len(names) == 1:
        return [*title, f"Kính gửi: {names[0]}."]
    listed = [f"- {name}{'.' if name == names[-1] else stop}" for name in names]
    return [*title, *(["Kính gửi:", *listed] if names else [])]


def _titled(letter: LetterSpec) -> str:
    return f"{letter.subject_lead} {letter.subject}".strip()


def _foot_left(letter: LetterSpec) -> list[str]:
    stop = "," if letter.system == "party" else ";"
    items = [recipient_text(recipient) for recipient in letter.recipients]
    return ["Nơi nhận:", *(f"- {item}{stop}" for item in items[:-1]), f"- {items[-1]}."]


def _foot_right(letter: LetterSpec) -> list[str]:
    return [*letter.signature.printed, letter.signature.name]


def _two_columns(document: Any, left: list[str], right: list[str]) -> None:  # noqa: ANN401
    table = document.add_table(rows=1, cols=2)
    for cell, lines in zip(table.rows[0].cells, (left, right), strict=True):
        cell.text = "\n".join(lines)
        for paragraph in cell.paragraphs:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(document: Any, block: RuledTable) -> None:  # noqa: ANN401 - python-docx has no types
    table = document.add_table(rows=0, cols=len(block.widths), style="Table Grid")
    for row in block.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def _paragraph(document: Any, lead: str, text: str, style: Style) -> None:  # noqa: ANN401
    paragraph = document.add_paragraph()
    if lead:
        paragraph.add_run(f"{lead} ").bold = True
    run = paragraph.add_run(text)
    run.bold = style in (Style.HEADING, Style.CENTRED)
    run.italic = style is Style.BASIS
    if style is Style.CENTRED:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _dateless(document: Any) -> bytes:  # noqa: ANN401
    """The file without the hour of its making, so that the same letter gives the same bytes."""
    document.core_properties.created = document.core_properties.modified = EPOCH
    raw, plain = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(plain, "w") as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            target.writestr(info, source.read(name), zipfile.ZIP_DEFLATED)
    return plain.getvalue()

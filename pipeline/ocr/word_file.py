"""Lines of a DOCX file: paragraphs and tables in document order.

The letterhead and the signature block of a letter are borderless tables of two columns (or more,
with empty ones); their cells are read column by column, as in print.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import FileDamaged, FileEmpty
from models.layout import Line, PageLayout, Region, Word
from pipeline.ocr.legacy_fonts import font_encoding, to_unicode
from pipeline.ocr.text_lines import text_line, text_page

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

_MAX_XML = 64 * 1024 * 1024  # bytes unpacked; a zip bomb is larger, a letter is not
_RECIPIENTS = re.compile(r"^\s*Nơi\s+nhận", re.IGNORECASE | re.MULTILINE)
_BORDERS = ("top", "bottom", "insideH", "insideV", "left", "right", "start", "end")
_NO_BORDER = {"none", "nil"}
_BROKEN = (zipfile.BadZipFile, SyntaxError, KeyError, ValueError, OSError)
"""What a broken package raises; lxml's errors are SyntaxErrors."""


def read_docx(path: Path) -> tuple[PageLayout, ...]:
    """The document as the one page of lines that input without pages counts as.

    Runs in TCVN3 or VNI fonts are converted. Raises FileDamaged, FileEmpty (no text at all).
    """
    lines = tuple(_Reader(_opened(path)).lines())
    if not lines:
        raise FileEmpty(path.name)
    return (text_page(lines),)


def _opened(path: Path) -> Docx:
    import docx
    from docx.opc.exceptions import OpcError

    try:
        with zipfile.ZipFile(path) as archive:
            if max(entry.file_size for entry in archive.infolist()) > _MAX_XML:
                raise FileDamaged(path.name)
        return docx.Document(str(path))
    except (*_BROKEN, OpcError) as error:
        raise FileDamaged(path.name) from error


class _Reader:
    """Walks the blocks of one document."""

    def __init__(self, document: Docx) -> None:
        self._document = document
        self._gap = False
        self._begun = False

    def lines(self) -> Iterator[Line]:
        """All lines in reading order."""
        from docx.table import Table

        for block in _blocks(self._document.element.body, self._document):
            if isinstance(block, Table):
                yield from self._table(block)
            else:
                yield from self._spaced(_paragraph_lines(block, Region.BODY))

    def _spaced(self, lines: Iterator[Line | None]) -> Iterator[Line]:
        """Empty paragraphs become the gap before the next line."""
        for line in lines:
            if line is None:
                self._gap = self._begun
                continue
            yield Line(line.words, line.region, gap=self._gap, bold=line.bold)
            self._gap, self._begun = False, True

    def _table(self, table: Table) -> Iterator[Line]:
        self._gap = self._begun
        if _is_ruled(table):
            yield from self._spaced(_row_lines(table))
        else:
            regions = self._regions(table)
            for column, region in zip(_columns(table), regions, strict=False):
                self._gap = self._begun
                for cell in column:
                    yield from self._spaced(_cell_lines(cell, region))
        self._gap = True

    def _regions(self, table: Table) -> tuple[Region, ...]:
        """Where a borderless table of columns stands: at the head, at the foot, in the body."""
        columns = _columns(table)
        text = "\n".join(_text(cell) for column in columns for cell in column)
        if len(columns) == 2 and _RECIPIENTS.search(text):
            return (Region.FOOT_LEFT, Region.FOOT_RIGHT)
        if len(columns) == 2 and not self._begun:
            return (Region.HEAD_LEFT, Region.HEAD_RIGHT)
        return (Region.BODY,) * len(columns)


def _blocks(element: object, parent: object) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables below ``element``, those inside content controls too."""
    from docx.oxml.ns import qn
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    for child in element:  # type: ignore[attr-defined]
        if child.tag == qn("w:p"):
            yield Paragraph(child, parent)  # type: ignore[arg-type]
        elif child.tag == qn("w:tbl"):
            yield Table(child, parent)  # type: ignore[arg-type]
        elif child.tag == qn("w:sdt"):
            content = child.find(qn("w:sdtContent"))
            yield from _blocks(content if content is not None else (), parent)


def _paragraph_lines(paragraph: Paragraph, region: Region) -> Iterator[Line | None]:
    """The lines of a paragraph (soft breaks divide it); ``None`` for an empty one."""
    parts = _paragraph_text(paragraph).split("\n")
    bold = _is_bold(paragraph)
    for part in parts:
        line = text_line(part, region=region)
        if line is not None:
            yield Line(line.words, region, bold=bold)
    if not any(part.strip() for part in parts):
        yield None


def _paragraph_text(paragraph: Paragraph) -> str:
    """Runs in order with their legacy fonts undone; inserted text counts, deleted does not."""
    from docx.oxml.ns import qn
    from docx.text.run import Run

    texts: list[str] = []
    for element in paragraph._p.iter(qn("w:r")):
        owner = next(element.iterancestors(qn("w:p")))
        if owner is paragraph._p and next(element.iterancestors(qn("w:del")), None) is None:
            run = Run(element, paragraph)
            texts.append(to_unicode(run.text, font_encoding(_font(run, paragraph))))
    return "".join(texts)


def _font(run: object, paragraph: Paragraph) -> str:
    """The font of a run: its own, its style's, or the paragraph style's, whichever comes first."""
    name = run.font.name or (run.style.font.name if run.style else None)  # type: ignore[attr-defined]
    style = paragraph.style
    while name is None and style is not None:
        name = style.font.name
        style = style.base_style
    return name or ""


def _is_bold(paragraph: Paragraph) -> bool:
    inked = [run for run in paragraph.runs if run.text.strip()]
    return bool(inked) and all(run.bold for run in inked)


def _columns(table: Table) -> list[list[_Cell]]:
    """Cells by column, each once (merged cells repeat), columns without text left out."""
    columns: list[list[_Cell]] = []
    seen: set[object] = set()
    for column in table.columns:
        cells = [cell for cell in column.cells if cell._tc not in seen]
        seen.update(cell._tc for cell in cells)
        if any(_text(cell).strip() for cell in cells):
            columns.append(cells)
    return columns


def _text(cell: _Cell) -> str:
    return "\n".join(line.text for line in _cell_lines(cell, Region.BODY) if line is not None)


def _cell_lines(cell: _Cell, region: Region) -> Iterator[Line | None]:
    from docx.table import Table

    for block in _blocks(cell._tc, cell):
        if isinstance(block, Table):
            yield from _row_lines(block)
        else:
            yield from _paragraph_lines(block, region)


def _row_lines(table: Table) -> Iterator[Line | None]:
    """One line a row, its words are the cells' texts; a merged cell is given where it begins."""
    seen: set[object] = set()
    for row in table.rows:
        words: list[Word] = []
        for element, cell in {cell._tc: cell for cell in row.cells}.items():
            words.append(Word("" if element in seen else " ".join(_text(cell).split())))
            seen.add(element)
        yield Line(tuple(words), Region.TABLE) if any(word.text for word in words) else None


def _is_ruled(table: Table) -> bool:
    """Whether the table shows borders: its own, or those of a style that is a grid."""
    from docx.oxml.ns import qn

    borders = table._tbl.tblPr.find(qn("w:tblBorders"))
    if borders is not None:
        edges = [borders.find(qn(f"w:{side}")) for side in _BORDERS]
        return any(e is not None and e.get(qn("w:val")) not in _NO_BORDER for e in edges)
    style = table.style
    return bool(style is not None and style.name and "grid" in style.name.lower())

"""Authority and titles of the signature block: TM., KT., CHỦ TỊCH, PHÓ CHỦ TỊCH (cell 7a)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from models.reading import Authority
from pipeline import vocabulary
from pipeline.extract.casing import proper_case
from pipeline.extract.cues import motto_of, plain
from pipeline.extract.issuer import starts_body
from pipeline.extract.name_repair import restore_marks
from pipeline.extract.rows import Row, in_capitals
from pipeline.extract.signer_name import looks_like_name
from pipeline.ocr.syllables import fold, is_syllable

# A title is recognised at this similarity (0…100) of its folded letters.
ALIKE = 84
# Below a head's title, a deputy's is recognised at this similarity already.
GARBLED = 68

_MARK = re.compile(
    r"^\W*(?P<mark>(?:t\s?/\s?m|k\s?/\s?t|t\s?/\s?l|t\s?/\s?uq)\b[.,:;]*|(?:tm|kt|tl|tuq|q)\s?[.,:;/]+)\s*(?=\w)|"
    r"^\W*(?P<bare>tm|kt|tl|tuq)\s+(?=\w)"
)
# TL. in other letters: capitals and strokes, and the full stop.
_GARBLED_MARK = re.compile(r"^\W*[A-ZĐ1l|!/]{1,3}\s?[.,:]\s*(?=[A-ZĐ])")
_CODES: dict[str, Authority] = {
    "tm": "TM",
    "t/m": "TM",
    "kt": "KT",
    "k/t": "KT",
    "tl": "TL",
    "t/l": "TL",
    "tuq": "TUQ",
    "t/uq": "TUQ",
    "q": "Q",
}


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A row with its authority, the title as printed, and the vocabulary's title for it."""

    row: Row
    authority: Authority | None
    text: str
    known: str | None


def title_lines(block: Sequence[Row]) -> list[TitleLine]:
    """Authority and title lines, top to bottom, up to the first gap filled with a name."""
    found: list[TitleLine] = []
    for row in sorted(block, key=top_of):
        line = title_line(row)
        if line is not None:
            found.append(_as_deputy(line, found[-1]) if found else line)
        elif found and (deputy := _garbled_deputy(row, found[-1])):
            found.append(deputy)
        elif found and row.is_capitals and _goes_on(row, found[-1].row):
            last = found.pop()
            found.append(
                TitleLine(last.row, last.authority, f"{last.text} {row.text.strip()}", last.known)
            )
        elif found and looks_like_name(row.text):
            break
    return found


def _as_deputy(line: TitleLine, above: TitleLine) -> TitleLine:
    """A head's title repeated on the line below it is his deputy's, the word before it garbled.

    Nobody signs below himself: "KT. BỘ TRƯỞNG / 1PIỨ TRƯỞNG" can only be THỨ TRƯỞNG.
    """
    head = next((t for t in vocabulary.titles() if t.title == above.known), None)
    if head is None or not head.deputies or line.authority or above.authority in {"TL", "TUQ"}:
        return line
    if line.known is not None and line.known != above.known and _is_clear(line):
        return line
    likeness = {name: _likeness(line.row, name) for name in head.deputies}
    best = max(likeness, key=lambda name: likeness[name])
    if likeness[best] < GARBLED:
        return line
    return TitleLine(line.row, None, best, best)


def _is_clear(line: TitleLine) -> bool:
    """Whether the row says its title itself, letter for letter but for marks."""
    return plain(line.known or "") in plain(line.row.text)


def _garbled_deputy(row: Row, above: TitleLine) -> TitleLine | None:
    """The row as the title of the deputy of the head above, however garbled, if close below."""
    box, over = row.line.box, above.row.line.box
    if box is None or over is None or box.y0 - over.y1 > 1.5 * over.height:
        return None
    line = _as_deputy(TitleLine(row, None, row.text, None), above)
    return line if line.known else None


def _likeness(row: Row, name: str) -> float:
    return max(fuzz.ratio(plain(text), plain(name)) for text in _readings(row))


def top_of(row: Row) -> tuple[int, float, int]:
    """Where a row stands, for sorting: page, upper edge, place in the text."""
    return (row.page, row.line.box.y0 if row.line.box else 0.0, row.start)


def _goes_on(row: Row, above: Row) -> bool:
    box, over = row.line.box, above.line.box
    if row.line.confidence < 0.75 or len(plain(row.text)) < 4:
        return False
    if box is None or over is None:
        return not row.line.gap
    return box.y0 - over.y1 < 0.8 * over.height and not looks_like_name(row.text)


def title_line(row: Row) -> TitleLine | None:
    """The row as a title line, in the first of its readings that makes one."""
    for text in _readings(row):
        found = _title_in(row, text)
        if found is not None:
            return found
    return None


def _readings(row: Row) -> list[str]:
    """What recognition saw at the row's place, the surest first."""
    return [row.text, *(item.text for item in row.line.rereadings if item.cell == "line")]


def _title_in(row: Row, text: str) -> TitleLine | None:
    if motto_of(text) or len(text) > 70:
        return None
    mark = _MARK.match(fold(text).strip())
    if mark and in_capitals(text):
        code = _CODES[re.sub(r"[\s.,:;]|/$", "", mark["mark"] or mark["bare"])]
        rest = re.sub(r"^\W*\S{1,4}[.,:;/]*\s*(?:[/]\s*\S{1,2}[.]?\s+)?", "", text.strip(), count=1)
        return TitleLine(row, code, rest, _known_title(rest))
    known = _known_title(text)
    if known and (in_capitals(text) or plain(text) == plain(known)):
        return TitleLine(row, None, _from_title(text, known), known)
    return None


def _from_title(text: str, known: str) -> str:
    """The line from its title on: pen marks before it are read as letters."""
    words, wanted = text.split(), len(known.split())
    best = max(
        range(len(words)),
        key=lambda i: fuzz.ratio(plain(" ".join(words[i : i + wanted])), plain(known)),
    )
    return " ".join(words[best:])


@cache
def _titles() -> tuple[tuple[str, str, int], ...]:
    listed = [name for t in vocabulary.titles() for name in (t.title, *t.deputies)]
    # Of two spellings of one title ("Phó Trưởng ban", "Phó trưởng ban") the first listed counts.
    names = {plain(name): name for name in reversed(listed)}
    ordered = sorted(names.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple((key, name, len(name.split())) for key, name in ordered)


def _known_title(text: str) -> str | None:
    """The vocabulary's longest title at the beginning of ``text``, one word of noise allowed."""
    words = plain(text).split()
    best: tuple[float, str] | None = None
    for skip in range(min(3, len(words))):
        for key, name, count in _titles():
            likeness = fuzz.ratio(" ".join(words[skip : skip + count]), key)
            if likeness >= ALIKE and len(words) - skip >= count:
                score = likeness + 4 * count - 6 * skip
                if best is None or score > best[0]:
                    best = (score, name)
    return best[1] if best else None


def authority_of(titles: Sequence[TitleLine]) -> list[Authority]:
    """The authorities in the order printed: TM., then KT."""
    found: list[Authority] = []
    for before, line in zip([None, *titles], titles, strict=False):
        if before and not before.authority:
            if _is_deputy(line.known, before.known):
                # KT. added by pen, or lost under a seal: a deputy below his head signs for him.
                found.append("KT")
            elif line.known and _has_garbled_mark(before) and "TL" not in found:
                # "II. CHỦ TỊCH / CHÁNH VĂN PHÒNG": the head of another office signs by order.
                found.append("TL")
        if line.authority and line.authority not in found:
            found.append(line.authority)
    return found


def _has_garbled_mark(line: TitleLine) -> bool:
    """Whether something short with a full stop stands before the title, as TL. does."""
    return line.known is not None and _GARBLED_MARK.match(line.row.text) is not None


def _is_deputy(one: str | None, head: str | None) -> bool:
    return any(t.title == head and one in t.deputies for t in vocabulary.titles())


def last_title(titles: Sequence[TitleLine], body: Sequence[str]) -> str | None:
    """The signer's own title, which is the lowest, with the body it names."""
    if not titles:
        return None
    last = titles[-1]
    if last.authority in {"TM", "TL"} and last.known is None:
        return None
    if last.known is None:
        return proper_case(last.text, body)
    words = last.text.split()
    rest = restore_marks(" ".join(words[len(last.known.split()) :]).strip(" .,-"))[0]
    if sum(c.isalpha() for c in rest) < 3 or not _well_spelled(rest):
        return last.known
    return f"{last.known} {proper_case(rest, body)}" if _says_body(rest) else last.known


def _well_spelled(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text)
    return bool(words) and all(is_syllable(w) or (w.isupper() and len(w) <= 5) for w in words)


def _says_body(text: str) -> bool:
    """Whether what follows a title names whose it is: "GIÁM ĐỐC SỞ Y TẾ"."""
    return len(text.split()) >= 2 and starts_body(plain(text))


def collective_of(titles: Sequence[TitleLine], body: Sequence[str]) -> str | None:
    """The body for which TM. is signed ("Ban Thường vụ")."""
    for line in titles:
        if line.authority == "TM" and line.known is None:
            return proper_case(line.text, body)
    return None

"""Người ký: authority, title and name in the right column of the signature block (cell 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.reading import Signer
from pipeline.extract.cues import is_recipients_cue
from pipeline.extract.name_votes import vote_on_name
from pipeline.extract.rows import Row, confidence_of
from pipeline.extract.signer_name import MIDDLE, best_name, holds, name_score
from pipeline.extract.signer_title import (
    TitleLine,
    authority_of,
    collective_of,
    last_title,
    title_line,
    title_lines,
    top_of,
)

# The authority may stand this much higher on the page than "Nơi nhận" beside it.
HIGHER = 0.05
# A line scoring less is no name (see ``name_score``).
LIKELY = 0.33
# A name that begins in the middle ("Văn Phúc") is no surer than this.
TRUNCATED = 0.3
# A reading with more of the name in it is taken if it scores at least this share of the best.
FULLER = 0.6
# Text without pages: the signature is within this many rows of "Nơi nhận".
NEAR = 10


@dataclass(frozen=True, slots=True)
class SignerFound:
    """The signer; ``collective`` is the body named behind TM. ("Ban Thường vụ")."""

    signer: Signer
    rows: tuple[Row, ...]
    confidence: float
    name_confidence: float
    collective: str | None = None


def find_signer(rows: Sequence[Row], body: Sequence[str]) -> SignerFound | None:
    """The signer of the letter that ``rows`` are; ``body`` shows how it writes names itself."""
    block = _block(rows)
    titles = title_lines(block)
    name = _name(block, titles)
    if name is None and not titles:
        return None
    used = [line.row for line in titles] + ([name[0]] if name else [])
    signer = Signer(
        name=name[1] if name else None,
        title=last_title(titles, body),
        authority=authority_of(titles),
    )
    sure = name[2] if name else 0.3
    return SignerFound(signer, tuple(used), confidence_of(used), sure, collective_of(titles, body))


def _block(rows: Sequence[Row]) -> list[Row]:
    """The rows in which the signature is looked for."""
    cue = next((i for i, row in enumerate(rows) if is_recipients_cue(row.text)), None)
    if cue is None:
        return _last_block(rows)
    own = rows[cue]
    if own.line.box is not None and own.side != "all":
        top = own.line.box.y0 - HIGHER
        beside = [r for r in rows if r.page == own.page and r.side == "right" and _below(r, top)]
        beside += _under(rows, own, beside)
        if any(title_line(row) or _names_at(row) for row in beside):
            return beside
    near = [r for r in rows[max(0, cue - NEAR) : cue] if r.page == own.page]
    start = next((i for i, r in enumerate(near) if title_line(r)), len(near))
    after = [r for r in rows[cue + 1 :] if r.page == own.page]
    behind = next((i for i, r in enumerate(after) if title_line(r)), None)
    if behind is not None:
        return list(after[behind : behind + NEAR])
    return list(near[start:])


def _below(row: Row, top: float) -> bool:
    return row.line.box is not None and row.line.box.y0 >= top


def _under(rows: Sequence[Row], cue: Row, beside: Sequence[Row]) -> list[Row]:
    """Full-width rows right under the block: a name that a seal pushed out of its column."""
    boxes = [r.line.box for r in beside if r.line.box]
    if not boxes:
        return []
    bottom, left = max(b.y1 for b in boxes), min(b.x0 for b in boxes)
    return [
        r
        for r in rows
        if r.page == cue.page
        and r.side == "all"
        and r.line.box is not None
        and bottom - 0.02 <= r.line.box.y0 < bottom + 0.12
        and r.line.box.x0 > left - 0.1
    ]


def _last_block(rows: Sequence[Row]) -> list[Row]:
    """Without "Nơi nhận": the last run of rows that begins with an authority or a title."""
    for index in range(len(rows) - 1, -1, -1):
        if title_line(rows[index]) and rows[index].is_capitals:
            start = index
            while start > 0 and title_line(rows[start - 1]) and rows[start - 1].is_capitals:
                start -= 1
            side = rows[start].side
            return [r for r in rows[start : start + NEAR * 2] if r.side == side]
    return []


def _name(block: Sequence[Row], titles: Sequence[TitleLine]) -> tuple[Row, str, float] | None:
    """The likeliest name below the titles, with how sure it is."""
    last = top_of(titles[-1].row) if titles else None
    found: list[tuple[float, Row, str]] = []
    for row in block:
        if last is not None and top_of(row) <= last:
            continue
        if is_recipients_cue(row.text) or any(line.row is row for line in titles):
            continue
        found += _names_at(row)
    if not found:
        return None
    score, row, name = max(found, key=lambda item: item[0])
    for other_score, other_row, other in found:
        if holds(other, name) and other_score > FULLER * score:
            score, row, name = other_score, other_row, other
    readings = _readings(row)
    voted = vote_on_name(readings, name) if len(readings) > 2 else name
    if name_score(voted) >= LIKELY:
        name = voted
    if name.split()[0] in MIDDLE:
        score = min(score, TRUNCATED)  # "Văn Phúc": a seal hides the surname before it
    return row, name, min(1.0, score)


def _names_at(row: Row) -> list[tuple[float, Row, str]]:
    """Names among the readings of one place, with their scores; agreement counts."""
    names = [(best_name(text, confidence), confidence) for text, confidence in _readings(row)]
    found = []
    for name, confidence in names:
        score = name_score(name)
        if score >= LIKELY:
            agreed = sum(other == name for other, _ in names) / len(names)
            found.append((score * (0.4 + 0.5 * confidence + 0.1 * agreed), row, name))
    return found


def _readings(row: Row) -> list[tuple[str, float]]:
    """What each view saw at the row's place, with its confidence."""
    others = [(i.text, i.confidence) for i in row.line.rereadings if i.cell == "line"]
    return [(row.text, row.line.confidence), *others]

"""Người ký: authority, title and name in the right column of the signature block (cell 7)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from models.reading import Authority, Signer
from pipeline import vocabulary
from pipeline.extract.casing import proper_case
from pipeline.extract.cues import is_recipients_cue, motto_of, plain
from pipeline.extract.issuer import starts_body
from pipeline.extract.name_repair import restore_marks
from pipeline.extract.person import is_minority_form, person_name
from pipeline.extract.rows import Row, confidence_of, in_capitals
from pipeline.ocr.syllables import fold, is_syllable

# The authority may stand this much higher on the page than "Nơi nhận" beside it.
HIGHER = 0.05
# A title is recognised at this similarity (0…100) of its folded letters.
ALIKE = 84
# Below a head's title, a deputy's is recognised at this similarity already.
GARBLED = 68
# A line this sure was printed so: its surname is not put right.
PRINTED = 0.985
# A line scoring less is no name (see ``name_score``).
LIKELY = 0.33
# Middle names that begin no name: what stands before them was not read.
_MIDDLE = frozenset({"Văn", "Thị"})
TRUNCATED = 0.3
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
# A reading with more of the name in it is taken if it scores at least this share of the best.
FULLER = 0.6
# Text without pages: the signature is within this many rows of "Nơi nhận".
NEAR = 10

_MARK = re.compile(
    r"^\W*(?P<mark>(?:t\s?/\s?m|k\s?/\s?t|t\s?/\s?l|t\s?/\s?uq)\b[.,:;]*|(?:tm|kt|tl|tuq|q)\s?[.,:;/]+)\s*(?=\w)|"
    r"^\W*(?P<bare>tm|kt|tl|tuq)\s+(?=\w)"
)
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
_NAME_WORD = re.compile(r"^[^\W\d_]+(?:['’-][^\W\d_]+)*$")
# Letters before a name that an academic title or a stroke may leave there: "PGSTSNgô", "ZHà".
GLUED = 7
_STROKES = re.compile(r"[^\w\s'’.,\-]+|\d+")
# Nearly two in five bear this surname: what is so like it (0…100) and like no other is it.
COMMONEST, COMMONEST_ALIKE = "Nguyễn", 72


@dataclass(frozen=True, slots=True)
class SignerFound:
    """The signer; ``collective`` is the body named behind TM. ("Ban Thường vụ")."""

    signer: Signer
    rows: tuple[Row, ...]
    confidence: float
    name_confidence: float
    collective: str | None = None


@dataclass(frozen=True, slots=True)
class _TitleLine:
    row: Row
    authority: Authority | None
    text: str
    known: str | None


def find_signer(rows: Sequence[Row], body: Sequence[str]) -> SignerFound | None:
    """The signer of the letter that ``rows`` are; ``body`` shows how it writes names itself."""
    block = _block(rows)
    titles = _title_lines(block)
    name = _name(block, titles)
    if name is None and not titles:
        return None
    used = [line.row for line in titles] + ([name[0]] if name else [])
    signer = Signer(
        name=name[1] if name else None,
        title=_last_title(titles, body),
        authority=_authority(titles),
    )
    sure = name[2] if name else 0.3
    return SignerFound(signer, tuple(used), confidence_of(used), sure, _collective(titles, body))


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
        if any(_title_line(row) or _names_at(row) for row in beside):
            return beside
    near = [r for r in rows[max(0, cue - NEAR) : cue] if r.page == own.page]
    start = next((i for i, r in enumerate(near) if _title_line(r)), len(near))
    after = [r for r in rows[cue + 1 :] if r.page == own.page]
    behind = next((i for i, r in enumerate(after) if _title_line(r)), None)
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
        if _title_line(rows[index]) and rows[index].is_capitals:
            start = index
            while start > 0 and _title_line(rows[start - 1]) and rows[start - 1].is_capitals:
                start -= 1
            side = rows[start].side
            return [r for r in rows[start : start + NEAR * 2] if r.side == side]
    return []


def _title_lines(block: Sequence[Row]) -> list[_TitleLine]:
    """Authority and title lines, top to bottom, up to the first gap filled with a name."""
    found: list[_TitleLine] = []
    for row in sorted(block, key=_top):
        line = _title_line(row)
        if line is not None:
            found.append(_as_deputy(line, found[-1]) if found else line)
        elif found and (deputy := _garbled_deputy(row, found[-1])):
            found.append(deputy)
        elif found and row.is_capitals and _goes_on(row, found[-1].row):
            last = found.pop()
            found.append(
                _TitleLine(last.row, last.authority, f"{last.text} {row.text.strip()}", last.known)
            )
        elif found and _looks_like_name(row.text):
            break
    return found


def _as_deputy(line: _TitleLine, above: _TitleLine) -> _TitleLine:
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
    return _TitleLine(line.row, None, best, best)


def _is_clear(line: _TitleLine) -> bool:
    """Whether the row says its title itself, letter for letter but for marks."""
    return plain(line.known or "") in plain(line.row.text)


def _garbled_deputy(row: Row, above: _TitleLine) -> _TitleLine | None:
    """The row as the title of the deputy of the head above, however garbled, if close below."""
    box, over = row.line.box, above.row.line.box
    if box is None or over is None or box.y0 - over.y1 > 1.5 * over.height:
        return None
    line = _as_deputy(_TitleLine(row, None, row.text, None), above)
    return line if line.known else None


def _likeness(row: Row, name: str) -> float:
    return max(fuzz.ratio(plain(text), plain(name)) for text in _readings(row))


def _top(row: Row) -> tuple[int, float, int]:
    return (row.page, row.line.box.y0 if row.line.box else 0.0, row.start)


def _goes_on(row: Row, above: Row) -> bool:
    box, over = row.line.box, above.line.box
    if row.line.confidence < 0.75 or len(plain(row.text)) < 4:
        return False
    if box is None or over is None:
        return not row.line.gap
    return box.y0 - over.y1 < 0.8 * over.height and not _looks_like_name(row.text)


def _title_line(row: Row) -> _TitleLine | None:
    """The row as a title line, in the first of its readings that makes one."""
    for text in _readings(row):
        found = _title_in(row, text)
        if found is not None:
            return found
    return None


def _readings(row: Row) -> list[str]:
    """What recognition saw at the row's place, the surest first."""
    return [row.text, *(item.text for item in row.line.rereadings if item.cell == "line")]


def _title_in(row: Row, text: str) -> _TitleLine | None:
    if motto_of(text) or len(text) > 70:
        return None
    mark = _MARK.match(fold(text).strip())
    if mark and in_capitals(text):
        code = _CODES[re.sub(r"[\s.,:;]|/$", "", mark["mark"] or mark["bare"])]
        rest = re.sub(r"^\W*\S{1,4}[.,:;/]*\s*(?:[/]\s*\S{1,2}[.]?\s+)?", "", text.strip(), count=1)
        return _TitleLine(row, code, rest, _known_title(rest))
    known = _known_title(text)
    if known and (in_capitals(text) or plain(text) == plain(known)):
        return _TitleLine(row, None, _from_title(text, known), known)
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


def _authority(titles: Sequence[_TitleLine]) -> list[Authority]:
    found: list[Authority] = []
    for before, line in zip([None, *titles], titles, strict=False):
        if line.authority and line.authority not in found:
            found.append(line.authority)
        elif before and not before.authority and _is_deputy(line.known, before.known):
            # KT. added by pen, or lost under a seal: a deputy below his head signs for him.
            found.append("KT")
    return found


def _is_deputy(one: str | None, head: str | None) -> bool:
    return any(t.title == head and one in t.deputies for t in vocabulary.titles())


def _last_title(titles: Sequence[_TitleLine], body: Sequence[str]) -> str | None:
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


def _collective(titles: Sequence[_TitleLine], body: Sequence[str]) -> str | None:
    for line in titles:
        if line.authority == "TM" and line.known is None:
            return proper_case(line.text, body)
    return None


def _name(block: Sequence[Row], titles: Sequence[_TitleLine]) -> tuple[Row, str, float] | None:
    """The likeliest name below the titles, with how sure it is."""
    last = _top(titles[-1].row) if titles else None
    found: list[tuple[float, Row, str]] = []
    for row in block:
        if last is not None and _top(row) <= last:
            continue
        if is_recipients_cue(row.text) or any(line.row is row for line in titles):
            continue
        found += _names_at(row)
    if not found:
        return None
    score, row, name = max(found, key=lambda item: item[0])
    for other_score, other_row, other in found:
        if _holds(other, name) and other_score > FULLER * score:
            score, row, name = other_score, other_row, other
    if name.split()[0] in _MIDDLE:
        score = min(score, TRUNCATED)  # "Văn Phúc": a seal hides the surname before it
    return row, name, min(1.0, score)


def _holds(longer: str, shorter: str) -> bool:
    """Whether one name is the other with more of it: "Hà Văn Phúc" holds "Văn Phúc"."""
    words, part = longer.split(), shorter.split()
    if len(words) <= len(part):
        return False
    known = vocabulary.person_names()
    if words[-len(part) :] == part:
        whole = len(part) >= 3 and part[0] in known.surnames and part[0] not in _MIDDLE
        return words[0] in known.surnames and not whole
    return words[: len(part)] == part and all(w in known.given for w in words[len(part) :])


def _names_at(row: Row) -> list[tuple[float, Row, str]]:
    """Names among the readings of one place, with their scores; agreement counts."""
    texts = [(row.text, row.line.confidence)]
    texts += [(i.text, i.confidence) for i in row.line.rereadings if i.cell == "line"]
    names = [(_best_name(text, confidence), confidence) for text, confidence in texts]
    found = []
    for name, confidence in names:
        score = name_score(name)
        if score >= LIKELY:
            agreed = sum(other == name for other, _ in names) / len(names)
            found.append((score * (0.4 + 0.5 * confidence + 0.1 * agreed), row, name))
    return found


def _cleaned_name(text: str) -> str:
    bare = re.sub(r"[^\w\s'’.\-]+", " ", text)
    bare = re.sub(r"(?<!\S)[\W\d_]+(?!\S)", " ", bare)
    words = person_name(bare).split()
    while len(words) > 1 and len(words[0]) == 1 and words[0] not in {"Y", "A"}:
        words.pop(0)
    while words and len(words[-1]) == 1 and not words[-1].isupper():
        words.pop()
    return " ".join(words)


def _best_name(text: str, sure: float = 0.0) -> str:
    """The likeliest name at the end of the line: strokes before it are read as words."""
    words = _cleaned_name(_unglued(text)).split()
    known = vocabulary.person_names().surnames
    while len(words) > 2 and _is_stroke(words[0], sure):
        words.pop(0)
    if words and words[0] not in known:
        words = [_surname_like(words[0], sure), *words[1:]]
    tails = [words[start:] for start in range(max(1, len(words) - 1))]
    best = max(tails, key=lambda tail: _tail_score(words, tail), default=[])
    return " ".join(best)


def _is_stroke(word: str, sure: float) -> bool:
    """Whether a word before a name can be nothing of it: no syllable, no surname in disguise."""
    if is_syllable(word) or _opens_minority_name(word):
        return False
    return _surname_like(word, sure) not in vocabulary.person_names().surnames


def _unglued(text: str) -> str:
    """``text`` without capitals that ran into its words: "TSNgô" in a line of mixed case."""
    if in_capitals(text):
        return text
    bare = (word.lstrip("-—_.,'") for word in _STROKES.sub(" ", text).split())
    return " ".join(_own_part(word) for word in bare if word)


def _own_part(word: str) -> str:
    """``word`` from its last capital on that a small letter follows, if that is near and what is
    before it is not the beginning of the name itself ("NgiÊn")."""
    begins = [
        i
        for i, (before, letter, after) in enumerate(zip(word, word[1:], word[2:], strict=False), 1)
        if (before.isalpha() or before == ".") and letter.isupper() and after.islower()
    ]
    if not begins or begins[-1] > GLUED:
        return word
    before = word[: begins[-1]]
    return word[begins[-1] :] if before.isupper() or before.islower() else word


def _is_name_word(word: str) -> bool:
    """A capitalised word, also with an apostrophe: "H'Yim", "Kđoh", "Đinh"."""
    if not _NAME_WORD.match(word) or not word[0].isupper():
        return False
    return word in {"Y", "A"} if len(word) == 1 else not word[1:].isupper()


def _opens_minority_name(word: str) -> bool:
    """H'Yim, K'Sor; and Y or A, which stand before men's names (Ê Đê, Ba Na)."""
    return is_minority_form(word) or word in {"Y", "A"}


def _tail_score(words: list[str], tail: list[str]) -> float:
    """A name's score, less for every well-spelled word that was cut off before it."""
    cut = words[: len(words) - len(tail)]
    lost = sum(_is_name_word(word) and is_syllable(word) for word in cut)
    surnames = sum(fold(word) in _folded_surnames() or _opens_minority_name(word) for word in cut)
    return name_score(" ".join(tail)) * 0.75**lost * 0.5**surnames


def _surname_like(word: str, sure: float) -> str:
    """The common surname that a badly read ``word`` must be, else the word.

    A seal eats the first letter or the last ones ("guyễn", "Nguy"); recognition errs in marks.
    What was printed clearly (``sure``) stays: there are more surnames than anybody has listed.
    """
    if sure >= PRINTED or _opens_minority_name(word):
        return word
    known, key = vocabulary.person_names(), fold(word)
    if len(word) >= 4:
        cut = [n for n in known.common_surnames if fold(n).endswith(key) or fold(n).startswith(key)]
        if len(cut) == 1:
            return cut[0]
    toneless = [name for name in known.common_surnames if _toneless(name) == _toneless(word)]
    alike = toneless or [name for name in known.common_surnames if fold(name) == key]
    if not alike and len(word) > 4 and fuzz.ratio(key, fold(COMMONEST)) >= COMMONEST_ALIKE:
        return COMMONEST
    return alike[0] if len(alike) == 1 else word


def _toneless(word: str) -> str:
    """``word`` in lower case without its tone: ô and ngỗ's o are one, o and ô are two."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if c not in _TONES)


def name_score(name: str) -> float:
    """How much ``name`` looks like a person's, 0…1: surname, given names, spelling, length."""
    words = name.split()
    if not 2 <= len(words) <= 6 or not all(map(_is_name_word, words)):
        return 0.0
    if words[0] in {"Y", "A"} and len(words) < 3:
        return 0.0  # "Y TẾ" on a seal is no name
    if fold(name) in _provinces():
        return 0.0  # "HÀ NAM" in the middle of a seal
    known = vocabulary.person_names()
    surname = words[0] in known.surnames or _opens_minority_name(words[0])
    alike = surname or fold(words[0]) in _folded_surnames()
    spelled = sum(is_syllable(word) for word in words) / len(words)
    given = sum(word in known.given for word in words[1:]) / (len(words) - 1)
    return max(0.0, 0.45 * surname + 0.15 * alike + 0.25 * spelled + 0.15 * given - 0.1)


@cache
def _provinces() -> frozenset[str]:
    return frozenset(fold(province.name) for province in vocabulary.provinces())


@cache
def _folded_surnames() -> frozenset[str]:
    return frozenset(fold(name) for name in vocabulary.person_names().surnames)


def _looks_like_name(text: str) -> bool:
    return name_score(_best_name(text)) > 0.5

"""Letters of a world, printed as plain text and read as any letter is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.linking_words import citation_of, document_type
from benchmarks.linking_worlds import Mention, System, WorldLetter, plain
from letterpress.letter import (
    DocumentNumber,
    DocumentType,
    Letterhead,
    LetterSpec,
    Organ,
    Paragraph,
    Recipient,
    Signature,
)
from letterpress.manuscript import plain_text
from models import reading
from models.reading import Letter

_SERIAL = re.compile(r"(\d+[a-z]*)(.*)")
_PLACED = re.compile(
    r"\s(?=(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn) [A-ZĐÀ-Ỹ])(?!.*\bvà\b)"
)
_PARTY = re.compile(r"\d+[a-z]*\s?-")
_COUNCIL = "Ủy ban nhân dân"


@dataclass(frozen=True, slots=True)
class Read:
    """A letter as the machine read it; ``of[i]`` is the mention that citation ``i`` stands in."""

    letter: Letter
    of: tuple[int | None, ...]


def read(letter: WorldLetter) -> Read:
    """Print ``letter`` and read it, in this process."""
    from pipeline.extract.letters import letters_of
    from pipeline.ocr.text_lines import plain_lines, text_page

    page = text_page(plain_lines(plain_text(_spec(letter))))
    found = letters_of([page])[0]
    spans = list(_spans(page.text, letter.mentions))
    return Read(found, tuple(_mention_at(each, spans) for each in found.citations))


def faultless(letter: WorldLetter, found: Read) -> Read:
    """The same letter as if its head and its citations had been read as they are printed."""
    said = {
        "number": letter.number,
        "date": letter.date,
        "issuer": letter.issuer,
        "parent_issuer": letter.parent,
        "place": letter.place,
        "subject": plain(letter.subject),
        "type": reading.DocumentType(**dict(zip(("code", "name"), _type(letter), strict=True))),
        "citations": [citation_of(each.words) for each in letter.mentions],
    }
    return Read(found.letter.model_copy(update=said), tuple(range(len(letter.mentions))))


def _spans(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """Where the mentions stand in ``text``, however its lines are broken."""
    places = [index for index, sign in enumerate(text) if not sign.isspace()]
    closed = "".join(text[index] for index in places)
    after = 0
    for each in mentions:
        words = "".join(each.words.split())
        start = closed.index(words, after)
        after = start + len(words)
        yield places[start], places[after - 1] + 1


def _mention_at(citation: reading.Citation, spans: Sequence[tuple[int, int]]) -> int | None:
    """The mention that shares most signs with the citation, ``None`` where none does."""
    place = citation.evidence[0]
    shared = [min(place.end, end) - max(place.start, start) for start, end in spans]
    best = max(range(len(spans)), key=shared.__getitem__, default=None)
    return best if best is not None and shared[best] > 0 else None


def _spec(letter: WorldLetter) -> LetterSpec:
    serial, symbol = _serial(letter.number)
    code, name = _type(letter)
    sign = letter.sign or _signed(letter)
    return LetterSpec(
        system=_system(letter),
        letterhead=Letterhead(
            _organ(letter.issuer),
            _organ(letter.parent) if letter.parent else None,
            None,
            letter.union,
        ),
        number=DocumentNumber(serial, symbol),
        type=DocumentType(code, name),
        date=letter.date,
        place=letter.place,
        subject=plain(letter.subject),
        subject_lead="V/v" if code == "CV" else "",
        body=tuple(Paragraph(plain(text)) for text in letter.body),
        addressees=letter.to if code == "CV" else (),
        recipients=(Recipient("Như trên"), Recipient("Lưu: VT")),
        signature=Signature(sign, sign[-1].title(), "Trần Văn Bình"),
    )


def _serial(number: str) -> tuple[str, str]:
    match = _SERIAL.fullmatch(number)
    if match is None:
        raise ValueError(f"{number!r} has no serial")
    return match[1], match[2]


def _system(letter: WorldLetter) -> System:
    return letter.system or ("party" if _PARTY.match(letter.number) else "state")


def _organ(name: str) -> Organ:
    return Organ(name, tuple(line.upper() for line in _PLACED.sub("\n", name).split("\n")))


def _type(letter: WorldLetter) -> tuple[str, str]:
    return document_type(letter.number, letter.type, _system(letter))


def _signed(letter: WorldLetter) -> tuple[str, ...]:
    if letter.issuer.startswith(_COUNCIL):
        return ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    if _system(letter) == "party":
        return ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ")
    return ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")

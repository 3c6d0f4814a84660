"""All letters of a file: cut, read, and told which one attaches which."""

from __future__ import annotations

from collections.abc import Sequence

from models.layout import PageLayout
from models.reading import DigitalSignature, Letter
from pipeline.extract.calibration import calibrated
from pipeline.extract.content import read_content
from pipeline.extract.header import read_header
from pipeline.extract.number import find_numbers, parse_number
from pipeline.extract.reference import Witness, witnesses_in
from pipeline.extract.rows import joined
from pipeline.extract.split import Segment, split
from pipeline.ocr.signatures import PdfSignature


def letters_of(
    pages: Sequence[PageLayout],
    signatures: Sequence[PdfSignature] = (),
    starts: Sequence[int] | None = None,
) -> list[Letter]:
    """The letters in the pages of one file, calibrated; ``signatures`` are the PDF's own.

    ``starts`` are the pages on which letters begin, where a person has said so.
    """
    segments = split(pages, starts)
    cited = [witnesses_in(segment.rows) for segment in segments]
    letters: list[Letter] = []
    for index, segment in enumerate(segments):
        others: list[Witness] = [w for i, found in enumerate(cited) if i != index for w in found]
        first = next(page for page in pages if page.number == segment.pages[0])
        letters.append(read_header(segment, others, first.stamps))
    letters = [
        letter.model_copy(update={"attachment_of": _covering(letters, segments, index)})
        for index, letter in enumerate(letters)
    ]
    if signatures and letters:
        letters[0] = _signed(letters[0], signatures)
    read = [
        read_content(letter, segments[i], pages, [o for j, o in enumerate(letters) if j != i])
        for i, letter in enumerate(letters)
    ]
    return [calibrated(letter) for letter in read]


def _covering(letters: Sequence[Letter], segments: Sequence[Segment], index: int) -> int | None:
    """The earlier letter of the same file that cites this one: it attaches it."""
    number = letters[index].number
    own = parse_number(number) if number else None
    if own is None:
        return None
    for earlier in range(index):
        text = joined(segments[earlier].rows)
        if any(match.number.canonical == own.canonical for match in find_numbers(text)):
            return earlier
    return None


def _signed(letter: Letter, signatures: Sequence[PdfSignature]) -> Letter:
    """The letter with what the PDF's own signature says, checked, over what is printed."""
    printed = letter.digital_signature
    first = signatures[0]
    checked = DigitalSignature(
        signer=first.signer or (printed.signer if printed else None),
        organisation=first.organisation or (printed.organisation if printed else None),
        email=first.email or (printed.email if printed else None),
        time=first.time or (printed.time if printed else None),
        verified=first.intact and first.trusted is not False,
    )
    confidence = {**letter.confidence, "digital_signature": 0.99}
    return letter.model_copy(update={"digital_signature": checked, "confidence": confidence})

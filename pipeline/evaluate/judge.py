"""One verdict for each field of each letter that gold speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from models.reading import Letter, Reading
from pipeline.evaluate import compare
from pipeline.evaluate.gold import Gold
from pipeline.evaluate.match import match


class Verdict(StrEnum):
    """What a field came to. ``EXTRA``: gold says that there is nothing, yet a value was given."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One field of one letter (``letter`` is its index in gold; ``None`` for the whole file).

    ``confidence`` is what the reading gave for the field, ``distance`` the character distance of
    a text, as a share of the gold's length.
    """

    file: str
    letter: int | None
    field: str
    verdict: Verdict
    gold: Any
    got: Any
    confidence: float | None = None
    distance: float | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """How one field is judged: where it stands, and when two values of it are the same.

    ``header`` is the key under which gold states it and the reading gives its confidence.
    """

    name: str
    header: str
    value: Callable[[Letter], Any]
    same: Callable[[Any, Any], bool]
    distance: bool = False
    calibrates: bool = True

    def is_stated(self, gold: Letter) -> bool:
        """True when ``gold`` says something about this field, if only that there is nothing."""
        if self.header not in gold.model_fields_set:
            return False
        part = self.name.removeprefix(f"{self.header}.")
        return part == self.name or gold.signer is None or part in gold.signer.model_fields_set


def _equal(gold: Any, got: Any) -> bool:  # noqa: ANN401
    return bool(gold == got)


def _of_signer(part: str) -> Callable[[Letter], Any]:
    return lambda letter: getattr(letter.signer, part) if letter.signer else None


def _recipients(letter: Letter) -> list[str]:
    return [compare.recipient_name(recipient.name) for recipient in letter.recipients]


FIELDS: tuple[Field, ...] = (
    Field("system", "system", lambda x: None if x.system == "unknown" else x.system, _equal),
    Field("type", "type", lambda x: x.type and x.type.code, _equal),
    Field("number", "number", lambda x: x.number, _equal),
    Field(
        "number_digits",
        "number",
        lambda x: x.number and compare.digits(x.number),
        _equal,
        calibrates=False,
    ),
    Field("date", "date", lambda x: x.date, _equal),
    Field("place", "place", lambda x: x.place, compare.same_text),
    Field("issuer", "issuer", lambda x: x.issuer, compare.same_text),
    Field("parent_issuer", "parent_issuer", lambda x: x.parent_issuer, compare.same_text),
    Field("acting_body", "acting_body", lambda x: x.acting_body, compare.same_text),
    Field("subject", "subject", lambda x: x.subject, compare.same_subject, distance=True),
    Field("addressees", "addressees", lambda x: x.addressees, compare.same_items),
    Field("recipients", "recipients", _recipients, compare.same_items),
    Field("signer.name", "signer", _of_signer("name"), compare.same_text),
    Field("signer.title", "signer", _of_signer("title"), compare.same_text, calibrates=False),
    Field("signer.authority", "signer", _of_signer("authority"), _equal, calibrates=False),
    Field("urgency", "urgency", lambda x: x.urgency, _equal),
    Field("secrecy", "secrecy", lambda x: x.secrecy, _equal),
    Field(
        "digital_signature", "digital_signature", lambda x: x.digital_signature, compare.same_parts
    ),
)
CALIBRATED = frozenset(field.name for field in FIELDS if field.calibrates)
SPLITTING = "splitting"


def judge(gold: Gold, reading: Reading | None) -> list[Judgement]:
    """Every verdict on one file; ``None`` is a file that could not be read at all.

    A letter that the reading does not have is missing in each field that gold gives a value.
    """
    letters = reading.letters if reading else []
    found = match(gold.letters, letters)
    verdicts = [_splitting(gold, letters)] if gold.pages else []
    for index, (letter, at) in enumerate(zip(gold.letters, found, strict=True)):
        verdicts += _letter(gold.name, index, letter, None if at is None else letters[at])
    return verdicts


def _splitting(gold: Gold, letters: list[Letter]) -> Judgement:
    """Right when the letters stand on exactly gold's pages (of a part: on those that it lists)."""
    wanted = sorted(tuple(sorted(letter.pages)) for letter in gold.letters)
    pages = [tuple(sorted(set(x.pages) & gold.pages if gold.partial else x.pages)) for x in letters]
    got = sorted(page for page in pages if page)
    verdict = Verdict.RIGHT if got == wanted else Verdict.WRONG if got else Verdict.MISSING
    return Judgement(gold.name, None, SPLITTING, verdict, wanted, got)


def _letter(file: str, index: int, gold: Letter, got: Letter | None) -> Iterator[Judgement]:
    for field in FIELDS:
        if not field.is_stated(gold):
            continue
        wanted = field.value(gold)
        if got is None:
            if wanted:
                yield Judgement(file, index, field.name, Verdict.MISSING, wanted, None)
            continue
        value = field.value(got)
        yield Judgement(
            file=file,
            letter=index,
            field=field.name,
            verdict=_verdict(field, wanted, value),
            gold=wanted,
            got=value,
            confidence=got.confidence.get(field.header),
            distance=compare.distance(wanted, value or "") if field.distance and wanted else None,
        )


def _verdict(field: Field, gold: Any, got: Any) -> Verdict:  # noqa: ANN401
    if not gold:
        return Verdict.EXTRA if got else Verdict.RIGHT
    if not got:
        return Verdict.MISSING
    return Verdict.RIGHT if field.same(gold, got) else Verdict.WRONG

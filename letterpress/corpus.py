"""Letters made up by seed from the written stock: even seeds for building, odd ones for judging."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from letterpress import stock
from letterpress.letter import (
    ArrivalStamp,
    DocumentNumber,
    LetterSpec,
    Marks,
    PenCell,
    PrintedSignature,
    Recipient,
    Signature,
    System,
    Urgency,
)
from letterpress.stock import Half, Issuer, TypeOfLetter
from letterpress.wording import Matter, body

# Types whose printed form has a Kính gửi below the title, besides công văn (observed).
ADDRESSED = ("CV", "TTr", "GM")
FIRST_DAY, DAYS = dt.date(2021, 1, 4), 1440


@dataclass(frozen=True, slots=True)
class Wish:
    """What the letter must be; what is ``None`` is left to the seed.

    ``typed`` forbids the pen, for born-digital letters; ``tasks`` is the number of instructions
    (about 12 fill a second page); ``issuer`` and ``field`` are names in the stock.
    """

    system: System | None = None
    issuer: str | None = None
    field: str | None = None
    type_code: str | None = None
    tasks: int | None = None
    tabled: bool | None = None
    typed: bool = False


ANYTHING = Wish()
Choice = TypeVar("Choice")


def split(seed: int) -> Half:
    """The half to which a seed belongs."""
    return "dev" if seed % 2 == 0 else "held_back"


def make_letter(seed: int, wish: Wish = ANYTHING) -> LetterSpec:
    """A whole letter; the same seed and wish give the same letter.

    Raises ``ValueError`` when no issuer of the seed's half can grant the wish.
    """
    rng = np.random.default_rng(seed)
    half = split(seed)
    issuer = _pick(rng, _candidates(half, wish))
    kind = _kind(rng, issuer, wish)
    field = stock.fields(half)[wish.field or _pick(rng, issuer.fields)]
    subject = _pick(rng, field.subjects)
    date = _working_day(rng)
    matter = Matter(
        voice=issuer.head.acting_body or issuer.head.issuer.name,
        kind=kind.type.name,
        subject=subject,
        cites=(field.central, *field.cites)[not issuer.central :][:2],
        tasks=_tasks(rng, issuer, field, wish.tasks or len(field.sentences)),
        leads=tuple(name for group in issuer.addressees for name in group),
        year=date.year,
        tabled=bool(rng.random() < 0.15) if wish.tabled is None else wish.tabled,
    )
    post, to = _pick(rng, issuer.posts), _pick(rng, issuer.addressees)
    head = issuer.head if "TM" in post.authority else replace(issuer.head, acting_body=None)
    letter = LetterSpec(
        system=issuer.system,
        letterhead=head,
        number=_number(rng, issuer, kind),
        type=kind.type,
        date=date,
        place=issuer.place,
        subject=_as_titled(kind.event + subject, kind),
        subject_lead=kind.lead,
        body=body(kind.form, matter),
        recipients=_recipients(rng, issuer, kind, to),
        signature=Signature(
            post.printed, post.title, _pick(rng, stock.people(half)), post.authority
        ),
        addressees=to if kind.type.code in ADDRESSED else (),
        urgency=_urgency(rng),
        secrecy="Mật" if rng.random() < 0.04 else None,
        seed=seed,
    )
    return _marked(rng, letter, issuer, wish)


def _candidates(half: Half, wish: Wish) -> tuple[Issuer, ...]:
    fitting = tuple(
        issuer
        for issuer in stock.issuers(half)
        if wish.system in (None, issuer.system)
        and wish.type_code in (None, *issuer.types)
        and wish.issuer in (None, issuer.head.issuer.name)
    )
    if not fitting:
        raise ValueError(f"no issuer of half {half!r} writes {wish}")
    return fitting


def _pick(rng: np.random.Generator, choices: tuple[Choice, ...]) -> Choice:
    return choices[int(rng.integers(len(choices)))]


def _kind(rng: np.random.Generator, issuer: Issuer, wish: Wish) -> TypeOfLetter:
    """The wished type, or every second time a công văn, as offices write."""
    by_chance = "CV" if rng.random() < 0.4 else _pick(rng, issuer.types)
    return stock.types()[wish.type_code or by_chance]


def _as_titled(subject: str, kind: TypeOfLetter) -> str:
    """A subject without a word before it begins with a capital."""
    return subject if kind.lead else subject[0].upper() + subject[1:]


def _working_day(rng: np.random.Generator) -> dt.date:
    day = FIRST_DAY + dt.timedelta(days=int(rng.integers(DAYS)))
    return day - dt.timedelta(days=max(0, day.weekday() - 4))


def _tasks(
    rng: np.random.Generator, issuer: Issuer, field: stock.Field, count: int
) -> tuple[str, ...]:
    """``count`` sentences: the field's own first, then the issuer's other fields, then any."""
    every = stock.fields(issuer.half)
    groups = [field, *(every[name] for name in issuer.fields), *every.values()]
    found: dict[str, None] = {}
    for group in groups:
        order = rng.permutation(len(group.sentences))
        found |= {group.sentences[index]: None for index in order}
    return tuple(found)[:count]


def _number(rng: np.random.Generator, issuer: Issuer, kind: TypeOfLetter) -> DocumentNumber:
    code = kind.type.code
    serial = f"{int(rng.integers(1, 4200 if code == 'CV' else 420)):02d}"
    if issuer.system == "party" or issuer.head.union:
        return DocumentNumber(serial, f"-{code}/{issuer.code}")
    unit = f"-{_pick(rng, issuer.units)}" if issuer.units and code == "CV" else ""
    return DocumentNumber(
        serial, f"/{issuer.code}{unit}" if code == "CV" else f"/{code}-{issuer.code}"
    )


def _recipients(
    rng: np.random.Generator, issuer: Issuer, kind: TypeOfLetter, addressees: tuple[str, ...]
) -> tuple[Recipient, ...]:
    """Nơi nhận; "Như trên" needs a Kính gửi above, other letters name who gets them."""
    first: tuple[Recipient, ...] = tuple(Recipient(name) for name in addressees)
    if kind.type.code in ADDRESSED:
        first = issuer.recipients[:1]
    elif kind.form == "decision":
        first = (Recipient("Như Điều 3"),)
    rest = [item for item in issuer.recipients[1:] if rng.random() < 0.85]
    unit = _pick(rng, issuer.units) if issuer.units else ""
    return (*first, *rest, Recipient(issuer.archive.format(unit=unit), "file"))


def _urgency(rng: np.random.Generator) -> Urgency | None:
    chance = rng.random()
    if chance < 0.08:
        return "Hỏa tốc"
    if chance < 0.12:
        return "Thượng khẩn"
    return "Khẩn" if chance < 0.16 else None


def _marked(rng: np.random.Generator, letter: LetterSpec, issuer: Issuer, wish: Wish) -> LetterSpec:
    """Add pen, seal and stamps; a digitally signed letter has none of them."""
    if wish.typed or rng.random() < 0.1:
        return replace(letter, digital_signature=_digital(letter, issuer))
    pen: set[PenCell] = set()
    if rng.random() < 0.75:
        pen.add("number")
    if rng.random() < 0.6:
        pen.add("day")
    arrived = letter.date + dt.timedelta(days=int(rng.integers(1, 6)))
    stamp = ArrivalStamp(f"Văn phòng {issuer.place}", str(int(rng.integers(100, 9000))), arrived)
    return replace(
        letter,
        marks=Marks(
            seal=issuer.seal,
            scribble=True,
            stamped_name=bool(rng.random() < 0.1),
            arrival=stamp if letter.is_letter and rng.random() < 0.2 else None,
            pen=frozenset(pen),
            pen_colour="blue" if rng.random() < 0.7 else "black",
        ),
    )


def _digital(letter: LetterSpec, issuer: Issuer) -> PrintedSignature:
    organ = issuer.head.issuer.name
    box = "".join(char for char in issuer.code.lower() if char.isascii() and char.isalpha())
    return PrintedSignature(
        signer=organ,
        email=f"vanthu.{box}@example.gov.vn",
        organisation=issuer.head.parent.name if issuer.head.parent else organ,
        time=f"{letter.date:%d.%m.%Y} 09:41:27 +07:00",
    )

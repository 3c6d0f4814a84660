"""The body whose numbers a số hiệu belongs to: by its symbol, by its issuer, by who cites it."""

from __future__ import annotations

from functools import cache

from pipeline import vocabulary
from pipeline.link.bodies import BodyName, Surroundings, identify
from pipeline.link.body_model import UNKNOWN
from pipeline.link.body_words import slug
from pipeline.link.number_keys import NumberKey, Series
from pipeline.ocr.syllables import fold
from pipeline.vocabulary import provinces


def numbering_body(
    number: NumberKey | None, issuer: BodyName | None, around: Surroundings
) -> BodyName | None:
    """Whose series the number is; an unplaced body tells its kind only, ``None`` nothing.

    A symbol of a central body says it alone (``…/TW``, ``…-TTg``). Else the issuer does, read in
    the surroundings of the letter that names it ("Tỉnh ủy" in a letter from Quảng Ninh). Without
    an issuer, the symbol of a body that a province has once (``TU``, ``SYT``) means that of the
    province where it is cited.
    """
    organ = number.organ.split("-")[0] if number and number.organ else None
    if organ and (central := _central(organ, _is_normative(number))):
        return identify(central, around)
    by_symbol = _provincial_body(number, organ, around)
    if issuer is None:
        return by_symbol
    # TU is the symbol of a province's committee, also of a city's that is called Thành ủy.
    is_unplaced = not issuer.complete and around.province is None
    return by_symbol if by_symbol and is_unplaced else issuer


def unnamed_issuer(
    number: NumberKey | None, place: str | None, around: Surroundings
) -> BodyName | None:
    """Who issued a letter whose letterhead is lost: UBND of the province that it is dated from.

    Only provincial bodies date their letters from the province (NĐ 30/2020); where a town has its
    name too, nobody can say.
    """
    organ = number.organ.split("-")[0] if number and number.organ else None
    if organ not in COUNCILS or place is None or around.province is None:
        return None
    if any(fold(place) == fold(seat) for each in provinces() for seat in each.seats):
        return None
    body = identify(f"{COUNCILS[organ]} tỉnh", around)
    city = identify(f"{COUNCILS[organ]} thành phố", around)
    return body if body.complete else city if city.complete else None


def somewhere(number: NumberKey | None, around: Surroundings) -> str | None:
    """The key of some body of the letter's own province, for the number of a local body.

    Whoever cites a letter of another province names it: "Công văn số 145/MTTQ-BTT" without more
    is of the province where it is cited.
    """
    organ = number.organ.split("-")[0] if number and number.organ else None
    levels = _levels(organ) if organ else frozenset()
    if around.province is None or not levels or "central" in levels:
        return None
    return f"{UNKNOWN}/{slug(around.province)}"


COUNCILS = {"UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân"}
"""Bodies that every province, district and commune has."""


def _provincial_body(
    number: NumberKey | None, organ: str | None, around: Surroundings
) -> BodyName | None:
    if organ is None or not _is_provincial(organ) or _has_organ_as_unit(number):
        return None
    return identify(_names(organ)[0], around)


@cache
def _names(code: str) -> tuple[str, ...]:
    return tuple(body.name for body in vocabulary.bodies() if code in body.codes)


@cache
def _levels(code: str) -> frozenset[str]:
    return frozenset(body.level for body in vocabulary.bodies() if code in body.codes)


def _is_normative(number: NumberKey | None) -> bool:
    """Whether the number holds its year: only State bodies number so (Law 2015, art. 10)."""
    return number is not None and number.series is Series.OWN_YEAR


@cache
def _central(code: str, is_normative: bool) -> str | None:
    """The name of the body of the centre whose code it is and nobody else's.

    Several that share their series are one; BTC in 05/2023/TT-BTC is no Ban Tổ chức.
    """
    every = (body for body in vocabulary.bodies() if code in body.codes)
    bodies = [body for body in every if not is_normative or body.system == "state"]
    if {body.level for body in bodies} != {"central"}:
        return None
    keys = {identify(body.name, Surroundings()).key for body in bodies}
    return bodies[0].name if len(keys) == 1 else None


def _is_provincial(code: str) -> bool:
    """A code of one kind of body; a city of the centre calls its Tỉnh ủy Thành ủy."""
    if _levels(code) != {"province"}:
        return False
    bodies = [identify(name, _SOME_CITY) for name in _names(code)]
    return len({body.kind for body in bodies if body.complete}) == 1


_SOME_CITY = Surroundings(province="Hà Nội")


def _has_organ_as_unit(number: NumberKey | None) -> bool:
    """39/KL-TU/HCTĐ: TU before the code of another body is Trung ương misprinted, no Tỉnh ủy."""
    return bool(number and number.unit and number.unit in vocabulary.body_codes())

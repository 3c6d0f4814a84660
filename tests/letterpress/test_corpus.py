"""Letters made up by seed."""

from __future__ import annotations

import pytest

from letterpress import stock
from letterpress.corpus import Wish, make_letter, split
from letterpress.letter import LetterSpec
from letterpress.wording import FORMS


def letters(parity: int) -> list[LetterSpec]:
    return [make_letter(seed) for seed in range(parity, 240, 2)]


def test_the_same_seed_writes_the_same_letter() -> None:
    assert make_letter(12) == make_letter(12)
    assert make_letter(12) != make_letter(14)


def test_even_seeds_build_and_odd_seeds_judge() -> None:
    assert (split(4), split(5)) == ("dev", "held_back")


@pytest.mark.parametrize("half", ["dev", "held_back"])
def test_each_half_has_all_four_systems(half: stock.Half) -> None:
    systems = {issuer.system for issuer in stock.issuers(half)}
    assert systems == {"state", "party", "front", "association"}


def test_held_back_letters_share_no_issuer_subject_or_name_with_the_others() -> None:
    dev, held_back = (
        {
            fact
            for letter in letters(parity)
            for fact in (
                f"{letter.letterhead.issuer.name}, {letter.place}",
                letter.subject.lower(),
                letter.signature.name,
            )
        }
        for parity in (0, 1)
    )
    assert not dev & held_back


def test_the_stock_is_rich() -> None:
    halves: tuple[stock.Half, ...] = ("dev", "held_back")
    fields = [field for half in halves for field in stock.fields(half).values()]
    assert sum(len(stock.issuers(half)) for half in halves) >= 20
    assert len(stock.types()) >= 15
    assert sum(len(field.subjects) for field in fields) >= 45
    assert sum(len(field.sentences) for field in fields) >= 80
    assert len({name for half in halves for name in stock.people(half)}) >= 40


def test_every_issuer_names_known_fields_and_types() -> None:
    for half in ("dev", "held_back"):
        for issuer in stock.issuers(half):
            assert set(issuer.fields) <= set(stock.fields(half))
            assert set(issuer.types) <= set(stock.types())


def test_every_type_has_a_form_of_body() -> None:
    assert {kind.form for kind in stock.types().values()} == set(FORMS)


def test_letters_are_dated_on_working_days() -> None:
    assert all(letter.date.weekday() < 5 for letter in letters(0))


def test_a_wish_nobody_can_grant_is_refused() -> None:
    with pytest.raises(ValueError, match="no issuer"):
        make_letter(2, Wish(system="front", type_code="NQ"))

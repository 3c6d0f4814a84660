"""Units, comparators and cues of quantities, from ``data/vocabulary``, looked up once.

Sources of every entry stand in ``units.toml``, ``quantities.toml`` and ``target_cues.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pipeline import vocabulary
from pipeline.extract.casing_lexicon import key
from pipeline.extract.quantity_tokens import Phrases

UnitKind = Literal["measure", "person", "place", "body", "thing", "event", "plan"]


def meanings(rows: Sequence[dict[str, Any]], field: str = "value") -> Phrases[str]:
    """Rows of ``{field = …, forms = […]}`` as phrases."""
    return Phrases({form: row[field] for row in rows for form in row["forms"]})


@dataclass(frozen=True, slots=True)
class Units:
    """The nouns behind a number, and what ends the noun phrase that they open."""

    money: Phrases[str]
    money_cues: Phrases[bool]
    nouns: Phrases[str]
    refused: Phrases[str]
    tails: Phrases[bool]
    compounds: Phrases[bool]
    ends: Phrases[bool]
    base_joins: Phrases[bool]
    base_opens: Phrases[bool]


@cache
def units() -> Units:
    """``units.toml``; ``nouns`` stand for their kind."""
    data = vocabulary.read_table("units")
    return Units(
        money=meanings(data["money"]),
        money_cues=Phrases.of(data["money_cues"], True),
        nouns=meanings([*data["measures"], *data["counted"]], "kind"),
        refused=meanings(data["refused"]),
        tails=Phrases.of(data["noun_tails"], True),
        compounds=Phrases.of(data["compounds"], True),
        ends=Phrases.of(data["ends"], True),
        base_joins=Phrases.of(data["base_joins"], True),
        base_opens=Phrases.of(data["base_opens"], True),
    )


@dataclass(frozen=True, slots=True)
class NumberWords:
    """How numbers are spelled, and which ones count nothing."""

    digits: dict[str, int]
    unit_digits: dict[str, int]
    zeros: frozenset[str]
    scales: dict[str, int]
    percents: Phrases[str]
    glued: frozenset[str]
    before: Phrases[str]
    telephone: Phrases[bool]
    not_after_word: Phrases[bool]
    not_before_word: Phrases[bool]
    slogans: Phrases[bool]


@cache
def number_words() -> NumberWords:
    """``quantities.toml``, numbers; ``before`` stands for always, perhaps or never refused."""
    data = vocabulary.read_table("quantities")
    before = {
        form: name for name in ("always", "perhaps", "never") for form in data[f"before_{name}"]
    }
    return NumberWords(
        digits={key(word): value for word, value in data["digits"].items()},
        unit_digits={key(word): value for word, value in data["unit_digits"].items()},
        zeros=frozenset(map(key, data["zero_words"])),
        scales={key(word): value for word, value in data["scales"].items()},
        percents=meanings(data["percents"]),
        glued=frozenset(data["glued"]),
        before=Phrases(before),
        telephone=Phrases.of(data["telephone"], True),
        not_after_word=Phrases.of(data["not_after_word"], True),
        not_before_word=Phrases.of(data["not_before_word"], True),
        slogans=Phrases.of(data["slogans"], True),
    )


@dataclass(frozen=True, slots=True)
class Comparisons:
    """What stands round a quantity: comparators, what it is for, what it is against."""

    before: Phrases[str]
    after: Phrases[str]
    change_objects: Phrases[bool]
    change_breaks: Phrases[bool]
    against: Phrases[bool]
    each: Phrases[bool]
    per_head: Phrases[str]
    per_after: Phrases[bool]
    yearly: Phrases[str]
    time_units: Phrases[bool]


@cache
def comparisons() -> Comparisons:
    """``quantities.toml``, comparison; ``after`` stands for ``>=`` or ``<=``."""
    data = vocabulary.read_table("quantities")
    least = dict.fromkeys(data["after_at_least"], ">=")
    most = dict.fromkeys(data["after_at_most"], "<=")
    return Comparisons(
        before=meanings(data["comparators"]),
        after=Phrases({**least, **most}),
        change_objects=Phrases.of(data["change_objects"], True),
        change_breaks=Phrases.of(data["change_breaks"], True),
        against=Phrases.of(data["against"], True),
        each=Phrases(
            {**dict.fromkeys(data["each"], True), **dict.fromkeys(data["each_not"], False)}
        ),
        per_head=Phrases.of(data["per_head"]["forms"], data["per_head"]["value"]),
        per_after=Phrases.of(data["per_after"], True),
        yearly=Phrases(data["yearly"]),
        time_units=Phrases.of(data["time_units"], True),
    )

"""The made-up register as numbers: which documents there are, and which letter cites which.

Everything follows from a seed. Documents are in the order of their days, so that a letter cites
documents with smaller indices. A letter cites about twelve documents: half of them directives of
the centre, of which few are cited very often (Zipf), the others of its own province and mostly of
the last years. So most documents are cited a few times or never, a few by everybody.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.register_series import FIRST, LAST, SHARES, Series, all_series
from pipeline.link.party_terms import term_on

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

CITATIONS = (5, 8, 13, 15)
"""Citations of a letter of each level, in the mean, before doubles are dropped: ten edges a
document remain."""
UNRESOLVED = 0.15
"""Documents that are only cited."""
TARGETS = ((1.0, 0, 0, 0), (0.95, 0.05, 0, 0), (0.64, 0.30, 0.06, 0), (0.45, 0.20, 0.30, 0.05))
"""Of the citations of a letter of each level, how many go to documents of each level."""
ZIPF = (0.75, 0.7)
"""Exponents of how often documents of the centre and of ministries are cited."""
YEARS_BACK = (0, 0, 0.15, 0.02)
"""How far back letters cite in their own province, as a part of all that it ever wrote."""
INDIRECT = 0.12
"""Citations that stand in the title of another one: third-party edges."""
_IN_TITLE = 2

FULL, SHORT, BARE, UNDATED = range(4)
"""How a document is named: with its issuer, briefly, without issuer, without date."""
_WAYS = (0.55, 0.25, 0.12, 0.08)

RELATIONS = (
    ("legal_basis", "implements", "per", "mentions", "continues"),
    ("legal_basis", "implements", "per", "mentions", "guides"),
    ("implements", "per", "mentions", "follows_up", "guides"),
    ("replies_to", "follows_up", "mentions", "per", "attaches"),
)
"""What a citation of a document of each level says, the commonest first."""
_RELATION_SHARES = (0.4, 0.3, 0.15, 0.1, 0.05)


@dataclass(frozen=True, slots=True)
class Documents:
    """One entry a document; ``number`` points into ``numbers``, ``day`` is an ordinal date."""

    series: Ints
    level: Ints
    province: Ints
    day: Ints
    year: Ints
    number: Ints
    numbers: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.series)


@dataclass(frozen=True, slots=True)
class Citations:
    """One entry a citation, letter by letter in the order of the text, direct ones first.

    ``holder`` is the index of the citation in whose title it stands, ``-1`` for direct ones.
    """

    letter: Ints
    target: Ints
    way: Ints
    relation: Ints
    holder: Ints

    def __len__(self) -> int:
        return len(self.letter)

    def of(self, present: Flags) -> Citations:
        """Those of letters that are here."""
        kept = present[self.letter]
        place = np.cumsum(kept) - 1
        holder = np.where(self.holder < 0, -1, place[self.holder])
        columns = (self.letter, self.target, self.way, self.relation, holder)
        return Citations(*(column[kept] for column in columns))


@dataclass(frozen=True, slots=True)
class Plan:
    """A register: ``present`` are the documents of which there is a letter."""

    seed: int
    documents: Documents
    present: Flags
    citations: Citations


def plan(count: int, seed: int = 4) -> Plan:
    """A register of ``count`` documents."""
    rng = np.random.default_rng(seed)
    documents = _documents(rng, count)
    citations = _named(rng, documents, _nested(rng, documents, _drawn(rng, documents)))
    present = _present(rng, documents, citations)
    return Plan(seed, documents, present, citations.of(present))


def _documents(rng: np.random.Generator, count: int) -> Documents:
    series = all_series()
    drawn = rng.choice(len(series), count, p=_shares(series))
    span = (LAST - FIRST).days
    day = FIRST.toordinal() + (span * rng.random(count) ** 0.7).astype(np.int64)
    day.sort()
    year = np.array([dt.date.fromordinal(int(each)).year for each in day], np.int64)
    ordinal = _ordinals(drawn, _period(series, drawn, day, year))
    texts = [series[s].number(int(n), int(y)) for s, n, y in zip(drawn, ordinal, year, strict=True)]
    numbers = {text: index for index, text in enumerate(dict.fromkeys(texts))}
    places = {place: index for index, place in enumerate(dict.fromkeys(s.province for s in series))}
    return Documents(
        series=drawn,
        level=np.array([each.level for each in series])[drawn],
        province=np.array([places[each.province] for each in series])[drawn],
        day=day,
        year=year,
        number=np.array([numbers[text] for text in texts], np.int64),
        numbers=tuple(numbers),
    )


def _shares(series: tuple[Series, ...]) -> npt.NDArray[np.float64]:
    level = np.array([each.level for each in series])
    weight = np.array([each.weight for each in series], float)
    whole = np.array([weight[level == each].sum() for each in range(len(SHARES))])
    return np.asarray(weight / whole[level] * np.array(SHARES)[level])


def _period(series: tuple[Series, ...], drawn: Ints, day: Ints, year: Ints) -> Ints:
    """A number for each span in which a series counts on: a year, or a Party term."""
    restart = np.array([each.restart for each in series])[drawn]
    days = np.unique(day)
    terms = np.array([term_on(dt.date.fromordinal(int(each))) for each in days])
    congresses = [dt.date(first, 10, 1).toordinal() for first in (2005, 2010, 2015, 2020)]
    central = terms[np.searchsorted(days, day)]
    provincial = np.searchsorted(congresses, day, side="right")
    found = np.where(restart == "central", central, year)
    return np.asarray(np.where(restart == "provincial", provincial, found), np.int64)


def _ordinals(series: Ints, period: Ints) -> Ints:
    """1, 2, 3 … within each series and period, in the order of the days."""
    order = np.lexsort((period, series))
    group = series[order] * 10_000 + period[order]
    first = np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))
    sizes = np.diff(np.concatenate((first, [len(group)])))
    ordinal = np.empty(len(series), np.int64)
    ordinal[order] = np.arange(len(group)) - np.repeat(first, sizes) + 1
    return ordinal


def _drawn(rng: np.random.Generator, documents: Documents) -> tuple[Ints, Ints]:
    """Pairs of letters and older documents, no letter naming a number twice."""
    count = len(documents)
    per_letter = rng.poisson(np.array(CITATIONS)[documents.level] - 3) + 3
    letter = np.repeat(np.arange(count), per_letter)
    shares = np.cumsum(np.array(TARGETS), axis=1)[documents.level[letter]]
    level = (rng.random(len(letter))[:, None] > shares).sum(axis=1)
    target = np.full(len(letter), -1, np.int64)
    for each in range(len(SHARES)):
        chosen = np.flatnonzero(level == each)
        pick = _popular if each < len(ZIPF) else _recent
        target[chosen] = pick(rng, documents, each, letter[chosen])
    fits = (target >= 0) & (documents.number[target] != documents.number[letter])
    letter, target = letter[fits], target[fits]
    named = letter * len(documents.numbers) + documents.number[target]
    kept = np.sort(np.unique(named, return_index=True)[1])
    return letter[kept], target[kept]


def _popular(rng: np.random.Generator, documents: Documents, level: int, letter: Ints) -> Ints:
    """Documents of the whole country, the first ranks often; ``-1`` where all were too young."""
    pool = rng.permutation(np.flatnonzero(documents.level == level))
    target = np.full(len(letter), -1, np.int64)
    if not len(pool):
        return target
    weights = np.cumsum((np.arange(len(pool)) + 1.0) ** -ZIPF[level])
    for _ in range(8):
        open_ = np.flatnonzero(target < 0)
        ranks = np.searchsorted(weights, rng.random(len(open_)) * weights[-1])
        found = pool[np.minimum(ranks, len(pool) - 1)]
        target[open_] = np.where(found < letter[open_], found, -1)
    return target


def _recent(rng: np.random.Generator, documents: Documents, level: int, letter: Ints) -> Ints:
    """Documents of the same province, mostly recent, some far more often than others."""
    pool = np.flatnonzero(documents.level == level)
    pool = pool[np.lexsort((pool, documents.province[pool]))]
    count = len(documents)
    keys = documents.province[pool] * count + pool
    own = documents.province[letter]
    first, last = np.searchsorted(keys, own * count), np.searchsorted(keys, own * count + letter)
    back = rng.exponential(YEARS_BACK[level], len(letter)) * (len(pool) / 63)
    place = last - 1 - back.astype(np.int64)
    place -= (place - first) % (1 << np.minimum(rng.geometric(0.3, len(letter)) - 1, 12))
    fits = (place >= first) & (place < last)
    return np.where(fits, pool[np.clip(place, 0, max(len(pool) - 1, 0))], -1)


def _nested(
    rng: np.random.Generator, documents: Documents, pairs: tuple[Ints, Ints]
) -> tuple[Ints, Ints, Ints]:
    """Some citations stand in the title of the one before: one of the first that it makes itself.

    A title is the same whoever cites it, so third parties say the same of a document again and
    again. Returns letters, targets and holders.
    """
    letter, cited = pairs
    before = np.maximum(np.arange(len(letter)) - 1, 0)
    title = cited[before]
    first, last = np.searchsorted(letter, title), np.searchsorted(letter, title, side="right")
    fits = (letter == letter[before]) & (last > first)
    indirect = fits & (rng.random(len(letter)) < INDIRECT / max(float(fits.mean()), INDIRECT))
    indirect[0] = False
    indirect &= ~indirect[before]
    chosen = first + rng.integers(0, _IN_TITLE, len(letter)) % np.maximum(last - first, 1)
    target = np.where(indirect, cited[np.minimum(chosen, len(cited) - 1)], cited)
    holder = np.where(indirect, before, -1)
    return _in_order(documents, letter, target, holder)


def _in_order(
    documents: Documents, letter: Ints, target: Ints, holder: Ints
) -> tuple[Ints, Ints, Ints]:
    """Direct citations first in each letter, none of a number that the letter named before."""
    order = np.lexsort((holder >= 0, letter))
    named = letter * len(documents.numbers) + documents.number[target]
    kept = np.zeros(len(order), bool)
    kept[order[np.unique(named[order], return_index=True)[1]]] = True
    kept &= documents.number[letter] != documents.number[target]
    kept &= (holder < 0) | kept[holder]
    order = order[kept[order]]
    place = np.empty(len(kept), np.int64)
    place[order] = np.arange(len(order))
    holder = holder[order]
    return letter[order], target[order], np.where(holder < 0, -1, place[holder])


def _named(
    rng: np.random.Generator, documents: Documents, found: tuple[Ints, Ints, Ints]
) -> Citations:
    """The citations with how they name their document and what they say of it."""
    letter, target, holder = found
    way = np.searchsorted(np.cumsum(_WAYS), rng.random(len(letter)))
    series = all_series()
    has_short = np.array([each.short is not None for each in series])
    undated = np.array([each.undated for each in series])
    own = [(each.body.key, bare and bare.key) for each in series for bare in (each.body_as(None),)]
    says_all = np.array([body == bare for body, bare in own])
    _, index, counts = np.unique(
        documents.number * 1_000_000 + documents.day, return_inverse=True, return_counts=True
    )
    only = counts[index.ravel()] == 1
    kind = documents.series[target]
    fits = np.select(
        [way == SHORT, way == BARE, way == UNDATED],
        [has_short[kind], says_all[kind] | only[target], undated[kind]],
        True,
    )
    relation = rng.choice(len(_RELATION_SHARES), len(letter), p=_RELATION_SHARES)
    # A title says one thing, whoever cites it.
    said = np.where(holder < 0, relation, (target[holder] + target) % 2)
    return Citations(letter, target, np.where(fits, way, FULL), said, holder)


def _present(rng: np.random.Generator, documents: Documents, citations: Citations) -> Flags:
    """All but some of the documents that others cite."""
    cited = np.unique(citations.target)
    share = UNRESOLVED * len(documents) / max(len(cited), 1)
    present = np.ones(len(documents), bool)
    present[cited[rng.random(len(cited)) < share]] = False
    while True:
        named = np.zeros(len(documents), bool)
        named[citations.target[present[citations.letter]]] = True
        lost = ~present & ~named
        if not lost.any():
            return present
        present |= lost

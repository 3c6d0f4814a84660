"""Which namings mean one document: a function of the set of namings, never of their order.

:func:`cluster` looks at the namings of one scope: one ``slip_key`` and one known body. In it:

1. Letters with one number, one date and one subject are copies of one document; a letter that
   differs in any of these is a document of its own.
2. A cited date is exact, or the only letter of the same period is meant and the date is in
   doubt (``date_conflict``); a number that differs by what scans confuse needs the same date as
   its second witness (``number_slip``).
3. A naming without date joins the only document that it can mean (``unique``).
4. Where several can be meant it means none (``ambiguous``).

What no letter explains stays together as an unresolved document, by number and period.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from models.register import ReferenceKind
from pipeline.link.names import Naming
from pipeline.link.number_keys import LASTING, Series
from pipeline.link.periods import period_of

# Two scans of one letter have subjects that are at least this much alike (0…100).
SAME_SUBJECT = 80.0
# A number without date is of the year of the letter that cites it, or of the year before, unless
# it is known to be given once in a term.
YEARS_BACK = 1


@dataclass(slots=True)
class Cluster:
    """The namings of one document; ``flags`` say what is in doubt about them."""

    members: list[Naming] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)

    @property
    def letters(self) -> list[Naming]:
        """The letters among the members."""
        return [each for each in self.members if each.kind is ReferenceKind.LETTER]

    @property
    def date(self) -> dt.date | None:
        """The date of its letters, else the earliest date under which it is cited."""
        source = self.letters or self.members
        return min((each.date for each in source if each.date), default=None)

    @property
    def number_keys(self) -> set[str]:
        """The exact numbers under which it is known: its letters', else those cited."""
        source = self.letters or self.members
        return {each.number_key for each in source if each.number_key}


def cluster(namings: Iterable[Naming]) -> list[Cluster]:
    """The documents that the namings of one scope mean."""
    ordered = sorted(set(namings), key=lambda each: each.fingerprint)
    letters = [each for each in ordered if each.kind is ReferenceKind.LETTER]
    cited = [each for each in ordered if each.kind is ReferenceKind.CITED]
    clusters = _copies(letters)
    clusters += _dated(cited, clusters)
    clusters += _of_a_term(cited, clusters)
    _undated(cited, clusters)
    return clusters


def _copies(letters: Sequence[Naming]) -> list[Cluster]:
    """Letters, copies together: same number, date and subject."""
    groups: defaultdict[tuple[str | None, dt.date | None], list[Naming]] = defaultdict(list)
    for letter in letters:
        groups[letter.number_key, letter.date].append(letter)
    found = []
    for (_, date), group in groups.items():
        parts = [[each] for each in group] if date is None else _by_subject(group)
        found += [Cluster(part) for part in parts]
    for each in found:
        if any(_collide(each, other) for other in found if other is not each):
            each.flags.add("same_number")
    return found


def _collide(one: Cluster, other: Cluster) -> bool:
    """Whether a body would have given one number twice in one period."""
    if one.number_keys.isdisjoint(other.number_keys):
        return False
    return one.date == other.date or any(_in_period(one, each) for each in other.letters)


def _by_subject(letters: Sequence[Naming]) -> list[list[Naming]]:
    """Letters in groups of like subjects: joined by any two that are alike."""
    groups: list[list[Naming]] = []
    for letter in letters:
        near = [group for group in groups if any(_alike(letter, other) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([each for group in near for each in group] + [letter])
    return groups


def is_one_letter(letters: Sequence[Naming]) -> bool:
    """Whether all these letters are copies of one, by their subjects."""
    return len(_by_subject(letters)) <= 1


def _alike(one: Naming, other: Naming) -> bool:
    if not one.subject_key or not other.subject_key:
        return one.subject_key == other.subject_key
    return fuzz.ratio(one.subject_key, other.subject_key) >= SAME_SUBJECT


def _dated(cited: Sequence[Naming], clusters: Sequence[Cluster]) -> list[Cluster]:
    """Cited with a date: to their letter, or new clusters by number and period."""
    rest: defaultdict[tuple[str, str], list[Naming]] = defaultdict(list)
    doubtful: set[tuple[str, str]] = set()
    for naming in cited:
        if naming.date is None:
            continue
        meant, flag = _letters_meant(naming, clusters)
        if not _join_only(naming, meant, flag):
            period = _period(naming)
            key = (naming.number_key or "", naming.date.isoformat() if period is None else period)
            rest[key].append(naming)
            doubtful |= {key} if meant else set()
    found = [_unresolved(group, key in doubtful) for key, group in rest.items()]
    return _bridged(found)


def _letters_meant(naming: Naming, clusters: Sequence[Cluster]) -> tuple[list[Cluster], str | None]:
    """By its date, else by its period, else by its date despite a slip; and what is in doubt."""
    own = [each for each in clusters if naming.number_key in each.number_keys]
    exact = [each for each in own if each.date == naming.date]
    if exact:
        return exact, None
    same = [each for each in own if _in_period(each, naming)]
    if same:
        return same, "date_conflict"
    return [each for each in clusters if each.date == naming.date], "number_slip"


def _join_only(naming: Naming, clusters: Sequence[Cluster], flag: str | None) -> bool:
    if len(clusters) != 1:
        return False
    clusters[0].members.append(naming)
    clusters[0].flags |= {flag} if flag else set()
    return True


def _unresolved(group: Sequence[Naming], is_doubtful: bool) -> Cluster:
    flags = {"date_conflict"} if len({each.date for each in group}) > 1 else set()
    return Cluster(list(group), flags | ({"ambiguous"} if is_doubtful else set()))


def _bridged(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Unresolved clusters whose numbers differ by a slip, joined where a date is the same."""
    found: list[Cluster] = []
    for each in clusters:
        dates = {naming.date for naming in each.members}
        near = [other for other in found if dates & {naming.date for naming in other.members}]
        joined = Cluster(list(each.members), set(each.flags))
        for other in near:
            joined.members += other.members
            joined.flags |= other.flags | {"number_slip"}
        found = [other for other in found if other not in near] + [joined]
    return found


def _of_a_term(cited: Sequence[Naming], clusters: Sequence[Cluster]) -> list[Cluster]:
    """Cited without date but with the term (khóa X): to the only document of that term."""
    rest: defaultdict[tuple[str, str], list[Naming]] = defaultdict(list)
    for naming in cited:
        if naming.date is not None or naming.term is None:
            continue
        fits = [
            each
            for each in clusters
            if naming.number_key in each.number_keys and _in_period(each, naming)
        ]
        if not _join_only(naming, fits, None):
            doubt = "ambiguous" if fits else ""
            rest[naming.number_key or "", f"{naming.term} {doubt}"].append(naming)
    return [_vague(group, key.split(" ")[1]) for (_, key), group in rest.items()]


def _vague(group: Sequence[Naming], doubt: str) -> Cluster:
    return Cluster(list(group), {doubt} if doubt else set())


def _undated(cited: Sequence[Naming], clusters: list[Cluster]) -> None:
    """Cited with neither: to the only document that it can mean, decided for all at once."""
    vague = [each for each in cited if each.date is None and each.term is None]
    fits = {each: [other for other in clusters if _can_mean(each, other)] for each in vague}
    rest: defaultdict[tuple[str, str, str], list[Naming]] = defaultdict(list)
    for naming, found in fits.items():
        if not _join_only(naming, found, None):
            doubt = "ambiguous" if found else ""
            rest[naming.number_key or "", _cited_in(naming), doubt].append(naming)
    clusters += [_vague(group, doubt) for (_, _, doubt), group in rest.items()]


def _cited_in(naming: Naming) -> str:
    """The period in which it is cited; elsewhere the same number may mean another document."""
    if naming.numbering in LASTING or naming.cited_year is None:
        return naming.owner or ""
    middle = dt.date(naming.cited_year, 7, 1)
    period = period_of(naming.numbering, naming.body, middle)
    return f"{period or naming.cited_year} {naming.owner or ''}"


def _can_mean(naming: Naming, document: Cluster) -> bool:
    """Same number, and not later than the letter that cites it."""
    if naming.number_key not in document.number_keys:
        return False
    year, cited = document.date.year if document.date else None, naming.cited_year
    if cited is None:
        return naming.numbering in LASTING
    if naming.numbering in (Series.YEAR, Series.UNKNOWN):
        return year is not None and cited - YEARS_BACK <= year <= cited
    return year is None or year <= cited


def _in_period(document: Cluster, naming: Naming) -> bool:
    """Whether the document is surely of the period of ``naming``."""
    period = _period(naming)
    source = document.letters or document.members
    return period is not None and any(_period(each) == period for each in source)


def _period(naming: Naming) -> str | None:
    if naming.date is not None:
        return period_of(naming.numbering, naming.body, naming.date)
    return naming.term

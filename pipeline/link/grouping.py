"""All namings that hang together become documents: scopes, vague namings, people's decisions.

::

    placed namings, by scope ──▶ cluster ─┐
    unplaced namings ──▶ the only document of that number and date, else groups ─┤
    decisions of people ──▶ split off, merge ──▶ documents

A pure function of what it is given, whatever the order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.register import DecisionKind, ReferenceKind
from pipeline.link.clustering import Cluster, cluster, is_one_letter
from pipeline.link.names import Naming, may_be


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision of a person that holds: fingerprints of what it is about."""

    kind: DecisionKind
    first: str
    second: str | None = None


def group(namings: Iterable[Naming], rulings: Sequence[Ruling] = ()) -> list[Cluster]:
    """The documents that ``namings`` mean; every scope that matters must be there whole."""
    ordered = sorted(set(namings), key=lambda each: each.fingerprint)
    alone = {ruling.first for ruling in rulings if ruling.kind is DecisionKind.SPLIT}
    apart = [Cluster([each], {"split"}) for each in ordered if each.fingerprint in alone]
    rest = [each for each in ordered if each.fingerprint not in alone]
    found: list[Cluster] = []
    for scope in _scopes(each for each in rest if each.is_placed and each.slip_key):
        found += cluster(scope)
    found += _place_vague([each for each in rest if each.slip_key and not each.is_placed], found)
    found += [Cluster([each]) for each in rest if not each.slip_key]
    return _merged(found + apart, rulings)


def _scopes(namings: Iterable[Naming]) -> Iterable[list[Naming]]:
    scopes: defaultdict[tuple[str | None, str | None], list[Naming]] = defaultdict(list)
    for naming in namings:
        scopes[naming.slip_key, naming.body].append(naming)
    return scopes.values()


def _place_vague(vague: Sequence[Naming], placed: Sequence[Cluster]) -> list[Cluster]:
    """Namings whose body is not known: number and date together may say which document it is.

    Those that mean none, or that may mean several, become documents of their own.
    """
    meant: defaultdict[int, list[Naming]] = defaultdict(list)
    doubtful: list[Naming] = []
    unknown: list[Naming] = []
    dated = _by_number_and_date(placed)
    for naming in vague:
        near = dated.get((naming.number_key, naming.date), ())
        fits = [index for index in near if _may_mean(naming, placed[index])]
        if len(fits) == 1:
            meant[fits[0]].append(naming)
        else:
            (doubtful if fits else unknown).append(naming)
    for index, namings in meant.items():
        if is_one_letter(placed[index].letters + [x for x in namings if _is_letter(x)]):
            placed[index].members += namings
        else:
            doubtful += namings
    return [*_vague_groups(unknown, set()), *_vague_groups(doubtful, {"ambiguous"})]


def _is_letter(naming: Naming) -> bool:
    return naming.kind is ReferenceKind.LETTER


def _by_number_and_date(placed: Sequence[Cluster]) -> dict[tuple[str | None, object], list[int]]:
    """Where in ``placed`` the dated documents of a number and day are."""
    found: defaultdict[tuple[str | None, object], list[int]] = defaultdict(list)
    for index, each in enumerate(placed):
        if each.date is not None:
            for key in each.number_keys:
                found[key, each.date].append(index)
    return dict(found)


def _may_mean(naming: Naming, document: Cluster) -> bool:
    """Whether the document, which has its number and date, may be of its body."""
    body = next((each.body for each in document.members if each.is_placed), None)
    return may_be(naming.body, body)


def _vague_groups(vague: Sequence[Naming], flags: set[str]) -> list[Cluster]:
    """Grouped by number, date and kind of body; without a date everything is by itself."""
    groups: defaultdict[tuple[object, ...], list[Naming]] = defaultdict(list)
    for naming in vague:
        owner = naming.owner if naming.date is None else None
        groups[naming.number_key, naming.date, naming.body, owner].append(naming)
    found = [each for members in groups.values() for each in cluster(members)]
    for each in found:
        each.flags |= flags
    return found


def _merged(clusters: Sequence[Cluster], rulings: Sequence[Ruling]) -> list[Cluster]:
    """Clusters that a person said are one, as one."""
    home = {each.fingerprint: index for index, one in enumerate(clusters) for each in one.members}
    leader = list(range(len(clusters)))
    for ruling in rulings:
        if ruling.kind is DecisionKind.MERGE and {ruling.first, ruling.second} <= home.keys():
            first, second = home[ruling.first], home[ruling.second or ""]
            _unite(leader, first, second)
    together: defaultdict[int, list[Cluster]] = defaultdict(list)
    for index, each in enumerate(clusters):
        together[_root(leader, index)].append(each)
    return [_joined(parts) for parts in together.values()]


def _unite(leader: list[int], first: int, second: int) -> None:
    one, other = sorted((_root(leader, first), _root(leader, second)))
    leader[other] = one


def _root(leader: Sequence[int], index: int) -> int:
    while leader[index] != index:
        index = leader[index]
    return index


def _joined(parts: Sequence[Cluster]) -> Cluster:
    if len(parts) == 1:
        return parts[0]
    members = [each for part in parts for each in part.members]
    flags = {flag for part in parts for flag in part.flags} - {"ambiguous", "same_number", "split"}
    return Cluster(members, flags | {"merged"})


def scope_of(naming: Naming) -> tuple[str, str] | None:
    """The scope that must be whole for ``naming`` to be grouped: number and body."""
    if naming.slip_key is None or not naming.is_placed or naming.body is None:
        return None
    return naming.slip_key, naming.body

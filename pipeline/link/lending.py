"""Within one letter a number means one document: what one mention lacks another may tell.

"văn bản số 1716-CV/TU nêu trên" is the one of 08/03/2019 that was cited before.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.link.names import Naming, may_be
from pipeline.link.number_keys import GUESSED
from pipeline.link.periods import period_of


def completed(cited: Sequence[Naming | None]) -> list[Naming | None]:
    """The citations of one letter, each with what the others tell of its document."""
    alike: defaultdict[str | None, list[Naming]] = defaultdict(list)
    for each in reversed(dict.fromkeys(reversed(cited))):  # where several tell, the last one counts
        if each:
            alike[each.slip_key].append(each)  # equal numbers have equal keys of this kind
    whole: dict[Naming | None, Naming | None] = {None: None}
    for group in alike.values():
        telling = [each for each in group if each.is_placed and each.issuer]
        whole |= {each: _dated(_placed(each, telling), group) for each in group}
    return [whole[each] for each in cited]


def _placed(naming: Naming, telling: Sequence[Naming]) -> Naming:
    """With the only issuer that another mention names; two dates are two documents."""
    if naming.issuer is not None:  # what the symbol suggests is worth less
        return naming
    same = [each for each in telling if _is_same_number(each, naming)]
    near = [each for each in same if naming.date in (None, each.date) or each.date is None]
    told = {each.body: each for each in near}
    if len(told) != 1:
        return naming
    other = next(iter(told.values()))
    return replace(naming, body=other.body, issuer=other.issuer, owner=None)


def _dated(naming: Naming, others: Sequence[Naming]) -> Naming:
    """With the only date that other mentions have."""
    if naming.date is not None:
        return naming
    same = [each for each in others if _is_same_number(each, naming)]
    dates = {each.date for each in same if each.date and _is_of_body(each, naming)}
    if len(dates) != 1:
        return naming
    day = dates.pop()
    return naming.dated(day) if _is_of_term(naming, day) else naming


def _is_same_number(one: Naming, other: Naming) -> bool:
    """Whether two mentions have one number, as far as each of them tells it."""
    keys = (one.number_key or "", other.number_key or "")
    if any(key.startswith(GUESSED) for key in keys):
        return one.slip_key == other.slip_key
    return keys[0] == keys[1]


def _is_of_body(one: Naming, naming: Naming) -> bool:
    return one.body == naming.body or (not one.is_placed and may_be(one.body, naming.body))


def _is_of_term(naming: Naming, day: dt.date) -> bool:
    """Whether a document of that day is of the term that the words name, if they do."""
    return naming.term in (None, period_of(naming.numbering, naming.body, day))

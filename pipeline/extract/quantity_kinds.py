"""Is a figure to be reached (target), has it been reached (result), or is it just so?

The part of the letter and whether an order holds the figure come first, then the cues of its
clause, of its sentence, of the figure before it (domain handbook, section 4: "đạt" is ambiguous,
tense and section decide).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from models.reading import TargetKind
from pipeline.extract.phrase_tables import one_of, phrases
from pipeline.extract.quantities import Quantity

Span = tuple[int, int]
Cue = Literal["aims", "duties", "told", "reached", "state", "norms"]
_CUES: tuple[Cue, ...] = ("aims", "duties", "told", "reached", "state", "norms")
_CLAUSE_REACH, _AFTER_REACH = 400, 34  # letters
_LIMITS = frozenset({">=", "<="})
_AGAINST = re.compile(r"cùng\s+kỳ|năm\s+(?:trước|ngoái|\d{4})|(?:tháng|quý|kỳ)\s+trước", re.I)
_LEFT = re.compile(r"(?<!chỉ )(?<!xuống )(?<!giảm )(?<!lên )còn\s*$", re.I)
_COMPOUND = r"(?<!thực )(?<!phát )(?<!xuất )(?<!biểu )(?<!thể )"
_DUE = re.compile(r"(?:xong|trước|chậm|muộn|từ\s+nay)\s", re.I)
_PURPOSE = re.compile(r"(?:Để|Nhằm)\s")
_LONG = re.compile(r"(?<!kéo )(?<!nhân )(?<!mở )(?:dài|rộng|cao|sâu)\s*$", re.I)
_GOT = re.compile(r"(?<!\w)được\s*$", re.I)
_PLAN = re.compile(r"kế hoạch|dự toán|chỉ tiêu|nghị quyết", re.I)
_COMPARED = re.compile(r"so\s+(?:với\s+)?cùng\s+kỳ|so\s+với\s+năm\s+(?:trước|ngoái|\d{4})", re.I)


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Any phrase of one list of ``targets.toml``; "thực hiện có" holds no "hiện có"."""
    return re.compile(_COMPOUND + one_of(phrases("targets")[name]), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind and how sure it is, 0…1."""

    kind: TargetKind
    sure: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: its sentence, whether an order holds it, what its part speaks of.

    ``mood`` is that of the headings and the lead-in, ``default`` the kind where nothing tells.
    ``before`` is the kind of the figure before, which ends at ``since``.
    ``time`` is the dated phrase that governs the figure.
    """

    sentence: Span
    ordered: bool = False
    mood: TargetKind | None = None
    default: TargetKind = "background"
    before: TargetKind | None = None
    since: int = 0
    time: str | None = None


class Cues:
    """The cues of one paragraph, found once."""

    def __init__(self, text: str, quantities: Sequence[Quantity]) -> None:
        self.text = text
        self._starts: dict[str, list[int]] = {
            "compared": [match.start() for match in _COMPARED.finditer(text)]
        }
        spans = [(q.number[0], q.end) for q in quantities]
        begins = [span[0] for span in spans]
        for name in _CUES:
            places = [match.start() for match in pattern(name).finditer(text)]
            self._starts[name] = [p for p in places if not _inside(p, spans, begins)]

    def last(self, name: str, floor: int, end: int) -> int:
        """Where the last cue between ``floor`` and ``end`` stands, -1 if none does."""
        places = self._starts[name]
        at = bisect_left(places, end) - 1
        return places[at] if at >= 0 and places[at] >= floor else -1

    def clause(self, sentence: Span, end: int) -> int:
        """Where the clause begins that ``end`` stands in."""
        reach = max(sentence[0], end - _CLAUSE_REACH)
        return max(reach, self.text.rfind(";", reach, end) + 1)


def _inside(place: int, spans: Sequence[Span], begins: Sequence[int]) -> bool:
    """Whether a cue is part of a figure's unit ("36% chỉ tiêu")."""
    at = bisect_left(begins, place + 1) - 1
    return at >= 0 and place < spans[at][1]


def kind_of(quantity: Quantity, cues: Cues, place: Place) -> Verdict:
    """Target, result or background."""
    number = quantity.number[0]
    clause = cues.clause(place.sentence, number)
    near: dict[Cue, int] = {name: cues.last(name, clause, number) for name in _CUES}
    far: dict[Cue, int] = {name: cues.last(name, place.sentence[0], number) for name in _CUES}
    accounts = pattern("accounts").match(cues.text, place.sentence[0]) is not None
    if (place.ordered or place.mood == "target") and not accounts:
        return _forward(quantity, cues.text, near, ordered=place.ordered)
    wanted = _PURPOSE.match(cues.text, place.sentence[0]) is not None and far["told"] < 0
    if wanted or far["aims"] > max(far["told"], near["state"]):
        return Verdict("target", 0.85)
    behind = _behind(quantity, cues.text, place)
    ruled = near["norms"] >= 0 or _is_ruled(quantity, cues, place)
    if ruled and place.mood in (None, "background") and behind is None and near["told"] < 0:
        return Verdict("background", 0.65)
    if accounts:
        return _right_before(quantity, cues.text) or Verdict("result", 0.85)
    return (
        behind
        or _right_before(quantity, cues.text)
        or _asked(near, place)
        or _by_cues(near, far, place)
        or _by_plan(quantity, near)
        or _by_place(quantity, cues, far, place)
    )


def _is_ruled(quantity: Quantity, cues: Cues, place: Place) -> bool:
    """Whether a rule is named behind the figure: ``60 m2 theo quy định tại …``."""
    reach = min(place.sentence[1], quantity.end + 2 * _AFTER_REACH)
    return cues.last("norms", quantity.end, reach) >= 0


def _forward(quantity: Quantity, text: str, near: dict[Cue, int], *, ordered: bool) -> Verdict:
    """In an order or among the aims only what is plainly past or present is none."""
    asked = max(near["aims"], near["duties"])
    if not ordered and near["told"] > asked and _touches(text, near["told"], quantity.number[0]):
        return Verdict("result", 0.7)
    stated = near["state"] > max(asked, near["told"], near["reached"])
    if stated and quantity.comparator not in _LIMITS and not quantity.per:
        return Verdict("background", 0.7)
    return Verdict("target", 0.95)


def _touches(text: str, start: int, end: int) -> bool:
    """Whether no mark stands between a cue and the number that it is about."""
    return not re.search(r"[,;:()–]", text[start:end]) and end - start < _CLAUSE_REACH


def _behind(quantity: Quantity, text: str, place: Place) -> Verdict | None:
    """``30 xã đã đạt``, ``100% xã phải có``, ``tăng 5% so với cùng kỳ``."""
    after = text[quantity.end : min(place.sentence[1], quantity.end + _AFTER_REACH)]
    close = re.split(r"[,;.()]", after, maxsplit=1)[0]
    first = {name: pattern(name).match(close.lstrip()) for name in ("achieved", "due")}
    if first["due"]:
        return Verdict("target", 0.8)
    changed = quantity.comparator in ("increase", "decrease")
    against = quantity.base is not None and _AGAINST.search(quantity.base) is not None
    if (changed and against) or _COMPARED.search(close):
        return Verdict("result", 0.9)
    of_all = quantity.base is not None and quantity.base[0].isdigit()  # 30/35 xã
    return Verdict("result", 0.8) if first["achieved"] or of_all else None


def _right_before(quantity: Quantity, text: str) -> Verdict | None:
    """``còn 60 hộ``, ``dài 5 km``: background; ``vận động được 5 tỷ đồng``: a result."""
    before = text[max(0, quantity.start - 24) : quantity.start]
    if _GOT.search(before):
        return Verdict("result", 0.8)
    if quantity.kind == "measure" and _LONG.search(before):
        return Verdict("background", 0.75)
    bare_share = quantity.unit == "%" and quantity.base is None
    return Verdict("background", 0.75) if _LEFT.search(before) and not bare_share else None


def _asked(near: dict[Cue, int], place: Place) -> Verdict | None:
    """Where no part tells, ``mục tiêu … là`` since the figure before, unless it is an account."""
    if place.mood is not None or near["told"] >= 0:
        return None
    rest = max(near["reached"], near["state"], place.since - 1, -1)
    return Verdict("target", 0.75) if near["duties"] > rest else None


def _by_cues(near: dict[Cue, int], far: dict[Cue, int], place: Place) -> Verdict | None:
    """The nearest cue of the clause, then of the sentence."""
    if near["state"] >= max(0, near["told"], near["reached"]):
        return Verdict("background", 0.75)
    goes_on = place.before == "background" and place.since > place.sentence[0]
    if goes_on and max(near["told"], near["reached"]) < place.since:
        return Verdict("background", 0.7)
    if near["told"] >= 0:
        return Verdict("result", 0.9)
    if place.mood == "result":
        return Verdict("result", 0.85)
    if far["told"] >= 0:
        return Verdict("result", 0.8)
    if near["reached"] > far["state"] >= 0:
        return Verdict("result", 0.7)
    return Verdict("background", 0.7) if far["state"] >= 0 else None


def _by_plan(quantity: Quantity, near: dict[Cue, int]) -> Verdict | None:
    """``đạt 85% kế hoạch``: what is measured by the plan has been done."""
    planned = quantity.base is not None and _PLAN.search(quantity.base)
    return Verdict("result", 0.8) if planned and near["reached"] >= 0 else None


def _by_place(quantity: Quantity, cues: Cues, far: dict[Cue, int], place: Place) -> Verdict:
    """A comparison later in the sentence, the figure before, a duty, the part of the letter."""
    if cues.last("compared", quantity.end, place.sentence[1]) >= 0 and far["duties"] < 0:
        return Verdict("result", 0.7)
    told = far["reached"] >= 0 and quantity.comparator not in _LIMITS
    if place.before == "background" and told:
        return Verdict("result", 0.65)
    if place.before and (place.before != "target" or far["duties"] < 0):
        return Verdict(place.before, 0.7)
    if far["duties"] >= 0 or quantity.comparator in _LIMITS:
        return Verdict("target", 0.75)
    if place.time and _DUE.match(place.time):
        return Verdict("target", 0.7)
    if (told or place.time) and place.default == "background" != place.mood:
        return Verdict("result", 0.6)
    return Verdict(place.default, 0.6)


# --- what a part of the letter speaks of ----------------------------------------------------------


def mood_of_heading(text: str, *, at_start: bool = False) -> TargetKind | None:
    """What the part under a heading tells, by the cue that comes first; ``at_start``: at once."""
    kinds: tuple[TargetKind, ...] = ("target", "result", "background")
    found = [
        (match.start(), -len(match.group()), kind)
        for kind in kinds
        if (match := pattern(f"headings_{kind}").search(text))
    ]
    first = min(found, default=None)
    return first[2] if first and not (at_start and first[0]) else None


def mood_of_lead_in(text: str) -> TargetKind | None:
    """What the list behind a lead-in tells: orders outweigh an account."""
    if pattern("lead_ins_target").search(text):
        return "target"
    if pattern("lead_ins_result").search(text):
        return "result"
    return "target" if pattern("headings_target").search(text) else None

"""What stands before a quantity: comparators and their stacks, and ``mỗi …``.

Comparators are read leftwards from the number, word by word: what does not touch it is none
(``trên địa bàn 5 xã`` compares nothing). Of a stack the inner inequality decides (``ước đạt
trên``: >), and ``tăng``, ``giảm`` unless a level follows them (``giảm còn 5%``: =).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.reading import Comparator
from pipeline.extract.quantity_phrases import noun_phrase
from pipeline.extract.quantity_tokens import Token, ends_sentence
from pipeline.extract.quantity_vocabulary import comparisons, number_words

_STACK, _OBJECT_REACH, _EACH_REACH, _SLOGAN_REACH, _PER_REACH = 9, 14, 30, 4, 14  # tokens
_KNOWN: dict[str, Comparator] = {
    "=": "=",
    ">": ">",
    ">=": ">=",
    "<": "<",
    "<=": "<=",
    "~": "~",
    "increase": "increase",
    "decrease": "decrease",
}


@dataclass(frozen=True, slots=True)
class Before:
    """Comparators before a number: ``names`` from the inner to the outer one.

    ``first`` is the token where the outermost begins; ``from_at`` is a ``từ`` among them, which
    needs ``trở lên``; ``leveled``: a level follows ``tăng``/``giảm`` (``lên``, ``còn``).
    """

    first: int
    names: tuple[Comparator, ...] = ()
    from_at: int | None = None
    leveled: bool = False
    is_bare_over: bool = False

    def comparator(self, after: str | None, *, is_range: bool) -> Comparator:
        """The one comparator that all of them come to; ``after`` is that of ``trở lên``."""
        changes = [name for name in self.names if name in ("increase", "decrease")]
        if changes:
            return changes[0]
        if after:
            return _KNOWN[after]
        strict = [name for name in self.names if name != "~"]
        if is_range and strict == [">="]:
            return "="
        return next(iter(strict or self.names), "=")


def before(tokens: Sequence[Token], index: int, floor: int) -> Before:
    """The comparators that touch the number at ``index``, none reaching below ``floor``."""
    table = comparisons().before
    names: list[Comparator] = []
    first, at, from_at, leveled = index, index, None, False
    for _ in range(_STACK):
        if tokens[at].opens:
            break
        found = table.before(tokens, at)
        if found is None or found[1] < floor:
            break
        name, at = found
        leveled = leveled or name == "to"
        if name == "from":
            from_at = at
        elif name in _KNOWN and not (leveled and name in ("increase", "decrease")):
            names.append(_KNOWN[name])
            first = at
    over = names == [">"] and tokens[first].key == "trên"
    if over and 0 < first == floor:  # "350 camera trên 05 tuyến đường": where, not how many
        return Before(index)
    if not leveled and not {"increase", "decrease"} & set(names):
        change = _change_of_object(tokens, at, floor)
        if change:
            names.append(change[0])
            first = change[1]
    return Before(first, tuple(names), from_at, leveled, over)


def _change_of_object(
    tokens: Sequence[Token], index: int, floor: int
) -> tuple[Comparator, int] | None:
    """``giảm tỷ lệ hộ nghèo 2%``: the verb and where it stands, no other verb between."""
    known = comparisons()
    for at in range(index, max(floor, index - _OBJECT_REACH), -1):
        token = tokens[at - 1]
        if not token.is_word or known.change_breaks.before(tokens, at):
            return None
        if at < len(tokens) and tokens[at].opens:
            return None
        found = known.before.before(tokens, at)
        if found and found[0] in ("increase", "decrease"):
            fits = at < index and known.change_objects.at(tokens, at)
            return (_KNOWN[found[0]], found[1]) if fits and found[1] >= floor else None
    return None


@dataclass(frozen=True, slots=True)
class Each:
    """``mỗi`` at token ``first``, what it is of at ``noun:last``."""

    first: int
    noun: int
    last: int
    is_slogan: bool = False


def each_before(tokens: Sequence[Token], index: int) -> Each | None:
    """The nearest ``mỗi …`` that the number at ``index`` stands under, in its clause."""
    known = comparisons()
    for at in range(index, max(0, index - _EACH_REACH), -1):
        if at < index and (tokens[at].key in {";", ":"} or ends_sentence(tokens, at)):
            return None
        found = known.each.before(tokens, at)
        if found and found[0] and known.each.at(tokens, found[1]) == (True, at):
            time = known.time_units.at(tokens, at)
            last = time[1] if time else noun_phrase(tokens, at, _PER_REACH)
            if last is None or last > index:
                return None
            return Each(found[1], at, last, _after_slogan(tokens, found[1]))
        if tokens[at - 1].opens and at - 1 > 0:
            return None
    return None


def _after_slogan(tokens: Sequence[Token], index: int) -> bool:
    slogans = number_words().slogans
    nearest = range(index, max(0, index - _SLOGAN_REACH), -1)
    return any(slogans.before(tokens, at) for at in nearest)

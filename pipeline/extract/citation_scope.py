"""Which documents stand inside the title of another one, and which cue governs each.

The nearest cue at the same level governs a mention; a cue inside "về (việc) …" of a cited document
belongs to that document (domain handbook 2.1). A list under one cue shares it. A document cannot
stand in the title of an older one: then it is cited by the letter itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from models.reading import Relation
from pipeline.extract.alphabet import CAPITAL_LETTERS
from pipeline.extract.citation_cues import Cue, attached_at, governing, said_after
from pipeline.extract.citation_mentions import Mention
from pipeline.extract.phrase_tables import one_of, phrases


@dataclass(frozen=True, slots=True)
class Scoped:
    """A mention with its relations (the first is the main one) and the index of its holder."""

    mention: Mention
    relations: tuple[Relation, ...]
    holder: int | None = None
    asserts: Relation | None = None


# A new main clause ends the title before it: ", Ủy ban nhân dân tỉnh yêu cầu …".
_MAIN_CLAUSE = re.compile(
    r"[,.:)]\s*(?:(?:để|nhằm)\s[^,;:]{3,120},\s*)?"
    rf"(?:[{CAPITAL_LETTERS}][^,;:.()]{{1,110}}?|(?:các|đề\s+nghị|yêu\s+cầu|giao)\s[^,;:.]{{0,100}}?)\s*"
    r"(?:yêu\s+cầu|đề\s+nghị|ban\s+hành|xây\s+dựng|có\s+ý\s+kiến|báo\s+cáo|thông\s+báo|hướng\s+dẫn|chỉ\s+đạo"
    r"|kính\s+đề\s+nghị|trình|giao|trân\s+trọng|đã|tổ\s+chức|thống\s+nhất|kết\s+luận|nhận\s+được|phối\s+hợp)\b"
    r"|,\s*(?:(?:kính|trân\s+trọng)\s+)?(?:đề\s+nghị|yêu\s+cầu)\s+(?!của\b)"
)
_CLOSING = re.compile(r"\bgắn\s+(?:kết\s+)?với\b|\btrong\s+đó\b|\bđồng\s+thời\b|\n", re.IGNORECASE)
_LISTED = re.compile(r"[\s,;]*(?:,|;|và|hoặc|đến)?\s*(?:các\s+|cùng\s+)?(?:số\s*)?$", re.IGNORECASE)
_AND = re.compile(r"(?:\bvà|\bcùng|\bhoặc|,)\s+(?:các\s+|với\s+)?$", re.I)
_JOINT = re.compile(r"(?:\s|nội dung|nghiêm túc|nghiêm|hiệu quả|tốt|có|ý kiến chỉ đạo)+")
_PLACE = (
    r"(?:điểm|khoản|điều|mục|chương|phần|phụ lục|các điều|các khoản)\s+[\w.]{1,5}"
    r"(?:\s*(?:,|và)\s*\w{1,3}(?=\s|,))*"
)
_LOCATOR = re.compile(rf"(?:{_PLACE}[\s,]*)+(?:của\s+|trong\s+)?$", re.IGNORECASE)
_BEHIND_QUOTED = re.compile(r"\s*[”\"»]\s*(?:,|và|cùng)\s+(?:các\s+)?", re.IGNORECASE)
_QUOTE_CLOSED = re.compile(r"[”\"»]\s*,?\s*(?:và|,)?\s*$")


@cache
def _opener() -> re.Pattern[str]:
    return re.compile(
        rf"[\s,(*]*[“\"«*]*\s*{one_of(phrases('citations')['title_openers'])}", re.IGNORECASE
    )


def scoped(text: str, mentions: Sequence[Mention], sentence_at: Sequence[int]) -> list[Scoped]:
    """Relations of ``mentions`` of ``text``; ``sentence_at``: where each one's sentence starts."""
    found: list[Scoped] = []
    for index, mention in enumerate(mentions):
        before = found[-1] if found and sentence_at[index - 1] == sentence_at[index] else None
        place = _Place(text, mention, before, len(found) - 1, found, sentence_at[index])
        found.append(place.scoped())
    return _with_what_follows(text, found, mentions, sentence_at)


@dataclass(frozen=True, slots=True)
class _Place:
    """One mention and what stands before it in its sentence."""

    text: str
    mention: Mention
    before: Scoped | None
    before_index: int
    found: Sequence[Scoped]
    sentence: int

    def scoped(self) -> Scoped:
        if self.before is None:
            return self._by_cue(self.sentence)
        between = self.text[self.before.mention.tail : self._locator()]
        if ";" in between:
            return self._listed(between)
        if _LISTED.fullmatch(between):
            return self._beside_it()
        if _BEHIND_QUOTED.fullmatch(between):
            return Scoped(self.mention, self._outermost().relations[:1])
        if not self._title_is_open(between):
            return self._by_cue(self._clause_start(), inherit=_AND.search(between) is not None)
        if _AND.search(between):
            return self._after_title(between)
        if self._acts_itself(between):
            return self._by_cue(self.before.mention.tail)
        return self._inside()

    def _locator(self) -> int:
        """Where "khoản 2 Điều 5 của" before the mention begins; else the mention itself."""
        window = self.text[max(self.sentence, self.mention.start - 80) : self.mention.start]
        match = _LOCATOR.search(window)
        return self.mention.start - (len(window) - match.start() if match else 0)

    def _acts_itself(self, between: str) -> bool:
        """Whether the letter's own verb stands behind a comma: ", phúc đáp Công văn …"."""
        assert self.before is not None
        start = self.before.mention.tail
        cue = governing(self.text, start, self.mention.start)
        if cue is None or len(_JOINT.sub("", self.text[cue.end : self.mention.start])) > 0:
            return False
        return self.text[start : cue.start].rstrip().endswith(",")

    def _title_is_open(self, between: str) -> bool:
        opener = _opener().match(between)
        if not opener:
            return False
        return not (_MAIN_CLAUSE.search(between, opener.end()) or _CLOSING.search(between))

    def _by_cue(self, start: int, *, inherit: bool = False) -> Scoped:
        """By the cue left of it; in a list without one, as the mention before it."""
        cue = governing(self.text, start, self.mention.start)
        if cue is None:
            if inherit and self.before is not None and self.before.holder is None:
                return Scoped(self.mention, self.before.relations[:1])
            return Scoped(self.mention, ("mentions",))
        if self.before is not None and self._is_passive(cue):
            return Scoped(self.mention, self.before.relations[:1], self.before.holder)
        if cue.proposal or self._is_proposed(cue):
            return Scoped(self.mention, (_proposal(self.mention),))
        return Scoped(self.mention, (cue.relation,))

    def _is_passive(self, cue: Cue) -> bool:
        """Whether another document did it to the one before: "A được sửa đổi tại B"."""
        return self.text[max(0, cue.start - 8) : cue.start].rstrip().endswith(("được", "bị"))

    def _is_proposed(self, cue: Cue) -> bool:
        """ "theo Tờ trình số …": on somebody's proposal."""
        between = self.text[cue.end : self.mention.start]
        return self.mention.type == "Tờ trình" and cue.relation == "per" and not between.strip()

    def _clause_start(self) -> int:
        """Where the clause of this mention begins: behind the title before, or a main clause."""
        assert self.before is not None
        start = self.before.mention.tail
        clauses = [m.start() for m in _MAIN_CLAUSE.finditer(self.text, start, self.mention.start)]
        return max([start, *clauses])

    def _listed(self, between: str) -> Scoped:
        """Behind a semicolon: the letter's own list again."""
        first = self._outermost()
        assert self.before is not None
        segment = self.before.mention.tail + between.rfind(";") + 1
        cue = governing(self.text, segment, self.mention.start)
        if cue is None and len(between) - between.rfind(";") < 60:
            return Scoped(self.mention, first.relations[:1])
        return self._by_cue(segment)

    def _outermost(self) -> Scoped:
        assert self.before is not None
        item = self.before
        while item.holder is not None:
            item = self.found[item.holder]
        return item

    def _beside_it(self) -> Scoped:
        assert self.before is not None
        if self._too_new(self.before.holder):
            return Scoped(self.mention, self._outermost().relations[:1])
        return Scoped(
            self.mention, self.before.relations[:1], self.before.holder, self.before.asserts
        )

    def _too_new(self, holder: int | None) -> bool:
        """Whether the mention is younger than the document whose title it would stand in."""
        if holder is None:
            return False
        own, other = self.mention.date, self.found[holder].mention.date
        return own is not None and other is not None and own > other

    def _after_title(self, between: str) -> Scoped:
        """Joined to what stands before by "và" or a comma, behind a title.

        Inside that title another verb may govern it; else it stands beside the mention before.
        """
        assert self.before is not None
        joined = _AND.search(between)
        head = between[: joined.start()] if joined else between
        quoted = _QUOTE_CLOSED.search(between) is not None
        if not quoted and _ends_with_cue(self.text, self.before.mention.tail, head):
            return self._inside()
        comma = between.rstrip().endswith(",")
        if self.before.holder is not None and (comma or self._too_new(self.before.holder)):
            return Scoped(self.mention, self._outermost().relations[:1])
        return self._beside_it()

    def _inside(self) -> Scoped:
        """Inside the title of the mention before."""
        assert self.before is not None
        if self._too_new(self.before_index):
            return Scoped(self.mention, self._outermost().relations[:1])
        cue = governing(self.text, self.before.mention.tail, self.mention.start)
        said: Relation = cue.relation if cue else "mentions"
        main: Relation = "implements" if said == "continues" else said
        return Scoped(self.mention, (main,), self.before_index, said)


def _ends_with_cue(text: str, start: int, head: str) -> bool:
    cue = governing(text, start, start + len(head))
    return cue is not None and start + len(head) - cue.end < 3


def _proposal(mention: Mention) -> Relation:
    """A Tờ trình is the basis of a decision; a Công văn is answered."""
    return "replies_to" if mention.type == "Công văn" else "legal_basis"


def _with_what_follows(
    text: str, found: list[Scoped], mentions: Sequence[Mention], sentence_at: Sequence[int]
) -> list[Scoped]:
    """Adds what is said behind a mention: that it is attached, that it is no longer in force."""
    result = []
    for index, item in enumerate(found):
        following = mentions[index + 1].start if index + 1 < len(found) else len(text)
        stop = _sentence_end(text, item.mention.tail, following)
        relations = item.relations
        if relations == ("mentions",) and item.holder is None:
            said = said_after(text, item.mention.end, min(stop, item.mention.tail + 160))
            relations = (said,) if said else relations
        if attached_at(text, item.mention.end, stop) is not None:
            relations = _also_attached(relations)
        result.append(Scoped(item.mention, relations, item.holder, item.asserts))
    return _attached_outside(text, result, sentence_at)


def _also_attached(relations: tuple[Relation, ...]) -> tuple[Relation, ...]:
    return ("attaches",) if relations == ("mentions",) else (*relations, "attaches")


_SENTENCE_END = re.compile(r"[.;](?=\s|$)|\n")


def _sentence_end(text: str, position: int, limit: int) -> int:
    match = _SENTENCE_END.search(text, position, limit)
    return match.start() if match else limit


def _attached_outside(text: str, found: list[Scoped], sentence_at: Sequence[int]) -> list[Scoped]:
    """ "(gửi kèm theo)" behind a title says that the letter is attached, not what it names."""
    result = list(found)
    for index, item in enumerate(found):
        if item.holder is None or item.relations[-1] != "attaches":
            continue
        outer = item.holder
        while (above := result[outer].holder) is not None:
            outer = above
        said = item.relations[:-1] or ("mentions",)
        result[index] = Scoped(item.mention, said, item.holder, item.asserts)
        held = result[outer]
        if "attaches" not in held.relations:
            both = _also_attached(held.relations)
            result[outer] = Scoped(held.mention, both, held.holder, held.asserts)
    return result

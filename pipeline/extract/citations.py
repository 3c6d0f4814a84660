"""Citations of a letter (văn bản được viện dẫn): mentions, relations and their places."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from models.reading import Citation
from pipeline.extract.citation_mentions import Mention, find_mentions
from pipeline.extract.citation_scope import Scoped, scoped
from pipeline.extract.number import parse_number
from pipeline.extract.prose import Prose
from pipeline.extract.sentences import sentences


@dataclass(frozen=True, slots=True)
class FoundCitation:
    """A citation and its span in the prose."""

    citation: Citation
    start: int
    end: int
    impossible_date: bool = False


def find_citations(prose: Prose, own_number: str | None = None) -> list[FoundCitation]:
    """All citations in ``prose``, in order; mentions of the letter's ``own_number`` are none."""
    found: list[FoundCitation] = []
    own = _canonical(own_number) if own_number else None
    for start, end in prose.paragraphs:
        text = prose.text[start:end]
        mentions = [m for m in find_mentions(text) if not _is_own(m, own)]
        if not mentions:
            continue
        items = scoped(text, mentions, _sentence_starts(text, mentions))
        found += [_citation(prose, start, item, items) for item in items]
    return found


def _canonical(number: str) -> str:
    parsed = parse_number(number)
    return parsed.canonical if parsed else number


def _is_own(mention: Mention, own: str | None) -> bool:
    return own is not None and mention.parsed is not None and mention.parsed.canonical == own


def _sentence_starts(text: str, mentions: Sequence[Mention]) -> list[int]:
    starts = [0, *(start for start, _ in sentences(text))]
    return [starts[bisect_right(starts, mention.start) - 1] for mention in mentions]


def _citation(prose: Prose, offset: int, item: Scoped, items: Sequence[Scoped]) -> FoundCitation:
    mention = item.mention
    start, end = mention.start + offset, mention.end + offset
    holder = items[item.holder].mention if item.holder is not None else None
    within = None
    if holder is not None:
        text = prose.text[holder.start + offset : holder.end + offset]
        within = holder.number or " ".join(text.split())
    citation = Citation(
        text=prose.text[start:end],
        type=mention.type,
        number=mention.number,
        date=mention.date,
        issuer=mention.issuer,
        relation=item.relations[0],
        relations=list(item.relations),
        direct=holder is None,
        within=within,
        asserts=item.asserts,
        confidence=_confidence(prose, item, start, end),
        evidence=prose.evidence(start, end),
    )
    return FoundCitation(citation, start, end, mention.impossible_date)


def _confidence(prose: Prose, item: Scoped, start: int, end: int) -> float:
    """Raw score: how well it was read, times how regular its form and its cue are."""
    mention = item.mention
    form = 0.97 if mention.number and mention.typed else 0.9
    if mention.parsed is None:
        form = 0.85
    elif mention.parsed.flags:
        form -= 0.05 * len(mention.parsed.flags)
    cue = 0.97 if item.relations[0] != "mentions" else 0.85
    return round(prose.confidence(start, end) * form * cue, 4)

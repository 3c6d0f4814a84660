"""The places of a letter's values on its pages, to be drawn over the scan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from models.reading import Evidence, Letter
from pipeline.store.citation_links import CitationLink


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A box on a page, in fractions of it: what it shows (``of``, the id on the page), and how.

    ``kind`` is field, citation, task, target or anomaly. A citation has a ``link``.
    """

    of: str
    kind: str
    label: str
    page: int
    box: tuple[float, float, float, float]
    link: CitationLink | None = None

    @property
    def width(self) -> float:
        """Fraction of the page."""
        return round(self.box[2] - self.box[0], 5)

    @property
    def height(self) -> float:
        """Fraction of the page."""
        return round(self.box[3] - self.box[1], 5)


Marks = Mapping[int, list[Mark]]
"""By the page of the file."""


def marks_of(
    letter: Letter, links: Mapping[int, CitationLink], *, prefix: str
) -> dict[int, list[Mark]]:
    """All marks of a letter; ``links`` by the index of the citation."""
    found: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in _marks(letter, links, prefix):
        found[mark.page].append(mark)
    return dict(found)


def _marks(letter: Letter, links: Mapping[int, CitationLink], prefix: str) -> Iterator[Mark]:
    for name, evidence in letter.evidence.items():
        yield from _boxes(f"{prefix}-{name}", "field", name, evidence)
    for index, citation in enumerate(letter.citations):
        of, link = f"{prefix}-citation-{index}", links.get(index)
        yield from _boxes(of, "citation", citation.text, citation.evidence, link)
    for index, task in enumerate(letter.tasks):
        yield from _boxes(f"{prefix}-task-{index}", "task", task.text, task.evidence)
    for index, target in enumerate(letter.targets):
        yield from _boxes(f"{prefix}-target-{index}", "target", target.text, target.evidence)
    for index, anomaly in enumerate(letter.anomalies):
        yield from _boxes(f"{prefix}-anomaly-{index}", "anomaly", anomaly.message, anomaly.evidence)


def _boxes(
    of: str, kind: str, label: str, evidence: Iterable[Evidence], link: CitationLink | None = None
) -> Iterator[Mark]:
    for each in evidence:
        if each.box is not None:
            yield Mark(of=of, kind=kind, label=label, page=each.page, box=each.box, link=link)

"""The components of the letter's ``nlp``: each reads ``doc`` and writes one thing that it found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.extract.citations import find_citations
from pipeline.extract.outline import outline
from pipeline.extract.prose import Prose
from pipeline.extract.target_finder import targets_of
from pipeline.extract.tasks import Frame, TaskFinder
from pipeline.extract.trackable import weighed


@dataclass(frozen=True, slots=True)
class Source:
    """What a ``doc`` is made of: its prose, what the header says, the letter's own number."""

    prose: Prose
    frame: Frame = field(default_factory=Frame)
    own_number: str | None = None


for _name in ("source", "outline", "citations", "tasks", "targets"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)


@Language.component("congvan_outline", assigns=["doc._.outline"])
def outline_component(doc: Doc) -> Doc:
    """Headings, items and paragraphs."""
    doc._.outline = outline(doc._.source.prose)
    doc.spans["units"] = _spans(doc, ((unit.start, unit.end) for unit in doc._.outline))
    return doc


@Language.component("congvan_citations", assigns=["doc._.citations"])
def citations_component(doc: Doc) -> Doc:
    """Documents that the text cites."""
    source: Source = doc._.source
    doc._.citations = find_citations(source.prose, source.own_number)
    doc.spans["citations"] = _spans(doc, ((item.start, item.end) for item in doc._.citations))
    return doc


@Language.component("congvan_tasks", requires=["doc._.outline"], assigns=["doc._.tasks"])
def tasks_component(doc: Doc) -> Doc:
    """What the text orders."""
    source: Source = doc._.source
    words = frozenset(edge for t in doc for edge in (t.idx, t.idx + len(t)))
    doc._.tasks = TaskFinder(source.prose, doc._.outline, source.frame, words).find()
    doc.spans["tasks"] = _spans(doc, ((item.start, item.end) for item in doc._.tasks))
    return doc


@Language.component(
    "congvan_targets",
    requires=["doc._.outline", "doc._.citations", "doc._.tasks"],
    assigns=["doc._.targets"],
)
def targets_component(doc: Doc) -> Doc:
    """Quantities that the text wants, tells or counts; tasks that hold one can be tracked."""
    source: Source = doc._.source
    doc._.targets = targets_of(source.prose, doc._.outline, doc._.citations, doc._.tasks)
    doc._.tasks = weighed(doc._.tasks, doc._.citations, doc._.targets)
    doc.spans["targets"] = _spans(doc, ((item.start, item.end) for item in doc._.targets))
    return doc


def _spans(doc: Doc, places: Iterable[tuple[int, int]]) -> list[Span]:
    found = (doc.char_span(start, end, alignment_mode="expand") for start, end in places)
    return [span for span in found if span is not None]

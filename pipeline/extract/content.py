"""What a letter says: its citations, tasks and targets, and the doubts about them."""

from __future__ import annotations

from collections.abc import Sequence

from models.layout import PageLayout
from models.reading import Letter, Target
from pipeline.extract.anomalies import Content, find_anomalies
from pipeline.extract.body import Body, body_of
from pipeline.extract.citations import FoundCitation, find_citations
from pipeline.extract.components import Source
from pipeline.extract.nlp import letter_nlp
from pipeline.extract.split import Segment
from pipeline.extract.table_tasks import table_tasks
from pipeline.extract.tasks import FoundTask, Frame


def read_content(
    letter: Letter,
    segment: Segment,
    pages: Sequence[PageLayout],
    others: Sequence[Letter] = (),
) -> Letter:
    """``letter``, whose header was read from ``segment``, with all that its body says.

    ``pages`` are those of the file, ``others`` the headers of its other letters.
    Confidences are raw scores (see :mod:`pipeline.extract.calibration`).
    """
    body = body_of(segment.rows, letter)
    frame = Frame(
        issued=letter.date,
        type_code=letter.type.code if letter.type else None,
        addressees=tuple(letter.addressees),
        annex=body.annex,
    )
    citations, tasks, targets = _read(body, frame, letter.number)
    own_pages = [page for page in pages if page.number in segment.pages]
    rows_as_tasks = table_tasks(own_pages, segment.rows, letter.date)
    anomalies = find_anomalies(Content(letter, segment.rows, body, citations, tasks), others)
    return letter.model_copy(
        update={
            "citations": [item.citation for item in citations],
            "tasks": [*(item.task for item in tasks), *rows_as_tasks],
            "targets": targets,
            "anomalies": [*letter.anomalies, *anomalies],
        }
    )


def _read(
    body: Body, frame: Frame, number: str | None
) -> tuple[list[FoundCitation], list[FoundTask], list[Target]]:
    """The running text through the ``nlp``; documents that the trích yếu names come first."""
    nlp = letter_nlp()
    doc = nlp.make_doc(body.prose.text)
    doc._.source = Source(body.prose, frame, number)
    doc = nlp(doc)
    subject = find_citations(body.subject, number)
    return (
        [*subject, *doc._.citations],
        list(doc._.tasks),
        [placed.target for placed in doc._.targets],
    )

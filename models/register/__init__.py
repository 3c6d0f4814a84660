"""The register (sổ đăng ký văn bản): the tables of the store, one file a concern.

::

    Original ─┬─ Arrival           the file, and each time it came in
              └─ StoredReading ── StoredPage      what the machine read, by version
                      └─ StoredLetter ─┬─ Reference ── Document   whose letter it is
                                       ├─ Edge ── Claim           what it cites
                                       ├─ StoredTask ── Occurrence, TaskEvent
                                       └─ StoredTarget ── Progress
    Correction, Decision, Resemblance   what people said, and what looks alike
    IntakeItem                          what became of every file that came in

The tables follow `congvan.reading/1`; whatever a query does not need stays in the reading's JSON.
"""

from models.intake_states import OPEN_STATES, IntakeSource, IntakeState
from models.register.duties import (
    Occurrence,
    OccurrenceState,
    Progress,
    StoredTarget,
    StoredTask,
    TaskBody,
    TaskEvent,
    TaskEventKind,
)
from models.register.graph import (
    Claim,
    Decision,
    DecisionKind,
    Document,
    DocumentState,
    Edge,
    Reference,
    ReferenceKind,
    Resemblance,
    ResemblanceKind,
    Verdict,
)
from models.register.intake import IntakeItem
from models.register.letters import Correction, StoredLetter
from models.register.originals import Arrival, Original, StoredPage, StoredReading
from models.register.pages import PageBand

__all__ = [
    "OPEN_STATES",
    "Arrival",
    "Claim",
    "Correction",
    "Decision",
    "DecisionKind",
    "Document",
    "DocumentState",
    "Edge",
    "IntakeItem",
    "IntakeSource",
    "IntakeState",
    "Occurrence",
    "OccurrenceState",
    "Original",
    "PageBand",
    "Progress",
    "Reference",
    "ReferenceKind",
    "Resemblance",
    "ResemblanceKind",
    "StoredLetter",
    "StoredPage",
    "StoredReading",
    "StoredTarget",
    "StoredTask",
    "TaskBody",
    "TaskEvent",
    "TaskEventKind",
    "Verdict",
]

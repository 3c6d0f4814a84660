"""The register (sổ đăng ký văn bản): the tables of the store, one file a concern.

::

    Original ─┬─ Arrival           the file, and each time it came in
              └─ StoredReading ── StoredPage      what the machine read, by version
                      └─ StoredLetter ─┬─ Reference ── Document   whose letter it is
                                       ├─ Edge ── Claim           what it cites
                                       ├─ StoredTask ── Occurrence, TaskEvent
                                       └─ StoredTarget ── Progress
    Correction, Decision, Resemblance   what people said, and what looks alike
    Review, Direction, RereadOrder      what they say of how letters were read
    IntakeItem                          what became of every file that came in
    SecretFile, SecretLetter …          what is kept from people without clearance
    User ── LoginSession, ApiToken      who may do what; AuditEntry says who did

The tables follow `congvan.reading/1`; whatever a query does not need stays in the reading's JSON.
"""

from models.intake_states import OPEN_STATES, IntakeSource, IntakeState
from models.register.access import ApiToken, AuditEntry, LoginSession, Role, User
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
from models.register.pages import PageBand, PageWords
from models.register.reviews import Direction, DirectionKind, RereadOrder, Review
from models.register.secrecy import (
    LEVELS,
    SecrecyLevel,
    SecretClaim,
    SecretDocument,
    SecretFile,
    SecretLetter,
    SecretReference,
)

__all__ = [
    "LEVELS",
    "OPEN_STATES",
    "ApiToken",
    "Arrival",
    "AuditEntry",
    "Claim",
    "Correction",
    "Decision",
    "DecisionKind",
    "Direction",
    "DirectionKind",
    "Document",
    "DocumentState",
    "Edge",
    "IntakeItem",
    "IntakeSource",
    "IntakeState",
    "LoginSession",
    "Occurrence",
    "OccurrenceState",
    "Original",
    "PageBand",
    "PageWords",
    "Progress",
    "Reference",
    "ReferenceKind",
    "RereadOrder",
    "Resemblance",
    "ResemblanceKind",
    "Review",
    "Role",
    "SecrecyLevel",
    "SecretClaim",
    "SecretDocument",
    "SecretFile",
    "SecretLetter",
    "SecretReference",
    "StoredLetter",
    "StoredPage",
    "StoredReading",
    "StoredTarget",
    "StoredTask",
    "TaskBody",
    "TaskEvent",
    "TaskEventKind",
    "User",
    "Verdict",
]

"""The lines of an exported register, ``congvan.register/1``: what each holds, checked both ways.

One JSON object a line. A ``file`` line is all of one file but its bytes and page images, of which
only hashes are told: arrivals, the current reading, what people corrected and recorded. Behind the
files come what is about several of them: ``decision``, ``resemblance``, and what was recorded
about tasks and targets that no reading finds any more (``task_event``, ``progress``).
Moments are UTC, days ISO 8601.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    TypeAdapter,
    model_serializer,
    model_validator,
)

from models.reading import HEADER_FIELDS, Reading
from models.register import ResemblanceKind, TaskEventKind, Verdict
from pipeline.store.readings import DEFAULT_OPTIONS

SCHEMA: Final = "congvan.register/1"
_MOST: Final = 2**31 - 1


def _with_zone(value: object) -> object:
    """SQLite gives moments back without their zone, which is UTC."""
    if isinstance(value, dt.datetime) and value.tzinfo is None:
        return value.replace(tzinfo=dt.UTC)
    return value


def _in_utc(value: dt.datetime) -> dt.datetime:
    return value.astimezone(dt.UTC)


Moment = Annotated[AwareDatetime, BeforeValidator(_with_zone), AfterValidator(_in_utc)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0, le=_MOST)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class ArrivalPart(_Part):
    """As :class:`models.register.Arrival`."""

    name: str
    received_on: dt.date
    added_at: Moment
    added_by: str
    label: str | None = None


class ImagePart(_Part):
    """The image of one page in the file store, by its hash, and the page's perceptual hash."""

    page: Count
    sha256: Sha256
    page_hash: str | None = None


class ReadingPart(_Part):
    """The current reading, which version of the program made it, with which options, and when.

    Exports of the time before options were told have none: they were the default.
    """

    reader_version: str
    options: str = DEFAULT_OPTIONS
    made_at: Moment
    reading: Reading


class CorrectionPart(_Part):
    """As :class:`models.register.Correction`; the values are JSON themselves."""

    position: Count
    field: str
    value: JsonValue
    machine_value: JsonValue
    actor: str
    reason: str
    made_at: Moment
    undone_at: Moment | None = None
    undone_by: str | None = None

    @model_validator(mode="after")
    def _is_of_the_header(self) -> Self:
        if self.field not in HEADER_FIELDS:
            raise ValueError(f"no field {self.field!r}")
        return self


class EventData(_Part):
    """What an event sets, what was there before, and its evidence; only what is given."""

    model_config = ConfigDict(populate_by_name=True)

    before: JsonValue = Field(default=None, alias="from")
    until: dt.date | None = None
    to: list[str] = Field(default_factory=list)
    evidence: str | None = None

    @model_serializer(mode="wrap")
    def _given(self, serialise: Any) -> dict[str, Any]:  # noqa: ANN401
        named = {"from" if name == "before" else name for name in self.model_fields_set}
        return {name: value for name, value in serialise(self).items() if name in named}


class EventPart(_Part):
    """As :class:`models.register.TaskEvent`."""

    task_key: str
    occurrence: Count
    kind: TaskEventKind
    actor: str
    at: Moment
    on_day: dt.date
    reason: str
    data: EventData


class ProgressPart(_Part):
    """As :class:`models.register.Progress`."""

    target_key: str
    on_day: dt.date
    value: float
    actor: str
    at: Moment
    note: str
    source: str | None = None


class LetterPlace(_Part):
    """A letter by its file and its place in it."""

    sha256: Sha256
    position: Count


class _Line(_Part):
    schema_name: Literal["congvan.register/1"] = Field(default=SCHEMA, alias="schema")

    model_config = ConfigDict(populate_by_name=True)


class FileLine(_Line):
    """One file: ``size`` in bytes, ``received_on`` the day from which relative deadlines count.

    ``current`` is ``None`` only in a register that lost it.
    """

    kind: Literal["file"] = "file"
    sha256: Sha256
    size: Count
    media_type: str
    stored_at: Moment
    received_on: dt.date
    arrivals: list[ArrivalPart] = Field(default_factory=list)
    current: ReadingPart | None = None
    images: list[ImagePart] = Field(default_factory=list)
    corrections: list[CorrectionPart] = Field(default_factory=list)
    task_events: list[EventPart] = Field(default_factory=list)
    progress: list[ProgressPart] = Field(default_factory=list)

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if self.current is not None:
            if self.current.reading.source.sha256 != self.sha256:
                raise ValueError("the reading is of another file")
            _check_places(self.current.reading)
        return self


def _check_places(reading: Reading) -> None:
    """A letter lies on pages that are there, and belongs to a letter that is there."""
    numbers = [page.number for page in reading.pages]
    if len(set(numbers)) < len(numbers) or not all(1 <= each <= _MOST for each in numbers):
        raise ValueError("page numbers")
    for letter in reading.letters:
        if not set(letter.pages) <= set(numbers):
            raise ValueError(f"a letter on pages {letter.pages}")
        if letter.attachment_of not in {None, *range(len(reading.letters))}:
            raise ValueError(f"attachment_of {letter.attachment_of}")


class DecisionLine(_Line):
    """As :class:`models.register.Decision`, whose ``kind`` is ``decision`` here."""

    kind: Literal["decision"] = "decision"
    decision: Literal["merge", "split"]
    first: str
    second: str | None = None
    actor: str
    reason: str
    made_at: Moment
    undone_at: Moment | None = None
    undone_by: str | None = None

    @model_validator(mode="after")
    def _has_both(self) -> Self:
        if (self.second is not None) != (self.decision == "merge"):
            raise ValueError("merge is of two, split of one")
        return self


class ResemblanceLine(_Line):
    """As :class:`models.register.Resemblance`, whose ``kind`` is ``likeness`` here."""

    kind: Literal["resemblance"] = "resemblance"
    likeness: ResemblanceKind
    first: LetterPlace
    second: LetterPlace
    score: float
    verdict: Verdict
    actor: str | None = None
    decided_at: Moment | None = None


class EventLine(_Line):
    """What was recorded about a task that no reading finds any more."""

    kind: Literal["task_event"] = "task_event"
    event: EventPart


class ProgressLine(_Line):
    """What was recorded about a target that no reading finds any more."""

    kind: Literal["progress"] = "progress"
    entry: ProgressPart


Line = FileLine | DecisionLine | ResemblanceLine | EventLine | ProgressLine
LINE: Final[TypeAdapter[Line]] = TypeAdapter(Annotated[Line, Field(discriminator="kind")])


def line_text(line: Line) -> str:
    """``line`` as JSON in one line, Vietnamese unescaped."""
    return line.model_dump_json(by_alias=True)

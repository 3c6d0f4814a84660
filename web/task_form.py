"""The form of an event: read only once it is known that whoever sends it may."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from models.errors import QueryInvalid, TransitionRefused
from models.register import TaskEventKind
from pipeline.access.rights import Right
from pipeline.moments import day_in_vietnam
from web.recording import SentEvent, SentFile
from web.security.asking import Asked, needs
from web.typed import day_or_none

Tracker = Annotated[Asked, Depends(needs(Right.TRACK))]
_MEGABYTE = 1_000_000
_BESIDE_THE_FILE = 100_000
"""Bytes of the other fields."""
_MOST_FIELDS = 20


@dataclass(frozen=True, slots=True)
class TaskForm:
    """The fields as they were sent; ``refusal`` says why they were not even read."""

    fields: dict[str, str] = field(default_factory=dict)
    file: UploadFile | None = None
    refusal: TransitionRefused | None = None

    @property
    def occurrence(self) -> int:
        """The number of the occurrence. Raises :class:`QueryInvalid`."""
        text = self.fields.get("occurrence") or "0"
        if not text.isdecimal() or len(text) > 9:
            raise QueryInvalid(f"occurrence {text!r}")
        return int(text)

    def event(self) -> SentEvent:
        """What is to be recorded. Raises :class:`QueryInvalid` or :class:`TransitionRefused`."""
        if self.refusal is not None:
            raise self.refusal
        return SentEvent(
            kind=self._kind(),
            occurrence=self.occurrence,
            on_day=day_or_none(self.fields.get("on_day", "")) or day_in_vietnam(),
            reason=self.fields.get("reason", ""),
            until=day_or_none(self.fields.get("until", "")),
            bodies=tuple(filter(None, map(str.strip, self._lines("bodies")))),
            evidence=self.fields.get("evidence", ""),
            file=self._file(),
        )

    def _kind(self) -> TaskEventKind:
        text = self.fields.get("kind", "")
        try:
            return TaskEventKind(text)
        except ValueError as error:
            raise QueryInvalid(f"kind {text!r}") from error

    def _lines(self, name: str) -> list[str]:
        return self.fields.get(name, "").splitlines()

    def _file(self) -> SentFile | None:
        if self.file is None:
            return None
        return SentFile(name=self.file.filename or "", content=self.file.file)


async def sent_form(asked: Tracker, request: Request) -> AsyncIterator[TaskForm]:
    """The form of a viewer who may track tasks; its file is there until the answer."""
    most = asked.place.settings.upload_megabytes
    size = request.headers.get("content-length", "")
    if not size.isdecimal() or int(size) > most * _MEGABYTE + _BESIDE_THE_FILE:
        yield TaskForm(refusal=TransitionRefused(f"tệp quá lớn · the file is over {most} MB"))
        return
    async with request.form(max_files=1, max_fields=_MOST_FIELDS) as form:
        yield TaskForm(_texts(form), _file_of(form))


def _texts(form: FormData) -> dict[str, str]:
    return {name: text for name, text in form.items() if isinstance(text, str)}


def _file_of(form: FormData) -> UploadFile | None:
    """The file; browsers also send a field without one."""
    found = form.get("file")
    return found if isinstance(found, UploadFile) and found.filename else None


SentForm = Annotated[TaskForm, Depends(sent_form)]

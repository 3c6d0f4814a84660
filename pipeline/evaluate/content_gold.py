"""What gold says about the content of a letter: citations, tasks, targets and anomalies.

A key that gold leaves out is not judged, for a letter and for a single thing in it; an empty list
says that there is nothing. Keys that a reading does not have are passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from models.reading import Anomaly, Citation, Deadline, Report, Target, Task

# What older gold calls where an assignee stands, in the words of the reading.
_SOURCES = {
    "section_heading": "heading",
    "inherited_previous_sentence": "previous",
    "explicit_override": "explicit",
}

Thing = TypeVar("Thing", bound=BaseModel)
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class GoldTask:
    """A task of the gold; ``lead_raw``, as printed, is as good an answer as its ``lead``."""

    task: Task
    lead_raw: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class GoldContent:
    """What gold found in one letter; ``None`` is what it does not speak of."""

    citations: tuple[Citation, ...] | None = None
    tasks: tuple[GoldTask, ...] | None = None
    targets: tuple[Target, ...] | None = None
    anomalies: tuple[Anomaly, ...] | None = None

    @property
    def is_stated(self) -> bool:
        """True when gold speaks of any content."""
        return any(
            x is not None for x in (self.citations, self.tasks, self.targets, self.anomalies)
        )


def load_content(letter: Mapping[str, Any]) -> GoldContent:
    """The content of a gold file's ``letter``. Raises ``ValueError`` that says where."""
    return GoldContent(
        citations=_list(letter, "citations", lambda x: _known(x, Citation)),
        tasks=_list(letter, "tasks", _task),
        targets=_list(letter, "targets", lambda x: _known(x, Target)),
        anomalies=_list(letter, "anomalies", lambda x: _known({"message": "", **x}, Anomaly)),
    )


def _list(
    letter: Mapping[str, Any], key: str, load: Callable[[Mapping[str, Any]], Item]
) -> tuple[Item, ...] | None:
    if letter.get(key) is None:
        return None
    items: list[Item] = []
    for item in letter[key]:
        try:
            items.append(load(item))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(step) for step in (key, len(items), *first["loc"]))
            raise ValueError(f"{where}: {first['msg']}") from error
    return tuple(items)


def _known(content: Mapping[str, Any], model: type[Thing]) -> Thing:
    return model.model_validate({k: v for k, v in content.items() if k in model.model_fields})


def _task(content: Mapping[str, Any]) -> GoldTask:
    parts: dict[str, Any] = {}
    if "deadline" in content:
        parts["deadline"] = _known(content["deadline"] or {"kind": "none"}, Deadline)
    if content.get("report"):
        parts["report"] = _known(content["report"], Report)
    if "assignee_source" in content:
        source = content["assignee_source"]
        parts["assignee_source"] = _SOURCES.get(source, source)
    raw = content.get("lead_raw")
    return GoldTask(_known({**content, **parts}, Task), None if raw is None else tuple(raw))

"""What a check of the program's health says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from models.errors import CongvanError


class State(StrEnum):
    """``warn``: a person should look; ``fail``: no work can be done until a person has acted."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at.

    ``detail`` is what was found, in both languages; ``values`` the numbers in it, in seconds, bytes
    or files; ``error`` what is wrong where the check failed.
    """

    name: str
    state: State
    detail: str
    error: CongvanError | None = None
    values: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def failed(cls, name: str, error: CongvanError) -> Check:
        """The check that ended with ``error``."""
        return cls(name=name, state=State.FAIL, detail=str(error), error=error)


def warn_if(is_bad: bool) -> State:
    """``warn`` or ``ok``."""
    return State.WARN if is_bad else State.OK

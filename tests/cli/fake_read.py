"""A pipeline that needs no scans: what each file becomes is written in the test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from models.errors import CongvanError, FileMissing
from models.reading import Letter, Page, Problem, Reading, Source

Outcome = Reading | CongvanError


def reading(name: str, *letters: Letter, failed: Sequence[int] = (), pages: int = 1) -> Reading:
    """A reading of ``pages`` pages, the ``failed`` ones with their problem."""
    return Reading(
        source=Source(name=name, sha256="0" * 64, page_count=pages),
        pages=[
            Page(number=n, origin="failed" if n in failed else "ocr", confidence=0.9)
            for n in range(1, pages + 1)
        ],
        letters=list(letters),
        problems=[Problem(code="page_timeout", message="trang bị bỏ", page=n) for n in failed],
    )


def letter(**fields: Any) -> Letter:  # noqa: ANN401
    """A letter on page 1 with these fields."""
    return Letter.model_validate({"pages": [1], **fields})


def install(monkeypatch: pytest.MonkeyPatch, outcomes: Mapping[str, Outcome | Exception]) -> None:
    """Let ``pipeline.read.read_files`` give ``outcomes`` by file name; others are missing."""

    def read_files(
        paths: Sequence[Path], jobs: int, on_progress: Callable[[int, int], None]
    ) -> Iterator[tuple[Path, Outcome]]:
        for done, path in enumerate(paths):
            on_progress(done, len(paths))
            outcome = outcomes.get(path.name, FileMissing())
            if isinstance(outcome, Exception) and not isinstance(outcome, CongvanError):
                raise outcome
            yield path, outcome

    module = ModuleType("pipeline.read")
    module.read_files = read_files  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pipeline.read", module)

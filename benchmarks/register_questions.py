"""What is asked of the made-up register, with what; every question is drawn from a seed."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.register import Document, Reference, StoredTask
from pipeline.link.relations import RESTS_ON
from pipeline.store.lineage import documents_under, hubs, lineage, path_between
from pipeline.store.search import search
from pipeline.store.search_query import SearchFilter, SearchQuery, parse
from pipeline.track.queries import TaskFilter, counts, tasks

DEPTH = 6
HUBS = 20
TODAY = dt.date(2025, 7, 1)

Ask = Callable[[Session], object]


@dataclass(frozen=True, slots=True)
class Question:
    """A kind of question and those that are asked, each once for warming up and once timed."""

    name: str
    asked: list[Ask]

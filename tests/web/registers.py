"""A register with sample letters, people of every role, and a secret letter."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from argon2 import PasswordHasher

from models.register import Role, SecrecyLevel
from pipeline.access.accounts import change_password, clear_for, make_account
from pipeline.settings import Settings, StoreSettings
from pipeline.store.amending import amend
from pipeline.store.finding import find_document
from pipeline.store.intake import add_files
from pipeline.store.receiving import Receipt
from pipeline.store.store import Store, open_store

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
NOW = dt.datetime(2024, 11, 1, 8, 30, tzinfo=dt.UTC)
PASSWORD = "đường dài mới biết ngựa hay"
CLEARED = "cleared"
"""Somebody who may see secret letters; the others have the name of their role."""
SECRET = "99-KL/TU"
"""The number of the letter that is stamped Mật."""
_FILES = ("02-", "03-", "04-", "05-", "11-")


def sample_files(*beginnings: str) -> list[Path]:
    """The samples with these beginnings of their names."""
    found = sorted(each for each in SAMPLES.iterdir() if ".gold." not in each.name)
    return [each for each in found if each.name.startswith(beginnings)]


def make_register(home: Path) -> None:
    """Take some samples in, by the real reader."""
    settings = StoreSettings(home=home, actor="samples")
    with open_store(settings) as store:
        receipt = Receipt(received_on=NOW.date(), now=NOW)
        paths = sample_files(*_FILES)
        done = list(add_files(store, paths, receipt, settings=Settings(jobs=2)))
        assert [error for _, error in done if isinstance(error, Exception)] == []
        _make_secret(store)
        make_people(store)


def _make_secret(store: Store) -> None:
    with store.writing() as session:
        document = find_document(session, SECRET)
        mark = json.dumps("Mật", ensure_ascii=False)
        amend(session, document, "secrecy", mark, actor="samples", reason="dấu Mật", now=NOW)


def make_people(store: Store, roles: Iterable[Role] = tuple(Role)) -> None:
    """One account for each role, named after it, and one that is cleared.

    Their passwords are hashed cheaply: to check one takes as long as to hash it.
    """
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with patch("pipeline.access.passwords._hasher", quick), store.writing() as session:
        for role in roles:
            user, _ = make_account(session, role.value, role.value, [role], NOW)
            change_password(session, user, PASSWORD)
        user, _ = make_account(session, CLEARED, "Người được xem", list(Role), NOW)
        change_password(session, user, PASSWORD)
        clear_for(session, user, SecrecyLevel.SECRET, by="admin", now=NOW)


@dataclass(frozen=True, slots=True)
class Served:
    """An app that runs, and the register behind it."""

    address: str
    store: Store

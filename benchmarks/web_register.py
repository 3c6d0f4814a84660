"""The made-up register with what the app shows besides: readings, arrivals, secret letters, people.

One letter in a hundred is stamped Mật, so that what people without clearance see is what costs.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import insert, text, update
from sqlmodel import SQLModel, col

from benchmarks.register_corpus import corpus
from benchmarks.register_letters import Letters
from benchmarks.register_plan import plan
from benchmarks.register_writing import in_parts
from models.register import Role, StoredLetter
from pipeline.access.accounts import change_password, make_account
from pipeline.settings import StoreSettings
from pipeline.store.readings import DEFAULT_OPTIONS, reader_version
from pipeline.store.secrecy import renew_secrecy
from pipeline.store.store import Store, open_store

PASSWORD = "một mật khẩu để đo thôi"
SECRET_EVERY = 100
_NOW = dt.datetime(2025, 7, 1, tzinfo=dt.UTC)


def web_register(documents: int, folder: Path) -> Path:
    """The home of a register with so many documents, built where it is not there yet."""
    home = folder / f"sqlite-{documents}"
    done = folder / f"web-{documents}.json"
    if not done.exists():
        with corpus("sqlite", documents, folder):
            start = time.monotonic()
            with open_store(StoreSettings(home=home, actor="benchmark")) as store:
                _fill(store, Letters(plan(documents)))
        done.write_text(json.dumps({"seconds": round(time.monotonic() - start)}))
    return home


def _fill(store: Store, letters: Letters) -> None:
    tables = SQLModel.metadata.tables
    with store.writing() as session:
        for part in in_parts(_readings(letters), 2_000):
            session.connection().execute(insert(tables["reading"]), part)
    with store.writing() as session:
        for part in in_parts(_arrivals(letters), 20_000):
            session.connection().execute(insert(tables["arrival"]), part)
        of_few = col(StoredLetter.id) % SECRET_EVERY == 0
        session.execute(update(StoredLetter).where(of_few).values(secrecy="Mật"))
        renew_secrecy(session)
    with store.writing() as session:
        for role in (Role.READER, Role.ARCHIVIST):
            user, _ = make_account(session, role.value, role.value, [role], _NOW)
            change_password(session, user, PASSWORD)
        session.connection().execute(text("ANALYZE"))


def _readings(letters: Letters) -> Iterator[dict[str, object]]:
    for each in letters.present:
        yield {
            "original_sha256": letters.sha256(each),
            "reader_version": reader_version(),
            "options": DEFAULT_OPTIONS,
            "made_at": _NOW,
            "is_current": True,
            "json_text": letters.reading(each).to_json(),
        }


def _arrivals(letters: Letters) -> Iterator[dict[str, object]]:
    for each in letters.present:
        yield {
            "original_sha256": letters.sha256(each),
            "name": f"{each}.pdf",
            "received_on": _NOW.date(),
            "added_at": _NOW,
            "added_by": "benchmark",
        }

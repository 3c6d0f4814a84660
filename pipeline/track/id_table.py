"""Many ids or keys in one parameter: lists that are longer than what a statement may name."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Integer, Select, String, bindparam, cast, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from pipeline.store.database import is_sqlite

_Kind = type[Integer] | type[String]


def id_table(session: Session, ids: Collection[int]) -> Select[int]:
    """A table of ``ids`` with one column, to be used behind ``IN``."""
    table: Select[int] = _table(session, sorted(ids), Integer)
    return table


def key_table(session: Session, keys: Collection[str]) -> Select[str]:
    """The same of keys."""
    table: Select[str] = _table(session, sorted(keys), String)
    return table


def _table(session: Session, values: list[int] | list[str], kind: _Kind) -> Select[Any]:
    if is_sqlite(session.connection()):
        table = func.json_each(literal(json.dumps(values))).table_valued("value")
        return select(cast(table.c.value, kind))
    listed = bindparam(None, values, type_=ARRAY(kind))
    return select(func.unnest(listed, type_=kind).column_valued("value"))

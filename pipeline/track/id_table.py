"""Many ids in one parameter: lists of ids that are longer than what a statement may name."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import Integer, Select, bindparam, cast, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from pipeline.store.database import is_sqlite


def id_table(session: Session, ids: Collection[int]) -> Select[int]:
    """A table of ``ids`` with one column, to be used behind ``IN``."""
    if is_sqlite(session.connection()):
        return _in_sqlite(ids)
    return _in_postgresql(ids)


def _in_sqlite(ids: Collection[int]) -> Select[int]:
    table = func.json_each(literal(json.dumps(sorted(ids)))).table_valued("value")
    return select(cast(table.c.value, Integer))


def _in_postgresql(ids: Collection[int]) -> Select[int]:
    listed = bindparam(None, sorted(ids), type_=ARRAY(Integer))
    return select(func.unnest(listed, type_=Integer).column_valued("value"))

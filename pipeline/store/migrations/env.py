"""Alembic's entry: runs one migration in the transaction that ``pipeline.store.migrate`` began."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

import models.register  # noqa: F401  (declares the tables)

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    transactional_ddl=False,
)
context.run_migrations()

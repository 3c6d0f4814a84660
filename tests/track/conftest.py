"""An empty register in both databases, as the tests of the store have it."""

from tests.store.conftest import (
    postgres,
    postgres_template,
    sqlite_template,
    store,
    store_settings,
)

__all__ = ["postgres", "postgres_template", "sqlite_template", "store", "store_settings"]

"""Alembic's environment: it runs on the connection and in the transaction that `state.migrate` hands it."""

from __future__ import annotations

from alembic import context

import state.document_tables  # noqa: F401  # the rest of its tables
from state.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes columns by making the table anew
    transactional_ddl=True,  # the driver is in autocommit, so SQLite's DDL stands inside our transaction, too
)
context.run_migrations()

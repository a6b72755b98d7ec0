"""Env: how Alembic finds the ledger's connection and tables."""

from alembic import context

from province.ledger.every_table import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
)
with context.begin_transaction():
    context.run_migrations()

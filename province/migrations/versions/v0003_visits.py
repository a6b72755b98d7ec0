"""0003: what reception wrote down of a visit, in the entry that began it."""

from alembic import op
from sqlalchemy import Column, text

from province.ledger.columns import Json

revision = "0003"
down_revision = "0002"

IS_VISIT = text("visit IS NOT NULL")


def upgrade() -> None:
    """Add the column, and an index of the few entries that have it."""
    op.add_column("entries", Column("visit", Json))
    op.create_index(
        "ix_entries_visits",
        "entries",
        ["decided_at", "entry_id"],
        sqlite_where=IS_VISIT,
        postgresql_where=IS_VISIT,
    )
